r"""What patterns on refs match besides what they name.

CodeBuild searches a pattern in the whole ref. So a pattern is taken for what it says if it would mean the same where
the whole ref has to match: every way through it begins with `^` or with `.*` and ends with `$` or with `.*`. It may
also end where a name cannot: `^refs/heads/release/`, `^refs/heads/release-` and `^refs/tags/v` plainly are prefixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters, digits
from typing import TYPE_CHECKING

from webhook_constructs.core import EventAction, Pattern
from webhook_constructs.core.patterns.analysis import tree_of
from webhook_constructs.core.patterns.step_budget import Budget, spend_in_run
from webhook_constructs.core.patterns.syntax_tree import (
    Anchor,
    AnchorKind,
    Characters,
    Choice,
    Repeat,
    Sequence,
    is_anchored,
)
from webhook_constructs.core.service.event_actions import PULL_REQUEST_ACTIONS
from webhook_constructs.lint.wording.method_calls import method_of_names

from .never_matching import advice_on_tags
from .plain_patterns import is_plain_ref
from .possible_values import beginnings_of, lets_all_pass, lets_none_pass
from .ref_examples import SEPARATORS, is_likely_ref, ref_beyond_end, ref_beyond_start, ref_with_two_beginnings

if TYPE_CHECKING:
    from webhook_constructs.core.patterns.syntax_tree import Tree
    from webhook_constructs.lint.webhook import Group, PlacedFilter

__all__ = ["UnanchoredRef", "loose_ref"]

_MOST_STEPS = 200_000
_WITH_REFS = PULL_REQUEST_ACTIONS | {EventAction.PUSH}
_HEADS, _TAGS = _BEGINNINGS = "refs/heads/", "refs/tags/"
_BEFORE_NUMBERS = frozenset("/-_@#+=")  # a number after a dot is the last of a version
_DIGITS = frozenset(map(ord, "0123456789"))
_MARKS = frozenset("vV")
_ANYTHING = frozenset(map(ord, f"{ascii_letters}{digits}/-_."))  # what stands for all that a ref can hold
_REF = "refs/"


@dataclass(frozen=True, slots=True)
class UnanchoredRef:
    """What a pattern on refs leaves open.

    Attributes:
        ends: The ends at which it is not anchored, in words.
        more: A ref that it matches besides what it names.
        advice: What to write instead.
    """

    ends: str
    more: str
    advice: str


def loose_ref(placed: PlacedFilter, group: Group) -> UnanchoredRef | None:
    """Return what a filter on HEAD_REF or BASE_REF leaves open.

    Args:
        placed: The filter.
        group: Its group. With releases and workflow jobs, what a HEAD_REF is compared with is not documented.

    Returns:
        What is open, shown by a ref; None if nothing is, if no such ref can be found, and if the pattern matches every
        ref or none, so that it is not its anchors that are wrong.
    """
    pattern, events = placed.pattern, group.events
    if pattern is None or not pattern.text or is_plain_ref(pattern.text) or (events and not events & _WITH_REFS):
        return None
    if lets_all_pass(placed, group) or lets_none_pass(placed, group):
        return None
    examples = _examples(pattern, beginnings_of(placed, group))
    if not examples:
        return None
    more = examples.get("end") or examples["start"]
    return UnanchoredRef(" and at the ".join(examples), more, _advice(placed, pattern, group))


def _advice(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    on_tags = advice_on_tags(placed, pattern, group)
    if on_tags is not None:
        return on_tags
    beginning = _TAGS if _TAGS in pattern.text and _HEADS not in pattern.text else _HEADS
    method = method_of_names(group.group, placed.filter, beginning)
    written = f"write ^{beginning}name$, and .* wherever anything may stand"
    return written if method is None else f"use {method}, or {written}"


def _examples(pattern: Pattern, beginnings: tuple[str, ...]) -> dict[str, str]:
    """Return a ref that passes for each end that a pattern leaves open."""
    examples, steps = _found_examples(pattern, beginnings)
    spend_in_run(steps)
    return examples


@lru_cache(1_024)
def _found_examples(pattern: Pattern, beginnings: tuple[str, ...]) -> tuple[dict[str, str], int]:
    """Return the examples and the steps that it took to find them."""
    tree, budget = tree_of(pattern.text), Budget(_MOST_STEPS)
    found: dict[str, str | None] = {}
    if tree is not None and _is_late_ref(tree):
        found["start"] = ref_with_two_beginnings(tree, beginnings, budget)
    elif tree is not None and not _is_shut_at_start(tree):
        found["start"] = ref_beyond_start(tree, beginnings, budget) or _listed_ref(pattern, "start")
    if tree is not None and not _is_shut_at_end(tree):
        found["end"] = ref_beyond_end(tree, beginnings, budget) or _listed_ref(pattern, "end")
    return {end: ref for end, ref in found.items() if ref is not None and pattern.search(ref)}, budget.spent


def _listed_ref(pattern: Pattern, end: str) -> str | None:
    """Return a ref with more at one end than a name that a pattern lists, if it is nothing but names."""
    open_texts = sorted(
        each.text
        for each in pattern.literal_texts or ()
        if not (each.at_start if end == "start" else each.at_end or each.text[-1:] in SEPARATORS)
    )
    whole = (text if text.startswith(_BEGINNINGS) else _HEADS + text for text in open_texts)
    refs = (f"{_HEADS}x-{text}" for text in open_texts) if end == "start" else (f"{text}-2" for text in whole)
    return next((ref for ref in refs if is_likely_ref(ref) and pattern.search(ref)), None)


def _is_shut_at_start(tree: Tree) -> bool:
    if is_anchored(tree, AnchorKind.TEXT_START) or _is_any_text(tree):
        return True
    if isinstance(tree, Sequence):
        first = next((item for item in tree.items if not isinstance(item, Anchor)), None)
        return first is not None and _is_shut_at_start(first)
    return isinstance(tree, Choice) and all(map(_is_shut_at_start, tree.options))


def _is_late_ref(tree: Tree) -> bool:
    """Tell whether any text may come before `refs/`, where no ref has any."""
    if isinstance(tree, Choice):
        return any(map(_is_late_ref, tree.options))
    if not isinstance(tree, Sequence):
        return False
    items = [item for item in tree.items if not isinstance(item, Anchor)]
    if not items or not _is_any_text(items[0]):
        return any(map(_is_late_ref, items[:1]))
    rest = items[1:]
    return len(rest) >= len(_REF) and all(_only(item) == character for item, character in zip(rest, _REF, strict=False))


def _is_shut_at_end(tree: Tree) -> bool:
    if is_anchored(tree, AnchorKind.TEXT_END) or _is_any_text(tree):
        return True
    if isinstance(tree, Characters):
        only = _only(tree)
        return only is not None and only in SEPARATORS
    if isinstance(tree, Repeat):
        return _is_shut_at_end(tree.item)
    if isinstance(tree, Choice):
        return all(map(_is_shut_at_end, tree.options))
    return isinstance(tree, Sequence) and _is_shut_in_the_end(tree.items)


def _is_shut_in_the_end(items: tuple[Tree, ...]) -> bool:
    """Tell whether the last of several things shuts the end, and where it may be nothing, the one before it as well."""
    for length in range(len(items), 0, -1):
        last = items[length - 1]
        if not _is_shut_at_end(last) and not isinstance(last, Anchor):
            return _is_beginning(items[:length])
        if _is_any_text(last):
            return True
        if not _may_be_nothing(last):
            is_optional = any(not isinstance(each, Anchor) for each in items[length:])
            return not (is_optional and _text_of(items[:length]) in _BEGINNINGS)  # (main$|) is every branch
    return not items


def _text_of(items: tuple[Tree, ...]) -> str:
    return "".join(_only(each) or "*" for each in items if not isinstance(each, Anchor))


def _is_beginning(items: tuple[Tree, ...]) -> bool:
    """Tell whether what comes last begins a name: a mark, as in `^refs/tags/v`, or digits after one or a separator."""
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
    """Tell whether a part of a pattern is one of several digits."""
    if not isinstance(tree, Characters) or tree.allowed.only is not None:
        return False
    return all(first in _DIGITS and last in _DIGITS for first, last in tree.allowed.ranges)


def _ends_with_separator(items: tuple[Tree, ...]) -> bool:
    last = items[-1] if items else None
    if isinstance(last, Choice):
        return all(_ends_with_separator(each.items if isinstance(each, Sequence) else (each,)) for each in last.options)
    return last is not None and _only(last) in _BEFORE_NUMBERS


def _is_mark(items: tuple[Tree, ...]) -> bool:
    """Tell whether one character after a slash comes last, or one, if any, and any digit, or a v after a separator.

    Nobody means the tag v by that.
    """
    if items and _only(_once(items[-1])) in _MARKS and _ends_with_separator(items[:-1]):
        return True
    slashes = [index for index, item in enumerate(items) if _only(item) == "/"]
    part = [_once(item) for item in items[slashes[-1] + 1 :]] if slashes else []
    if not all(isinstance(item, Characters) for item in part):
        return False
    return len(part) == 1 or (len(part) == 2 and _is_any_of(part[1], _DIGITS))  # noqa: PLR2004 (a letter and a digit)


def _once(tree: Tree) -> Tree:
    """Give what may be there once or not at all."""
    return tree.item if isinstance(tree, Repeat) and tree.most == 1 else tree


def _may_be_nothing(tree: Tree) -> bool:
    if isinstance(tree, Sequence):
        return all(map(_may_be_nothing, tree.items))
    if isinstance(tree, Choice):
        return any(map(_may_be_nothing, tree.options))
    return isinstance(tree, Anchor) or (isinstance(tree, Repeat) and (tree.least == 0 or _may_be_nothing(tree.item)))


def _is_any_text(tree: Tree) -> bool:
    """Tell whether a part of a pattern is `.*` or the like."""
    if not isinstance(tree, Repeat):
        return False
    return _is_any_text(tree.item) or (tree.most is None and _is_any_of(tree.item, _ANYTHING))


def _is_any_of(tree: Tree, characters: frozenset[int]) -> bool:
    return isinstance(tree, Characters) and all(each in tree.allowed for each in characters)


def _only(tree: Tree) -> str | None:
    return tree.allowed.only if isinstance(tree, Characters) else None
