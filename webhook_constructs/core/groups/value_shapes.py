"""What the values that filters look at look like: branches, accounts, files, messages.

An example of what a pattern matches is to look like a value that somebody has seen. So each kind of value has a few
examples, shapes from the most plausible one to everything that can be, and what is put around a part of a value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from webhook_constructs.core.service.enums import EventAction, FilterType, SourceProvider, ref_prefixes

from .account_ids import account_ids

__all__ = ["NO_REF", "OWNED_NAMES", "PATH", "PRINTED", "REF_NAMES", "ValueShape", "value_shape"]

REF_NAMES = (r"[0-9A-Za-z]+([/._-][0-9A-Za-z]+)*$", r"[^\x00- \x7f~^:?*\[\\]+$")
"""How the names of branches and tags end: those that people write, and those that git allows but for `NO_REF`.

Source: https://git-scm.com/docs/git-check-ref-format [doc].
"""

NO_REF = r"//|\.\.|/\.|@\{|\.lock(/|$)|[/.]$"
"""What no ref holds."""

OWNED_NAMES = (r"[0-9A-Za-z]+([._-][0-9A-Za-z]+)*$", r"[0-9A-Za-z._-]+$")
"""How the names of repositories and organizations end: those that people write, and those that are allowed.

Source: https://docs.github.com/en/repositories/creating-and-managing-repositories [doc].
"""

PATH = r"^(\.?[^./\n]|\.\.)(.*[^/\n])?$"
"""Paths of files from the root of the repository, of one line."""

_HEADS = "refs/heads/"
_BRANCHES = ("topic", "main", "develop", "feature/login", "release/2.0")
_TARGETS = ("main", "develop", "release/2.0")
_TAGS = ("v1.0",)
_FILE = "[0-9A-Za-z_-]*(/[0-9A-Za-z_-]+)*([.][0-9a-z]+)?$"
_LINE, _ANY = r"^[^\x00\n]+$", ""

PRINTED = (
    r"^[!-~]([ -~]*[!-~])?$",
    r"^[!-~À-ž]([ -~À-ž]*[!-~À-ž])?$",
    r"^[^\x00-\x20\x7f-\xa0\xad]([^\x00-\x1f\x7f-\x9f\xad]*[^\x00-\x20\x7f-\xa0\xad])?$",
)
"""How texts look that can be read: of ASCII, of the letters of Europe, and without control characters."""

_LINES = tuple(rf"^[{first}][ {first}]*(\n+[{first}][ {first}]*)*$" for first in ("!-~", "!-~À-ž"))
_ID = "^[0-9A-Za-z]+([:-][0-9A-Za-z]+)*$"
_OLD_ID, _NEW_ID = "5d5355e8c6b9320d9ea5b28d", "557058:7c2e1d40-93f5-4b8a-a6d1-0e5f3c9b2a84"
_WORDS = "^[0-9A-Za-z]+([ ._-][0-9A-Za-z]+)*$"


@dataclass(frozen=True, slots=True)
class ValueShape:
    r"""What the values of one kind look like.

    Attributes:
        examples: Values, the best one first.
        shapes: Patterns of the values, from the most plausible ones to all that can be.
        never: What no value of them matches. Default: nothing.
        before: What can stand before a part of a value.
        after: What can stand after it.

    Examples:
        >>> value_shape(FilterType.BASE_REF, EventAction.PULL_REQUEST_CREATED).examples[0]
        'refs/heads/main'
    """

    examples: tuple[str, ...]
    shapes: tuple[str, ...]
    never: tuple[str, ...] = ()
    before: tuple[str, ...] = ("",)
    after: tuple[str, ...] = ("",)


@lru_cache(None)
def value_shape(filter_type: FilterType, event: EventAction, provider: SourceProvider | None = None) -> ValueShape:
    """Return what the values look like that a filter can look at.

    Args:
        filter_type: What the filter looks at.
        event: The event.
        provider: The git host. Default: not known.
    """
    prefixes = ref_prefixes(filter_type, event)
    if prefixes:
        return _refs(prefixes, is_target=filter_type is FilterType.BASE_REF)
    if filter_type is FilterType.ACTOR_ACCOUNT_ID:
        return _accounts(provider)
    if filter_type in {FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME}:
        is_repository = filter_type is FilterType.REPOSITORY_NAME
        names = ("api", "web", "docs") if is_repository else ("acme", "example")
        return ValueShape(names, (*(f"^{each}" for each in OWNED_NAMES), _LINE), after=("", "-2"))
    return _OTHERS[filter_type]


def _refs(prefixes: tuple[str, ...], *, is_target: bool) -> ValueShape:
    branches = _TARGETS if is_target else _BRANCHES
    tags = _TAGS if len(prefixes) > 1 else ()
    return ValueShape(
        (*(_HEADS + name for name in branches), *(f"refs/tags/{name}" for name in tags)),
        (*(f"^{prefix}{REF_NAMES[0]}" for prefix in prefixes), f"^({'|'.join(prefixes)}){REF_NAMES[1]}"),
        (NO_REF,),
        ("", *prefixes, *(f"{prefix}{begun}" for prefix in prefixes for begun in ("x/", "x-", "x"))),
        ("", "-2", "2.0", "/x", "x"),
    )


def _accounts(provider: SourceProvider | None) -> ValueShape:
    # What an ID looks like is assumed at most hosts [assumed: atlassian-ids, gitlab-actor]; a filter can hold a login.
    if provider is SourceProvider.BITBUCKET:
        ids = account_ids(provider)
        return ValueShape((_OLD_ID, _NEW_ID), (ids.strangers, ids.every, _LINE))
    return ValueShape(("198982749", "583231"), ("^[1-9][0-9]{0,9}$", _ID, _LINE), after=("", "5"))


_OTHERS = {
    FilterType.HEAD_REF: ValueShape((f"{_HEADS}main",), (_ANY,)),
    FilterType.BASE_REF: ValueShape((f"{_HEADS}main",), (_ANY,)),
    FilterType.FILE_PATH: ValueShape(
        ("README.md", "src/app.py", "docs/index.md", "Makefile"),
        (f"^[0-9A-Za-z]{_FILE}", f"^[.]?[0-9A-Za-z_]{_FILE}", PATH),
        (r"\x00", "/$", "//", r"(^|/)\.{1,2}(/|$)"),
        ("", "src/", "src/app", "src/x-"),
        ("", "index.md", "app.py", "/index.md", ".md", ".bak"),
    ),
    FilterType.COMMIT_MESSAGE: ValueShape(
        ("Fix the build",),
        (_WORDS, PRINTED[0], *_LINES, _ANY),
        before=("", "Fix the build ", "Fix the build\n\n"),
        after=("", " Fix the build", "\n\nFix the build"),
    ),
    FilterType.WORKFLOW_NAME: ValueShape(("Build", "Test"), (_WORDS, _LINE), after=("", " 2")),
    FilterType.TAG_NAME: ValueShape(
        ("v1.0", "v2.0"), (f"^{REF_NAMES[0]}", f"^{REF_NAMES[1]}"), (NO_REF, r"^[/.]"), ("", "x-"), ("", "1.0", "-2")
    ),
    FilterType.RELEASE_NAME: ValueShape(("Version 1.0",), (_WORDS, _ANY), before=("", "Version "), after=("", " 1.0")),
}
