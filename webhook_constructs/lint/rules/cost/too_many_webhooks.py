"""More webhooks on one GitHub repository than GitHub takes.

## What it does
Finds, among the webhooks of an app, the 21st and every later one that is for the same kind of event on the same
repository of github.com, and the 251st on one of GitHub Enterprise.

## Why it matters
GitHub takes at most 20 hooks for one kind of event on a repository, GitHub Enterprise Server 250. Each project of
CodeBuild adds a hook of its own. The deployment of the 21st fails with "GitHub webhook limit reached".

## Example
```python
[
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_file_under(f"services/{number}"),),
        provider=SourceProvider.GITHUB,
        source_location="https://github.com/acme/monorepo.git",
    )
    for number in range(21)
]
```

## Use instead
One project whose batch build has a part for each service (`project.enable_batch_builds()` makes its configuration),
or one webhook that starts a build which looks at what has changed:
```python
[
    WebhookSettings(
        (FilterGroup.in_event_of(EventAction.PUSH).and_file_under("services"),),
        build_type=BuildType.BUILD_BATCH,
        provider=SourceProvider.GITHUB,
        source_location="https://github.com/acme/monorepo.git",
    )
]
```

## Limits
Hooks that others have made count at GitHub as well, and those that were left behind; nobody but GitHub knows of them.
A manual webhook counts for the events of its groups, for which whoever adds the hook has to tick it. Where the events
of a group are known only on deployment, or the address of the repository is, nothing is counted. Webhooks of a whole
organization or enterprise are not on a repository and do not count; GitHub has the same limit for those.

## References
- <https://docs.github.com/en/webhooks/types-of-webhooks>
- <https://github.com/hashicorp/terraform-provider-aws/issues/30551>
"""

from __future__ import annotations

from collections import Counter

from webhook_constructs.core import EventAction, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.lint.rule import Certainty, Location, Problem, ProblemsAcross, Rule, Severity, Webhook, Webhooks
from webhook_constructs.lint.wording.languages import Language

__all__ = ["RULE"]

_LIMITS = {SourceProvider.GITHUB: 20, SourceProvider.GITHUB_ENTERPRISE: 250}
_KINDS = {
    EventAction.PUSH: "pushes",
    **dict.fromkeys(PULL_REQUEST_ACTIONS, "pull requests"),
    **dict.fromkeys(RELEASE_ACTIONS, "releases"),
    EventAction.WORKFLOW_JOB_QUEUED: "workflow jobs",
}
_WITHOUT_GROUPS = ("pushes", "pull requests")


def _check(webhooks: Webhooks) -> ProblemsAcross:
    hooks = [(webhook.provider, repository_of(webhook.settings), _kinds(webhook)) for webhook in webhooks]
    totals = Counter((host, repository, kind) for host, repository, kinds in hooks if repository for kind in kinds)
    seen: Counter[tuple[SourceProvider, Repository, str]] = Counter()
    for index, (host, repository, kinds) in enumerate(hooks):
        if host is None or host not in _LIMITS or repository is None:
            continue
        limit = _LIMITS[host]
        for kind in kinds:
            seen[host, repository, kind] += 1
        over = [kind for kind in kinds if seen[host, repository, kind] > limit]
        if over:
            counted = " and ".join(f"{totals[host, repository, kind]} for {kind}" for kind in over)
            said = f"there are more webhooks on {repository} than the {limit} of a kind that GitHub takes: {counted}"
            yield index, Problem(Location(member="source_location"), said, _fix(webhooks[index].language))


def _fix(language: Language) -> str:
    in_batches = language.in_python("BUILD_BATCH, and project.enable_batch_builds()", "BUILD_BATCH")
    return (
        f"let one webhook start what several do, by a batch build ({in_batches}) or one project for them, or take one "
        f"webhook of the organization ({language.scope(WebhookScopeType.GITHUB_ORGANIZATION)}) with a filter on "
        "REPOSITORY_NAME"
    )


def _kinds(webhook: Webhook) -> tuple[str, ...]:
    """Return the kinds of events that a webhook is sent, as far as they are known, in the order of `_KINDS`."""
    if not webhook.groups:
        return _WITHOUT_GROUPS
    events = {event for group in webhook.groups for event in group.events or ()}
    return tuple(dict.fromkeys(kind for event, kind in _KINDS.items() if event in events))


RULE = Rule(
    id="WH405",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.github.com/en/webhooks/types-of-webhooks, "
    "https://github.com/hashicorp/terraform-provider-aws/issues/30551",
    check=_check,
)
