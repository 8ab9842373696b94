"""Sets of characters."""

from __future__ import annotations

import pytest
import re2

from webhook_constructs.core.patterns.code_points import POSIX_CLASSES, CodePoints, unicode_class

CHARACTERS = frozenset((*range(0xD800), *range(0xE000, 0x110000)))
ODD_CASES = (
    0xE9,
    0xC9,
    0xDF,
    0x1E9E,
    0xFF,
    0x131,
    0x130,
    0x17F,
    0x212A,
    0x3A3,
    0x3C2,
    0x1C5,
    0x2163,
    0x24D0,
    0x345,
    0x4DC0,
)
EVERY_CHARACTER = "".join(map(chr, sorted(CHARACTERS))).encode()


def _blocks() -> list[str]:
    """Divide the characters that Python knows another case of into texts of fifty."""
    letters = [
        chr(each) for each in sorted(CHARACTERS) if chr(each).lower() != chr(each) or chr(each).upper() != chr(each)
    ]
    return ["".join(letters[begin : begin + 50]) for begin in range(0, len(letters), 50)]


def _folded_by_re2(letters: str) -> CodePoints:
    matched = re2.compile(f"(?i)[{letters}]").finditer(EVERY_CHARACTER)
    return CodePoints.of_text("".join(each.group().decode() for each in matched))


@pytest.mark.parametrize("name", POSIX_CLASSES)
def test_the_classes_are_those_of_re2(name: str) -> None:
    pattern = re2.compile(f"^[[:{name}:]]$")

    assert [point for point in range(0x250) if point in POSIX_CLASSES[name]] == [
        point for point in range(0x250) if pattern.search(chr(point))
    ]


@pytest.mark.parametrize("code_point", [*range(0x80), *ODD_CASES])
def test_cases_are_folded_as_re2_folds_them(code_point: int) -> None:
    folded = CodePoints.of((code_point, code_point)).folded()
    matched = re2.compile(f"(?i)\\x{{{code_point:x}}}").finditer(EVERY_CHARACTER)

    assert CodePoints.of_text("".join(each.group().decode() for each in matched)) == folded


def test_every_character_with_another_case_is_folded() -> None:
    letters = "".join(re2.compile(r"[^\p{Lo}\p{Co}\pP\pZ]+").findall(EVERY_CHARACTER.decode()))
    folded = CodePoints.of_text(letters).folded()

    assert folded == CodePoints.of_text(letters)  # nothing outside of these is the other case of one of them
    assert [each for each in _blocks() if CodePoints.of_text(each).folded() != _folded_by_re2(each)] == []


@pytest.mark.parametrize("name", ["L", "Lu", "N", "Nd", "Greek", "Han", "Any", "Zs", "Co", "Old_Italic"])
def test_a_class_of_unicode_is_that_of_re2(name: str) -> None:
    points = unicode_class(name)
    pattern = re2.compile(rf"^\p{{{name}}}$")

    assert points is not None
    edges = {edge for low, high in points.ranges for edge in (low - 1, low, high, high + 1)}
    assert [
        edge for edge in sorted(edges & CHARACTERS) if (edge in points) is not bool(pattern.search(chr(edge)))
    ] == []


@pytest.mark.parametrize("name", ["", "Klingon", "L}|x{1", "^L", "l", "Lu Ll", "é"])
def test_there_is_no_other_class(name: str) -> None:
    assert unicode_class(name) is None


def test_negation_leaves_all_others() -> None:
    assert CodePoints(()).negated().ranges == ((0, 0x10FFFF),)
    assert CodePoints.of((0, 0x10FFFF)).negated().ranges == ()
    assert CodePoints.of_text("b").negated().negated() == CodePoints.of_text("b")


def test_ranges_are_joined() -> None:
    assert CodePoints.of((5, 9), (1, 3), (4, 4), (20, 30), (22, 23)).ranges == ((1, 9), (20, 30))
    assert CodePoints.union([CodePoints.of((1, 2)), CodePoints.of((2, 5))]).ranges == ((1, 5),)


def test_a_set_of_one_names_its_character() -> None:
    assert CodePoints.of_text("a").only == "a"
    assert CodePoints.of_text("ab").only is None
    assert CodePoints(()).only is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (((0x30, 0x39),), ((0x35, 0x40), (0x61, 0x66))),
        (((0, 0x10FFFF),), ((5, 5), (7, 9), (0x10FFFF, 0x10FFFF))),
        (((1, 3), (5, 9), (11, 20)), ((2, 6), (8, 12), (14, 15), (18, 30))),
        (((1, 2),), ((3, 4),)),
        ((), ((1, 2),)),
        (((1, 1), (3, 3), (5, 5)), ((1, 1), (3, 3), (5, 5))),
        (((4, 8),), ((1, 4), (8, 8))),
    ],
)
def test_what_is_in_both_sets_is_what_is_in_neither_of_the_others(
    one: tuple[tuple[int, int], ...], other: tuple[tuple[int, int], ...]
) -> None:
    these, those = CodePoints(one), CodePoints(other)
    expected = CodePoints.union((these.negated(), those.negated())).negated()

    assert these & those == those & these == expected
    assert bool(these & those) is bool(expected.ranges)
