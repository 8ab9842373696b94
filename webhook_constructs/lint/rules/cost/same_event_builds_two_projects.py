"""One event that builds two projects.

## What it does
Finds webhooks of several projects on one repository that the same event can pass, and names the others with such an
event.

## Why it matters
Each project adds a hook of its own at the git host, and an event that passes several webhooks starts a build of each,
and each is billed. That is as it should be where the projects do different things, such as to test and to deploy.

## Example
```python
[
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_any_branch(),),
        source_location="https://github.com/acme/api.git",
    ),
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
        source_location="https://github.com/acme/api.git",
    ),
]
```

## Use instead
```python
[
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_any_branch().and_branch_is_not("main"),),
        source_location="https://github.com/acme/api.git",
    ),
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),),
        source_location="https://github.com/acme/api.git",
    ),
]
```

## Limits
Webhooks for different files, as those for the parts of a monorepo are, are left alone although one commit can change
files of both; so are jobs for runners, which name the project that is to run them, and webhooks of organizations,
enterprises and groups of GitLab. A webhook without filter groups is taken to be for pushes and for pull requests
created and updated. With a branch filter, or where a part of a group is known only on deployment, nothing is said, nor
where the address of the repository is not known. Two webhooks of one project are for WH110. Of one repository the first
24 webhooks are compared, of each webhook the first 64 groups that are known and have up to 16 filters, and in all up to
1,024 questions are asked, until eight of them are too big for an answer.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.github.com/en/webhooks/types-of-webhooks>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html>
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.lint.findings.finding import Location, Problem, Severity
from webhook_constructs.lint.group_analysis.shared_events import SharedEvents, comparable, starting_groups
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.wording.name_lists import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webhook_constructs.core.service.repository import Repository
    from webhook_constructs.lint.webhook import Webhook

__all__ = ["RULE"]

_MOST_WEBHOOKS = 24  # of one repository, of which GitHub takes 20
_MOST_QUESTIONS = 1_024  # in all
_FIX = (
    "let one project do both, as the parts of a batch build (build type BUILD_BATCH), or let filters tell apart which "
    "of them builds what"
)


def _check(webhooks: Sequence[Webhook]) -> Iterator[tuple[int, Problem]]:
    shared = SharedEvents(_MOST_QUESTIONS)
    for repository, indices in _by_repository(webhooks).items():
        for index, others in _meeting(webhooks, indices[:_MOST_WEBHOOKS], shared).items():
            said = f"an event of {repository} that passes this webhook can also start a build for {named(others)}"
            yield index, Problem(Location(), said, _FIX)


def _by_repository(webhooks: Sequence[Webhook]) -> dict[Repository, list[int]]:
    """Give the indices of the webhooks on each repository with several, those first that are judged now."""
    found: dict[Repository, list[int]] = {}
    for index, webhook in sorted(enumerate(webhooks), key=lambda each: each[1].context.is_finished):
        repository = repository_of(webhook.settings)
        if repository is not None:
            found.setdefault(repository, []).append(index)
    return {repository: indices for repository, indices in found.items() if len(indices) > 1}


def _meeting(webhooks: Sequence[Webhook], indices: list[int], shared: SharedEvents) -> dict[int, list[str]]:
    """Give, for each webhook that shares an event with others, the names of those, each with the event."""
    # Whatever comes after one that is finished is so, too.
    groups = {index: comparable(starting_groups(webhooks[index])) for index in indices}
    found: dict[int, list[str]] = {}
    for one, other in combinations(indices, 2):
        if webhooks[one].context.is_finished or _are_on_one_project(webhooks[one], webhooks[other]):
            continue
        event = shared.of(groups[one], groups[other])
        if event is not None:
            for index, its in ((one, other), (other, one)):
                name = webhooks[its].context.path or f"the webhook with index {its}"
                found.setdefault(index, []).append(f"{name} ({event})")
    return dict(sorted(found.items()))


def _are_on_one_project(one: Webhook, other: Webhook) -> bool:
    """Tell whether two webhooks are known to be on one project, which is for WH110."""
    return one.context.path in other.context.other_webhooks or other.context.path in one.context.other_webhooks


RULE = Rule(
    id="WH407",
    name="same-event-builds-two-projects",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
    "https://docs.github.com/en/webhooks/types-of-webhooks",
    check=_check,
)
