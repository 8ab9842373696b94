"""The filters that CodeBuild allows for every event, and how all builder methods add a filter to a group."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from webhook_constructs.core.errors import FilterError, PatternTooLargeError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.service.filter_type import FilterType
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.unresolved import is_unresolved

from .anchored_patterns import anchored_names
from .builder_methods import methods_of
from .filter import Filter
from .globs import globbed
from .name_kinds import ACCOUNT_ID, ORGANIZATION, REPOSITORY, NameKind

if TYPE_CHECKING:
    from typing_extensions import Self

    from .builder_methods import BuilderMethods

__all__ = ["AnyEventFilters"]


class AnyEventFilters:
    """The builder methods that a group offers whatever its events are."""

    __slots__ = ()

    filters: tuple[Filter, ...]

    def and_actor_account_is(self, *account_ids: str) -> Self:
        """Keep what one of some accounts causes, by account id and never by login.

        This is who caused the event (pushed, opened, merged), not who wrote the commits. Ids of GitHub accounts are
        numbers, shown by https://api.github.com/users/NAME. Source:
        https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc]; logins never match [obs,
        https://github.com/cloudtools/troposphere/issues/1372].

        Examples:
            >>> from webhook_constructs.core import EventAction, FilterGroup
            >>> print(FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("583231", "9919"))
            EVENT is PUSH and ACTOR_ACCOUNT_ID matches ^(583231|9919)$
        """
        return self._and_names(FilterType.ACTOR_ACCOUNT_ID, ACCOUNT_ID, account_ids)

    def and_actor_account_is_not(self, *account_ids: str) -> Self:
        """Keep out what some accounts cause, by account id."""
        return self._and_names(FilterType.ACTOR_ACCOUNT_ID, ACCOUNT_ID, account_ids, exclude=True)

    def and_actor_account_matches(self, pattern: str) -> Self:
        """Keep what accounts cause whose id matches a pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern)

    def and_actor_account_does_not_match(self, pattern: str) -> Self:
        """Keep out what accounts cause whose id matches a pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern, exclude=True)

    def and_repository_name_is(self, *names: str) -> Self:
        """Keep events of some repositories, for a webhook of a whole organization, enterprise or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names)

    def and_repository_name_is_not(self, *names: str) -> Self:
        """Keep out events of some repositories, for a webhook of a whole organization, enterprise or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names, exclude=True)

    def and_repository_name_matches(self, pattern: str) -> Self:
        """Keep events of repositories whose name matches a pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern)

    def and_repository_name_does_not_match(self, pattern: str) -> Self:
        """Keep out events of repositories whose name matches a pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern, exclude=True)

    def and_organization_name_is(self, *names: str) -> Self:
        """Keep events of some organizations, for a webhook of a whole enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names)

    def and_organization_name_is_not(self, *names: str) -> Self:
        """Keep out events of some organizations, for a webhook of a whole enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names, exclude=True)

    def and_organization_name_matches(self, pattern: str) -> Self:
        """Keep events of organizations whose name matches a pattern."""
        return self._and_pattern(FilterType.ORGANIZATION_NAME, pattern)

    def and_organization_name_does_not_match(self, pattern: str) -> Self:
        """Keep out events of organizations whose name matches a pattern."""
        return self._and_pattern(FilterType.ORGANIZATION_NAME, pattern, exclude=True)

    def _and(self, filter_type: FilterType, pattern: str, *, exclude: bool) -> Self:
        # The events stay what they are, so nothing has to be checked again.
        group = object.__new__(type(self))
        object.__setattr__(group, "filters", (*self.filters, Filter(filter_type, pattern, exclude)))
        return group

    def _and_pattern(self, filter_type: FilterType, pattern: str, *, exclude: bool = False) -> Self:
        if not isinstance(pattern, str) or not pattern:
            msg = f"not a pattern, got {shown(pattern)}: give a text with something in it, or leave the filter out"
            raise FilterError(msg)
        if not is_unresolved(pattern):
            with suppress(PatternTooLargeError):  # whether the service refuses it is not known
                Pattern(pattern)
        return self._and(filter_type, pattern, exclude=exclude)

    def _and_names(
        self, filter_type: FilterType, kind: NameKind, names: tuple[str, ...], *, exclude: bool = False
    ) -> Self:
        pattern = anchored_names(kind, names, self._methods(filter_type, kind, exclude=exclude))
        return self._and(filter_type, pattern, exclude=exclude)

    def _and_globs(
        self, filter_type: FilterType, kind: NameKind, globs: tuple[str, ...], *, exclude: bool = False
    ) -> Self:
        pattern = globbed(globs, kind, self._methods(filter_type, kind, exclude=exclude))
        return self._and(filter_type, pattern, exclude=exclude)

    @classmethod
    def _methods(cls, filter_type: FilterType, kind: NameKind, *, exclude: bool) -> BuilderMethods:
        """Return the methods of this class that an error about a filter can name."""
        return methods_of(cls, filter_type, kind.noun, exclude)  # type: ignore[arg-type]  # mypy takes a class for unhashable
