"""The page of the documentation."""

from __future__ import annotations

import re
import sys
from itertools import pairwise
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from tools.assumptions_page import with_links
from tools.rules_page import rules_page
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.finding import TOOL_FINDINGS
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.rules import RULES, RULES_ACROSS
from webhook_constructs.lint.rules.cost import no_filter

if TYPE_CHECKING:
    from webhook_constructs.lint.findings.finding import ToolFinding

ALL: tuple[Rule[Any], ...] = (*RULES, *RULES_ACROSS)
CODE = re.compile(r"^```\w*\n.*?^```$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def prose() -> str:
    """The page without its code."""
    return CODE.sub("", rules_page())


def test_the_page_of_a_rule_becomes_a_section() -> None:
    page = rules_page([no_filter.RULE])

    assert page.endswith(
        f"## WH404 no-filter\n\n*info, documented*\n\nSource: <{no_filter.RULE.source}>\n\n"
        + with_links(re.sub(r"^## (.*)$", r"### \1\n", no_filter.RULE.documentation, flags=re.MULTILINE))
        + "\n"
    )
    row = "| [WH404](#wh404-no-filter) | no-filter | info | documented | A webhook without filters. |"
    assert f"{row}\n\n## WH001 rule-crashed" in page


def test_what_looks_like_a_heading_in_code_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_: object) -> tuple[()]:
        return ()

    check.__module__ = "made_up"
    monkeypatch.setitem(
        sys.modules,
        "made_up",
        ModuleType("made_up", "Made up.\n\n## Example\n```python\n## a comment\n```\n"),
    )
    rule = Rule("WH999", Severity.INFO, Certainty.VERIFIED, "RE2, https://example.com", check)

    page = rules_page([rule])

    source = "Source: RE2, <https://example.com>"
    assert page.endswith(f"*info, verified*\n\n{source}\n\nMade up.\n\n### Example\n\n```python\n## a comment\n```\n")
    assert "| made-up | info | verified | Made up. |" in page


def test_every_rule_is_on_the_page_once_with_its_whole_text() -> None:
    page = rules_page()

    for rule in ALL:
        assert page.count(f"\n## {rule.id} {rule.name}\n") == 1
        assert page.count(f"\n| [{rule.id}](") == 1
        assert rule.documentation.splitlines()[0] in page
    own = [each.id for each in TOOL_FINDINGS]
    assert re.findall(r"^## (WH\d{3})", page, re.MULTILINE) == [*own, *sorted(rule.id for rule in ALL)]


@pytest.mark.parametrize("finding", TOOL_FINDINGS, ids=lambda each: each.id)
def test_a_finding_of_the_tool_has_its_page(finding: ToolFinding) -> None:
    assert rule_pages()[finding.id].section.startswith(f"## {finding.id} {finding.name}\n\n*{finding.severity}*\n\n")


def test_every_link_leads_to_a_heading_or_is_an_address() -> None:
    headings = re.findall(r"^#+ (.*)$", prose(), re.MULTILINE)
    anchors = {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}

    assert set(re.findall(r"\]\(#([^)]*)\)", prose())) <= anchors
    elsewhere = set(re.findall(r"\]\((?!#|https://)([^)]*)\)", prose()))
    assert {each for each in elsewhere if not each.startswith("assumptions.md#")} == {
        "guides/findings.md#acknowledge-a-warning",
        "permissions.md#use-a-role-of-your-own",
    }
    assert re.findall(r"<(?!https://[^ >]+>)", prose()) == []


def test_headings_go_down_one_level_at_a_time_and_stand_alone() -> None:
    lines = re.sub(r"^```\w*\n.*?^```$", "", rules_page(), flags=re.MULTILINE | re.DOTALL).split("\n")
    levels = [len(line) - len(line.lstrip("#")) for line in lines if line.startswith("#")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for index, line in enumerate(lines):
        if line.startswith("#"):
            assert lines[index + 1] == ""
            assert index == 0 or lines[index - 1] == ""


def test_rows_of_tables_have_as_many_cells_as_their_heads() -> None:
    cells = 0
    for line in prose().split("\n"):
        cells = 0 if not line.startswith("|") else cells or line.count("|")
        assert line.count("|") == cells or not line.startswith("|"), line


def test_every_severity_and_certainty_is_explained() -> None:
    for word in (*Severity, *Certainty):
        assert f"\n| {word} | " in rules_page()
