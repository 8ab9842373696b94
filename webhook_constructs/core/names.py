"""What can be the name of a branch, a tag, a file, an account, a repository and an organization.

A name that can be none is nearly always something else: a pattern, a glob, a whole ref, a login. The flaw that is found
says what to write instead; `{instead}` in it stands for the method that takes a pattern.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

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
    "NameKind",
]


@dataclass(frozen=True, slots=True)
class NameKind:
    """What a name is the name of.

    Attributes:
        article: "a" or "an", for error texts.
        noun: What it is, for error texts.
        flaw: Says what is wrong with a name, and what to do; None for a name that can be one.
        prefix: What CodeBuild puts before the name.
    """

    article: str
    noun: str
    flaw: Callable[[str], str | None]
    prefix: str = ""


# The rules of `git check-ref-format`, https://git-scm.com/docs/git-check-ref-format.
_NOT_IN_REFS = frozenset(" ~^:?*[\\\x7f") | frozenset(map(chr, range(32)))
_WHOLE_REFS = {"refs/heads/": "branch", "refs/tags/": "tag"}


def _ref_flaw(name: str, noun: str) -> str | None:
    for prefix, kind in _WHOLE_REFS.items():
        if name.startswith(prefix):
            rest = name.removeprefix(prefix)
            if kind == noun:
                return f"leave {prefix} out and write {rest!r}"
            return f"that is a {kind}; filter on a {kind} called {rest!r}, or use {{instead}}"
    wrong = next((character for character in name if character in _NOT_IN_REFS), None)
    if wrong is not None:
        return f"it cannot hold {wrong!r}; and_{noun}_glob takes a glob and {{instead}} a pattern"
    if name.endswith("$"):
        return "leave the '$' out, a name is anchored at both ends; {instead} takes a pattern"
    return _ref_shape_flaw(name)


def _ref_shape_flaw(name: str) -> str | None:
    parts = name.split("/")
    if "" in parts:
        return "it cannot begin or end with '/' or hold '//'"
    if any(part.startswith(".") or part.endswith(".lock") for part in parts):
        return "no part of it between slashes can begin with '.' or end with '.lock'"
    if ".." in name or "@{" in name or name.endswith("."):
        return "it cannot hold '..' or '@{' or end with '.'"
    return None


def _branch_flaw(name: str) -> str | None:
    return _ref_flaw(name, "branch")


def _tag_flaw(name: str) -> str | None:
    return _ref_flaw(name, "tag")


def _path_flaw(path: str) -> str | None:
    if path.startswith(("/", "./")):
        return f"paths begin at the root of the repository; write {path.lstrip('./')!r}"
    if "\\" in path:
        return "the parts of a path are separated by '/'; {instead} takes a pattern"
    glob = next((character for character in path if character in "*?"), None)
    if glob is not None:
        return f"it holds {glob!r}; and_file_path_glob takes a glob and {{instead}} a pattern"
    if path.startswith("^") or path.endswith("$"):
        return "leave '^' and '$' out, a path is anchored anyway; {instead} takes a pattern"
    if any(part in {"", ".", ".."} for part in path.split("/")):
        return "no part of it between slashes can be empty, '.' or '..'"
    return None


def _file_flaw(path: str) -> str | None:
    if path.endswith("/") and not path.startswith("/"):
        return f"it is a folder; use and_file_under({path.rstrip('/')!r})"
    return _path_flaw(path)


# GitHub and GitLab number their accounts; the ids of Atlassian accounts are 24 hexadecimal digits, or a number and a
# UUID. The documentation of the filter: "account ID" [doc]; a login never matches [obs, troposphere issue 1372].
_ACCOUNT_ID = r"[1-9][0-9]{0,19}|[0-9a-f]{24}|[0-9]{1,20}:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_LOGIN = r"@?[A-Za-z0-9][A-Za-z0-9_.-]*(\[bot\])?"


def _account_flaw(name: str) -> str | None:
    if re.fullmatch(_ACCOUNT_ID, name):
        return None
    if re.fullmatch(_LOGIN, name):
        return (
            "the filter compares the id of the account, a number at GitHub and GitLab, and never its login; "
            f"https://api.github.com/users/{name.removeprefix('@')} shows the id of a GitHub account, "
            "{instead} takes a pattern"
        )
    return "an id is a number (GitHub, GitLab) or an Atlassian account id (Bitbucket); {instead} takes a pattern"


_REPOSITORY = r"[A-Za-z0-9_.-]+"


def _repository_flaw(name: str) -> str | None:
    if "/" in name:
        return "whether the owner is a part of it is not documented; write the bare name, or use {instead}"
    if not re.fullmatch(_REPOSITORY, name):
        return "it is made of letters, digits, '.', '-' and '_'; {instead} takes a pattern"
    return None


def _organization_flaw(name: str) -> str | None:
    if not re.fullmatch(_REPOSITORY, name):
        return "it is made of letters, digits, '.', '-' and '_'; {instead} takes a pattern"
    return None


def _no_flaw(name: str) -> str | None:  # noqa: ARG001 (any text can be one)
    return None


BRANCH = NameKind("a", "branch", _branch_flaw, "refs/heads/")
TAG = NameKind("a", "tag", _tag_flaw, "refs/tags/")
RELEASE_TAG = NameKind("a", "tag", _tag_flaw)
FILE_PATH = NameKind("a", "file path", _file_flaw)
FOLDER = NameKind("a", "folder", _path_flaw)
ACCOUNT_ID = NameKind("an", "account id", _account_flaw)
REPOSITORY = NameKind("a", "repository name", _repository_flaw)
ORGANIZATION = NameKind("an", "organization name", _organization_flaw)
WORKFLOW = NameKind("a", "workflow name", _no_flaw)
RELEASE = NameKind("a", "release name", _no_flaw)
COMMIT_MESSAGE = NameKind("a", "text", _no_flaw)
