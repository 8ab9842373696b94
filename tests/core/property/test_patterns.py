"""What is told about a pattern agrees with what RE2 matches."""

from __future__ import annotations

from itertools import product

import re2
from hypothesis import assume, given

from tests.core.property import strategies
from webhook_constructs.core import Pattern, is_disjoint, is_subset, is_unsatisfiable
from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.intersections import count_texts
from webhook_constructs.core.patterns.program import Program
from webhook_constructs.core.patterns.re2_parser import UnreadableError, WrongSyntaxError, parse
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError


@given(strategies.anything_like_a_pattern)
def test_the_parser_reads_what_re2_accepts_and_nothing_else(pattern: str) -> None:
    try:
        parse(pattern)
        read = True
    except (WrongSyntaxError, UnreadableError):
        read = False

    assert read is strategies.is_re2(pattern)


@given(strategies.patterns, strategies.texts)
def test_an_automaton_takes_the_texts_that_re2_matches(pattern: str, text: str) -> None:
    """A walk along one text only: whether it can end with a match."""
    found = find_text((Program(parse(pattern)), Program(parse(f"^{escaped(text)}$"))), (), Budget(100_000))

    assert found == (text if Pattern(pattern).search(text) else None)


@given(strategies.compiled, strategies.texts)
def test_a_match_of_an_anchored_pattern_is_at_the_end_that_it_is_anchored_at(pattern: Pattern, text: str) -> None:
    for match in re2.finditer(pattern.text, text):
        assert match.start() == 0 or not pattern.is_anchored_at_start
        assert match.end() == len(text) or not pattern.is_anchored_at_end


@given(strategies.compiled, strategies.texts)
def test_the_texts_of_a_pattern_are_where_it_matches(pattern: Pattern, text: str) -> None:
    literal_texts = pattern.literal_texts
    assume(literal_texts is not None)

    held = any(
        (text == each.text if each.at_start and each.at_end else each.text in text)
        and (not each.at_start or text.startswith(each.text))
        and (not each.at_end or text.endswith(each.text))
        for each in literal_texts or ()
    )

    assert held is pattern.search(text)


@given(strategies.compiled, strategies.compiled, strategies.texts)
def test_what_a_subset_matches_the_other_matches(one: Pattern, other: Pattern, text: str) -> None:
    answer = is_subset(one, other)

    assert not (answer is True and one.search(text) and not other.search(text))


@given(strategies.compiled, strategies.compiled, strategies.texts)
def test_nothing_matches_two_disjoint_patterns(one: Pattern, other: Pattern, text: str) -> None:
    answer = is_disjoint(one, other)

    assert not (answer is True and one.search(text) and other.search(text))


@given(strategies.compiled, strategies.texts)
def test_nothing_matches_an_unsatisfiable_pattern(pattern: Pattern, text: str) -> None:
    assert not (is_unsatisfiable(pattern) is True and pattern.search(text))


@given(strategies.odd_patterns, strategies.odd_patterns, strategies.texts)
def test_bytes_and_classes_of_unicode_are_what_re2_takes_them_for(one: str, other: str, text: str) -> None:
    first, second = Pattern(one), Pattern(other)
    is_first, is_second = first.search(text), second.search(text)

    assert not (is_subset(first, second) is True and is_first and not is_second)
    assert not (is_disjoint(first, second) is True and is_first and is_second)
    assert not (is_unsatisfiable(first) is True and is_first)


@given(strategies.odd_patterns, strategies.texts)
def test_an_automaton_of_ascii_takes_the_texts_in_ascii_that_re2_matches(pattern: str, text: str) -> None:
    assume(text.isascii())
    walked = Program(parse(pattern), is_ascii=True), Program(parse(f"^{escaped(text)}$"))

    assert find_text(walked, (), Budget(100_000)) == (text if Pattern(pattern).search(text) else None)


@given(strategies.odd_patterns)
def test_as_many_texts_are_counted_as_re2_matches(pattern: str) -> None:
    universe = ["".join(each) for length in range(4) for each in product("ab1", repeat=length)]
    expected = sum(Pattern(pattern).search(text) for text in universe)

    assert count_texts(frozenset({"^[ab1]{0,3}$", pattern}), 1_000) == expected


@given(strategies.patterns, strategies.patterns)
def test_the_short_ways_give_the_answers_of_the_automaton(one: str, other: str) -> None:
    first, second = Program(parse(one)), Program(parse(other))
    try:
        subset, disjoint = (
            find_text((first,), (second,), Budget(100_000)),
            find_text((first, second), (), Budget(100_000)),
        )
    except GaveUpError:
        return

    assert is_subset(Pattern(one), Pattern(other)) is (subset is None)
    assert is_disjoint(Pattern(one), Pattern(other)) is (disjoint is None)


@given(strategies.compiled, strategies.compiled)
def test_the_answers_agree_with_each_other(one: Pattern, other: Pattern) -> None:
    assert is_subset(one, one) is True
    assert is_disjoint(one, other) is is_disjoint(other, one)
    if is_unsatisfiable(one):
        assert is_subset(one, other) is True
        assert is_disjoint(one, other) is True
    if is_subset(one, other) and is_disjoint(one, other):
        assert is_unsatisfiable(one) is True
