"""Refs that show what a pattern leaves open, where the pattern is too big to be walked."""

from __future__ import annotations

import pytest

from tests.lint.case import webhook
from webhook_constructs.core import Pattern
from webhook_constructs.lint import lint
from webhook_constructs.lint.pattern_analysis.ref_examples import is_meant, refs_with

NAMES = range(5_000)


@pytest.mark.parametrize(
    ("pattern", "ref", "expected"),
    [
        ("main", "refs/heads/main", True),
        ("^refs/heads/main", "refs/heads/main", True),
        ("main", "refs/heads/main-2", False),
        ("^refs/heads/(main|main-2)", "refs/heads/main-2", True),
        (r"main\Q-x", "refs/heads/main-x-2", True),
        ("x" * 4_000 + "|y", "refs/heads/y-2", False),
    ],
)
def test_a_ref_is_meant_if_the_pattern_matches_the_whole_or_that_cannot_be_told(
    pattern: str, ref: str, *, expected: bool
) -> None:
    assert is_meant(Pattern(pattern), ref, refs_with(("",))) is expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^refs/heads/(" + "|".join(f"b~{each}" for each in range(3_000)) + ")", ["WH006"]),
        ("^refs/heads/(" + "|".join(f"b{each}/" for each in NAMES) + ")(x$|)", ["WH203"]),
        ("^refs/heads/(" + "|".join(f"b{each}" for each in NAMES) + r")\Q", ["WH006"]),
    ],
    ids=["no ref among those that are tried", "prefixes and an optional name", "quoted to the end"],
)
def test_what_is_too_big_to_be_walked_is_shown_or_named(pattern: str, expected: list[str]) -> None:
    assert [each.id for each in lint(webhook({"EVENT": "PUSH", "HEAD_REF": pattern}))] == expected
