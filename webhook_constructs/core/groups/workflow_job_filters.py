"""The filters that CodeBuild allows for workflow jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.service.filter_type import FilterType

from .any_event_filters import AnyEventFilters
from .name_kinds import WORKFLOW

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["WorkflowJobFilters"]


class WorkflowJobFilters(AnyEventFilters):
    """The builder methods for workflow jobs."""

    __slots__ = ()

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
