"""The methods that an error text can name."""

from __future__ import annotations

from functools import lru_cache

from webhook_constructs.core.service.filter_type import FilterType

__all__ = ["Methods", "methods_of"]

# What does for other things than names what a method for names does: for globs, and for what is mistaken for them.
_BESIDE: dict[tuple[FilterType, str], tuple[str, str | None]] = {
    (FilterType.HEAD_REF, "branch"): ("and_branch_glob", "and_tag_is"),
    (FilterType.HEAD_REF, "tag"): ("and_tag_glob", "and_branch_is"),
    (FilterType.BASE_REF, "branch"): ("and_base_branch_glob", None),
    (FilterType.FILE_PATH, "file path"): ("and_file_path_glob", "and_file_under"),
    (FilterType.FILE_PATH, "folder"): ("and_file_path_glob", None),
}


class Methods:
    """The methods of a group that do what the one that was called does, for other things than names.

    Attributes:
        pattern: The one that takes a pattern.
        glob: The one that takes globs. Default: there is none.
        beside: The one for what is mistaken for this: tags for branches, folders for files, and the other way round.
            Default: there is none.
        opposite: The one that keeps out what this keeps, or keeps what this keeps out. Default: there is none.
    """

    __slots__ = ("beside", "glob", "opposite", "pattern")  # no dataclass: imports are budgeted

    def __init__(
        self, pattern: str, glob: str | None = None, *, beside: str | None = None, opposite: str | None = None
    ) -> None:
        """Name the methods."""
        self.pattern = pattern
        self.glob = glob
        self.beside = beside
        self.opposite = opposite

    @property
    def others(self) -> str:
        """The methods that take something else than a name, in words."""
        if self.glob is None:
            return f"{self.pattern} takes a pattern"
        return f"{self.glob} takes a glob and {self.pattern} a pattern"


@lru_cache(256)
def methods_of(cls: type[object], filter_type: FilterType, noun: str, exclude: bool) -> Methods:  # noqa: FBT001 (a key)
    """Give the methods of a class of groups that an error text about a filter can name.

    Args:
        cls: The class; a method that it does not offer is not named.
        filter_type: What the filter looks at.
        noun: What the names are names of.
        exclude: Whether the method that was called keeps out what it describes.
    """
    glob, beside = _BESIDE.get((filter_type, noun), (None, None))
    stem = f"and_{filter_type.value.lower().removesuffix('_id')}"
    return Methods(
        pattern=f"{stem}_does_not_match" if exclude else f"{stem}_matches",
        glob=_offered(cls, glob, exclude=exclude),
        beside=_offered(cls, beside, exclude=exclude),
        opposite=_offered(cls, glob, exclude=not exclude),
    )


def _offered(cls: type[object], method: str | None, *, exclude: bool) -> str | None:
    """Give a method, or its counterpart that excludes, if a class offers it."""
    if method is not None and exclude:
        method = "and_file_not_under" if method == "and_file_under" else f"{method}_not"
    return method if method is not None and hasattr(cls, method) else None
