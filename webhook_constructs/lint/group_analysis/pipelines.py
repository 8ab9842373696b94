"""The pipelines around a webhook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, Pattern, is_disjoint
from webhook_constructs.core.patterns.analysis import begins_with
from webhook_constructs.core.patterns.step_budget import spend_in_run
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS
from webhook_constructs.core.settings.webhook_settings import repository_of
from webhook_constructs.core.values.unresolved import Text, is_unresolved
from webhook_constructs.lint.context import PipelineSource
from webhook_constructs.lint.rule import Webhook
from webhook_constructs.lint.wording.method_calls import names_in

from .shared_events import starting_groups

__all__ = ["by_repository", "is_never_started_with", "pipeline_of"]

_MOST_GROUPS = 64
_STEPS_A_SOURCE, _STEPS_A_GROUP = 20, 60  # besides what their patterns take
_MERGES = frozenset({EventAction.PULL_REQUEST_MERGED})
_MERGES_OF_A_PIPELINE = _MERGES | {EventAction.PULL_REQUEST_CLOSED}  # which has one word for both
_OPEN = PULL_REQUEST_ACTIONS - _MERGES_OF_A_PIPELINE


def pipeline_of(action: str) -> str:
    """Return the pipeline that an action is in.

    Examples:
        >>> pipeline_of("Stack/Pipeline/Source/GitHub")
        'Stack/Pipeline'
    """
    return action.rsplit("/", 2)[0]


def by_repository(sources: Iterable[PipelineSource]) -> dict[str, list[PipelineSource]]:
    """Sort sources by the owner and name of what they follow, in lower case; one that is not known is left out."""
    found: dict[str, list[PipelineSource]] = {}
    for source in sources:
        if source.repository and not is_unresolved(source.repository):
            found.setdefault(source.repository.lower(), []).append(source)
    return found


def is_never_started_with(source: PipelineSource, webhook: Webhook) -> bool:
    """Check whether no commit starts a build of a webhook and the pipeline as well, and that is certain.

    Raises:
        RunOverError: There is no budget left to compare them.
    """
    if is_unresolved(source.repository) or not source.repository:
        return False
    repository = repository_of(webhook.settings)
    if not source.groups or (repository is not None and source.repository.lower() != repository.path):
        return True
    groups = starting_groups(webhook)
    spend_in_run(_STEPS_A_SOURCE + _STEPS_A_GROUP * (len(groups) + len(source.groups)))
    if len(groups) > _MOST_GROUPS or len(source.groups) > _MOST_GROUPS:
        return False
    ours, its = [each.group for each in groups], list(source.groups)
    if any(group.event_names is None for group in (*ours, *its)):
        return False
    if _come_together(its, ours, _MERGES) or _come_together(ours, its, _MERGES_OF_A_PIPELINE):
        return False
    return is_disjoint(ours, its) is True


def _come_together(one: Iterable[FilterGroup], other: Sequence[FilterGroup], merges: frozenset[EventAction]) -> bool:
    """Check whether one side may be started by a push, and the other by another event of the same commit.

    A release comes with a push, a merge with one to its base branch, and a push to the branch of a pull request is an
    event of that, too. Branches that are written out are rarely those of pull requests.
    """
    pushed = [group for group in one if EventAction.PUSH in _events(group)]
    branches = [group for group in pushed if not _is_for_tags(group)]
    merged = [_push_of_the_merge(group) for group in other if _events(group) & merges]
    events = {event for group in other for event in _events(group)}
    return (
        bool(pushed and events & RELEASE_ACTIONS)
        or bool(branches and merged and is_disjoint(merged, branches) is not True)
        or (bool(events & _OPEN) and not all(map(_names_branches, branches)))
    )


def _push_of_the_merge(group: FilterGroup) -> FilterGroup:
    """Return the group of the pushes that come with the merges of a group."""
    filters = [
        Filter(FilterType.HEAD_REF, each.pattern, exclude_matched_pattern=each.exclude_matched_pattern)
        for each in group.filters
        if each.type is FilterType.BASE_REF
    ]
    return FilterGroup.of([Filter(FilterType.EVENT, EventAction.PUSH.value), *filters])


def _is_for_tags(group: FilterGroup) -> bool:
    return any(begins_with(str(each), "refs/tags/") for each in _heads(group))


def _events(group: FilterGroup) -> frozenset[str]:
    return frozenset(group.event_names or ())


def _names_branches(group: FilterGroup) -> bool:
    return any(names_in(Pattern.if_valid(each)) for each in _heads(group))


def _heads(group: FilterGroup) -> list[Text]:
    """Return the known patterns of the filters on HEAD_REF that include."""
    including = (each for each in group.filters if each.type is FilterType.HEAD_REF)
    return [each.pattern for each in including if not (each.exclude_matched_pattern or is_unresolved(each.pattern))]
