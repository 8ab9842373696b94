"""What AWS does not document has an id, is declared once, and is used."""

from __future__ import annotations

import dataclasses
import re
from itertools import chain
from typing import Any

import pytest

from tools.assumption_marks import CONSTANTS, PACKAGE, STORES, marks_in, uses
from tools.assumptions_page import with_links
from webhook_constructs.core import Assumption
from webhook_constructs.handler import assumptions as handler
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.testing.local._service.assumptions import ANSWERS

ALL = tuple(chain.from_iterable(STORES.values()))
IDS = [each.id for each in ALL]


def test_every_assumption_has_an_id_of_its_own() -> None:
    assert len(set(IDS)) == len(IDS)
    assert [name for name in IDS if not re.fullmatch("[a-z][a-z0-9]*(-[a-z0-9]+)+|support", name)] == []


def test_a_constant_bears_the_name_of_its_id() -> None:
    assert {name: each.id.replace("-", "_").upper() for name, each in CONSTANTS.items()} == {
        name: name for name in CONSTANTS
    }


def test_every_assumption_is_used_and_what_is_used_is_declared() -> None:
    assert sorted(uses()) == sorted(IDS)


def test_whatever_is_in_doubt_has_an_id_beside_it() -> None:
    doubts = {
        str(file.relative_to(PACKAGE)): found
        for file in PACKAGE.rglob("*.py")
        if file.stem != "assumptions" and (found := marks_in(file.read_text(encoding="utf-8")).doubts)
    }

    assert doubts == {}


def test_what_can_be_turned_around_is_declared_and_has_another_answer() -> None:
    assert ANSWERS.keys() - set(IDS) == set()
    assert [name for name, answers in ANSWERS.items() if len(set(answers)) < 2] == []


@pytest.mark.parametrize("assumption", ALL, ids=IDS)
def test_an_assumption_says_what_why_and_what_breaks(assumption: Any) -> None:
    for text in (assumption.what, assumption.why, assumption.breaks):
        assert text == text.strip(" .")
        assert len(text) > 10
    assert assumption.certainty in {"inferred", "unknown", "documented"}


@pytest.mark.parametrize(
    "rule",
    [rule for rule in ALL_RULES if rule.certainty in {Certainty.INFERRED, Certainty.UNKNOWN}],
    ids=lambda rule: rule.id,
)
def test_a_rule_that_is_not_certain_names_what_it_assumes(rule: Rule[Any]) -> None:
    assert marks_in(f'r"""{rule.documentation}"""').ids != frozenset()


def test_the_function_declares_its_assumptions_as_the_rest_does() -> None:
    names = [[field.name for field in dataclasses.fields(each)] for each in (handler.Assumption, Assumption)]

    assert names[0] == names[1]


@pytest.mark.parametrize(
    "text",
    [
        "The answer is fixed [inf].",
        "The answer is fixed [open: at which host].",
        "[guess]",
        "What UpdateWebhook does is not documented.",
        "That is not verified against AWS.",
        "This is undocumented.",
        "AWS does not document it.",
        "CodeBuild documents no event of that name.",
        "Nothing says whether it ends.",
        "No page of AWS says so.",
        "no source says who adds it",
        "The pages disagree on that.",
        "AWS's pages are silent.",
        "Whether CodeBuild takes it is not known.",
    ],
)
@pytest.mark.parametrize(
    "code",
    ['"""{}"""', '"""A function.\n\n    {}\n    """', "x = 1  # {}", "# It goes on\n# here: {}", 'X = 1\n"""{}"""'],
    ids=["docstring", "paragraph", "comment", "block", "constant"],
)
def test_a_doubt_without_an_id_is_seen(text: str, code: str) -> None:
    assert len(marks_in(code.format(text)).doubts) == 1
    marked = marks_in(
        code.format(
            f"{text} [assumed: fork-head,\n# no-files]" if "#" in code else f"{text} [assumed: fork-head, no-files]"
        )
    )
    assert marked.doubts == ()
    assert marked.ids == {"fork-head", "no-files"}


@pytest.mark.parametrize(
    "source",
    [
        '"""A paragraph [assumed: fork-head].\n\nAnother, which is not documented.\n"""',
        '"""Read.\n\nArgs:\n    one: The first [assumed: fork-head].\n    two: It is not documented.\n"""',
        "# [assumed: fork-head]\nx = 1\n# not documented",
    ],
    ids=["paragraphs", "arguments", "comments"],
)
def test_an_id_stands_for_the_passage_that_it_is_in(source: str) -> None:
    assert len(marks_in(source).doubts) == 1


@pytest.mark.parametrize(
    "text",
    ["The git host, if it is not known.", "It is documented.", "Return what git says.", "A value that AWS knows."],
)
def test_what_the_caller_has_not_given_is_no_doubt_about_aws(text: str) -> None:
    assert marks_in(f'"""{text}"""').doubts == ()


def test_a_mark_on_the_page_of_a_rule_leads_to_each_assumption() -> None:
    assert with_links("It is so [assumed: fork-head,\nno-files], or not.") == (
        "It is so (assumed: [fork-head](assumptions.md#fork-head), [no-files](assumptions.md#no-files)), or not."
    )


def test_an_assumption_is_used_by_its_name_and_by_its_answer() -> None:
    used = marks_in('found = [FORK_HEAD]\nanswers["unknown-event"]\nself._answers["no-such"]\nother["no-files"]').ids

    assert used == {"fork-head", "unknown-event", "no-such"}
