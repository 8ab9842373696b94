"""A branch filter is judged as a filter on HEAD_REF is, on the bare name of the branch."""

from __future__ import annotations

import pytest

from tests.lint.case import TOKEN
from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings
from webhook_constructs.lint import Context, Severity, lint

_NAME = "write ^name$, and .* wherever anything may stand, or use filter groups with and_branch_is"


def said(branch_filter: str) -> list[str]:
    found = lint(WebhookSettings(branch_filter=branch_filter))
    assert {str(each.location) for each in found} <= {"branch_filter"}
    return [f"{each.id}: {each.message}; {each.fix}" for each in found]


def looks_at_names(pattern: str, fix: str, why: str = "") -> str:
    said = f"a branch filter looks at the bare name of a branch, which {pattern} never matches{why}"
    return f"WH301: {said}, so nothing starts a build; {fix}"


def is_open(pattern: str, end: str, more: str) -> str:
    return f"WH203: the pattern {pattern} is not anchored at the {end}, so {more} passes too; {_NAME}"


def lets_everything_pass(pattern: str) -> str:
    said = f"every branch matches {pattern}, so the branch filter lets everything pass"
    return f"WH302: {said}; leave the branch filter out, or write which branches are to pass"


_NO_NAME = ": git allows no blanks and no // in it"
_BOTH = "start and at the end"
_GLOB = "WH308: release-* holds a glob and is read as a regular expression, in which * repeats the - before it"
_NOTHING = "WH301: nothing at all matches main^, so nothing starts a build"
_ANCHORS = r"write ^ only at the start and $ only at the end, or \^ and \$ for the characters"


@pytest.mark.parametrize(
    ("branch_filter", "expected"),
    [
        ("main", is_open("main", _BOTH, "main-2")),
        ("^main", is_open("^main", "end", "main-2")),
        ("main$", is_open("main$", "start", "x-main")),
        ("^main|develop$", is_open("^main|develop$", _BOTH, "main-2")),
        ("release/", is_open("release/", "start", "x-release/a")),
        ("^refs/heads/main$", looks_at_names("^refs/heads/main$", "write ^main$")),
        ("refs/heads/main", looks_at_names("refs/heads/main", "write ^main$")),
        ("refs/head/main", looks_at_names("refs/head/main", "write ^main$")),
        ("^feature//x$", looks_at_names("^feature//x$", "write ^feature/x$", _NO_NAME)),
        ("^main $", looks_at_names("^main $", "write ^main$", _NO_NAME)),
        ("^my main$", looks_at_names("^my main$", "write it for bare names, such as ^main$", _NO_NAME)),
        ("^/main$", looks_at_names("^/main$", "write it for bare names, such as ^main$")),
        ("^refs/head/(main|x)$", looks_at_names("^refs/head/(main|x)$", "write ^(main|x)$")),
        ("^refs/tags/v.*", looks_at_names("^refs/tags/v.*", "write it for bare names, such as ^main$")),
        ("main^", f"{_NOTHING}; {_ANCHORS}"),
        ("release-*", f"{_GLOB}; write .* for any characters"),
        (".*", lets_everything_pass(".*")),
        ("^.*$", lets_everything_pass("^.*$")),
    ],
)
def test_what_is_wrong_with_a_branch_filter_is_said(branch_filter: str, expected: str) -> None:
    assert said(branch_filter) == [expected]


def test_a_branch_filter_that_re2_refuses_is_an_error() -> None:
    (finding,) = lint(WebhookSettings(branch_filter="^(?!main$)"))

    assert (finding.id, finding.severity, str(finding.location)) == ("WH102", Severity.ERROR, "branch_filter")
    assert finding.message.startswith("RE2 refuses the pattern ^(?!main$) at character 2: ")


@pytest.mark.parametrize(
    "branch_filter",
    ["^main$", "^(main|develop)$", "^release/", "^release/.*", "^v[0-9]+", "^v", "^feature/.+$", TOKEN],
)
def test_nothing_is_said_of_a_branch_filter_that_is_right_or_not_known(branch_filter: str) -> None:
    assert said(branch_filter) == []


def test_a_branch_filter_that_is_too_big_is_named_as_not_judged() -> None:
    found = lint(WebhookSettings(branch_filter="(" * 200 + "main" + ")" * 200))

    assert [(each.id, str(each.location)) for each in found] == [("WH006", "branch_filter")]


def test_a_branch_filter_that_is_not_known_hides_nothing_of_the_groups() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("refs/heads/main")
    context = Context(unknown=frozenset({"branch_filter"}))

    assert [each.id for each in lint(WebhookSettings((pushes,)), context)] == ["WH203"]
