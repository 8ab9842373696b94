"""Sets of characters."""

from __future__ import annotations

import pytest
import re2

from webhook_constructs.core.code_points import POSIX_CLASSES, CodePoints


@pytest.mark.parametrize("name", POSIX_CLASSES)
def test_the_classes_are_those_of_re2(name: str) -> None:
    pattern = re2.compile(f"^[[:{name}:]]$")

    assert [point for point in range(0x250) if point in POSIX_CLASSES[name]] == [
        point for point in range(0x250) if pattern.search(chr(point))
    ]


@pytest.mark.parametrize("code_point", range(0x80))
def test_cases_are_folded_as_re2_folds_them(code_point: int) -> None:
    folded = CodePoints.of((code_point, code_point)).folded()
    pattern = re2.compile(f"(?i)^\\x{{{code_point:x}}}$")

    assert folded is not None
    assert [point for point in [*range(0x250), 0x212A] if point in folded] == [
        point for point in [*range(0x250), 0x212A] if pattern.search(chr(point))
    ]


def test_characters_beyond_ascii_are_not_folded() -> None:
    assert CodePoints.of_text("é").folded() is None
    assert CodePoints(()).folded() == CodePoints(())


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
