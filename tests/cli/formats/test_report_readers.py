"""Each report, as GitHub code scanning, GitLab and readers of JUnit's XML and of Markdown take it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from markdown_it import MarkdownIt

from tests.cli.formats.reports import OUTCOME, UNDECIDED, finding, in_template
from webhook_constructs.cli.formats import FORMATS
from webhook_constructs.cli.formats.gitlab import code_quality
from webhook_constructs.cli.formats.junit import junit_xml
from webhook_constructs.cli.formats.markdown import markdown_of
from webhook_constructs.cli.formats.sarif import sarif_log
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.findings.located_findings import LintReport
from webhook_constructs.lint.selection import RULE_IDS
from webhook_constructs.version import REPOSITORY

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    def printed(output: str) -> str:
        FORMATS[output](OUTCOME)
        return capsys.readouterr().out

    return printed


# Code scanning: what it requires of a rule, and how it reads the severity.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SHORT_TEXT = {**TEXT, "properties": {"text": {"type": "string", "minLength": 1, "maxLength": 1_024}}}
RULE_OF_CODE_SCANNING = {
    "type": "object",
    "required": ["id", "shortDescription", "fullDescription", "help"],
    "properties": {
        "name": {"maxLength": 255},
        "shortDescription": SHORT_TEXT,
        "fullDescription": SHORT_TEXT,
        "help": TEXT,
        "helpUri": {"pattern": "^https://"},
        "properties": {
            "type": "object",
            "properties": {
                "tags": {"type": "array", "maxItems": 10, "items": {"type": "string"}},
                "precision": {"enum": ["very-high", "high", "medium", "low"]},
                "problem.severity": {"enum": ["error", "warning", "recommendation"]},
                "security-severity": {"type": "string", "pattern": r"^([0-9]|10)\.[0-9]$"},
            },
        },
    },
}


def severity_in_code_scanning(rule: dict[str, Any]) -> str:
    """The severity that code scanning shows: that of security, or else that of the level."""
    properties = rule["properties"]
    score = float(properties.get("security-severity", 0))
    if "security" not in properties["tags"] or not 0 < score <= 10:
        return str(rule["defaultConfiguration"]["level"])
    bands = ((9.0, "critical"), (6.9, "high"), (3.9, "medium"), (0.0, "low"))
    return next(name for above, name in bands if score > above)


def test_code_scanning_reads_every_rule() -> None:
    found = tuple(in_template(finding(page.severity, page.id)) for page in rule_pages().values())

    (run,) = sarif_log(LintReport(found))["runs"]
    rules = run["tool"]["driver"]["rules"]

    assert [each["id"] for each in rules] == list(RULE_IDS)
    for rule in rules:
        jsonschema.Draft7Validator(RULE_OF_CODE_SCANNING).validate(rule)
        assert ("security" in rule["properties"]["tags"]) == ("security-severity" in rule["properties"])
    shown = {each["id"]: severity_in_code_scanning(each) for each in rules}
    assert {each: shown[each] for each in ("WH101", "WH201", "WH202", "WH203", "WH207", "WH406", "WH404")} == {
        "WH101": "error",
        "WH201": "critical",
        "WH202": "high",
        "WH203": "medium",
        "WH207": "low",
        "WH406": "warning",
        "WH404": "note",
    }


def test_code_scanning_is_told_where_the_page_of_a_rule_is_and_how_sure_it_is() -> None:
    (run,) = sarif_log(LintReport((in_template(finding()),)))["runs"]
    (rule,) = run["tool"]["driver"]["rules"]

    assert rule["helpUri"] == f"{REPOSITORY}/blob/main/docs/rules.md#wh201-unanchored-actor"
    assert rule["properties"] == {
        "tags": ["codebuild", "security"],
        "problem.severity": "warning",
        "precision": "high",
        "security-severity": "9.1",
    }


# GitLab: the fields of a report of Code Quality, and the values that it knows.
CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "pattern": "^(?!\\./)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_gitlab_reads_findings_and_what_is_not_judged(printed: Callable[[str], str]) -> None:
    report = json.loads(printed("gitlab"))

    jsonschema.Draft7Validator(CODE_QUALITY).validate(report)
    assert [(each["check_name"], each["severity"], each["location"]) for each in report][:2] == [
        ("WH201 a-rule", "major", {"path": "a b/t,1:x.json", "lines": {"begin": 3}}),
        ("WH201 a-rule", "critical", {"path": "/t.json", "lines": {"begin": 1}}),
    ]
    assert [(each["check_name"], each["severity"], each["location"]["path"]) for each in report][3:] == [
        ("unread", "blocker", "b.json"),
        ("unread", "blocker", "c"),
        ("not-judged-in-full", "info", "d.json"),
    ]
    assert report[0]["description"] == "Stack/Api: filter_groups[0][1]: it is open: 100 %, yes; close it"


def test_two_equal_findings_have_two_fingerprints_that_stay_when_lines_move() -> None:
    first, second = (code_quality(LintReport((in_template(finding(), line),) * 2)) for line in (3, 9))

    assert len({each["fingerprint"] for each in first}) == 2
    assert [each["fingerprint"] for each in first] == [each["fingerprint"] for each in second]
    assert second[0]["location"]["lines"] == {"begin": 9}


# JUnit: which elements and attributes the schema of Jenkins knows, and in which element.
JUNIT = {
    "testsuites": ({"name", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped"}, {"testcase"}),
    "testcase": ({"classname", "name"}, {"failure", "error", "skipped", "system-out"}),
    "failure": ({"type", "message"}, set()),
    "error": ({"message"}, set()),
    "skipped": ({"message"}, set()),
    "system-out": (set(), set()),
}


def read_junit(text: str) -> dict[str, list[tuple[str, str]]]:
    """The outcome of each test case, by the words that Jenkins and GitLab have for it."""
    suites = ET.fromstring(text.encode())
    for each in suites.iter():
        attributes, children = JUNIT[each.tag]
        assert each.attrib.keys() <= attributes
        assert {child.tag for child in each} <= children
    cases = list(suites.iter("testcase"))
    found: dict[str, list[tuple[str, str]]] = {}
    for case in cases:
        outcome = next((each.tag for each in case if each.tag != "system-out"), "passed")
        found.setdefault(outcome, []).append((case.attrib["classname"], case.attrib["name"]))
    (suite,) = suites
    counted = {"failure": "failures", "error": "errors", "skipped": "skipped"}
    assert int(suite.attrib["tests"]) == len(cases)
    assert {name: int(suite.attrib[counted[name]]) for name in counted} == {
        name: len(found.get(name, [])) for name in counted
    }
    return found


def test_junit_has_failures_for_errors_and_warnings_and_names_what_is_not_judged(printed: Callable[[str], str]) -> None:
    assert read_junit(printed("junit")) == {
        "failure": [
            ("WH201 a-rule", "a b/t,1:x.json:3:7: Stack/Api: filter_groups[0][1]"),
            ("WH201 a-rule", "/t.json: Api: filter_groups[0][1]"),
        ],
        "passed": [("WH001 a-rule", "123456789012/eu-west-1/api: api: filter_groups[0][1]")],
        "error": [("unread", "b.json:2:5: it is empty"), ("unread", "c: it is not there")],
        "skipped": [("not-judged-in-full", "d.json:4:1: Api: BuildType is open")],
    }


def test_junit_has_a_case_that_passes_where_nothing_is_found() -> None:
    assert read_junit(junit_xml(LintReport((), webhooks=3))) == {"passed": [("lint", "3 webhooks")]}


def test_junit_holds_what_xml_cannot() -> None:
    report = LintReport((in_template(finding(message="a\x00<b>\ud800&\n")),))

    (case,) = ET.fromstring(junit_xml(report)).iter("failure")

    assert case.attrib["message"] == "a\\x00<b>\\ud800&\\n; close it"


def test_markdown_is_a_table_with_links_to_the_rules(printed: Callable[[str], str]) -> None:
    html = MarkdownIt("commonmark").enable("table").render(printed("markdown"))

    rows = [re.findall(r"<td>(.*?)</td>", row) for row in re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)]
    assert len(rows) == 4
    assert rows[1] == [
        "<code>a b/t,1:x.json:3:7</code><br><code>Stack/Api: filter_groups[0][1]</code>",
        "warning",
        f'<a href="{REPOSITORY}/blob/main/docs/rules.md#wh201-unanchored-actor">WH201 unanchored-actor</a>',
        "<code>it is open: 100 %, yes</code>",
        "<code>close it</code>",
    ]
    assert html.count("<p>Not read: ") == 2
    assert html.count("<p>Not judged in full: ") == 1
    assert (
        "<p>5 webhooks: 1 error, 1 warning, 1 info; 2 findings left out with a reason; 1 not judged in full.</p>"
        in html
    )


def test_markdown_says_how_much_it_leaves_out() -> None:
    many = LintReport((in_template(finding()),) * 102, undecided=(UNDECIDED,) * 101)

    text = markdown_of(many)

    assert text.count("| warning |") == 100
    assert "\n\n2 more findings are left out here.\n\n" in text
    assert text.endswith("Not judged in full: <code>1 more</code>\n")
