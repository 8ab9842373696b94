from __future__ import annotations

import pytest

from tools.prowler_page import Row, rows


def test_prowler_is_nowhere_right_alone() -> None:
    assert [row.pattern for row in rows() if row.right == "Prowler"] == []


@pytest.mark.parametrize(
    ("pattern", "prowler_objects", "rules", "right"),
    [
        ("^12345$", False, (), "both"),
        ("12345", True, ("WH201",), "both"),
        ("^(12345|67890)$", True, (), "this package"),
        ("^12345$|", False, ("WH202",), "this package"),
        ("^.*$", False, ("WH202",), "this package"),
        (r"^12345\$", False, ("WH307",), "both"),
        ("(^|,)12345($|,)", True, (), "this package"),
        (r"\b12345\b", True, (), "this package"),
    ],
)
def test_what_each_says_of_a_pattern(
    pattern: str, rules: tuple[str, ...], right: str, *, prowler_objects: bool
) -> None:
    row = next(row for row in rows() if row.pattern == pattern)

    assert (row.prowler_objects, row.rules, row.right) == (prowler_objects, rules, right)


def test_prowler_would_be_right_alone_where_the_rules_were_silent() -> None:
    assert Row("12345", "strangers", prowler_objects=True, rules=()).right == "Prowler"
