r"""Refs and names that a pattern matches only because CodeBuild searches it in the whole value.

A pattern means what it would match if it had to match the whole ref, or the name of a branch or tag alone. A ref that
the search finds besides these is an example of what is open. What follows a mark that goes on, as in
`^refs/heads/release/`, is meant, too. Only `.*` before `refs/` is taken for a mistake though it means any text: no ref
has any there.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from webhook_constructs.core import Pattern, PatternError
from webhook_constructs.core.groups.value_shapes import NO_REF, OWNED_NAMES, REF_NAMES
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError
from webhook_constructs.core.patterns.syntax_tree import Anchor, AnchorKind, Sequence, Tree

__all__ = [
    "BRANCH_NAMES",
    "REPOSITORY_NAMES",
    "SEPARATORS",
    "Values",
    "is_likely_ref",
    "is_meant",
    "matches_some_ref",
    "ref_beyond_end",
    "ref_beyond_start",
    "ref_with_two_beginnings",
    "refs_with",
]

SEPARATORS = "/-_.@#+="
"""Marks after which a name goes on."""

_START, _END = Anchor(AnchorKind.TEXT_START), Anchor(AnchorKind.TEXT_END)
_BEGINNINGS = ("refs/heads/", "refs/tags/")
_REFUSED = Program(parse(NO_REF))
_ENDINGS = tuple(map(parse, ("-2$", "/x$", "")))
_MEANT = "|".join(sorted({each[:cut] for each in _BEGINNINGS for cut in range(len(each) + 1)}))
_MEANT_BEFORE = parse(_MEANT)
_SEPARATOR = f"(?s:.+)[{SEPARATORS[:1]}{SEPARATORS[2:]}-]"
_SEPARATED, _SEPARATED_NAME = parse(f"^refs/(heads|tags)/{_SEPARATOR}"), parse(f"^{_SEPARATOR}")
_TWICE = parse("^refs/(heads|tags)/x/refs/(heads|tags)/")


class Values(NamedTuple):
    """What a filter looks at: refs, or names of branches or of repositories.

    Attributes:
        beginnings: What the values begin with.
        names: What a name is made of: a likely one, and any that is allowed.
        before: What is put before a name to make another one.
        are_refs: Whether a name has `refs/heads/` or `refs/tags/` before it.
    """

    beginnings: tuple[str, ...]
    names: tuple[str, str] = REF_NAMES
    before: tuple[str, ...] = ("x-", "x/")
    are_refs: bool = True


BRANCH_NAMES = Values(("",), are_refs=False)
"""Bare names of branches, which a branch filter looks at."""

REPOSITORY_NAMES = Values(("",), OWNED_NAMES, ("x-",), are_refs=False)
"""Names of repositories and organizations, without an owner."""


def refs_with(beginnings: tuple[str, ...]) -> Values:
    """Return the refs with some beginnings, of which an empty one stands for any of a branch or tag."""
    return Values(_BEGINNINGS if "" in beginnings else beginnings)


class _Question(NamedTuple):
    """A question for a ref.

    Attributes:
        names: What names are made of.
        beginning: What the ref begins with.
        matched: What has to match it.
        unmatched: What must not match it.
        closing: What the search stops behind.
    """

    names: str
    beginning: str
    matched: tuple[Tree, ...]
    unmatched: tuple[Tree, ...] = ()
    closing: tuple[Tree, ...] = ()


def matches_some_ref(tree: Tree, values: Values, budget: Budget) -> bool:
    """Check whether git allows a ref that a pattern matches.

    Args:
        tree: The pattern.
        values: What the filter looks at.
        budget: How many steps it may take.

    Raises:
        GaveUpError: None was found, and not everything was looked at.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> matches_some_ref(parse("main~"), refs_with(("refs/heads/",)), Budget(10_000))
        False
    """
    questions = (_Question(values.names[1], beginning, (tree,)) for beginning in values.beginnings)
    return _first(questions, budget) is not None


def ref_beyond_end(tree: Tree, values: Values, budget: Budget) -> str | None:
    """Find a ref that goes on where a pattern ends.

    Args:
        tree: The pattern.
        values: What the filter looks at.
        budget: How many steps it may take.

    Returns:
        The ref; None if there is none.

    Raises:
        GaveUpError: None was found, and not everything was looked at.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_beyond_end(parse("^refs/heads/main"), refs_with(("refs/heads/",)), Budget(10_000))
        'refs/heads/main-2'
        >>> ref_beyond_end(parse("^refs/heads/main(/|$)"), refs_with(("refs/heads/",)), Budget(50_000)) is None
        True
    """
    begun = Sequence((_START, _meant_before(values), tree))
    whole, closing = (Sequence((*begun.items, _END)),), (begun, _SEPARATED if values.are_refs else _SEPARATED_NAME)
    questions = (
        _Question(names, beginning, (begun, ending), whole, closing)
        for names, ending, beginning in product(values.names, _ENDINGS, values.beginnings)
    )
    return _first(questions, budget)


def ref_beyond_start(tree: Tree, values: Values, budget: Budget) -> str | None:
    """Find a ref with something before what a pattern matches, other than what every ref begins with.

    Args:
        tree: The pattern.
        values: What the filter looks at.
        budget: How many steps it may take.

    Returns:
        The ref; None if there is none.

    Raises:
        GaveUpError: None was found, and not everything was looked at.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_beyond_start(parse("main$"), refs_with(("refs/heads/",)), Budget(10_000))
        'refs/heads/x-main'
    """
    at_start = Sequence((_START, tree))
    whole = [_Question(values.names[0], beginning, (at_start,)) for beginning in _BEGINNINGS if values.are_refs]
    before = sorted(values.before, reverse=_first(whole, budget) is not None)
    begun = (Sequence((_START, _meant_before(values), tree)),)
    questions = (
        _Question(names, beginning, (_preceded(beginning + each, tree) if each else tree,), begun)
        for names, each, beginning in product(values.names, (*before, "x", ""), values.beginnings)
    )
    return _first(questions, budget)


def ref_with_two_beginnings(tree: Tree, values: Values, budget: Budget) -> str | None:
    """Find a ref that has a whole ref in its name and matches a pattern.

    Args:
        tree: The pattern.
        values: What the filter looks at.
        budget: How many steps it may take.

    Returns:
        The ref; None if there is none.

    Raises:
        GaveUpError: None was found, and not everything was looked at.

    Examples:
        >>> from webhook_constructs.core.patterns.step_budget import Budget
        >>> ref_with_two_beginnings(parse("^.*refs/heads/main$"), refs_with(("refs/heads/",)), Budget(10_000))
        'refs/heads/x/refs/heads/main'
    """
    asked = product(values.names, values.beginnings)
    return _first((_Question(names, beginning, (tree, _TWICE)) for names, beginning in asked), budget)


def is_likely_ref(text: str, values: Values) -> bool:
    """Check whether a text is a value of letters, digits and single marks between them."""
    return any(Pattern(f"^{beginning}{values.names[0]}").search(text) for beginning in values.beginnings)


def is_meant(pattern: Pattern, ref: str, values: Values) -> bool:
    r"""Check whether a pattern matches a whole value, or the name of a branch or tag, or may do so.

    Examples:
        >>> heads = refs_with(("refs/heads/",))
        >>> is_meant(Pattern("main"), "refs/heads/main", heads), is_meant(Pattern("main"), "refs/heads/main-2", heads)
        (True, False)
    """
    try:
        return Pattern(f"^(?:{_MEANT if values.are_refs else ''})(?:{pattern.text})$").search(ref)
    except PatternError:  # too large with what is around it, or quoted up to its end
        return True


def _preceded(text: str, tree: Tree) -> Tree:
    return Sequence((_START, parse(text), tree))


@lru_cache(16)
def _refs(beginning: str, names: str) -> Program:
    return Program(parse(f"^{beginning}{names}"))


def _meant_before(values: Values) -> Tree:
    return _MEANT_BEFORE if values.are_refs else Sequence(())


def _first(questions: Iterable[_Question], budget: Budget) -> str | None:
    """Return the first ref that is found; each tree is written as a program once."""
    written: dict[tuple[int, bool], tuple[Tree, Program]] = {}

    def programs(trees: tuple[Tree, ...], names: str) -> tuple[Program, ...]:
        is_ascii = names == REF_NAMES[0]
        for tree in trees:
            if (id(tree), is_ascii) not in written:
                written[id(tree), is_ascii] = tree, Program(tree, is_ascii=is_ascii, budget=budget)
        return tuple(written[id(tree), is_ascii][1] for tree in trees)

    is_cut = False
    for names, beginning, *asked in questions:
        try:
            matched, unmatched, closing = (programs(trees, names) for trees in asked)
            ref = find_text((_refs(beginning, names), *matched), (_REFUSED, *unmatched), budget, closing)
        except GaveUpError:  # noqa: PERF203 - the other questions can be smaller
            is_cut = True
        else:
            if ref is not None:
                return ref
    if is_cut:
        raise GaveUpError
    return None
