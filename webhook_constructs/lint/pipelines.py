"""The pipelines around a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import is_disjoint
from webhook_constructs.core.unresolved import is_unresolved

from .repositories import repository_of
from .shared_events import starting_groups

if TYPE_CHECKING:
    from .context import PipelineSource
    from .repositories import Repository
    from .webhook import Webhook

__all__ = ["follows", "is_never_started_with", "pipeline_of"]

_MOST_GROUPS = 64


def pipeline_of(action: str) -> str:
    """Give the pipeline that an action is in.

    Examples:
        >>> pipeline_of("Stack/Pipeline/Source/GitHub")
        'Stack/Pipeline'
    """
    return action.rsplit("/", 2)[0]


def follows(source: PipelineSource, repository: Repository | None) -> bool | None:
    """Tell whether a source is of some repository, by owner and name: a connection does not say to which host it is.

    Returns:
        The answer; None if one of the two repositories is not known.
    """
    if repository is None or is_unresolved(source.repository):
        return None
    return source.repository.lower() == repository.path


def is_never_started_with(source: PipelineSource, webhook: Webhook) -> bool:
    """Tell whether no event that starts a build of a webhook starts the pipeline as well, and that is certain."""
    if follows(source, repository_of(webhook)) is False:
        return True
    groups = starting_groups(webhook)
    if len(groups) > _MOST_GROUPS or len(source.groups) > _MOST_GROUPS:
        return False
    return is_disjoint([each.group for each in groups], source.groups) is True
