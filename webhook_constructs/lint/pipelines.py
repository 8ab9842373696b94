"""The pipelines around a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import is_disjoint
from webhook_constructs.core.unresolved import is_unresolved

from .repositories import repository_of
from .shared_events import starting_groups

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .context import PipelineSource
    from .webhook import Webhook

__all__ = ["by_repository", "is_never_started_with", "pipeline_of"]

_MOST_GROUPS = 64


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
        if not is_unresolved(source.repository):
            found.setdefault(source.repository.lower(), []).append(source)
    return found


def is_never_started_with(source: PipelineSource, webhook: Webhook) -> bool:
    """Tell whether no event that starts a build of a webhook starts the pipeline as well, and that is certain."""
    repository = repository_of(webhook)
    if repository is not None and not is_unresolved(source.repository) and source.repository.lower() != repository.path:
        return True
    groups = starting_groups(webhook)
    if len(groups) > _MOST_GROUPS or len(source.groups) > _MOST_GROUPS:
        return False
    return is_disjoint([each.group for each in groups], source.groups) is True
