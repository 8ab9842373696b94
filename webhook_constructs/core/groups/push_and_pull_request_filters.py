"""The filters that CodeBuild allows for pushes and pull requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.service.filter_type import FilterType

from .anchored_patterns import contains_pattern, folder_prefix_pattern
from .any_event_filters import AnyEventFilters
from .name_kinds import BRANCH, COMMIT_MESSAGE, FILE_PATH, FOLDER, TAG

if TYPE_CHECKING:
    from typing_extensions import Self

__all__ = ["PullRequestFilters", "PushFilters", "PushOrPullRequestFilters"]


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
        return self._and_globs(FilterType.HEAD_REF, BRANCH, globs)

    def and_branch_glob_not(self, *globs: str) -> Self:
        """Keep out events on branches that match any of some globs."""
        return self._and_globs(FilterType.HEAD_REF, BRANCH, globs, exclude=True)

    def and_tag_is_not(self, *names: str) -> Self:
        """Keep out the pushes of some tags."""
        return self._and_names(FilterType.HEAD_REF, TAG, names, exclude=True)

    def and_tag_glob_not(self, *globs: str) -> Self:
        """Keep out the pushes of tags that match any of some globs."""
        return self._and_globs(FilterType.HEAD_REF, TAG, globs, exclude=True)

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
        methods = self._methods(FilterType.FILE_PATH, FOLDER, exclude=False)
        return self._and(FilterType.FILE_PATH, folder_prefix_pattern(FOLDER, folders, methods), exclude=False)

    def and_file_not_under(self, *folders: str) -> Self:
        """Keep out events that change something in any of some folders, at any depth."""
        methods = self._methods(FilterType.FILE_PATH, FOLDER, exclude=True)
        return self._and(FilterType.FILE_PATH, folder_prefix_pattern(FOLDER, folders, methods), exclude=True)

    def and_file_path_glob(self, *globs: str) -> Self:
        """Keep events that change a file matching any of some globs, such as `services/**/*.py`."""
        return self._and_globs(FilterType.FILE_PATH, FILE_PATH, globs)

    def and_file_path_glob_not(self, *globs: str) -> Self:
        """Keep out events that change a file matching any of some globs."""
        return self._and_globs(FilterType.FILE_PATH, FILE_PATH, globs, exclude=True)

    def and_file_path_matches(self, pattern: str) -> Self:
        """Keep events that change a file whose path matches a pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern)

    def and_file_path_does_not_match(self, pattern: str) -> Self:
        """Keep out events that change a file whose path matches a pattern."""
        return self._and_pattern(FilterType.FILE_PATH, pattern, exclude=True)

    def and_commit_message_contains(self, *texts: str) -> Self:
        """Keep events whose head commit has any of some texts in its message, such as `[deploy]`."""
        methods = self._methods(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, exclude=False)
        return self._and(FilterType.COMMIT_MESSAGE, contains_pattern(COMMIT_MESSAGE, texts, methods), exclude=False)

    def and_commit_message_contains_not(self, *texts: str) -> Self:
        """Keep out events whose head commit has any of some texts in its message, such as `[skip ci]`."""
        methods = self._methods(FilterType.COMMIT_MESSAGE, COMMIT_MESSAGE, exclude=True)
        return self._and(FilterType.COMMIT_MESSAGE, contains_pattern(COMMIT_MESSAGE, texts, methods), exclude=True)

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
        return self._and_globs(FilterType.HEAD_REF, TAG, globs)


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
        return self._and_globs(FilterType.BASE_REF, BRANCH, globs)

    def and_base_branch_glob_not(self, *globs: str) -> Self:
        """Keep out pull requests into branches that match any of some globs."""
        return self._and_globs(FilterType.BASE_REF, BRANCH, globs, exclude=True)

    def and_base_ref_matches(self, pattern: str) -> Self:
        """Keep pull requests whose base, such as `refs/heads/main`, matches a pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern)

    def and_base_ref_does_not_match(self, pattern: str) -> Self:
        """Keep out pull requests whose base matches a pattern."""
        return self._and_pattern(FilterType.BASE_REF, pattern, exclude=True)
