"""Filter groups for workflow jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from webhook_constructs.core.service.event_actions import EventAction

from .filter import FilterType
from .filter_group import FilterGroup
from .name_kinds import WORKFLOW

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["WorkflowJobGroup"]


class WorkflowJobGroup(FilterGroup):
    """A group for queued workflow jobs, which makes the project a runner for them.

    The name is that of the workflow, and of the pipeline at GitLab and Buildkite. Source:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc].
    """

    __slots__ = ()

    EVENTS: ClassVar[frozenset[EventAction]] = frozenset({EventAction.WORKFLOW_JOB_QUEUED})

    def and_workflow_name_is(self, *names: str) -> Self:
        """Keep jobs of some names."""
        return self._and_names(FilterType.WORKFLOW_NAME, WORKFLOW, names)

    def and_workflow_name_is_not(self, *names: str) -> Self:
        """Keep out jobs of some names."""
        return self._and_names(FilterType.WORKFLOW_NAME, WORKFLOW, names, exclude=True)

    def and_workflow_name_matches(self, pattern: str) -> Self:
        """Keep jobs whose workflow name matches a pattern."""
        return self._and_pattern(FilterType.WORKFLOW_NAME, pattern)

    def and_workflow_name_does_not_match(self, pattern: str) -> Self:
        """Keep out jobs whose workflow name matches a pattern."""
        return self._and_pattern(FilterType.WORKFLOW_NAME, pattern, exclude=True)
