"""The builder methods that an error can name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from webhook_constructs.core.service.filter_type import FilterType

__all__ = ["BuilderMethods", "methods_of"]

# For a method that accepts names: the method for globs, and the one for what is mistaken for these names.
_SIBLINGS: dict[tuple[FilterType, str], tuple[str, str | None]] = {
    (FilterType.HEAD_REF, "branch"): ("and_branch_glob", "and_tag_is"),
    (FilterType.HEAD_REF, "tag"): ("and_tag_glob", "and_branch_is"),
    (FilterType.BASE_REF, "branch"): ("and_base_branch_glob", None),
    (FilterType.FILE_PATH, "file path"): ("and_file_path_glob", "and_file_under"),
    (FilterType.FILE_PATH, "folder"): ("and_file_path_glob", None),
}


@dataclass(frozen=True, slots=True)
class BuilderMethods:
    """The methods of a group that an error about a name can suggest in place of the method that was called.

    Attributes:
        pattern: The method for a pattern.
        glob: The method for globs. Default: there is none.
        sibling: The method for what is mistaken for this kind of name: tags for branches, folders for files, and the
            other way round. Default: there is none.
        opposite: The method for globs that excludes what this one includes, or the reverse. Default: there is none.
    """

    pattern: str
    glob: str | None = None
    sibling: str | None = None
    opposite: str | None = None

    @property
    def others(self) -> str:
        """The methods for a glob and for a pattern, in words."""
        if self.glob is None:
            return f"{self.pattern} takes a pattern"
        return f"{self.glob} takes a glob and {self.pattern} a pattern"


@lru_cache(256)
def methods_of(cls: type[object], filter_type: FilterType, noun: str, exclude: bool) -> BuilderMethods:  # noqa: FBT001 (a key)
    """Return the methods of a class of groups that an error about a filter can name.

    Args:
        cls: The class; a method that it does not offer is not named.
        filter_type: What the filter looks at.
        noun: The kind of name, such as "branch".
        exclude: Whether the method that was called excludes the names.
    """
    glob, sibling = _SIBLINGS.get((filter_type, noun), (None, None))
    stem = f"and_{filter_type.value.lower().removesuffix('_id')}"
    return BuilderMethods(
        pattern=f"{stem}_does_not_match" if exclude else f"{stem}_matches",
        glob=_offered(cls, glob, exclude=exclude),
        sibling=_offered(cls, sibling, exclude=exclude),
        opposite=_offered(cls, glob, exclude=not exclude),
    )


def _offered(cls: type[object], method: str | None, *, exclude: bool) -> str | None:
    """Return a method, or its counterpart that excludes, if a class offers it."""
    if method is not None and exclude:
        method = "and_file_not_under" if method == "and_file_under" else f"{method}_not"
    return method if method is not None and hasattr(cls, method) else None
