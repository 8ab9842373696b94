r"""Refs that a pattern matches only because CodeBuild searches it in the whole ref.

A pattern means what it would match if it had to match the whole ref, or the name of a branch or tag alone. A ref that
the search finds besides these is an example of what is open. What follows a mark that goes on, as in
`^refs/heads/release/`, is meant, too.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING

from webhook_constructs.core import Pattern
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.step_budget import GaveUpError
from webhook_constructs.core.patterns.syntax_tree import Anchor, AnchorKind, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webhook_constructs.core.patterns.step_budget import Budget
    from webhook_constructs.core.patterns.syntax_tree import Tree

__all__ = ["SEPARATORS", "is_likely_ref", "ref_beyond_end", "ref_beyond_start", "ref_with_two_beginnings"]

SEPARATORS = "/-_.@#+="
"""Marks after which a name goes on."""

_START, _END = Anchor(AnchorKind.TEXT_START), Anchor(AnchorKind.TEXT_END)
_BEGINNINGS = ("refs/heads/", "refs/tags/")
# What git allows in a ref, and before it what people write: https://git-scm.com/docs/git-check-ref-format
_NAMES = (r"[0-9A-Za-z]+([/._-][0-9A-Za-z]+)*$", r"[^\x00- \x7f~^:?*\[\\]+$")
_REFUSED = Program(parse(r"//|\.\.|/\.|@\{|\.lock(/|$)|[/.]$"))
_ENDINGS = ("-2$", "/x$", "")
_BEFORE = ("x-", "x/")
_MEANT = parse("|".join(sorted({each[:cut] for each in _BEGINNINGS for cut in range(len(each) + 1)})))
_SEPARATED = parse(f"^refs/(heads|tags)/(?s:.+)[{SEPARATORS[:1]}{SEPARATORS[2:]}-]")


def ref_beyond_end(tree: Tree, beginnings: tuple[str, ...], budget: Budget) -> str | None:
    """Find a ref that goes on where a pattern ends.

    Args:
        tree: The pattern.
        beginnings: What the refs begin with. An empty string stands for any beginning of a branch or tag.
        budget: How many steps it may take.

    Returns:
        The ref; None if there is none, or if that cannot be told.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_beyond_end(parse("^refs/heads/main"), ("refs/heads/",), Budget(10_000))
        'refs/heads/main-2'
        >>> ref_beyond_end(parse("^refs/heads/main(/|$)"), ("refs/heads/",), Budget(10_000)) is None
        True
    """
    begun, whole = Sequence((_START, _MEANT, tree)), Sequence((_START, _MEANT, tree, _END))
    return _first(
        _found(budget, names, beginning, (begun, parse(ending)), unmatched=(whole,), closing=(begun, _SEPARATED))
        for names, ending, beginning in product(_NAMES, _ENDINGS, _known(beginnings))
    )


def ref_beyond_start(tree: Tree, beginnings: tuple[str, ...], budget: Budget) -> str | None:
    """Find a ref with something before what a pattern matches, other than what every ref begins with.

    Args:
        tree: The pattern.
        beginnings: As for `ref_beyond_end`.
        budget: How many steps it may take.

    Returns:
        The ref; None if there is none, or if that cannot be told.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_beyond_start(parse("main$"), ("refs/heads/",), Budget(10_000))
        'refs/heads/x-main'
    """
    begun = Sequence((_START, _MEANT, tree))
    is_whole_ref = any(_found(budget, _NAMES[0], beginning, (Sequence((_START, tree)),)) for beginning in _BEGINNINGS)
    before = sorted(_BEFORE, reverse=is_whole_ref)
    return _first(
        _found(budget, names, beginning, (_preceded(beginning + each, tree) if each else tree,), unmatched=(begun,))
        for names, each, beginning in product(_NAMES, (*before, "x", ""), _known(beginnings))
    )


def ref_with_two_beginnings(tree: Tree, beginnings: tuple[str, ...], budget: Budget) -> str | None:
    """Find a ref that has a whole ref in its name and matches a pattern.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_with_two_beginnings(parse("^.*refs/heads/main$"), ("refs/heads/",), Budget(10_000))
        'refs/heads/x/refs/heads/main'
    """
    twice = parse("^refs/(heads|tags)/x/refs/(heads|tags)/")
    return _first(
        _found(budget, names, beginning, (tree, twice)) for names, beginning in product(_NAMES, _known(beginnings))
    )


def is_likely_ref(text: str) -> bool:
    """Check whether a text is a branch or a tag of letters, digits and single marks between them."""
    return any(Pattern(f"^{beginning}{_NAMES[0]}").search(text) for beginning in _BEGINNINGS)


def _preceded(text: str, tree: Tree) -> Tree:
    return Sequence((_START, parse(text), tree))


@lru_cache(len(_BEGINNINGS) * len(_NAMES))
def _refs(beginning: str, names: str) -> Program:
    return Program(parse(f"^{beginning}{names}"))


def _known(beginnings: tuple[str, ...]) -> tuple[str, ...]:
    return _BEGINNINGS if "" in beginnings else beginnings


def _first(refs: Iterable[str | None]) -> str | None:
    return next((ref for ref in refs if ref is not None), None)


def _found(  # noqa: PLR0913 (private)
    budget: Budget,
    names: str,
    beginning: str,
    matched: tuple[Tree, ...],
    *,
    unmatched: tuple[Tree, ...] = (),
    closing: tuple[Tree, ...] = (),
) -> str | None:
    is_ascii = names is _NAMES[0]
    try:
        wanted, unwanted, ends = (
            tuple(Program(tree, is_ascii=is_ascii) for tree in trees) for trees in (matched, unmatched, closing)
        )
        return find_text((_refs(beginning, names), *wanted), (_REFUSED, *unwanted), budget, ends)
    except GaveUpError:
        return None
