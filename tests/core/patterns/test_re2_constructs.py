"""Patterns that Python's `re` and RE2 judge differently: RE2's answer is the one that counts.

RE2 is what AWS documents, https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html. The
versions of Python differ among themselves (3.11 learned `(?>...)` and `a++`): only their difference to RE2 is asserted.
"""

from __future__ import annotations

import re

import pytest

from webhook_constructs.core import Pattern, PatternError

REFUSED_BY_RE2 = [
    pytest.param(r"a(?=b)", id="lookahead"),
    pytest.param(r"a(?!b)", id="negative lookahead"),
    pytest.param(r"(?<=a)b", id="lookbehind"),
    pytest.param(r"(?<!a)b", id="negative lookbehind"),
    pytest.param(r"(a)\1", id="backreference"),
    pytest.param(r"(?P<n>a)(?P=n)", id="named backreference"),
    pytest.param(r"^a\Z", id="end of text as Python writes it"),
    pytest.param(r"a(?#note)b", id="comment"),
    pytest.param(r"(?x)a b", id="verbose flag"),
    pytest.param(r"(?u)a", id="unicode flag"),
    pytest.param(r"\u2014", id="character by four digits"),
    pytest.param(r"\N{EM DASH}", id="character by name"),
    pytest.param(r"(a)?(?(1)b|c)", id="condition"),
    pytest.param(r"a{1001}", id="more than a thousand repeats"),
    pytest.param(r"(a{100}){100}", id="more than a thousand repeats, multiplied"),
]
NEW_IN_PYTHON_3_11 = [pytest.param(r"(?>a)", id="atomic group"), pytest.param(r"a++", id="possessive repeat")]
REFUSED_BY_PYTHON = [
    pytest.param(r"^a\z", "a", id="end of text as RE2 writes it"),
    pytest.param(r"^\p{L}+$", "é", id="category of Unicode"),
    pytest.param(r"\Qa.b\E", "a.b", id="quoted text"),
    pytest.param(r"(?<n>a)", "a", id="named group as RE2 also writes it"),
    pytest.param(r"a(?i)b", "aB", id="flag in the middle"),
]
JUDGED_DIFFERENTLY = [
    pytest.param(r"^main$", "main\n", False, id="dollar before a last newline"),
    pytest.param(r"^\d$", "٣", False, id="digits beyond ASCII"),
    pytest.param(r"^\w$", "é", False, id="letters beyond ASCII"),
]


@pytest.mark.parametrize("pattern", [*REFUSED_BY_RE2, *NEW_IN_PYTHON_3_11])
def test_what_re2_refuses_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        Pattern(pattern)

    assert Pattern.if_valid(pattern) is None


@pytest.mark.parametrize("pattern", REFUSED_BY_RE2)
def test_python_would_have_accepted_it(pattern: str) -> None:
    re.compile(pattern)


@pytest.mark.parametrize(("pattern", "value"), REFUSED_BY_PYTHON)
def test_what_re2_accepts_is_accepted(pattern: str, value: str) -> None:
    assert Pattern(pattern).search(value)


@pytest.mark.parametrize(("pattern", "value", "expected"), JUDGED_DIFFERENTLY)
def test_values_are_judged_as_re2_judges_them(pattern: str, value: str, expected: bool) -> None:  # noqa: FBT001
    assert Pattern(pattern).search(value) is expected
    assert (re.search(pattern, value) is not None) is not expected


def test_both_agree_that_a_dot_is_no_newline_and_that_nothing_is_a_pattern() -> None:
    assert not Pattern("^a.b$").search("a\nb")
    assert Pattern("").search("")
