"""The pipelines around a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import EventAction, FilterType, is_disjoint
from webhook_constructs.core.events import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS
from webhook_constructs.core.unresolved import is_unresolved

from .plain_patterns import is_plain_names
from .repositories import repository_of
from .shared_events import starting_groups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .context import PipelineSource
    from .webhook import Webhook

__all__ = ["by_repository", "is_never_started_with", "pipeline_of"]

_MOST_GROUPS = 64
_COME_WITH_A_PUSH = RELEASE_ACTIONS | {EventAction.PULL_REQUEST_MERGED}


def pipeline_of(action: str) -> str:
    """Give the pipeline that an action is in.

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
    """Tell whether no commit starts a build of a webhook and the pipeline as well, and that is certain."""
    if is_unresolved(source.repository) or not source.repository:
        return False
    repository = repository_of(webhook)
    if not source.groups or (repository is not None and source.repository.lower() != repository.path):
        return True
    groups = starting_groups(webhook)
    if len(groups) > _MOST_GROUPS or len(source.groups) > _MOST_GROUPS:
        return False
    if any(group.events is None or group.events & _COME_WITH_A_PUSH for group in groups):
        return False
    if any(group.events and group.events & PULL_REQUEST_ACTIONS for group in groups) and not _names_branches(source):
        return False  # a push to the branch of a pull request is an event of both
    return is_disjoint([each.group for each in groups], source.groups) is True


def _names_branches(source: PipelineSource) -> bool:
    """Whether pushes start a pipeline on branches only that are written out, which are rarely those of requests."""
    return all(
        any(
            each.type is FilterType.HEAD_REF and not each.exclude_matched_pattern and is_plain_names(str(each.pattern))
            for each in group.filters
        )
        for group in source.groups
        if EventAction.PUSH.value in (group.event_names or ())
    )
