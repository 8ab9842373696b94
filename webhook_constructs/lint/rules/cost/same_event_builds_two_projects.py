"""One event that builds two projects.

## What it does
Finds webhooks of several projects on one repository that the same event can pass, and names the others with such an
event.

## Why it matters
Each project adds a hook of its own at the git host, and an event that passes several webhooks starts a build of each
[assumed: one-build-each], and each is billed. That is as it should be where the projects do different things, such as
to test and to deploy.

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
Copies of one webhook, which an app makes in several of its stages, are no double build where the stages are for
different accounts or regions. Where that is known only on deployment, the last copy is told of the others, once.
Webhooks for different files, as those for the parts of a monorepo are, are left alone although one commit can change
files of both; so are jobs for runners, which name the project that is to run them, and webhooks of organizations,
enterprises and groups of GitLab. A webhook without filter groups is taken to be for pushes and for pull requests
created and updated. With a branch filter, or where a part of a group is known only on deployment, nothing is said, nor
where the address of the repository is not known. Two webhooks of one project are for WH110. Of one repository the first
24 webhooks are compared, of each webhook the first 64 groups that are known and have up to 16 filters, and in all up to
1,024 questions are asked, until eight of them are too big for an answer or all of them take a quarter of the work that
judging a template may take.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.github.com/en/webhooks/types-of-webhooks>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/action-runner.html>
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.lint.context import Context
from webhook_constructs.lint.group_analysis.shared_events import SharedEvents, comparable, starting_groups
from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhooks
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.lint.wording.lists import named

__all__ = ["RULE"]

_MOST_WEBHOOKS = 24  # of one repository, of which GitHub takes 20
_MOST_QUESTIONS = 1_024  # in all
_FIX_FOR_COPIES = (
    "nothing is wrong if each copy is for an account or region of its own: say so with the env of each stage; "
    "otherwise let each copy follow branches of its own"
)


def _check(webhooks: Webhooks) -> ProblemsAcross:
    shared = SharedEvents(_MOST_QUESTIONS)
    for repository, indices in _by_repository(webhooks).items():
        found = _Meetings(webhooks, indices[:_MOST_WEBHOOKS], shared)
        for index, others in sorted(found.others.items()):
            said = f"an event of {repository} that passes this webhook can also start a build for {named(others)}"
            yield index, Problem(Location(), said, _fix(webhooks[index].language))
        for index, event, copies in found.copies():
            said = (
                f"this webhook and its copies {named(copies)} all start a build for one event of {repository} ({event})"
            )
            yield index, Problem(Location(), said, _FIX_FOR_COPIES)


def _fix(language: Language) -> str:
    in_batches = language.in_python("BUILD_BATCH, and project.enable_batch_builds()", "BUILD_BATCH")
    return (
        f"let one project do both, as the parts of a batch build ({in_batches}), or let filters tell apart which of "
        "them builds what"
    )


def _by_repository(webhooks: Webhooks) -> dict[Repository, list[int]]:
    """Return the indices of the webhooks on each repository with several, those first that are judged now."""
    found: dict[Repository, list[int]] = {}
    for index, webhook in sorted(enumerate(webhooks), key=lambda each: each[1].context.is_finished):
        repository = repository_of(webhook.settings)
        if repository is not None:
            found.setdefault(repository, []).append(index)
    return {repository: indices for repository, indices in found.items() if len(indices) > 1}


class _Meetings:
    """The webhooks on one repository that share events.

    Attributes:
        others: For each webhook, the names of the others, each with an event.
    """

    def __init__(self, webhooks: Webhooks, indices: list[int], shared: SharedEvents) -> None:
        self._webhooks = webhooks
        self.others: dict[int, list[str]] = {}
        self._copies: dict[int, dict[int, str]] = {}
        # Whatever comes after one that is finished is so, too.
        groups = {index: comparable(starting_groups(webhooks[index])) for index in indices}
        for one, other in combinations(indices, 2):
            if webhooks[one].context.is_finished or self._are_apart(one, other):
                continue
            event = shared.of(groups[one], groups[other])
            if event is not None and self._name(other) in webhooks[one].context.copies:
                self._copies.setdefault(one, {})[other] = str(event)
                self._copies.setdefault(other, {})[one] = str(event)
            elif event is not None:
                for index, its in ((one, other), (other, one)):
                    self.others.setdefault(index, []).append(f"{self._name(its)} ({event})")

    def copies(self) -> Iterator[tuple[int, str, list[str]]]:
        """Return the last of some copies that is judged now, an event that they share, and the names of the others."""
        for index, its in self._copies.items():
            here = [each for each in (index, *its) if not self._webhooks[each].context.is_finished]
            if index == max(here) and not any(self._webhooks[each].context.has_later_copies for each in here):
                yield index, next(iter(its.values())), [self._name(each) for each in sorted(its)]

    def _name(self, index: int) -> str:
        return self._webhooks[index].context.path or f"the webhook with index {index}"

    def _are_apart(self, one: int, other: int) -> bool:
        """Check whether two webhooks are on one project, which is for WH110, or not in one account and region."""
        here, there = self._webhooks[one].context, self._webhooks[other].context
        is_copy = there.path in here.copies
        return _are_on_one_project(here, there) or (there.path in here.elsewhere and not is_copy)


def _are_on_one_project(here: Context, there: Context) -> bool:
    return here.path in there.other_webhooks or there.path in here.other_webhooks


RULE = Rule(
    id="WH407",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html, "
    "https://docs.github.com/en/webhooks/types-of-webhooks",
    check=_check,
)
