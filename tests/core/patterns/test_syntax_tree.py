"""Anchors of a tree; whole patterns are in test_pattern."""

from __future__ import annotations

import pytest

from webhook_constructs.core.patterns.re2_parser import parse
from webhook_constructs.core.patterns.syntax_tree import AnchorKind, is_anchored


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [("^", True), ("$", False), ("a", False), ("^|a", False), ("(^a)*", False), ("(^a){2}", True), ("a^", True)],
)
def test_an_anchor_counts_if_there_is_no_way_around_it(pattern: str, expected: bool) -> None:  # noqa: FBT001
    assert is_anchored(parse(pattern), AnchorKind.TEXT_START) is expected
