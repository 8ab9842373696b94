"""Each format of findings, as its own reader takes it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import jsonschema
import pytest

from tests.cli.conftest import as_on_a_terminal
from tests.cli.formats.reports import IN_A_TEMPLATE, OUTCOME, finding
from webhook_constructs.cli.formats import FORMATS
from webhook_constructs.cli.formats.sarif import sarif_log
from webhook_constructs.lint import Finding, Location, Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LocatedFinding,
    Skipped,
    TemplateLocation,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SCHEMA = json.loads((Path(__file__).parents[1] / "data" / "sarif-2.1.0-rtm.5.json").read_text())


PLACE = TemplateLocation("t.json", "Api")


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Callable[[str], str]:
    def printed(output: str, outcome: LintReport = OUTCOME) -> str:
        FORMATS[output](outcome)
        return capsys.readouterr().out

    return printed


@pytest.mark.parametrize("outcome", [OUTCOME, LintReport(())], ids=["all", "nothing"])
def test_sarif_keeps_to_its_schema(printed: Callable[..., str], outcome: LintReport) -> None:
    jsonschema.Draft4Validator(SCHEMA).validate(json.loads(printed("sarif", outcome)))


def test_the_schema_refuses_what_is_no_sarif() -> None:
    log = sarif_log(OUTCOME)
    log["runs"][0]["results"][0]["level"] = "fatal"

    with pytest.raises(jsonschema.ValidationError, match="'fatal' is not one of"):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def sarif(printed: Callable[..., str]) -> Any:
    (run,) = json.loads(printed("sarif"))["runs"]
    return run


def test_sarif_tells_the_place_in_a_template(printed: Callable[..., str]) -> None:
    result = sarif(printed)["results"][0]

    assert result["level"] == "warning"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a%20b/t%2C1%3Ax.json", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 3, "startColumn": 7},
            },
            "logicalLocations": [{"fullyQualifiedName": "Stack/Api/Resource", "kind": "resource", "name": "Api"}],
        }
    ]


def as_a_viewer_shows_it(message: dict[str, str]) -> str:
    """The text of a message, read as 3.11.5 of SARIF 2.1.0 says; there are no arguments for a placeholder."""

    def brace(found: re.Match[str]) -> str:
        assert found[0] in {"{{", "}}"}, f"{found[0]} is no brace that is doubled"
        return found[0][0]

    assert message.keys() == {"text"}
    return re.sub(r"\{\{|\}\}|\{[0-9]+\}|[{}]", brace, message["text"])


@pytest.mark.parametrize(
    "text",
    [
        "^[0-9]{9}$",
        "{0}",
        "{0} of {1}",
        "a{1,3}b{2}",
        r"\p{L}+",
        "${AWS::Region}",
        "{{resolve:ssm:/a}}",
        "{",
        "}",
        "}{",
        "{}{{}}{{{0}}}",
    ],
)
def test_sarif_messages_show_braces_and_have_no_placeholders(printed: Callable[..., str], text: str) -> None:
    found = LocatedFinding(
        Finding("WH201", "a-rule", Severity.WARNING, Location(), f"m {text}", f"f {text}"), text, PLACE
    )
    outcome = LintReport((found,), (Skipped("t.json", text),), undecided=(Skipped("t.json", f"it is {text}"),))

    (run,) = json.loads(printed("sarif", outcome))["runs"]
    messages = [run["results"][0], *run["invocations"][0]["toolExecutionNotifications"]]
    assert [as_a_viewer_shows_it(each["message"]) for each in messages] == [
        f"{text}: m {text}; f {text}",
        f"t.json: {text}",
        f"t.json: it is {text}",
    ]


def test_sarif_tells_a_place_without_a_line_and_one_in_an_account(printed: Callable[..., str]) -> None:
    _, without, live = (each["locations"][0] for each in sarif(printed)["results"])

    assert without["physicalLocation"] == {"artifactLocation": {"uri": "file:///t.json"}}
    assert live == {
        "logicalLocations": [
            {"fullyQualifiedName": "123456789012/eu-west-1/api", "kind": "resource", "name": "api"},
        ]
    }


def test_sarif_names_each_rule_once_with_its_page(printed: Callable[..., str]) -> None:
    run = sarif(printed)
    first, second = run["tool"]["driver"]["rules"]

    assert [each["ruleIndex"] for each in run["results"]] == [0, 0, 1]
    assert first["shortDescription"]["text"] == "An actor filter that also lets through accounts it does not name."
    assert "## Use instead" in first["help"]["markdown"]
    assert second["shortDescription"]["text"] == "A rule has failed on the settings."


def test_a_finding_is_known_again_when_its_line_has_moved(printed: Callable[..., str]) -> None:
    moved = LocatedFinding(finding(), "Stack/Api", TemplateLocation("t", "X", "Stack/Api/Resource", "P", 9, 1))
    elsewhere = LocatedFinding(finding(), "Stack/Web", TemplateLocation("t", "X", "Stack/Web/Resource", "P", 3, 7))
    outcome = LintReport((IN_A_TEMPLATE, moved, elsewhere))

    first, second, third = (
        each["partialFingerprints"] for each in json.loads(printed("sarif", outcome))["runs"][0]["results"]
    )

    assert first == second != third


def test_sarif_says_that_something_could_not_be_read(printed: Callable[..., str]) -> None:
    (invocation,) = sarif(printed)["invocations"]

    assert invocation["executionSuccessful"] is False
    assert [each["message"]["text"] for each in invocation["toolExecutionNotifications"]] == [
        "b.json:2:5: it is empty",
        "c: it is not there",
        "d.json:4:1: Api: BuildType is open",
    ]
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["error", "error", "note"]


COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:]+)::(?P<message>.*)")
PROPERTY = re.compile(r"(file|line|endLine|col|endColumn|title)=([^,:\r\n]*)")


def command(line: str) -> tuple[str, dict[str, str], str]:
    """Read a line as the runner does: `::name key=value,key=value::message`, with %XX for what has a meaning."""
    matched = COMMAND.fullmatch(line)
    assert matched is not None, line
    properties = {}
    for written in matched["properties"].split(","):
        found = PROPERTY.fullmatch(written)
        assert found is not None, written
        properties[found[1]] = unquote(found[2])
    return matched["name"], properties, unquote(matched["message"])


def test_github_is_told_by_workflow_commands(printed: Callable[..., str]) -> None:
    assert [command(line) for line in printed("github").splitlines()] == [
        ("error", {"file": "b.json", "line": "2", "col": "5"}, "b.json:2:5: it is empty"),
        ("error", {"file": "c"}, "c: it is not there"),
        (
            "warning",
            {"file": "a b/t,1:x.json", "line": "3", "col": "7", "title": "WH201 a-rule"},
            "Stack/Api: filter_groups[0][1]: it is open: 100 %, yes; close it",
        ),
        (
            "error",
            {"file": "/t.json", "title": "WH201 a-rule"},
            "Api: filter_groups[0][1]: it is open: 100 %, yes; close it",
        ),
        ("notice", {"title": "WH001 a-rule"}, "api: filter_groups[0][1]: it is open: 100 %, yes; close it"),
        (
            "notice",
            {"file": "d.json", "line": "4", "col": "1"},
            "not judged in full: d.json:4:1: Api: BuildType is open",
        ),
    ]


def test_json_carries_everything(printed: Callable[..., str]) -> None:
    assert json.loads(printed("json")) == {
        "findings": [
            {
                "id": "WH201",
                "name": "a-rule",
                "severity": severity,
                "subject": subject,
                "setting": "filter_groups[0][1]",
                "message": "it is open: 100 %, yes",
                "fix": "close it",
                "place": place,
            }
            | ({"id": "WH001"} if subject == "api" else {})
            for severity, subject, place in (
                (
                    "warning",
                    "Stack/Api",
                    {
                        "file": "a b/t,1:x.json",
                        "line": 3,
                        "column": 7,
                        "logicalId": "Api",
                        "constructPath": "Stack/Api/Resource",
                        "propertyPath": "Properties.X[0]",
                    },
                ),
                (
                    "error",
                    "Api",
                    {
                        "file": "/t.json",
                        "line": None,
                        "column": None,
                        "logicalId": "Api",
                        "constructPath": None,
                        "propertyPath": "",
                    },
                ),
                ("info", "api", {"account": "123456789012", "region": "eu-west-1", "project": "api"}),
            )
        ],
        "unread": [
            {"what": "b.json", "why": "it is empty", "line": 2, "column": 5},
            {"what": "c", "why": "it is not there", "line": None, "column": None},
        ],
        "webhooks": 5,
        "suppressed": 2,
        "undecided": [{"what": "d.json", "why": "Api: BuildType is open", "line": 4, "column": 1}],
    }


def test_text_says_it_to_people(capsys: pytest.CaptureFixture[str]) -> None:
    FORMATS["text"](OUTCOME)

    out, err = capsys.readouterr()
    told = "  it is open: 100 %, yes\n  fix: close it\n"
    assert out == (
        f"a b/t,1:x.json:3:7: warning WH201 a-rule\n  Stack/Api: filter_groups[0][1]\n{told}"
        f"/t.json: error WH201 a-rule\n  Api: filter_groups[0][1]\n{told}"
        f"123456789012/eu-west-1/api: info WH001 a-rule\n  api: filter_groups[0][1]\n{told}"
        "5 webhooks: 1 error, 1 warning, 1 info; 2 findings left out with a reason; 1 not judged in full\n"
        "not judged in full: d.json:4:1: Api: BuildType is open\n"
    )
    assert err == "webhook-constructs: b.json:2:5: it is empty\nwebhook-constructs: c: it is not there\n"


def test_text_is_wrapped_under_its_indentation_on_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    as_on_a_terminal(monkeypatch, 20, no_color=True)

    FORMATS["text"](OUTCOME)

    lines = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out).splitlines()
    assert max(map(len, lines)) <= 20
    assert "  it is open: 100 %," in lines
    assert "  yes" in [line.rstrip() for line in lines]


@pytest.mark.parametrize("no_color", [True, False])
def test_colours_are_for_terminals_and_not_where_no_color_is_set(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *, no_color: bool
) -> None:
    as_on_a_terminal(monkeypatch, 80, no_color=no_color)

    FORMATS["text"](OUTCOME)

    assert ("\x1b[33m" in capsys.readouterr().out) is not no_color


@pytest.mark.parametrize("output", FORMATS)
def test_what_a_stream_cannot_encode_is_escaped(output: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = TemplateLocation("t\u00e9\u4e2d.json", "Api")
    outcome = LintReport((LocatedFinding(finding(), "\u4e2d\ud800", place),))
    path = tmp_path / "out"
    with path.open("w", encoding="ascii", errors="backslashreplace" if output == "text" else "strict") as stream:
        monkeypatch.setattr("sys.stdout", stream)
        FORMATS[output](outcome)

    assert "WH201" in path.read_text(encoding="ascii")
