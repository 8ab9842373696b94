"""Settings that differ from others in one thing that people change by accident or on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    WebhookScope,
    WebhookSettings,
)

__all__ = ["mutations"]

_BRANCH_FILTERS = ("^main$", "main", "^(main|release/.*)$")
_SCOPES = (None, WebhookScope.github_global("acme"), WebhookScope.github_organization("acme"))
_WIDER = {"[0-9]": "[0-9a-z]", "[a-z]": "[a-z0-9]", r"\d": r"\w", "+": "*", ".*": ".+", ".": "a", r"\.": "."}


def mutations(settings: WebhookSettings) -> Iterator[WebhookSettings]:
    """Return settings that differ in one filter, one group, or one other setting."""
    groups = settings.filter_groups
    yield from (replace(settings, pull_request_build_policy=each) for each in _policies(settings))
    yield from (replace(settings, scope=each) for each in _SCOPES)
    yield from (replace(settings, build_type=each) for each in BuildType)
    yield from (replace(settings, filter_groups=(), branch_filter=each) for each in (None, *_BRANCH_FILTERS))
    yield from (replace(settings, filter_groups=(*groups, FilterGroup.in_event_of(each))) for each in EventAction)
    for index, group in enumerate(groups):
        yield replace(settings, filter_groups=(*groups[:index], *groups[index + 1 :]))
        for place, each in enumerate(group.filters):
            for changed in _mutated(each):
                filters = (*group.filters[:place], *changed, *group.filters[place + 1 :])
                yield replace(settings, filter_groups=(*groups[:index], FilterGroup.of(filters), *groups[index + 1 :]))


def _policies(settings: WebhookSettings) -> Iterator[PullRequestBuildPolicy | None]:
    host = "" if settings.provider is None else settings.provider.value.partition("_")[0]
    roles = [each for each in ApproverRole if each.host == host]
    yield None
    for approval in CommentApproval:
        yield from (PullRequestBuildPolicy(approval, some) for some in ((), roles[:1], roles))


def _mutated(each: Filter) -> Iterator[tuple[Filter, ...]]:
    """Return what may stand in the place of a filter: none, another one, or two."""
    if each.type is FilterType.EVENT:
        names = each.event_names or ()
        yield from ((replace(each, pattern=",".join(set(names) - {name})),) for name in names if len(names) > 1)
        yield from ((replace(each, pattern=",".join((*names, name))),) for name in EventAction if name not in names)
        return
    yield ()
    yield (replace(each, exclude_matched_pattern=not each.exclude_matched_pattern),)
    yield each, replace(each, pattern="a")
    pattern = str(each.pattern)
    yield from ((replace(each, pattern=changed),) for changed in sorted({*_rewritten(pattern)} - {pattern}))


def _rewritten(pattern: str) -> Iterator[str]:
    """Return patterns without an anchor, with a wider class, for any case, and with one character less or another."""
    yield from (pattern.removeprefix("^"), pattern.removesuffix("$"), f"(?i){pattern}", f"{pattern}|x", "x", "")
    yield from (pattern.replace(one, other) for one, other in _WIDER.items())
    for place, character in enumerate(pattern):
        before, after = pattern[:place], pattern[place + 1 :]
        yield f"{before}{after}"
        if character.isalnum():
            yield from (f"{before}{other}{after}" for other in (character.swapcase(), "z", "."))
