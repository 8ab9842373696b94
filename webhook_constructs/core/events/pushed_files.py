"""The changed files of a push, as the commits in its payload name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.core.service.assumptions import PUSHED_FILES
from webhook_constructs.core.service.filter_type import FilterType

if TYPE_CHECKING:
    from webhook_constructs.core.service.assumptions import Assumption

    from .payload import PayloadValue

__all__ = ["NO_COMMITS", "PushedFiles"]

# https://docs.github.com/en/webhooks/webhook-events-and-payloads#push [doc]
_MOST_OF_A_COMMIT = 3_000
NO_COMMITS = (FilterType.FILE_PATH, "the payload holds no commits that would name them: give files")
"""Why the changed files of a push without new commits are not known."""


@dataclass(frozen=True, slots=True)
class PushedFiles:
    """What is known of the changed files of a push.

    Attributes:
        files: Their paths, each once; None if they are not known.
        is_complete: Whether none is missing. Default: none is.
        assumptions: What a filter on them assumes.
        doubts: Why they are not known.
    """

    files: tuple[str, ...] | None
    is_complete: bool = True
    assumptions: tuple[tuple[FilterType, Assumption], ...] = ()
    doubts: tuple[tuple[FilterType, str], ...] = ()

    @classmethod
    def of(cls, commits: list[PayloadValue], given: tuple[str, ...] | None, *, are_all_commits: bool) -> PushedFiles:
        """Return what the commits of a push add, modify and remove.

        Args:
            commits: The commits in the payload, as GitHub and GitLab write them.
            given: The files that the caller knows, which count instead.
            are_all_commits: Whether the payload holds all commits of the push.
        """
        if given is not None:
            return cls(given)
        if not commits:
            return cls(None, doubts=(NO_COMMITS,))
        of_commits = [_paths(commit) for commit in commits]
        is_complete = are_all_commits and all(len(paths) < _MOST_OF_A_COMMIT for paths in of_commits)
        files = dict.fromkeys(path for paths in of_commits for path in paths)
        return cls(tuple(files), is_complete, ((FilterType.FILE_PATH, PUSHED_FILES),))


def _paths(commit: PayloadValue) -> list[str]:
    return [path for change in ("added", "modified", "removed") for path in commit[change].texts()]
