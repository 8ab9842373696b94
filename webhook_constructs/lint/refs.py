r"""What patterns on refs match besides what they name.

CodeBuild searches a pattern in the whole ref. So a pattern is taken for what it says if it would mean the same where
the whole ref has to match: every way through it begins with `^` or with `.*` and ends with `$` or with `.*`. It may
also end where a name cannot: `^refs/heads/release/`, `^refs/heads/release-` and `^refs/tags/v` plainly are prefixes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.core import EventAction, Pattern
from webhook_constructs.core.budget import spend_in_run
from webhook_constructs.core.events import PULL_REQUEST_ACTIONS
from webhook_constructs.core.pattern import steps_of_search
from webhook_constructs.core.regex_analysis import tree_of
from webhook_constructs.core.regex_tree import Anchor, AnchorKind, Characters, Choice, Repeat, Sequence, is_anchored

from .method_calls import method_of_names
from .plain_patterns import is_plain_ref
from .possible_values import beginnings_of, lets_all_pass, lets_none_pass
from .vain_patterns import advice_on_tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webhook_constructs.core.literal_texts import LiteralText
    from webhook_constructs.core.regex_tree import Tree

    from .webhook import Group, PlacedFilter

__all__ = ["LooseRef", "loose_ref"]

_WITH_REFS = PULL_REQUEST_ACTIONS | {EventAction.PUSH}
_HEADS, _TAGS = "refs/heads/", "refs/tags/"
_SEPARATORS = "/-_.@#+="
_BEFORE_NUMBERS = frozenset("/-_@#+=")  # a number after a dot is the last of a version
_DIGITS = frozenset(map(ord, "0123456789"))
_MARKS = frozenset("vV")
_ANYTHING = frozenset(map(ord, "aZ0/-_."))  # what stands for all that a ref can hold
_REF = "refs/"


@dataclass(frozen=True, slots=True)
class LooseRef:
    """What a pattern on refs leaves open.

    Attributes:
        ends: The ends at which it is not anchored, in words.
        more: What it matches besides what it names: a ref, or refs in words.
        advice: What to write instead.
    """

    ends: str
    more: str
    advice: str


def loose_ref(placed: PlacedFilter, group: Group) -> LooseRef | None:
    """Tell what a filter on HEAD_REF or BASE_REF leaves open.

    Args:
        placed: The filter.
        group: Its group. With releases and workflow jobs, what a HEAD_REF is compared with is not documented.

    Returns:
        What is open; None if nothing is, if that cannot be told, and if the pattern matches every ref or none, so that
        it is not its anchors that are wrong.
    """
    pattern, events = placed.pattern, group.events
    if pattern is None or is_plain_ref(pattern.text) or (events and not events & _WITH_REFS):
        return None
    ends = _open_ends(pattern)
    if not ends or lets_all_pass(placed, group) is not False or lets_none_pass(placed, group) is not False:
        return None
    more = _example(pattern, ends, beginnings_of(placed, group)) or "a ref that holds more than a match"
    return LooseRef(" and at the ".join(ends), more, _advice(placed, pattern, group))


def _advice(placed: PlacedFilter, pattern: Pattern, group: Group) -> str:
    on_tags = advice_on_tags(placed, pattern, group)
    if on_tags is not None:
        return on_tags
    beginning = _TAGS if _TAGS in pattern.text and _HEADS not in pattern.text else _HEADS
    method = method_of_names(group.group, placed.filter, beginning)
    written = f"write ^{beginning}name$, and .* wherever anything may stand"
    return written if method is None else f"use {method}, or {written}"


def _open_ends(pattern: Pattern) -> tuple[str, ...]:
    """Give "start" and "end" as far as a pattern leaves them open; nothing where that cannot be told."""
    tree = tree_of(pattern.text)
    if tree is None:
        return ()
    shut = {"start": _is_shut_at_start(tree) and not _is_late_ref(tree), "end": _is_shut_at_end(tree)}
    return tuple(end for end in shut if not shut[end])


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
        return only is not None and only in _SEPARATORS
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
        if _is_any_text(last) or not _may_be_nothing(last):
            return True
    return not items


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
    allowed = tree.allowed if isinstance(tree, Characters) else None
    if allowed is None or allowed.only is not None:
        return False
    return all(first in _DIGITS and last in _DIGITS for first, last in allowed.ranges)


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
    allowed = tree.allowed if isinstance(tree, Characters) else None
    return allowed is not None and all(each in allowed for each in characters)


def _only(tree: Tree) -> str | None:
    return tree.allowed.only if isinstance(tree, Characters) and tree.allowed is not None else None


def _example(pattern: Pattern, ends: tuple[str, ...], beginnings: tuple[str, ...]) -> str | None:
    """Give a ref that only a search finds, if the pattern is nothing but texts."""
    texts = sorted(pattern.literal_texts or (), key=lambda each: each.text)
    if "end" in ends:
        longer, strict = _longer(texts), Pattern.if_valid(f"(?:{pattern.text})$")
    else:
        longer, strict = _later(texts), Pattern.if_valid(f"^(?:{pattern.text})")
    if strict is None:
        return None
    possible = (each for each in longer if each.startswith(beginnings))
    return next((each for each in possible if _is_found_only_by(pattern, strict, each)), None)


def _is_found_only_by(pattern: Pattern, strict: Pattern, text: str) -> bool:
    spend_in_run(2 * steps_of_search(pattern.text, len(text)))
    return pattern.search(text) and not strict.search(text)


def _longer(texts: Iterable[LiteralText]) -> list[str]:
    """Give refs that go on where a text ends."""
    open_texts = [each for each in texts if not each.at_end and each.text[-1:] not in _SEPARATORS]
    return [f"{each.text if each.at_start else _whole(each.text)}-2" for each in open_texts]


def _later(texts: Iterable[LiteralText]) -> list[str]:
    """Give refs in which something comes before a text."""
    found = []
    for text in (f"{each.text}1" if each.text.endswith("/") else each.text for each in texts if not each.at_start):
        between = "/" if text.startswith(_REF) else "" if text.startswith("/") else "-"
        found += [f"{_HEADS}x{between}{text}", f"{_TAGS}{text}"]
    return found


def _whole(text: str) -> str:
    """Put before a text what it lacks to be a ref."""
    for beginning in (_HEADS, _TAGS):
        for cut in range(len(beginning)):
            if text.startswith(beginning[cut:]):
                return beginning[:cut] + text
    return _HEADS + text
