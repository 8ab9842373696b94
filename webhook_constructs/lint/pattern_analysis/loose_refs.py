r"""What patterns on refs, and on names of branches and repositories, match besides what they name.

CodeBuild searches a pattern in the whole value. So a pattern is taken for what it says if it would mean the same where
the whole ref has to match: every way through it begins with `^` or with `.*` and ends with `$` or with `.*`. It may
also end where a name cannot: `^refs/heads/release/`, `^refs/heads/release-` and `^refs/tags/v` plainly are prefixes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import NamedTuple

from webhook_constructs.core import EventAction, FilterType, Pattern, is_subset
from webhook_constructs.core.patterns.analysis import literal_texts_of, steps_of_texts, tree_of
from webhook_constructs.core.patterns.code_points import CodePoints
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.patterns.pattern import steps_of_search
from webhook_constructs.core.patterns.restricted import restricted
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError, spend_in_run
from webhook_constructs.core.patterns.syntax_tree import (
    Choice,
    Tree,
)
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.core.values.kept import Kept
from webhook_constructs.lint.rule import Group, PlacedFilter
from webhook_constructs.lint.wording.method_calls import method_of_names

from .mistaken_globs import mistaken_glob
from .never_matching import advice_on_tags
from .pattern_ends import asks_for_end, is_late_ref, is_shut_at_end, is_shut_at_start
from .possible_values import beginnings_of, lets_all_pass, lets_none_pass
from .ref_examples import (
    BRANCH_NAMES,
    REPOSITORY_NAMES,
    SEPARATORS,
    Values,
    is_likely_ref,
    is_meant,
    matches_some_ref,
    ref_beyond_end,
    ref_beyond_start,
    ref_with_two_beginnings,
    refs_with,
)

__all__ = ["UnanchoredRef", "is_undecided_ref", "loose_ref"]

_MOST_STEPS, _MOST_STEPS_OF_GUESSES = 200_000, 20_000
_MOST_KEPT, _BYTES_OF_AN_ANSWER = 4 * 1024 * 1024, 1_000
_REFS = {FilterType.HEAD_REF, FilterType.BASE_REF}
_NAMES = {FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME}
_WITH_REFS = PULL_REQUEST_ACTIONS | {EventAction.PUSH}
_HEADS, _TAGS = _BEGINNINGS = "refs/heads/", "refs/tags/"
_REF = "refs/"
_FLAGS = "(?"
_ONE_LINE = CodePoints.of_text("\n").negated()


@dataclass(frozen=True, slots=True)
class UnanchoredRef:
    """What a pattern on refs leaves open.

    Attributes:
        flaw: What is wrong with the pattern, in words.
        more: A ref that it matches besides what it names.
        advice: What to write instead.
        is_prefix: Whether it names refs that begin in some way, and is open at the start alone: what passes besides is
            only a ref with a whole ref in its name.
    """

    flaw: str
    more: str
    advice: str
    is_prefix: bool = False


class _Examples(NamedTuple):
    """Refs that show what a pattern leaves open.

    Attributes:
        at: A ref for each of its flaws.
        is_cut: Whether none was found and not everything was looked at.
        steps: What the search took.
    """

    at: dict[_Flaw, str]
    is_cut: bool
    steps: int


class _Flaw(Enum):
    ANY_TEXT_BEFORE = "allows anything before refs/"
    START = "is not anchored at the start"
    END = "is not anchored at the end"


_ADVICE_ON_BRANCHES = "write ^name$, and .* wherever anything may stand, or use filter groups with "
_BOTH_ENDS = "is not anchored at the start and at the end"


def loose_ref(placed: PlacedFilter, group: Group) -> UnanchoredRef | None:
    """Return what a filter on refs, on names of repositories or organizations, or a branch filter leaves open.

    Args:
        placed: The filter.
        group: Its group. HEAD_REF of a release or a workflow job can hold anything [assumed: refs-of-other-events].

    Returns:
        What is open, shown by a ref; None if nothing is, if no such ref can be found, and if it is not the anchors that
        are wrong: the pattern is written as a glob, or matches every ref or none.
    """
    return None if mistaken_glob(placed) is not None else _loose(placed, group)


def _loose(placed: PlacedFilter, group: Group) -> UnanchoredRef | None:
    pattern = placed.pattern
    if pattern is None or not _is_asked_about(placed, group):
        return None
    examples = _examples(pattern, _values_of(placed, group)).at
    if not examples or lets_all_pass(placed, group) or lets_none_pass(placed, group):
        return None
    *_, more = examples.values()
    is_open_at_both = list(examples) == [_Flaw.START, _Flaw.END]
    flaw = _BOTH_ENDS if is_open_at_both else " and ".join(each.value for each in examples)
    is_prefix = list(examples) == [_Flaw.START] and _is_prefix(pattern)
    advice = advice_on_tags(placed, pattern, group) or _advice(placed, pattern, group, is_prefix=is_prefix)
    return UnanchoredRef(flaw, more, advice, is_prefix)


def is_undecided_ref(placed: PlacedFilter, group: Group) -> bool:
    """Check whether a pattern on refs is too big to tell what it leaves open.

    Args:
        placed: The filter.
        group: Its group.
    """
    pattern = placed.pattern
    if pattern is None or placed.type not in {*_REFS, *_NAMES} or not _is_asked_about(placed, group):
        return False
    is_cut = _examples(pattern, _values_of(placed, group)).is_cut
    return is_cut and not lets_all_pass(placed, group) and not lets_none_pass(placed, group)


def _is_asked_about(placed: PlacedFilter, group: Group) -> bool:
    text = "" if placed.pattern is None else placed.pattern.text
    if placed.type in _NAMES:
        return bool(text) and not placed.is_excluding
    return bool(text) and (not group.events or bool(group.events & _WITH_REFS))


def _values_of(placed: PlacedFilter, group: Group) -> Values:
    """Return what a filter looks at."""
    if placed.type in _NAMES:
        return REPOSITORY_NAMES
    return BRANCH_NAMES if placed.is_branch_filter else refs_with(beginnings_of(placed, group))


def _is_prefix(pattern: Pattern) -> bool:
    """Check whether a pattern begins with `refs/heads/` or `refs/tags/` and asks nowhere for the end."""
    tree, anchored = tree_of(pattern.text), Pattern.if_valid(f"^(?:{pattern.text})")
    if tree is None or anchored is None or asks_for_end(tree):
        return False
    return is_subset(anchored, Pattern("^refs/(heads|tags)/")) is True


def _in_parentheses(placed: PlacedFilter, pattern: Pattern, group: Group) -> Pattern | None:
    """Return a pattern with its alternatives in parentheses, if `|` splits the whole of it and that leaves it open."""
    text = pattern.text
    beginning = next((each for each in _BEGINNINGS if text.startswith(f"^{each}")), None)
    if beginning is None or not isinstance(tree_of(text), Choice):
        return None
    end = "$" if text.endswith("$") and not text.endswith(r"\$") else ""
    written = Pattern.if_valid(f"^{beginning}({text[1 + len(beginning) : len(text) - len(end)]}){end}")
    if written is None or any(each in written.text[len(beginning) + 1 : -1] for each in ("^", "$", _REF)):
        return None
    return written if _loose(replace(placed, pattern=written), group) is None else None


def _advice(placed: PlacedFilter, pattern: Pattern, group: Group, *, is_prefix: bool) -> str:
    if is_prefix and pattern.text.startswith(_REF):
        return f"write {group.language.pattern(f'^{pattern}')}"
    if placed.is_branch_filter:
        return _ADVICE_ON_BRANCHES + group.language.in_python("and_branch_is", "a filter on HEAD_REF")
    if placed.type in _NAMES:
        return _use_or(method_of_names(group, placed.filter, ""), "write ^name$ or ^(name|other)$")
    whole = _in_parentheses(placed, pattern, group)
    if whole is not None:
        written = group.language.pattern(whole)
        return f"put the alternatives into parentheses, because | splits the whole pattern: write {written}"
    beginning = _TAGS if _TAGS in pattern.text and _HEADS not in pattern.text else _HEADS
    method = method_of_names(group, placed.filter, beginning)
    return _use_or(method, f"write ^{beginning}name$, and .* wherever anything may stand")


def _use_or(method: str | None, order: str) -> str:
    return order if method is None else f"use {method}, or {order}"


def _examples(pattern: Pattern, values: Values) -> _Examples:
    """Return a ref that passes for each end that a pattern leaves open."""
    spend_in_run(1)
    examples = _looked_for((pattern, values))
    spend_in_run(examples.steps, once=(_looked_for, pattern, values))
    return examples


def _look_for(asked: tuple[Pattern, Values]) -> _Examples:
    pattern, values = asked
    tree, budget, guesses = tree_of(pattern.text), Budget(_MOST_STEPS), Budget(_MOST_STEPS_OF_GUESSES)
    if tree is not None and _FLAGS in pattern.text:
        tree = restricted(tree, _ONE_LINE)  # (?m)^ is the start of a ref, which holds no line break
    found: dict[_Flaw, str | None] = {}
    is_cut = False
    for flaw, look in () if tree is None else _open_ends(tree, values, budget):
        try:
            found[flaw] = look()
        except GaveUpError:  # noqa: PERF203 - the other end is looked at all the same
            found[flaw] = _guessed_ref(pattern, values, flaw, guesses)
            is_cut |= found[flaw] is None
    at = {flaw: ref for flaw, ref in found.items() if ref is not None and pattern.search(ref)}
    return _Examples(at, is_cut and not at, budget.spent + guesses.spent)


_looked_for: Kept[tuple[Pattern, Values], _Examples] = Kept(
    _look_for, weigh=lambda asked, _: _BYTES_OF_AN_ANSWER + len(asked[0].text), most=_MOST_KEPT
)


def _open_ends(tree: Tree, values: Values, budget: Budget) -> Iterator[tuple[_Flaw, Callable[[], str | None]]]:
    """Return the flaws that a pattern seems to have, each with what looks for a ref that shows it."""
    is_late = values.are_refs and is_late_ref(tree)
    is_shut = is_shut_at_start(tree), is_shut_at_end(tree, budget)
    if (all(is_shut) and not is_late) or not _may_match_a_ref(tree, values, budget):
        return
    if is_late:
        yield _Flaw.ANY_TEXT_BEFORE, partial(ref_with_two_beginnings, tree, values, budget)
    elif not is_shut[0]:
        yield _Flaw.START, partial(ref_beyond_start, tree, values, budget)
    if not is_shut[1]:
        yield _Flaw.END, partial(ref_beyond_end, tree, values, budget)


def _may_match_a_ref(tree: Tree, values: Values, budget: Budget) -> bool:
    try:
        return matches_some_ref(tree, values, budget)
    except GaveUpError:
        return True


def _guessed_ref(pattern: Pattern, values: Values, flaw: _Flaw, budget: Budget) -> str | None:
    """Return a ref with more at one end than a name that a pattern lists, or than what it is likely to match."""
    texts = literal_texts_of(pattern.text)
    if texts is None:
        names = [likely_text(pattern.text)]
    else:
        names = sorted(
            each.text
            for each in texts
            if not (each.at_end or each.text[-1:] in SEPARATORS if flaw is _Flaw.END else each.at_start)
        )
    try:
        budget.spend(steps_of_texts(pattern.text))
        for name in names:
            heads = _HEADS if values.are_refs else ""
            whole = name if name.startswith(_BEGINNINGS) else heads + name
            ref = f"{whole}-2" if flaw is _Flaw.END else f"{heads}x-{name}"
            budget.spend(2 * steps_of_search(pattern.text, len(ref)))
            if not is_likely_ref(ref, values) or not pattern.search(ref):
                continue
            if not is_meant(pattern, ref, values):
                return ref
    except GaveUpError:
        pass
    return None
