"""Branch filters, which are for bare names, are written for whole refs."""

from __future__ import annotations

import pytest
import re2
from hypothesis import given, settings

from tests.core.property.strategies import patterns, texts
from tests.extent import examples
from webhook_constructs.core.comparison.clauses import in_refs


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("^main$", "^refs/heads/(?:main$)"),
        ("main", "^refs/heads/(?s:.*)(?:main)"),
        ("^main$|^dev", "^refs/heads/(?:main$)|^refs/heads/(?:dev)"),
        ("^(main|dev)$", "^refs/heads/(?:(main|dev)$)"),
        ("(?i)main|dev", "^refs/heads/(?s:.*)(?i:main)|^refs/heads/(?s:.*)(?i:dev)"),
        (r"^a[]|]\Q(|\E[[:alpha:]|]$|^(b|c)", r"^refs/heads/(?:a[]|]\Q(|\E[[:alpha:]|]$)|^refs/heads/(?:(b|c))"),
        ("(?i)^main$", "^refs/heads/(?i:main$)"),
        ("(?is)^a$|^(b|c)$", "^refs/heads/(?is:a$)|^refs/heads/(?is:(b|c)$)"),
        ("^(a|b)$|^[c|d]$", "^refs/heads/(?:(a|b)$)|^refs/heads/(?:[c|d]$)"),
        (r"\|a|b", r"^refs/heads/(?s:.*)(?:\|a)|^refs/heads/(?s:.*)(?:b)"),
        ("", "^refs/heads/(?s:.*)(?:)"),
        ("(^main)$", None),
        ("(?m)^main", None),
        ("(a|^b)c", None),
        ("(^a)*", None),
        ("^main$|(^a)", None),
        ("(" * 101 + "a" + ")" * 101, None),
        (r"a\Qb", None),
    ],
)
def test_a_pattern_of_names_is_written_for_refs(pattern: str, expected: str | None) -> None:
    assert in_refs(pattern) == expected


@settings(max_examples=examples(600))
@given(patterns, texts)
def test_what_is_written_for_refs_matches_the_refs_of_the_same_names(pattern: str, name: str) -> None:
    of_refs = in_refs(pattern)

    assert of_refs is None or bool(re2.search(of_refs, f"refs/heads/{name}")) is bool(re2.search(pattern, name))
