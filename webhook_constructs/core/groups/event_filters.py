"""The filters that CodeBuild allows for each kind of event, and how all builder methods add a filter to a group."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from typing_extensions import Self

from webhook_constructs.core.errors import FilterError, PatternTooLargeError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import as_account_id, shown
from webhook_constructs.core.values.unresolved import is_unresolved

from .anchored_patterns import anchored_names, contains_pattern, folder_prefix_pattern
from .filter import Filter
from .globs import globbed
from .name_kinds import (
    ACCOUNT_ID,
    BRANCH,
    COMMIT_MESSAGE,
    FILE_PATH,
    FOLDER,
    ORGANIZATION,
    RELEASE,
    RELEASE_TAG,
    REPOSITORY,
    TAG,
    WORKFLOW,
    BuilderMethods,
    NameKind,
    methods_of,
)

__all__ = [
    "AnyEventFilters",
    "PullRequestFilters",
    "PushFilters",
    "PushOrPullRequestFilters",
    "ReleaseFilters",
    "WorkflowJobFilters",
]


class AnyEventFilters:
    """The builder methods that a group offers whatever its events are."""

    __slots__ = ()

    filters: tuple[Filter, ...]

    def and_actor_account_is(self, *account_ids: str | int) -> Self:
        """Keep what one of some accounts causes, by account id and never by login.

        This is who caused the event (pushed, opened, merged), not who wrote the commits. Ids of GitHub accounts are
        numbers, shown by https://api.github.com/users/NAME. Source:
        https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc]; logins never match [obs,
        https://github.com/cloudtools/troposphere/issues/1372].

        Args:
            *account_ids: The account IDs, as strings or numbers.

        Raises:
            FilterError: There is no ID, or one cannot be that of an account.

        Examples:
            >>> from webhook_constructs.core import FilterGroup
            >>> print(FilterGroup.on_push().and_actor_account_is("583231", 9919))
            EVENT is PUSH and ACTOR_ACCOUNT_ID matches ^(583231|9919)$
        """
        return self._and_accounts(account_ids, exclude=False)

    def and_actor_account_is_not(self, *account_ids: str | int) -> Self:
        """Keep out what some accounts cause, by account id."""
        return self._and_accounts(account_ids, exclude=True)

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
            with suppress(PatternTooLargeError):  # [assumed: pattern-size]
                Pattern(pattern)
        return self._and(filter_type, pattern, exclude=exclude)

    def _and_accounts(self, account_ids: tuple[str | int, ...], *, exclude: bool) -> Self:
        names = tuple(map(as_account_id, account_ids))
        return self._and_names(FilterType.ACTOR_ACCOUNT_ID, ACCOUNT_ID, names, exclude=exclude)

    def _and_names(
        self,
        filter_type: FilterType,
        kind: NameKind,
        names: tuple[str, ...],
        written: Callable[[NameKind, tuple[str, ...], BuilderMethods], str] = anchored_names,
        *,
        exclude: bool = False,
    ) -> Self:
        methods = methods_of(type(self), filter_type, kind.noun, exclude)  # type: ignore[arg-type]  # mypy takes a class for unhashable
        return self._and(filter_type, written(kind, names, methods), exclude=exclude)


class PushOrPullRequestFilters(AnyEventFilters):
    """The builder methods for pushes and pull requests."""

    __slots__ = ()

    def and_branch_is(self, *names: str) -> Self:
        r"""Keep events on some branches.

        Args:
            *names: Bare names, without `refs/heads/`.

        Raises:
            FilterError: There is no name, or one cannot be the name of a branch.

        Examples:
            >>> from webhook_constructs.core import EventAction, FilterGroup
            >>> group = FilterGroup.in_event_of(EventAction.PUSH)
            >>> group.and_branch_is("main", "release/1.x").filters[1].pattern
            '^refs/heads/(main|release/1\\.x)$'
            >>> group.and_branch_is("^main$")  # doctest: +ELLIPSIS
            Traceback (most recent call last):
                ...
            webhook_constructs.core.errors.FilterError: not a branch, got '^main$': it cannot hold '^'; ...
        """
        return self._and_names(FilterType.HEAD_REF, BRANCH, names)

    def and_branch_is_not(self, *names: str) -> Self:
        """Keep out events on some branches."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, names, exclude=True)

    def and_any_branch(self) -> Self:
        """Keep events on branches, and keep out the pushes of tags."""
        return self._and(FilterType.HEAD_REF, f"^{BRANCH.prefix}", exclude=False)

    def and_branch_glob(self, *globs: str) -> Self:
        """Keep events on branches that match any of some globs, such as `release/*`."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, globs, globbed)

    def and_branch_glob_not(self, *globs: str) -> Self:
        """Keep out events on branches that match any of some globs."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, globs, globbed, exclude=True)

    def and_tag_is_not(self, *names: str) -> Self:
        """Keep out the pushes of some tags."""
        return self._and_names(FilterType.HEAD_REF, TAG, names, exclude=True)

    def and_tag_glob_not(self, *globs: str) -> Self:
        """Keep out the pushes of tags that match any of some globs."""
        return self._and_names(FilterType.HEAD_REF, TAG, globs, globbed, exclude=True)

    def and_head_ref_matches(self, pattern: str) -> Self:
        """Keep events whose whole ref, such as `refs/heads/main` or `refs/tags/v1`, matches a pattern."""
        return self._and_pattern(FilterType.HEAD_REF, pattern)

    def and_head_ref_does_not_match(self, pattern: str) -> Self:
        """Keep out events whose whole ref matches a pattern."""
        return self._and_pattern(FilterType.HEAD_REF, pattern, exclude=True)

    def and_file_path_is(self, *paths: str) -> Self:
        """Keep events that change any of some files.

        Args:
            *paths: Paths from the root of the repository, such as `services/api/app.py`.

        Raises:
            FilterError: There is no path, or one cannot be the path of a file.
        """
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, paths)

    def and_file_path_is_not(self, *paths: str) -> Self:
        """Keep out events that change any of some files."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, paths, exclude=True)

    def and_file_under(self, *folders: str) -> Self:
        """Keep events that change something in any of some folders, at any depth.

        Examples:
            >>> from webhook_constructs.core import EventAction, FilterGroup
            >>> FilterGroup.in_event_of(EventAction.PUSH).and_file_under("services/api").filters[1].pattern
            '^services/api/'
        """
        return self._and_names(FilterType.FILE_PATH, FOLDER, folders, folder_prefix_pattern)

    def and_file_not_under(self, *folders: str) -> Self:
        """Keep out events that change something in any of some folders, at any depth."""
        return self._and_names(FilterType.FILE_PATH, FOLDER, folders, folder_prefix_pattern, exclude=True)

    def and_file_path_glob(self, *globs: str) -> Self:
        """Keep events that change a file matching any of some globs, such as `services/**/*.py`."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, globs, globbed)

    def and_file_path_glob_not(self, *globs: str) -> Self:
        """Keep out events that change a file matching any of some globs."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, globs, globbed, exclude=True)

    def and_file_path_matches(self, pattern: str) -> Self:
        """Keep events that change a file whose path matches a pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern)

    def and_file_path_does_not_match(self, pattern: str) -> Self:
        """Keep out events that change a file whose path matches a pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern, exclude=True)

    def and_commit_message_contains(self, *texts: str) -> Self:
        """Keep events whose head commit has any of some texts in its message, such as `[deploy]`."""
        return self._and_names(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, texts, contains_pattern)

    def and_commit_message_contains_not(self, *texts: str) -> Self:
        """Keep out events whose head commit has any of some texts in its message, such as `[skip ci]`."""
        return self._and_names(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, texts, contains_pattern, exclude=True)

    def and_commit_message_matches(self, pattern: str) -> Self:
        """Keep events whose head commit has a message that matches a pattern."""
        return self._and_pattern(FilterType.COMMIT_MESSAGE, pattern)

    def and_commit_message_does_not_match(self, pattern: str) -> Self:
        """Keep out events whose head commit has a message that matches a pattern."""
        return self._and_pattern(FilterType.COMMIT_MESSAGE, pattern, exclude=True)


class PushFilters(AnyEventFilters):
    """The builder methods for pushes alone."""

    __slots__ = ()

    def and_tag_is(self, *names: str) -> Self:
        """Keep the pushes of some tags.

        Args:
            *names: Bare names, without `refs/tags/`.

        Raises:
            FilterError: There is no name, or one cannot be the name of a tag.
        """
        return self._and_names(FilterType.HEAD_REF, TAG, names)

    def and_any_tag(self) -> Self:
        """Keep the pushes of tags, and keep out those of branches."""
        return self._and(FilterType.HEAD_REF, f"^{TAG.prefix}", exclude=False)

    def and_tag_glob(self, *globs: str) -> Self:
        """Keep the pushes of tags that match any of some globs, such as `v*`."""
        return self._and_names(FilterType.HEAD_REF, TAG, globs, globbed)


class PullRequestFilters(AnyEventFilters):
    """The builder methods for pull requests alone."""

    __slots__ = ()

    def and_base_branch_is(self, *names: str) -> Self:
        """Keep pull requests into some branches.

        Args:
            *names: Bare names, without `refs/heads/`.

        Raises:
            FilterError: There is no name, or one cannot be the name of a branch.
        """
        return self._and_names(FilterType.BASE_REF, BRANCH, names)

    def and_base_branch_is_not(self, *names: str) -> Self:
        """Keep out pull requests into some branches."""
        return self._and_names(FilterType.BASE_REF, BRANCH, names, exclude=True)

    def and_base_branch_glob(self, *globs: str) -> Self:
        """Keep pull requests into branches that match any of some globs."""
        return self._and_names(FilterType.BASE_REF, BRANCH, globs, globbed)

    def and_base_branch_glob_not(self, *globs: str) -> Self:
        """Keep out pull requests into branches that match any of some globs."""
        return self._and_names(FilterType.BASE_REF, BRANCH, globs, globbed, exclude=True)

    def and_base_ref_matches(self, pattern: str) -> Self:
        """Keep pull requests whose base, such as `refs/heads/main`, matches a pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern)

    def and_base_ref_does_not_match(self, pattern: str) -> Self:
        """Keep out pull requests whose base matches a pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern, exclude=True)


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
