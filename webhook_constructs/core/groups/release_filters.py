"""The filters that CodeBuild allows for releases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.service.filter_type import FilterType

from .any_event_filters import AnyEventFilters
from .name_kinds import RELEASE, RELEASE_TAG

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["ReleaseFilters"]


class ReleaseFilters(AnyEventFilters):
    """The builder methods for releases."""

    __slots__ = ()

    def and_tag_name_is(self, *names: str) -> Self:
        """Keep releases of some tags."""
        return self._and_names(FilterType.TAG_NAME, RELEASE_TAG, names)

    def and_tag_name_is_not(self, *names: str) -> Self:
        """Keep out releases of some tags."""
        return self._and_names(FilterType.TAG_NAME, RELEASE_TAG, names, exclude=True)

    def and_tag_name_matches(self, pattern: str) -> Self:
        """Keep releases whose tag name matches a pattern."""
        return self._and_pattern(FilterType.TAG_NAME, pattern)

    def and_tag_name_does_not_match(self, pattern: str) -> Self:
        """Keep out releases whose tag name matches a pattern."""
        return self._and_pattern(FilterType.TAG_NAME, pattern, exclude=True)

    def and_release_name_is(self, *names: str) -> Self:
        """Keep releases of some names."""
        return self._and_names(FilterType.RELEASE_NAME, RELEASE, names)

    def and_release_name_is_not(self, *names: str) -> Self:
        """Keep out releases of some names."""
        return self._and_names(FilterType.RELEASE_NAME, RELEASE, names, exclude=True)

    def and_release_name_matches(self, pattern: str) -> Self:
        """Keep releases whose release name matches a pattern."""
        return self._and_pattern(FilterType.RELEASE_NAME, pattern)

    def and_release_name_does_not_match(self, pattern: str) -> Self:
        """Keep out releases whose release name matches a pattern."""
        return self._and_pattern(FilterType.RELEASE_NAME, pattern, exclude=True)
