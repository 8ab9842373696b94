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
    """The methods of every group, whatever its events are."""

    __slots__ = ()

    filters: tuple[Filter, ...]

    def and_actor_account_is(self, *account_ids: str | int) -> Self:
        """Match events that one of the accounts causes, by account ID and never by login.

        This is the account that caused the event (pushed, opened, merged), not the author of the commits. IDs of GitHub
        accounts are numbers: https://api.github.com/users/NAME shows them. Source:
        https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc]; logins never match [obs,
        https://github.com/cloudtools/troposphere/issues/1372].

        Args:
            *account_ids: The account IDs, as strings or numbers.

        Raises:
            FilterError: No ID is given, or one cannot be the ID of an account.

        Examples:
            >>> from webhook_constructs.core import FilterGroup
            >>> print(FilterGroup.on_push().and_actor_account_is("583231", 9919))
            EVENT is PUSH and ACTOR_ACCOUNT_ID matches ^(583231|9919)$
        """
        return self._and_accounts(account_ids, exclude=False)

    def and_actor_account_is_not(self, *account_ids: str | int) -> Self:
        """Exclude events that one of the accounts causes, by account ID."""
        return self._and_accounts(account_ids, exclude=True)

    def and_actor_account_matches(self, pattern: str) -> Self:
        """Match events of accounts with an ID that matches the pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern)

    def and_actor_account_does_not_match(self, pattern: str) -> Self:
        """Exclude events of accounts with an ID that matches the pattern."""
        return self._and_pattern(FilterType.ACTOR_ACCOUNT_ID, pattern, exclude=True)

    def and_repository_name_is(self, *names: str) -> Self:
        """Match events of the named repositories, for a webhook of an organization, enterprise, or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names)

    def and_repository_name_is_not(self, *names: str) -> Self:
        """Exclude events of the named repositories, for a webhook of an organization, enterprise, or group."""
        return self._and_names(FilterType.REPOSITORY_NAME, REPOSITORY, names, exclude=True)

    def and_repository_name_matches(self, pattern: str) -> Self:
        """Match events of repositories with a name that matches the pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern)

    def and_repository_name_does_not_match(self, pattern: str) -> Self:
        """Exclude events of repositories with a name that matches the pattern."""
        return self._and_pattern(FilterType.REPOSITORY_NAME, pattern, exclude=True)

    def and_organization_name_is(self, *names: str) -> Self:
        """Match events of the named organizations, for a webhook of an enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names)

    def and_organization_name_is_not(self, *names: str) -> Self:
        """Exclude events of the named organizations, for a webhook of an enterprise."""
        return self._and_names(FilterType.ORGANIZATION_NAME, ORGANIZATION, names, exclude=True)

    def and_organization_name_matches(self, pattern: str) -> Self:
        """Match events of organizations with a name that matches the pattern."""
        return self._and_pattern(FilterType.ORGANIZATION_NAME, pattern)

    def and_organization_name_does_not_match(self, pattern: str) -> Self:
        """Exclude events of organizations with a name that matches the pattern."""
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
    """The methods of groups for pushes, pull requests, or both."""

    __slots__ = ()

    def and_branch_is(self, *names: str) -> Self:
        r"""Match events on the named branches.

        Args:
            *names: The names without `refs/heads/`.

        Raises:
            FilterError: No name is given, or one cannot be the name of a branch.

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
        """Exclude events on the named branches."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, names, exclude=True)

    def and_any_branch(self) -> Self:
        """Match events on any branch, and exclude pushes of tags."""
        return self._and(FilterType.HEAD_REF, f"^{BRANCH.prefix}", exclude=False)

    def and_branch_glob(self, *globs: str) -> Self:
        """Match events on branches that match one of the globs, such as `release/*`."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, globs, globbed)

    def and_branch_glob_not(self, *globs: str) -> Self:
        """Exclude events on branches that match one of the globs."""
        return self._and_names(FilterType.HEAD_REF, BRANCH, globs, globbed, exclude=True)

    def and_tag_is_not(self, *names: str) -> Self:
        """Exclude pushes of the named tags."""
        return self._and_names(FilterType.HEAD_REF, TAG, names, exclude=True)

    def and_tag_glob_not(self, *globs: str) -> Self:
        """Exclude pushes of tags that match one of the globs."""
        return self._and_names(FilterType.HEAD_REF, TAG, globs, globbed, exclude=True)

    def and_head_ref_matches(self, pattern: str) -> Self:
        """Match events with a ref, such as `refs/heads/main` or `refs/tags/v1`, that matches the pattern."""
        return self._and_pattern(FilterType.HEAD_REF, pattern)

    def and_head_ref_does_not_match(self, pattern: str) -> Self:
        """Exclude events with a ref, such as `refs/heads/main`, that matches the pattern."""
        return self._and_pattern(FilterType.HEAD_REF, pattern, exclude=True)

    def and_file_path_is(self, *paths: str) -> Self:
        """Match events that change one of the files.

        Args:
            *paths: Paths from the root of the repository, such as `services/api/app.py`.

        Raises:
            FilterError: No path is given, or one cannot be the path of a file.
        """
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, paths)

    def and_file_path_is_not(self, *paths: str) -> Self:
        """Exclude events that change one of the files."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, paths, exclude=True)

    def and_file_under(self, *folders: str) -> Self:
        """Match events that change a file in one of the folders, at any depth.

        Examples:
            >>> from webhook_constructs.core import EventAction, FilterGroup
            >>> FilterGroup.in_event_of(EventAction.PUSH).and_file_under("services/api").filters[1].pattern
            '^services/api/'
        """
        return self._and_names(FilterType.FILE_PATH, FOLDER, folders, folder_prefix_pattern)

    def and_file_not_under(self, *folders: str) -> Self:
        """Exclude events that change a file in one of the folders, at any depth."""
        return self._and_names(FilterType.FILE_PATH, FOLDER, folders, folder_prefix_pattern, exclude=True)

    def and_file_path_glob(self, *globs: str) -> Self:
        """Match events that change a file that matches one of the globs, such as `services/**/*.py`."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, globs, globbed)

    def and_file_path_glob_not(self, *globs: str) -> Self:
        """Exclude events that change a file that matches one of the globs."""
        return self._and_names(FilterType.FILE_PATH, FILE_PATH, globs, globbed, exclude=True)

    def and_file_path_matches(self, pattern: str) -> Self:
        """Match events that change a file with a path that matches the pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern)

    def and_file_path_does_not_match(self, pattern: str) -> Self:
        """Exclude events that change a file with a path that matches the pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern, exclude=True)

    def and_commit_message_contains(self, *texts: str) -> Self:
        """Match events with a head commit message that contains one of the strings, such as `[deploy]`."""
        return self._and_names(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, texts, contains_pattern)

    def and_commit_message_contains_not(self, *texts: str) -> Self:
        """Exclude events with a head commit message that contains one of the strings, such as `[skip ci]`."""
        return self._and_names(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, texts, contains_pattern, exclude=True)

    def and_commit_message_matches(self, pattern: str) -> Self:
        """Match events with a head commit message that matches the pattern."""
        return self._and_pattern(FilterType.COMMIT_MESSAGE, pattern)

    def and_commit_message_does_not_match(self, pattern: str) -> Self:
        """Exclude events with a head commit message that matches the pattern."""
        return self._and_pattern(FilterType.COMMIT_MESSAGE, pattern, exclude=True)


class PushFilters(AnyEventFilters):
    """The methods of groups for pushes only."""

    __slots__ = ()

    def and_tag_is(self, *names: str) -> Self:
        """Match pushes of the named tags.

        Args:
            *names: The names without `refs/tags/`.

        Raises:
            FilterError: No name is given, or one cannot be the name of a tag.
        """
        return self._and_names(FilterType.HEAD_REF, TAG, names)

    def and_any_tag(self) -> Self:
        """Match pushes of any tag, and exclude pushes of branches."""
        return self._and(FilterType.HEAD_REF, f"^{TAG.prefix}", exclude=False)

    def and_tag_glob(self, *globs: str) -> Self:
        """Match pushes of tags that match one of the globs, such as `v*`."""
        return self._and_names(FilterType.HEAD_REF, TAG, globs, globbed)


class PullRequestFilters(AnyEventFilters):
    """The methods of groups for pull requests only."""

    __slots__ = ()

    def and_base_branch_is(self, *names: str) -> Self:
        """Match pull requests into the named branches.

        Args:
            *names: The names without `refs/heads/`.

        Raises:
            FilterError: No name is given, or one cannot be the name of a branch.
        """
        return self._and_names(FilterType.BASE_REF, BRANCH, names)

    def and_base_branch_is_not(self, *names: str) -> Self:
        """Exclude pull requests into the named branches."""
        return self._and_names(FilterType.BASE_REF, BRANCH, names, exclude=True)

    def and_base_branch_glob(self, *globs: str) -> Self:
        """Match pull requests into branches that match one of the globs."""
        return self._and_names(FilterType.BASE_REF, BRANCH, globs, globbed)

    def and_base_branch_glob_not(self, *globs: str) -> Self:
        """Exclude pull requests into branches that match one of the globs."""
        return self._and_names(FilterType.BASE_REF, BRANCH, globs, globbed, exclude=True)

    def and_base_ref_matches(self, pattern: str) -> Self:
        """Match pull requests with a base, such as `refs/heads/main`, that matches the pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern)

    def and_base_ref_does_not_match(self, pattern: str) -> Self:
        """Exclude pull requests with a base that matches the pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern, exclude=True)


class ReleaseFilters(AnyEventFilters):
    """The methods of groups for releases."""

    __slots__ = ()

    def and_tag_name_is(self, *names: str) -> Self:
        """Match releases of the named tags."""
        return self._and_names(FilterType.TAG_NAME, RELEASE_TAG, names)

    def and_tag_name_is_not(self, *names: str) -> Self:
        """Exclude releases of the named tags."""
        return self._and_names(FilterType.TAG_NAME, RELEASE_TAG, names, exclude=True)

    def and_tag_name_matches(self, pattern: str) -> Self:
        """Match releases of a tag that matches the pattern."""
        return self._and_pattern(FilterType.TAG_NAME, pattern)

    def and_tag_name_does_not_match(self, pattern: str) -> Self:
        """Exclude releases of a tag that matches the pattern."""
        return self._and_pattern(FilterType.TAG_NAME, pattern, exclude=True)

    def and_release_name_is(self, *names: str) -> Self:
        """Match releases with one of the names."""
        return self._and_names(FilterType.RELEASE_NAME, RELEASE, names)

    def and_release_name_is_not(self, *names: str) -> Self:
        """Exclude releases with one of the names."""
        return self._and_names(FilterType.RELEASE_NAME, RELEASE, names, exclude=True)

    def and_release_name_matches(self, pattern: str) -> Self:
        """Match releases with a name that matches the pattern."""
        return self._and_pattern(FilterType.RELEASE_NAME, pattern)

    def and_release_name_does_not_match(self, pattern: str) -> Self:
        """Exclude releases with a name that matches the pattern."""
        return self._and_pattern(FilterType.RELEASE_NAME, pattern, exclude=True)


class WorkflowJobFilters(AnyEventFilters):
    """The methods of groups for workflow jobs."""

    __slots__ = ()

    def and_workflow_name_is(self, *names: str) -> Self:
        """Match jobs of the named workflows."""
        return self._and_names(FilterType.WORKFLOW_NAME, WORKFLOW, names)

    def and_workflow_name_is_not(self, *names: str) -> Self:
        """Exclude jobs of the named workflows."""
        return self._and_names(FilterType.WORKFLOW_NAME, WORKFLOW, names, exclude=True)

    def and_workflow_name_matches(self, pattern: str) -> Self:
        """Match jobs of a workflow with a name that matches the pattern."""
        return self._and_pattern(FilterType.WORKFLOW_NAME, pattern)

    def and_workflow_name_does_not_match(self, pattern: str) -> Self:
        """Exclude jobs of a workflow with a name that matches the pattern."""
        return self._and_pattern(FilterType.WORKFLOW_NAME, pattern, exclude=True)
