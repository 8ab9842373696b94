"""Patterns that are anchored and patterns that are not, marked by hand, with RE2 itself as the judge of the marks."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
import re2
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.core.property import strategies
from tests.lint.case import webhook
from webhook_constructs.core import Pattern, SourceProvider
from webhook_constructs.lint import lint
from webhook_constructs.lint.pattern_analysis.actors import Reach, reach_of


@dataclass(frozen=True)
class Safe:
    """A pattern that matches some values, all of them given, and nothing that holds more."""

    pattern: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Prefix:
    """A pattern on refs that matches a value with anything after it, but with nothing before it, and no stranger."""

    pattern: str
    value: str
    stranger: str


@dataclass(frozen=True)
class Unsafe:
    """A pattern that matches a value that is meant, and one that holds it and more."""

    pattern: str
    value: str
    intruder: str


@dataclass(frozen=True)
class Harmless:
    """A pattern that is open, and yet matches one ID only: what it matches besides is no account ID of GitHub."""

    pattern: str
    value: str
    intruder: str


Row = Safe | Prefix | Unsafe | Harmless
ID, OTHER_ID = "12345", "67890"
BOTH_IDS = (ID, OTHER_ID)
MAIN, DEVELOP = "refs/heads/main", "refs/heads/develop"

ACTORS: list[Row] = [
    # Nothing, or only one end
    Unsafe("12345", ID, "9123457"),
    Unsafe("^12345", ID, "123456"),
    Unsafe("12345$", ID, "912345"),
    Safe("^12345$", (ID,)),
    Safe(r"\A12345\z", (ID,)),
    Safe(r"\A12345$", (ID,)),
    Unsafe(r"\A12345", ID, "123456"),
    Unsafe(r"12345\z", ID, "912345"),
    # Alternatives
    Unsafe("^12345|67890$", ID, "123456"),
    Unsafe("12345|67890", OTHER_ID, "1678902"),
    Unsafe("^12345$|67890", OTHER_ID, "167890"),
    Unsafe("^12345|^67890", ID, "123459"),
    Unsafe("12345$|67890$", ID, "912345"),
    Safe("^12345$|^67890$", BOTH_IDS),
    Safe("^(12345|67890)$", BOTH_IDS),
    Safe("^(?:12345|67890)$", BOTH_IDS),
    Safe("(^12345|^67890)$", BOTH_IDS),
    Safe("^(12345$|67890$)", BOTH_IDS),
    Safe("(?P<id>^12345$)|(?P<other>^67890$)", BOTH_IDS),
    Unsafe("(^12345|67890)$", OTHER_ID, "167890"),
    Unsafe("^(12345$|67890)", OTHER_ID, "678901"),
    Unsafe("^12345(|67890$)", ID, "123450"),
    Unsafe("(^)12345|(67890)($)", ID, "123456"),
    # Empty alternatives
    Unsafe("^12345$|", ID, "9123459"),
    Unsafe("|^12345$", ID, "9123459"),
    Unsafe("^(|12345)", ID, "123456"),
    Safe("^(12345|)$", (ID, "")),
    Safe("^(|12345)$", (ID, "")),
    Safe("^$", ("",)),
    # Anchors that may be left out
    Unsafe("^?12345$", ID, "912345"),
    Unsafe("^12345$?", ID, "123456"),
    Unsafe("^*12345$", ID, "912345"),
    Unsafe("(^)?12345$", ID, "912345"),
    Unsafe("(^|9)12345$", ID, "912345"),
    Unsafe("^12345($|6)", ID, "1234567"),
    Unsafe("^{0}12345$", ID, "912345"),
    Safe("^+12345$", (ID,)),
    Safe("^{1,2}12345$", (ID,)),
    # Anchors twice, in places where they do nothing, and in groups
    Safe("^^12345$$", (ID,)),
    Safe("((((^))))12345(((($))))", (ID,)),
    Safe("((^(((12345))|(67890)))$)", BOTH_IDS),
    Unsafe("((^((12345)|(67890))))", ID, "123456"),
    Safe(".*^12345$.*", (ID,)),
    Safe("^12345$|$99999", (ID,)),
    Safe("^12345$|9^9", (ID,)),
    Safe("^12345$(6|)", (ID,)),
    Safe("^[0-9]*^12345$", (ID,)),
    Safe("^12345$[0-9]*$", (ID,)),
    Safe(r"^12345\b*$", (ID,)),
    # What looks like an anchor and is none
    Unsafe(r"^12345\d?\$?", ID, "123456"),
    Unsafe(r"^(12345|67890\$)", ID, "123456"),
    Unsafe("^12345[$]?", ID, "123456"),
    Unsafe("[^0]12345$", "912345", "9912345"),
    Unsafe(r"\^?12345$", ID, "912345"),
    Unsafe(r"\Q^\E?12345$", ID, "912345"),
    Safe(r"^\Q12345\E$", (ID,)),
    Unsafe(r"^\Q12345", ID, "123456"),
    # Words and lines
    Harmless(r"\b12345\b", ID, "9:12345"),
    Harmless(r"^12345\b", ID, "12345:9"),
    Safe(r"\b^12345$\b", (ID,)),
    Harmless("(?m)^12345$", ID, "9\n12345"),
    Harmless("(?m:^)12345$", ID, "9\n12345"),
    Harmless("^12345(?m:$)", ID, "12345\n9"),
    Safe("(?m-m)^12345$", (ID,)),
    Safe(r"(?m)\A12345\z", (ID,)),
    Harmless(r"^12345(\n|$)", ID, "12345\n9"),
    Safe("(?s)^12345$", (ID,)),
    Safe("(?i)^12345$", (ID,)),
    Safe("(?i)^ab$", ("ab", "aB", "Ab", "AB")),
    Unsafe("(?i)^12", "12", "123"),
    Safe("(?U)^12345$", (ID,)),
    # Any text around, or within
    Unsafe(".*12345.*", ID, "9123459"),
    Unsafe("^.*12345.*$", ID, "9123459"),
    Unsafe("^.*12345$", ID, "912345"),
    Unsafe("^12345.*$", ID, "123456"),
    Unsafe("^(.*)12345$", ID, "912345"),
    Unsafe("(?s)^.*?12345$", ID, "9\n12345"),
    Unsafe("^[0-9]*12345$", ID, "912345"),
    Unsafe(r"^12345\d*$", ID, "123456"),
    Unsafe("^12345[^,]*$", ID, "123456"),
    Unsafe("^(12345)+$", ID, "1234512345"),
    Unsafe("^(12345|67890)+$", ID, "1234567890"),
    Unsafe("^([0-9]*12345|67890)$", ID, "912345"),
    Unsafe("^12345([0-9]*$|$)", ID, "123456"),
    Harmless("^12345(-67890)*$", ID, "12345-67890"),
    Unsafe("^(12345|-)+$", ID, "1234512345"),
    Unsafe("^[0-9]?12345$", ID, "912345"),
    Unsafe("^.{0,4}12345$", ID, "999912345"),
    Unsafe("^12345([0-9]|)?[0-9]{0,3}$", ID, "123456"),
    Unsafe("^[0-9]+$", ID, "123456"),
    Unsafe("^[1-9][0-9]{0,8}$", ID, "123456"),
    Unsafe(".*", ID, "123456"),
    Unsafe("^.*$", ID, "123456"),
    # Anchored, and more than texts
    Safe("^1234[5-6]$", ("12345", "12346")),
    Safe("^(1234[56]|67890)$", ("12345", "12346", OTHER_ID)),
    Safe("^12345?$", ("1234", ID)),
    Safe("^(12345){2}$", ("1234512345",)),
    Safe(r"^1234\x35$", (ID,)),
    Safe(r"^712020:0c1f2a34-56b7-489d-8e0f-a1b2c3d4e5f6$", ("712020:0c1f2a34-56b7-489d-8e0f-a1b2c3d4e5f6",)),
]

REFS: list[Row] = [
    # Nothing, or only one end
    Unsafe("main", MAIN, "refs/heads/main-2"),
    Unsafe("refs/heads/main", MAIN, "refs/heads/main-2"),
    Unsafe("^refs/heads/main", MAIN, "refs/heads/main-2"),
    Unsafe("refs/heads/main$", MAIN, "refs/heads/x/refs/heads/main"),
    Unsafe("main$", "main", "refs/heads/x/main"),
    Unsafe("/main$", "/main", "refs/heads/x/main"),
    Safe("^refs/heads/main$", (MAIN,)),
    Safe(r"\Arefs/heads/main\z", (MAIN,)),
    Safe(r"^refs\/heads\/main$", (MAIN,)),
    # Alternatives
    Unsafe("^refs/heads/main|develop$", MAIN, "refs/heads/main-2"),
    Unsafe("^refs/heads/main$|develop", DEVELOP, "refs/heads/develop-2"),
    Unsafe("^refs/heads/(main|develop)", DEVELOP, "refs/heads/develop/x"),
    Unsafe("^refs/heads/(main$|develop)", DEVELOP, "refs/heads/develop/x"),
    Unsafe("^refs/heads/(main|)", MAIN, "refs/heads/main-2"),
    Safe("^refs/heads/(main|develop)$", (MAIN, DEVELOP)),
    Safe("^refs/heads/main$|^refs/heads/develop$", (MAIN, DEVELOP)),
    Safe("^refs/heads/((main)|(develop))$", (MAIN, DEVELOP)),
    Safe("^refs/(heads|tags)/main$", (MAIN, "refs/tags/main")),
    # Anchors that may be left out, and what looks like one
    Unsafe("^?refs/heads/main$", MAIN, "x/refs/heads/main"),
    Unsafe("(^|/)refs/heads/main$", MAIN, "x/refs/heads/main"),
    Unsafe("^refs/heads/main$?", MAIN, "refs/heads/main-2"),
    Unsafe(r"^refs/heads/main\$?", MAIN, "refs/heads/main-2"),
    Unsafe("^refs/heads/main[$]?", MAIN, "refs/heads/main-2"),
    Unsafe(r"^refs/heads/main\b", MAIN, "refs/heads/main-2"),
    Harmless("(?m)^refs/heads/main$", MAIN, "x\nrefs/heads/main"),
    Safe("^^refs/heads/main$$", (MAIN,)),
    Safe("^refs/heads/main$.*", (MAIN,)),
    Safe("(?i)^refs/heads/v$", ("refs/heads/v", "refs/heads/V")),
    # Any text around a whole ref
    Unsafe(".*refs/heads/main$", MAIN, "refs/heads/x/refs/heads/main"),
    Unsafe("^.*refs/heads/main$", MAIN, "refs/heads/x/refs/heads/main"),
    Unsafe("^(.*)refs/heads/(main|develop)$", MAIN, "refs/heads/x/refs/heads/main"),
    # Something after a name, but not said
    Unsafe("^refs/heads/release(/.*)?", "refs/heads/release", "refs/heads/release-2"),
    Unsafe(r"^refs/tags/v\d+\.\d+\.\d+", "refs/tags/v1.2.3", "refs/tags/v1.2.3-rc1"),
    Unsafe(r"^refs/heads/main\d+", "refs/heads/main1", "refs/heads/main1-x"),
    Unsafe("^refs/heads/feature/[^/]+", "refs/heads/feature/a", "refs/heads/feature/a/b"),
    Unsafe(r"^refs/heads/feature/\w+", "refs/heads/feature/a", "refs/heads/feature/a-b"),
    Unsafe("refs/heads/release/", "refs/heads/release/1", "refs/heads/x/refs/heads/release/1"),
    Unsafe("refs/tags/.*", "refs/tags/v1", "refs/heads/refs/tags/v1"),
    # Prefixes
    Prefix("^refs/heads/release/", "refs/heads/release/1", "refs/heads/release-2"),
    Prefix("^refs/heads/release/.*", "refs/heads/release/1", "refs/heads/release-2"),
    Prefix("^refs/heads/release/.+", "refs/heads/release/1", "refs/heads/release/"),
    Prefix("^refs/heads/(a|b)/", "refs/heads/b/1", "refs/heads/ab/1"),
    Prefix("^refs/heads/a/|^refs/heads/b/.*", "refs/heads/b/1", "refs/heads/c/1"),
    Prefix("^refs/tags/", "refs/tags/v1", MAIN),
    Prefix("^refs/tags/v", "refs/tags/v1", "refs/tags/1"),
    Prefix("^refs/tags/v[0-9]", "refs/tags/v1", "refs/tags/v-1"),
    Prefix(r"^refs/tags/v\d+", "refs/tags/v12", "refs/tags/v-1"),
    Prefix("^refs/tags/api/v[0-9]+", "refs/tags/api/v1", "refs/tags/api/x"),
    Prefix("^refs/tags/api-v", "refs/tags/api-v1", "refs/tags/api-1"),
    Prefix("^refs/tags/api-v[0-9]", "refs/tags/api-v1", "refs/tags/api-v"),
    Prefix("^refs/heads/release/[0-9]+", "refs/heads/release/1", "refs/heads/release/x"),
    Prefix(r"^refs/heads/gh-readonly-queue/main/pr-\d+", "refs/heads/gh-readonly-queue/main/pr-1", MAIN),
    Prefix("^refs/heads/(feature|bugfix)/[A-Z]+-[0-9]+", "refs/heads/bugfix/AB-1", "refs/heads/bugfix/1"),
    Prefix("^refs/heads/v.*", "refs/heads/v", "refs/heads/w"),
    Prefix("^refs/heads/release-", "refs/heads/release-1", "refs/heads/release/1"),
    Prefix("^refs/heads/main(/.*|-.*)", "refs/heads/main-1", "refs/heads/main2"),
]
PAIRS_OF_ENDS = [
    (before, after)
    for before in ("", "0", "9", ID, "x", "X", "-", "_", ":", ".", " ", "/", "x/", "refs/heads/", "\n", "x\n", "é", "^")
    for after in ("", "0", "9", ID, "x", "X", "-", "_", ":", ".", " ", "/", "/x", "-2", "\n", "\nx", "\r\n", "é", "$")
    if before or after
]

each_actor = pytest.mark.parametrize("row", ACTORS, ids=lambda row: row.pattern)
each_ref = pytest.mark.parametrize("row", REFS, ids=lambda row: row.pattern)
each_row = pytest.mark.parametrize("row", [*ACTORS, *REFS], ids=lambda row: row.pattern)


def found(pattern: str, text: str) -> bool:
    return re2.search(pattern, text, strategies.OPTIONS) is not None


def ids_of(filter_type: str, pattern: str) -> set[str]:
    findings = lint(webhook({"EVENT": "PUSH", filter_type: pattern}))
    return {each.id for each in findings} & {"WH201", "WH202", "WH203", "WH211"}


def test_there_are_enough_rows_and_each_is_there_once() -> None:
    for rows in (ACTORS, REFS):
        assert len({row.pattern for row in rows}) == len(rows)
    assert len(ACTORS) + len(REFS) >= 60
    assert min(sum(isinstance(row, kind) for row in ACTORS + REFS) for kind in (Safe, Prefix, Unsafe)) >= 10


@each_row
def test_re2_agrees_with_the_mark(row: Row) -> None:
    if isinstance(row, (Unsafe, Harmless)):
        assert row.value in row.intruder
        assert row.value != row.intruder
        assert found(row.pattern, row.value)
        assert found(row.pattern, row.intruder)
    elif isinstance(row, Prefix):
        assert found(row.pattern, row.value)
        assert all(found(row.pattern, row.value + after) for before, after in PAIRS_OF_ENDS if not before)
        assert not any(found(row.pattern, before + row.value + after) for before, after in PAIRS_OF_ENDS if before)
        assert not found(row.pattern, row.stranger)
    else:
        assert all(found(row.pattern, value) for value in row.values)
        around = {before + value + after for value in row.values for before, after in PAIRS_OF_ENDS}
        assert [text for text in around - set(row.values) if found(row.pattern, text)] == []


@each_actor
def test_the_rules_on_actors_agree_with_the_mark(row: Row) -> None:
    including, excluding = ids_of("ACTOR_ACCOUNT_ID", row.pattern), ids_of("!ACTOR_ACCOUNT_ID", row.pattern)

    if isinstance(row, Unsafe):
        assert including in ({"WH201"}, {"WH202"})
        assert excluding in ({"WH211"}, *([set()] if including == {"WH202"} else []))
    else:
        assert including == excluding == set()


@each_ref
def test_the_rules_on_refs_agree_with_the_mark(row: Row) -> None:
    is_unsafe = isinstance(row, Unsafe)

    assert ids_of("HEAD_REF", row.pattern) == ({"WH203"} if is_unsafe else set())
    assert ids_of("!HEAD_REF", row.pattern) == ({"WH211"} if is_unsafe else set())


anchored_patterns = strategies.patterns.map("^(?:{})$".format).filter(strategies.is_re2)
long_texts = st.from_regex("^[1-9][0-9]{39}$", fullmatch=True, alphabet=st.characters(codec="ascii"))


@given(st.one_of(anchored_patterns, strategies.patterns), strategies.texts, long_texts)
def test_a_pattern_that_names_accounts_matches_nothing_with_many_more_characters(
    pattern: str, text: str, more: str
) -> None:
    """No pattern of these is for texts of forty characters, so what it matches then is of any length."""
    assume(reach_of(Pattern(pattern), SourceProvider.GITHUB) is Reach.NAMED)

    digits = "".join(each for each in text if each in "0123456789")
    assert not found(pattern, more + digits)
    assert not found(pattern, digits.lstrip("0") + more)
    assert not found(pattern, more + digits + more)
