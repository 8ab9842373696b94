"""The changed files of a push, as the commits in its payload name them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .assumption import PUSHED_FILES
from .filters import FilterType

if TYPE_CHECKING:
    from .assumption import Assumption
    from .payload import PayloadValue

__all__ = ["PushedFiles"]

_NO_COMMITS = "the payload holds no commits that would name them: give files"


@dataclass(frozen=True, slots=True)
class PushedFiles:
    """What is known of the changed files of a push.

    Attributes:
        files: Their paths, each once; None if they are not known.
        are_all: Whether none is missing. Default: none is.
        assumptions: What looking at them takes for granted.
        doubts: Why they are not known.
    """

    files: tuple[str, ...] | None
    are_all: bool = True
    assumptions: tuple[tuple[FilterType, Assumption], ...] = ()
    doubts: tuple[tuple[FilterType, str], ...] = ()

    @classmethod
    def of(
        cls, commits: PayloadValue, given: tuple[str, ...] | None, *, most_commits: int, total: int | None = None
    ) -> PushedFiles:
        """Collect what the commits of a push add, modify and remove.

        Args:
            commits: The commits in the payload, as GitHub and GitLab write them.
            given: The files that the caller knows, which count instead.
            most_commits: How many commits the git host writes into a payload.
            total: How many commits were pushed. Default: not known; fewer than the most are all.
        """
        if given is not None:
            return cls(given)
        listed = list(commits.elements())
        if not listed:
            return cls(None, doubts=((FilterType.FILE_PATH, _NO_COMMITS),))
        paths = (
            path.text()
            for commit in listed
            for change in ("added", "modified", "removed")
            for path in commit[change].elements()
        )
        are_all = len(listed) < most_commits if total is None else len(listed) >= total
        return cls(tuple(dict.fromkeys(paths)), are_all, ((FilterType.FILE_PATH, PUSHED_FILES),))
