"""What can be the name of a branch, a tag, a file, an account, a repository and an organization.

A string that cannot be such a name is nearly always something else: a pattern, a glob, a whole ref, a login. The
problem says what to write instead. Which builder methods it can suggest depends on the filter, on whether the filter
excludes, and on the events of the group, so the caller passes them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial

from webhook_constructs.core.service.enums import FilterType

__all__ = [
    "ACCOUNT_ID",
    "BRANCH",
    "COMMIT_MESSAGE",
    "FILE_PATH",
    "FOLDER",
    "ORGANIZATION",
    "RELEASE",
    "RELEASE_TAG",
    "REPOSITORY",
    "TAG",
    "WORKFLOW",
    "BuilderMethods",
    "NameKind",
    "methods_of",
    "ref_shape_problem",
]

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


@dataclass(frozen=True, slots=True)
class NameKind:
    """What a name is the name of.

    Attributes:
        article: "a" or "an", for error texts.
        noun: What it is, for error texts.
        problem: Returns what is wrong with a name and how to fix it; None if it can be one.
        prefix: What CodeBuild puts before the name.
    """

    article: str
    noun: str
    problem: Callable[[str, BuilderMethods], str | None]
    prefix: str = ""


# The rules of `git check-ref-format`, https://git-scm.com/docs/git-check-ref-format.
_NOT_IN_REFS = frozenset(" ~^:?*[\\\x7f") | frozenset(map(chr, range(32)))
_WHOLE_REFS = {"refs/heads/": "branch", "refs/tags/": "tag"}


def _ref_problem(name: str, methods: BuilderMethods, noun: str) -> str | None:
    for prefix, kind in _WHOLE_REFS.items():
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            is_one = bool(rest) and _ref_problem(rest, methods, kind) is None
            if kind == noun:
                return f"leave {prefix} out and write {repr(rest) if is_one else 'the bare name'}"
            if is_one and methods.sibling is not None:
                return f"that is a {kind}; use {methods.sibling}({rest!r})"
            return f"that is a {kind} and no {noun}; {methods.pattern} takes a pattern"
    wrong = next((character for character in name if character in _NOT_IN_REFS), None)
    if wrong is not None:
        return f"it cannot hold {wrong!r}; {methods.others}"
    if name.endswith("$"):
        return f"leave the '$' out, a name is anchored at both ends; {methods.pattern} takes a pattern"
    return ref_shape_problem(name)


def ref_shape_problem(name: str) -> str | None:
    """Return which rule of git the parts of a branch or tag break.

    Examples:
        >>> ref_shape_problem("a..b")
        "it cannot hold '..' or '@{' or end with '.'"
    """
    parts = name.split("/")
    if "" in parts:
        return "it cannot begin or end with '/' or hold '//'"
    if any(part.startswith(".") or part.endswith(".lock") for part in parts):
        return "no part of it between slashes can begin with '.' or end with '.lock'"
    if ".." in name or "@{" in name or name.endswith("."):
        return "it cannot hold '..' or '@{' or end with '.'"
    return None


def _path_problem(path: str, methods: BuilderMethods) -> str | None:
    if path.startswith(("/", "./")):
        rest = re.sub(r"^(\.?/)+", "", path)
        is_one = bool(rest) and _path_problem(rest, methods) is None
        return f"paths begin at the root of the repository; {f'write {rest!r}' if is_one else 'leave its mark out'}"
    if "\\" in path:
        return f"the parts of a path are separated by '/'; {methods.pattern} takes a pattern"
    glob = next((character for character in path if character in "*?"), None)
    if glob is not None:
        return f"it holds {glob!r}; {methods.others}"
    if path.startswith("^") or path.endswith("$"):
        return f"leave '^' and '$' out, a path is anchored anyway; {methods.pattern} takes a pattern"
    if any(part in {"", ".", ".."} for part in path.split("/")):
        return "no part of it between slashes can be empty, '.' or '..'"
    return None


def _file_problem(path: str, methods: BuilderMethods) -> str | None:
    folder = path.rstrip("/")
    if path.endswith("/") and folder and methods.sibling is not None and _path_problem(folder, methods) is None:
        return f"it is a folder; use {methods.sibling}({folder!r})"
    return _path_problem(path, methods)


def _folder_problem(path: str, methods: BuilderMethods) -> str | None:
    folder = path.removesuffix("/")
    return _path_problem(folder, methods) if folder else "it is the root, which holds every file; leave the filter out"


# GitHub and GitLab number their accounts. What Bitbucket calls an account id is Atlassian's: 24 letters and digits,
# or a number and a UUID, as far as ids have been shown [assumed: atlassian-ids]. The documentation of the filter:
# "account ID" [doc]; a login never matches [obs, https://github.com/cloudtools/troposphere/issues/1372].
_ACCOUNT_ID = (
    r"[1-9][0-9]{0,19}|(?=[A-Za-z]*[0-9])[0-9A-Za-z]{24}|[0-9]{1,20}:[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
)
_LOGIN = r"@?[A-Za-z0-9][A-Za-z0-9_.-]*(\[bot\])?"
_GITHUB_LOGIN = r"@?(?![0-9a-f-]{20})[A-Za-z0-9][A-Za-z0-9_-]{0,38}(\[bot\])?"


def _account_problem(name: str, methods: BuilderMethods) -> str | None:
    if re.fullmatch(_ACCOUNT_ID, name):
        return None
    if not re.fullmatch(_LOGIN, name) or name.isdigit():
        return (
            "an id is a number (GitHub, GitLab) or an Atlassian account id (Bitbucket); "
            f"{methods.pattern} takes a pattern"
        )
    where = ""
    if re.fullmatch(_GITHUB_LOGIN, name):
        login = name.removeprefix("@").replace("[", "%5B").replace("]", "%5D")
        where = f"https://api.github.com/users/{login} shows the id of a GitHub account, "
    return (
        "the filter compares the id of the account, a number at GitHub and GitLab, and never its login; "
        f"{where}{methods.pattern} takes a pattern"
    )


_REPOSITORY = r"[A-Za-z0-9_.-]+"


def _repository_problem(name: str, methods: BuilderMethods) -> str | None:
    if "/" in name:
        return f"whether the owner is a part of it is not documented; write the bare name, or use {methods.pattern}"
    return _organization_problem(name, methods)


def _organization_problem(name: str, methods: BuilderMethods) -> str | None:
    if not re.fullmatch(_REPOSITORY, name):
        return f"it is made of letters, digits, '.', '-' and '_'; {methods.pattern} takes a pattern"
    return None


def _no_problem(name: str, methods: BuilderMethods) -> str | None:  # noqa: ARG001 (any text can be one)
    return None


BRANCH = NameKind("a", "branch", partial(_ref_problem, noun="branch"), "refs/heads/")
TAG = NameKind("a", "tag", partial(_ref_problem, noun="tag"), "refs/tags/")
RELEASE_TAG = NameKind("a", "tag", partial(_ref_problem, noun="tag"))
FILE_PATH = NameKind("a", "file path", _file_problem)
FOLDER = NameKind("a", "folder", _folder_problem)
ACCOUNT_ID = NameKind("an", "account id", _account_problem)
REPOSITORY = NameKind("a", "repository name", _repository_problem)
ORGANIZATION = NameKind("an", "organization name", _organization_problem)
WORKFLOW = NameKind("a", "workflow name", _no_problem)
RELEASE = NameKind("a", "release name", _no_problem)
COMMIT_MESSAGE = NameKind("a", "text", _no_problem)
