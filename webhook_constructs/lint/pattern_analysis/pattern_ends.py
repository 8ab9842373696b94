"""Whether a pattern is shut at its ends: it asks for an end of the value, or says that anything may stand there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from string import ascii_letters, digits

from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError
from webhook_constructs.core.patterns.syntax_tree import (
    Anchor,
    AnchorKind,
    Characters,
    Choice,
    Repeat,
    Sequence,
    Tree,
    is_anchored,
)

from .ref_examples import SEPARATORS

__all__ = ["asks_for_end", "is_late_ref", "is_shut_at_end", "is_shut_at_start"]

_BEFORE_NUMBERS = frozenset("/-_@#+=")  # a number after a dot is the last of a version
_DIGITS = frozenset(map(ord, "0123456789"))
_MARKS = frozenset("vV")
_ANYTHING = frozenset(map(ord, f"{ascii_letters}{digits}/-_."))  # what stands for all that a ref can hold
_REF = "refs/"
_BEFORE_NAMES = Program(parse("^(refs/(heads|tags)/)?$"))
_START = Anchor(AnchorKind.TEXT_START)


def is_shut_at_start(tree: Tree) -> bool:
    """Check whether every way through a pattern begins with the start of the value, or with any text."""
    if is_anchored(tree, AnchorKind.TEXT_START) or _is_any_text(tree):
        return True
    if isinstance(tree, Sequence):
        first = next((item for item in tree.items if not isinstance(item, Anchor)), None)
        return first is not None and is_shut_at_start(first)
    return isinstance(tree, Choice) and all(map(is_shut_at_start, tree.options))


def is_late_ref(tree: Tree) -> bool:
    """Check whether any text may come before `refs/`, where no ref has any."""
    if isinstance(tree, Choice):
        return any(map(is_late_ref, tree.options))
    if not isinstance(tree, Sequence):
        return False
    items = [item for item in tree.items if not isinstance(item, Anchor)]
    if not items or not _is_any_text(items[0]):
        return any(map(is_late_ref, items[:1]))
    rest = items[1:]
    return len(rest) >= len(_REF) and all(_only(item) == character for item, character in zip(rest, _REF, strict=False))


def is_shut_at_end(tree: Tree, budget: Budget, before: Callable[[], tuple[Tree, ...]] = tuple) -> bool:
    """Check whether a pattern ends where a name ends or plainly goes on.

    Args:
        tree: The pattern, or a part of it.
        budget: How many steps it may take.
        before: Returns what comes before the part, which is rarely asked for. Default: nothing does.
    """
    if is_anchored(tree, AnchorKind.TEXT_END) or _is_any_text(tree):
        return True
    if isinstance(tree, Characters):
        only = _only(tree)
        return only is not None and only in SEPARATORS
    if isinstance(tree, Repeat):
        return is_shut_at_end(tree.item, budget, before)
    if isinstance(tree, Choice):
        return all(is_shut_at_end(option, budget, before) for option in tree.options)
    return isinstance(tree, Sequence) and _is_shut_in_the_end(tuple(_flat(tree.items)), budget, before)


def _is_shut_in_the_end(items: tuple[Tree, ...], budget: Budget, before: Callable[[], tuple[Tree, ...]]) -> bool:
    """Check whether the last of several parts closes the end, and if it is optional, the one before it as well."""
    for length in range(len(items), 0, -1):
        last = items[length - 1]
        earlier = partial(_joined, before, items, length - 1)
        if not is_shut_at_end(last, budget, earlier) and not isinstance(last, Anchor):
            return _is_beginning(items[:length])
        if _is_any_text(last):
            return True
        if not _may_be_nothing(last):
            is_optional = any(not isinstance(each, Anchor) for each in items[length:])
            whole = partial(_joined, before, items, length)
            return not (is_optional and _may_begin_a_name(whole, budget))  # (main$|) is every branch
    return not items


def _joined(before: Callable[[], tuple[Tree, ...]], items: tuple[Tree, ...], length: int) -> tuple[Tree, ...]:
    return (*before(), *items[:length])


def _flat(items: tuple[Tree, ...]) -> Iterator[Tree]:
    """Return several things without the groups around some of them."""
    for item in items:
        yield from _flat(item.items) if isinstance(item, Sequence) else (item,)


def _may_begin_a_name(items: Callable[[], tuple[Tree, ...]], budget: Budget) -> bool:
    """Check whether several things can be all that comes before the name of a branch or tag."""
    try:
        budget.spend(1)
        whole = Sequence((Anchor(AnchorKind.TEXT_START), *items(), Anchor(AnchorKind.TEXT_END)))
        return find_text((Program(whole, is_ascii=True, budget=budget), _BEFORE_NAMES), (), budget) is not None
    except GaveUpError:
        return True


def _is_beginning(items: tuple[Tree, ...]) -> bool:
    """Check whether what comes last begins a name: a mark, as in `^refs/tags/v`, or digits after one or a separator."""
    stem = items
    if _is_any_of(_repeated(items[-1]), _DIGITS):
        while stem and _is_of_digits(_repeated(stem[-1])):
            stem = stem[:-1]
    if len(stem) < len(items) and (_ends_with_separator(stem) or _is_mark(stem)):
        return True
    return _is_mark(items)


def _repeated(tree: Tree) -> Tree:
    return tree.item if isinstance(tree, Repeat) else tree


def _is_of_digits(tree: Tree) -> bool:
    """Check whether a part of a pattern is one of several digits."""
    if not isinstance(tree, Characters) or tree.allowed.only is not None:
        return False
    return all(first in _DIGITS and last in _DIGITS for first, last in tree.allowed.ranges)


def _ends_with_separator(items: tuple[Tree, ...]) -> bool:
    last = items[-1] if items else None
    if isinstance(last, Anchor):
        return last.kind is AnchorKind.TEXT_START  # a bare name begins there
    if isinstance(last, Choice):
        return all(_ends_with_separator(each.items if isinstance(each, Sequence) else (each,)) for each in last.options)
    return last is not None and _only(last) in _BEFORE_NUMBERS


def _is_mark(items: tuple[Tree, ...]) -> bool:
    """Check whether one character after a slash comes last, or one, if any, and any digit, or a v after a separator.

    Nobody means the tag v by that.
    """
    if items and _only(_once(items[-1])) in _MARKS and _ends_with_separator(items[:-1]):
        return True
    slashes = [index for index, item in enumerate(items) if _only(item) == "/" or item == _START]
    part = [_once(item) for item in items[slashes[-1] + 1 :]] if slashes else []
    if not all(isinstance(item, Characters) for item in part):
        return False
    return len(part) == 1 or (len(part) == 2 and _is_any_of(part[1], _DIGITS))  # noqa: PLR2004 (a letter and a digit)


def _once(tree: Tree) -> Tree:
    """Return what may be there once or not at all."""
    return tree.item if isinstance(tree, Repeat) and tree.most == 1 else tree


def _may_be_nothing(tree: Tree) -> bool:
    """Check whether a part of a pattern can match nothing and let more follow, which the end of the value does not."""
    if isinstance(tree, Sequence):
        return all(map(_may_be_nothing, tree.items))
    if isinstance(tree, Choice):
        return any(map(_may_be_nothing, tree.options))
    if isinstance(tree, Anchor):
        return tree.kind is not AnchorKind.TEXT_END
    return isinstance(tree, Repeat) and (tree.least == 0 or _may_be_nothing(tree.item))


def _is_any_text(tree: Tree) -> bool:
    """Check whether a part of a pattern is `.*` or the like."""
    if not isinstance(tree, Repeat):
        return False
    return _is_any_text(tree.item) or (tree.most is None and _is_any_of(tree.item, _ANYTHING))


def _is_any_of(tree: Tree, characters: frozenset[int]) -> bool:
    return isinstance(tree, Characters) and all(each in tree.allowed for each in characters)


def _only(tree: Tree) -> str | None:
    return tree.allowed.only if isinstance(tree, Characters) else None


def asks_for_end(tree: Tree) -> bool:
    """Check whether a pattern asks for the end of the value anywhere."""
    if isinstance(tree, Anchor):
        return tree.kind is AnchorKind.TEXT_END
    if isinstance(tree, Repeat):
        return asks_for_end(tree.item)
    parts = tree.items if isinstance(tree, Sequence) else tree.options if isinstance(tree, Choice) else ()
    return any(map(asks_for_end, parts))
