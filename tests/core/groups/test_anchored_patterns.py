"""Names and texts as patterns."""

from __future__ import annotations

import pytest
import re2

from webhook_constructs.core.groups.anchored_patterns import (
    anchored_names,
    contains_pattern,
    escaped,
    folder_prefix_pattern,
    one_of,
)
from webhook_constructs.core.groups.name_kinds import BRANCH, COMMIT_MESSAGE, FOLDER, WORKFLOW, BuilderMethods

METHODS = BuilderMethods("")


@pytest.mark.parametrize("code_point", range(1, 0x250))
def test_an_escaped_character_matches_itself_and_nothing_else(code_point: int) -> None:
    pattern = re2.compile(f"^{escaped(chr(code_point))}$")

    assert [other for other in range(1, 0x250) if pattern.search(chr(other))] == [code_point]


def test_only_what_re2_reads_as_more_than_a_character_is_escaped() -> None:
    assert escaped("feature/a-b_c:d, e#f@g~h!i") == "feature/a-b_c:d, e#f@g~h!i"
    assert escaped(r"\.+*?()|[]{}^$") == r"\\\.\+\*\?\(\)\|\[\]\{\}\^\$"


def test_each_name_is_in_the_pattern_once() -> None:
    assert anchored_names(BRANCH, ("a", "b", "a"), METHODS) == "^refs/heads/(a|b)$"
    assert anchored_names(BRANCH, ("a", "a"), METHODS) == "^refs/heads/a$"
    assert one_of(["a"]) == "a"


def test_names_may_hold_braces_and_the_words_of_error_texts() -> None:
    assert anchored_names(WORKFLOW, ("{instead}",), METHODS) == r"^\{instead\}$"


def test_folders_end_at_a_slash_written_or_not() -> None:
    assert folder_prefix_pattern(FOLDER, ("a", "b/"), METHODS) == "^(a|b)/"
    assert folder_prefix_pattern(FOLDER, ("a", "a/"), METHODS) == "^a/"


def test_texts_are_found_anywhere() -> None:
    assert contains_pattern(COMMIT_MESSAGE, ("[a]",), METHODS) == r"\[a\]"
