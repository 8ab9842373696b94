"""No name and no text that a stranger has chosen is a command for the runner that reads what the command prints."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.style import Style

from tests.cli.conftest import as_on_a_terminal, template, triggers, webhook, write
from tests.github_payloads import push
from webhook_constructs import cli
from webhook_constructs.cli.formats import FORMATS
from webhook_constructs.cli.output import Line, print_lines, print_message
from webhook_constructs.cli.streams import json_without_commands, without_commands
from webhook_constructs.lint import Finding, Location, Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    Skipped,
    TemplateLocation,
)

if TYPE_CHECKING:
    from tests.cli.conftest import Command, Git

HOSTILE = [
    pytest.param("::error::x", id="github"),
    pytest.param("::stop-commands::x", id="github-stop"),
    pytest.param("::add-mask::a", id="github-mask"),
    pytest.param("::set-output name=a::b", id="github-properties"),
    pytest.param("\u2003::error::x", id="github-after-an-em-space"),
    pytest.param("a\r::error::x", id="github-after-a-carriage-return"),
    pytest.param("a\n::error::x", id="github-after-a-line-end"),
    pytest.param("a\u2028::error::x", id="github-after-a-line-separator"),
    pytest.param("a\x85::error::x", id="github-after-a-next-line"),
    pytest.param("a\x0b\x0c::error::x", id="github-after-a-vertical-tab"),
    pytest.param("##[error]x", id="github-v1"),
    pytest.param("a ###[add-mask]x", id="github-v1-after-a-hash"),
    pytest.param("##[group]x", id="azure-format"),
    pytest.param("a ##vso[task.setvariable variable=PATH]x", id="azure"),
    pytest.param("##vso[##vso[task.complete result=Succeeded;]", id="azure-twice"),
    pytest.param("a ##vso x", id="azure-without-a-bracket"),
    pytest.param("##vso", id="azure-alone"),
    pytest.param("###vso-x", id="azure-after-a-hash"),
    pytest.param("a##VSO\u2003[task.x", id="azure-in-upper-case"),
    pytest.param("##vsoa", id="azure-at-the-start-of-a-word"),
    pytest.param("##vso [task.complete]", id="azure-with-a-blank"),
    pytest.param("##teamcity[buildStatus text='x']", id="teamcity"),
    pytest.param("section_start:1560896352:a\r\x1b[0Kx", id="gitlab"),
    pytest.param("section_end:1560896352:a[collapsed=true]\r\x1b[0K", id="gitlab-with-options"),
    pytest.param("\x1b[8m\x1b]0;x\x07\x9b2J", id="escape-sequences"),
    pytest.param("a\u202e]rorre[##\u2066b", id="right-to-left"),
    pytest.param("\x1b[1m::error::x", id="github-after-a-color"),
]
MARK = re.compile(r"##\w*\[|##vso", re.IGNORECASE)
STYLE = Style()
WIDTHS = range(20, 100)
SEVERAL = "aaa ::error::x bbb ::stop-commands::y cccc ::add-mask::z ddddd ##vso[task.complete]e " + "f::g::" * 20


def obeyed(printed: str, ours: str = "(?!)") -> list[str]:
    """Return the lines of which a runner would obey something, or that a terminal would not show as they are."""
    colors = re.sub(r"\x1b\[[0-9;]*m", "", printed)
    lines = [line for line in re.split(r"\r\n|\r|\n", colors) if not re.match(ours, line)]
    return [
        line
        for line in lines
        if re.match(r"\s*::", line) or MARK.search(line) or not line.replace("\t", " ").isprintable()
    ]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("before", ["", "a: ", "  "])
def test_a_line_is_no_command(capsys: pytest.CaptureFixture[str], text: str, before: str) -> None:
    print_message(before + text)
    print_lines([Line(((before + text, STYLE),), 2)])

    out, err = capsys.readouterr()
    assert obeyed(out) == obeyed(err) == []
    assert out.count("\n") == err.count("\n") == 1


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("output", FORMATS)
def test_lint_prints_no_command_of_a_template(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, output: str
) -> None:
    group = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": f"1{text}"}]
    body = {"Resources": {text: webhook(text, groups=[group]), f"B{text}": triggers(text, groups=[group])}}
    body["Resources"][text]["Metadata"] = {"aws:cdk:path": f"{text}/Resource"}
    write(tmp_path / "t.json", body)
    monkeypatch.setenv("FORCE_COLOR", "1")

    code, out, err = command.run("lint", "t.json", "--format", output, "--fail-on", "never")

    assert code == 0
    assert "WH" in out
    assert obeyed(out, "::(warning|error|notice) ") == obeyed(err) == []
    assert not MARK.search(out)


@pytest.mark.parametrize("setting", ["FORCE_COLOR", "TTY_COMPATIBLE"])
def test_lint_escapes_after_lines_are_wrapped(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    group = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": SEVERAL}]
    template(tmp_path / "t.json", **{SEVERAL: webhook(groups=[group])})
    write(tmp_path / f"{SEVERAL}.json", "{")
    as_on_a_terminal(monkeypatch, 80)
    if setting != "FORCE_COLOR":
        monkeypatch.delenv("FORCE_COLOR")
        monkeypatch.setenv(setting, "1")

    for width in WIDTHS:
        monkeypatch.setenv("COLUMNS", str(width))
        _, out, err = command.run("lint", "t.json", f"{SEVERAL}.json")
        assert (obeyed(out), obeyed(err)) == ([], [])


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("output", ["text", "json"])
def test_explain_prints_no_command_of_a_delivery(command: Command, tmp_path: Path, text: str, output: str) -> None:
    to_folder = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "FILE_PATH", "Pattern": f"^{re.escape(text)}$"}]
    to_main = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": f"^refs/heads/{text}$"}]
    source = {"Type": "GITHUB", "Location": f"https://github.com/{text}/api"}
    path = template(
        tmp_path / "t.json", **{text: webhook(text, groups=[to_folder, to_main]), "B": webhook("b", Source=source)}
    )
    event = write(tmp_path / "p.json", push(f"refs/heads/{text}", text, text))

    printed = command("explain", path, "--event", event, "--format", output)

    assert "PUSH" in printed
    assert obeyed(printed) == []
    if output == "json":
        (answer,) = json.loads(printed)["events"]
        assert answer["event"]["headRef"] == f"refs/heads/{text}"
        assert answer["event"]["files"] == [text]


@pytest.mark.parametrize(
    ("subject", "shown"),
    [
        ("a##[error]b", "a\\x23#[error]b"),
        ("##vso[task.complete]", "\\x23#vso[task.complete]"),
        ("##[group]", "\\x23#[group]"),
        ("###[b]", "#\\x23#[b]"),
        ("##teamcity[x]", "\\x23#teamcity[x]"),
        ("::error::x", "::error::x"),
    ],
)
def test_predict_prints_no_command_of_a_commit(command: Command, git: Git, subject: str, shown: str) -> None:
    git.commit("first", "a.txt")
    git.is_pushed("main")
    git.commit(subject, f"{subject}/a", f"b/{subject}")
    to_folder = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "FILE_PATH", "Pattern": "/a$"}]
    path = template(git.folder.parent / "t.json", Api=webhook(groups=[to_folder]))

    printed = command("predict", path, "-C", git.folder, "-v")

    assert f'"{shown}"' in printed
    assert f"matched: {shown}/a" in printed
    assert obeyed(printed) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_errors_echo_no_command(command: Command, tmp_path: Path, text: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    calls: list[list[object]] = [
        [text],
        ["lint", f"--{text}", "t.json"],
        ["lint", text],
        ["lint", path, "--format", text],
        ["lint", path, "--select", text],
        ["rules", text],
        ["explain", path, "--event", text],
        ["explain", path, "--event", path, "--repository", text],
        ["explain", path, "--event", path, "--files-from", text],
        ["explain", path, "--event", path, "--event-name", text],
        ["predict", path, "-C", text],
        ["predict", path, "--pull-request", text],
        ["predict", path, "--branch", text],
        ["runners", text],
        ["runners", path, "--workflows", text],
        ["runners", path, "--repository", text],
        ["audit", "--fail-on", text],
        ["audit", f"--x{text}"],
        ["audit", text],
    ]
    for call in calls:
        _, out, err = command.run(*call)
        assert obeyed(out + err) == [], call


@pytest.mark.parametrize("text", HOSTILE)
def test_what_an_argument_holds_is_shown_and_not_left_out(command: Command, text: str) -> None:
    printed = command.refused("lint", f"--{text.replace('=', '-')}")

    assert len(printed) > len(command.refused("lint", "--x"))
    assert ("\\x1b" in printed) is ("\x1b" in text)


@pytest.mark.parametrize("text", HOSTILE)
def test_configuration_is_echoed_without_commands(command: Command, tmp_path: Path, text: str) -> None:
    template(tmp_path / "t.json", Api=webhook())
    quoted = json.dumps(text)
    for table in (
        f"select = [{quoted}]",
        f"fail-on = {quoted}",
        f"{quoted} = 1",
        f'suppress = [{{id = "WH201", subjects = {quoted}, reason = "x"}}]',
    ):
        write(tmp_path / "pyproject.toml", f"[tool.webhook-constructs]\n{table}\n")
        _, out, err = command.run("lint", "t.json")
        assert err
        assert obeyed(out + err) == [], table


def hostile_outcome(text: str) -> LintReport:
    finding = Finding("WH201", "a-rule", Severity.WARNING, Location(0, 1), f"m {text}", f"f {text}")
    live = LiveLocation(text, text, text)
    return LintReport(
        (
            LocatedFinding(finding, text, TemplateLocation(text, text, text, text, 3, 7)),
            LocatedFinding(finding, text, live),
        ),
        (Skipped(text, text, 2, 5), Skipped(text, text, is_file=False, names=(text, text))),
        undecided=(Skipped(text, text, 4, 1),),
        notes=(text,),
    )


LINE_COUNTS = {"text": (2 * 4 + 2, 2), "github": (5, 0)}


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("output", FORMATS)
def test_a_finding_anywhere_is_no_command(capsys: pytest.CaptureFixture[str], text: str, output: str) -> None:
    FORMATS[output](hostile_outcome(text))

    out, err = capsys.readouterr()
    assert obeyed(out, "::(warning|error|notice) ") == obeyed(err) == []
    assert not MARK.search(out)
    assert out.isascii() or output == "text"
    assert (out.count("\n"), err.count("\n")) == LINE_COUNTS.get(output, (out.count("\n"), 0))


@pytest.mark.parametrize("text", HOSTILE)
def test_json_is_read_as_the_same_value(capsys: pytest.CaptureFixture[str], text: str) -> None:
    FORMATS["json"](hostile_outcome(text))

    written = json.loads(capsys.readouterr().out)
    assert written["findings"][0]["subject"] == text
    assert written["findings"][0]["message"] == f"m {text}"
    assert json.loads("".join(json_without_commands({text: [text]}))) == {text: [text]}


def test_json_is_written_in_parts() -> None:
    """The answer of `explain` can be hundreds of megabytes."""
    value = [{"a": "##[error]" * 3, "b": index} for index in range(20_000)]
    parts = list(json_without_commands(value))

    assert json.loads("".join(parts)) == value
    assert 5 < len(parts) < 1_000
    assert not MARK.search("".join(parts))


LINKS = [
    "[click](https://example.com)",
    "[a](1)",
    "![a](https://example.com/a.png)",
    "[a\\](https://example.com)",
    "[[a]](x)",
    "\\[a](x)",
    "[a](b)[c](d)",
    "[](x)",
]


@pytest.mark.parametrize("text", LINKS)
def test_sarif_holds_no_links_of_strangers(capsys: pytest.CaptureFixture[str], text: str) -> None:
    FORMATS["sarif"](hostile_outcome(text))

    (run,) = json.loads(capsys.readouterr().out)["runs"]
    messages = [each["message"] for each in run["results"]]
    messages += [each["message"] for each in run["invocations"][0]["toolExecutionNotifications"]]
    assert len(messages) == 5
    assert all(each.keys() == {"text"} for each in messages)
    assert not [each for each in messages if re.search(r"\]\(", each["text"])]
    assert all(text.replace("](", "]\\(") in each["text"] for each in messages)


def test_sarif_messages_show_no_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    FORMATS["sarif"](hostile_outcome("a\u202eb\x1b[31m"))

    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert run["results"][0]["message"]["text"].startswith("a\\u202eb\\x1b[31m: m a")


@pytest.mark.parametrize("width", WIDTHS)
def test_wrapped_lines_are_no_commands_and_lose_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    as_on_a_terminal(monkeypatch, width, no_color=True)

    print_lines([Line(((SEVERAL, STYLE),), 2)], wraps=True)

    out = capsys.readouterr().out
    assert obeyed(out) == []
    assert "".join(out.replace("\\x3a", ":").replace("\\x23", "#").split()) == SEVERAL.replace(" ", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("::a::b", "\\x3a:a::b"),
        (" \t::a", " \t\\x3a:a"),
        ("a ::b", "a ::b"),
        ("\x1b[1m\x1b[31m ::a", "\x1b[1m\x1b[31m \\x3a:a"),
        ("a\n\n ::b", "a\n\n \\x3a:b"),
        ("a\r::b", "a\r\\x3a:b"),
        (":a::", ":a::"),
        ("##vso [", "\\x23#vso ["),
        ("a ##vsop", "a \\x23#vsop"),
        ("##Vso", "\\x23#Vso"),
        ("## vso", "## vso"),
        ("#vso", "#vso"),
        ("#[a]", "#[a]"),
        ("## [a]", "## [a]"),
        ("###[a]", "#\\x23#[a]"),
    ],
)
def test_only_commands_are_escaped(text: str, expected: str) -> None:
    assert without_commands(text) == expected


def test_only_one_module_prints() -> None:
    """`audit_command` shows progress in words of its own; the rest goes through `output`."""
    folder = Path(cli.__file__).parent
    names = {"print", "Console"}
    members = {("sys", "stdout"), ("sys", "stderr"), ("click", "echo"), ("click", "secho")}

    def prints(node: ast.AST) -> bool:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            return (node.value.id, node.attr) in members
        return isinstance(node, ast.Name) and node.id in names

    def writes(path: Path) -> bool:
        return any(map(prints, ast.walk(ast.parse(path.read_text()))))

    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if writes(path)}
    assert found == {"__init__.py", "output.py", "streams.py"}
