"""A text that some patterns match and others do not, and how many there are, with as little work as it takes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeAlias

from webhook_constructs.core.values.kept import Kept

from . import automaton
from .analysis import literal_texts_of, steps_of_texts, tree_of
from .automaton import find_text
from .literal_texts import LiteralText, without_lists
from .pattern import Pattern, steps_of_search
from .program import Program, program_of
from .step_budget import Budget, GaveUpError, spend_in_run

_Question: TypeAlias = "tuple[frozenset[str], frozenset[str]]"

__all__ = ["count_texts", "find_example", "is_empty"]

_MOST_KEPT = 16 * 1024 * 1024  # bytes, of answers
_BYTES_OF_AN_ANSWER = 1_000
_MOST_STEPS = 200_000  # for one pair of sets of patterns
_STEPS_AT_LEAST = 60
_STEPS_A_SEARCH = 4
_MOST_TRIED = 8  # of the texts that other texts have to hold
_ASCII = r"^[[:ascii:]]*$"


def is_empty(matched: frozenset[str], unmatched: frozenset[str], budget: Budget) -> bool | None:
    """Check whether no text is matched by all of some patterns and by none of others.

    Args:
        matched: Patterns that RE2 accepts, which have to match.
        unmatched: Patterns that RE2 accepts, which must not match.
        budget: What the whole question may take. An answer that was kept costs what it cost when it was found.

    Returns:
        True if there is no such text, False if there is one, None if that cannot be told.

    Raises:
        GaveUpError: The question as a whole is too big.

    Examples:
        >>> is_empty(frozenset({"^main$"}), frozenset({"^(main|develop)$"}), Budget(1_000))
        True
    """
    for pattern in sorted((*matched, *unmatched)):
        budget.spend_on_reading(pattern)
        budget.spend_once((steps_of_texts, pattern), steps_of_texts(pattern))
    answer, steps = _answered((matched, unmatched))
    budget.spend(steps)
    return answer


def find_example(matched: frozenset[str], unmatched: frozenset[str], budget: Budget) -> str | None:
    """Look for a text that is matched by all of some patterns and by none of others.

    Args:
        matched: Patterns that RE2 accepts, which have to match.
        unmatched: Patterns that RE2 accepts, which must not match.
        budget: What all questions together may take. An example that was kept costs what it cost when it was found.

    Returns:
        Such a text, as short as possible; None if there is none.

    Raises:
        GaveUpError: That cannot be told.

    Examples:
        >>> find_example(frozenset({"^refs/heads/main"}), frozenset({"^refs/heads/main$"}), Budget(1_000))
        'refs/heads/maina'
    """
    for pattern in sorted((*matched, *unmatched)):
        budget.spend_on_reading(pattern)
    example, is_told, steps = _exemplified((matched, unmatched))
    budget.spend(steps)
    if not is_told:
        raise GaveUpError
    return example


def count_texts(matched: frozenset[str], enough: int) -> int | None:
    """Count the texts that all of some patterns match.

    Args:
        matched: Patterns that RE2 accepts. Together, they must match texts in ASCII, and up to some length only.
        enough: The count to stop at.

    Returns:
        The number of texts, or a number that is at least `enough`; None if that cannot be told.

    Raises:
        RunOverError: The run has spent its budget.

    Examples:
        >>> count_texts(frozenset({"^[1-9][0-9]{0,8}$", "^1[0-9]{2}$|^7$"}), 1_000)
        101
    """
    count, steps = _counted((matched, enough))
    spend_in_run(steps)
    return count


def _count(asked: tuple[frozenset[str], int]) -> tuple[int | None, int]:
    """Return the count and the steps that it took."""
    matched, enough = asked
    budget = Budget(_MOST_STEPS)
    budget.spend(_STEPS_AT_LEAST)
    count: int | None = None
    try:
        count = _count_without_lists(sorted(matched), enough, budget)
        if count < enough:
            programs = _programs(sorted(matched), is_ascii=True)
            count = automaton.count_texts(programs, enough, budget) if len(programs) == len(matched) else None
    except GaveUpError:
        count = None
    return count, budget.spent


def _count_without_lists(matched: list[str], enough: int, budget: Budget) -> int:
    """Count what is matched besides listed texts: where that is enough, hundreds of names need not be walked."""
    trees = [tree for tree in map(tree_of, matched) if tree is not None]
    smaller = [without_lists(tree) for tree in trees]
    if len(trees) < len(matched) or smaller == trees:
        return 0
    budget.spend(sum(map(len, matched)))
    programs = tuple(Program(tree, is_ascii=True) for tree in smaller)
    return automaton.count_texts(programs, enough, budget)


def _answer(asked: _Question) -> tuple[bool | None, int]:
    """Return the answer and the steps that it took."""
    matched, unmatched = asked
    budget = Budget(_MOST_STEPS)
    try:
        budget.spend(_STEPS_AT_LEAST)
        if matched & unmatched:
            return True, budget.spent
        answer = _by_names(matched, unmatched, budget)
        if answer is None:
            answer = _by_literal_texts(matched, unmatched, budget)
        if answer is None:
            answer = _by_automaton(sorted(matched), sorted(unmatched), budget)
    except GaveUpError:
        answer = None
    return answer, budget.spent


def _exemplify(asked: _Question) -> tuple[str | None, bool, int]:
    """Return the example, whether that there is one or none can be told, and the steps that it took."""
    matched, unmatched = asked
    budget = Budget(_MOST_STEPS)
    example, is_told = None, True
    try:
        budget.spend(_STEPS_AT_LEAST)
        if not matched & unmatched:
            example = _first_by_automaton(sorted(matched), sorted(unmatched), budget)
    except GaveUpError:
        is_told = False
    return example, is_told, budget.spent


_answered: Kept[_Question, tuple[bool | None, int]] = Kept(
    _answer,
    weigh=lambda asked, _: _BYTES_OF_AN_ANSWER + sum(len(each) for some in asked for each in some),
    most=_MOST_KEPT,
)
_exemplified: Kept[_Question, tuple[str | None, bool, int]] = Kept(
    _exemplify,
    weigh=lambda asked, _: _BYTES_OF_AN_ANSWER + sum(len(each) for some in asked for each in some),
    most=_MOST_KEPT,
)
_counted: Kept[tuple[frozenset[str], int], tuple[int | None, int]] = Kept(
    _count, weigh=lambda asked, _: _BYTES_OF_AN_ANSWER + sum(map(len, asked[0])), most=_MOST_KEPT
)


def _by_names(matched: frozenset[str], unmatched: frozenset[str], budget: Budget) -> bool | None:
    """Try the texts that one of the patterns consists of: the names that it matches, or what others have to hold."""
    for pattern in sorted(matched):
        texts = literal_texts_of(pattern)
        if texts is None:
            continue
        are_all = all(each.at_start and each.at_end for each in texts)
        tried = sorted(each.text for each in texts)[: None if are_all else _MOST_TRIED]
        budget.spend(_STEPS_A_SEARCH * len(tried) * (len(matched) + len(unmatched)))
        is_told_apart = _told_apart(matched, unmatched, budget)
        if any(map(is_told_apart, tried)):
            return False
        if are_all:
            return True
    return None


def _by_literal_texts(matched: frozenset[str], unmatched: frozenset[str], budget: Budget) -> bool | None:
    """Compare the texts that all of the patterns consist of."""
    wanted, unwanted = _all_literal_texts(matched), _all_literal_texts(unmatched)
    if wanted is None or unwanted is None:
        return None
    if len(wanted) == 1:
        # Whatever else is in a text that holds one of these can be something that no other pattern speaks of.
        kept_out = [each for texts in unwanted for each in texts]
        budget.spend(len(wanted[0]) * len(kept_out))
        return all(any(other.holds(each) for other in kept_out) for each in wanted[0])
    if len(wanted) == 2 and not unwanted:  # noqa: PLR2004 (a pair)
        budget.spend(len(wanted[0]) * len(wanted[1]))
        return not any(each.meets(other) for each in wanted[0] for other in wanted[1])
    return None


def _all_literal_texts(patterns: frozenset[str]) -> list[frozenset[LiteralText]] | None:
    found = [literal_texts_of(pattern) for pattern in patterns]
    known = [texts for texts in found if texts is not None]
    return known if len(known) == len(found) else None


def _by_automaton(matched: list[str], unmatched: list[str], budget: Budget) -> bool:
    return _first_by_automaton(matched, unmatched, budget) is None


def _first_by_automaton(matched: list[str], unmatched: list[str], budget: Budget) -> str | None:
    """Walk the patterns that can be walked; RE2 has the last word on the text that is found, and on the others.

    Raises:
        GaveUpError: That cannot be told.
    """
    walked = _programs(matched), _programs(unmatched)
    text = find_text(*walked, budget)
    if text is None:
        return None
    is_told_apart = _told_apart(matched, unmatched, budget)
    if is_told_apart(text):
        return text
    in_ascii = _programs([*matched, _ASCII], is_ascii=True), _programs(unmatched, is_ascii=True)
    text = find_text(*in_ascii, budget)
    is_found = text is not None and is_told_apart(text)
    is_all_ascii = text is None and find_text(walked[0], _programs([_ASCII]), budget) is None
    if not is_found and not is_all_ascii:
        raise GaveUpError
    return text


def _programs(patterns: list[str], *, is_ascii: bool = False) -> tuple[Program, ...]:
    programs = (program_of((pattern, is_ascii)) for pattern in patterns)
    return tuple(program for program in programs if program is not None)


def _told_apart(matched: Iterable[str], unmatched: Iterable[str], budget: Budget) -> Callable[[str], bool]:
    """Return what asks RE2 whether a text is matched by all of some patterns and by none of others."""
    wanted, unwanted = sorted(matched), sorted(unmatched)
    dear = {pattern for pattern in (*wanted, *unwanted) if not _begins_in_one_place(pattern)}

    def is_found(pattern: str, text: str) -> bool:
        if pattern in dear:
            budget.spend(steps_of_search(pattern, len(text)))
        return Pattern(pattern).search(text)

    def is_told_apart(text: str) -> bool:
        return all(is_found(each, text) for each in wanted) and not any(is_found(each, text) for each in unwanted)

    return is_told_apart


def _begins_in_one_place(pattern: str) -> bool:
    """Check whether a pattern is texts at the start, which a search sees at once not to be there."""
    texts = literal_texts_of(pattern)
    return texts is not None and all(each.at_start for each in texts)
