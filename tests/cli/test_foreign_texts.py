"""No text of a template, and no name of a file, breaks the output of lint, or shows what is secret."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, template, triggers, webhook, write
from tests.github_payloads import push
from webhook_constructs.cli.formats import FORMATS

if TYPE_CHECKING:
    from tests.cli.conftest import Command


@pytest.mark.parametrize("output", FORMATS)
def test_no_text_of_a_template_breaks_the_output(command: Command, tmp_path: Path, output: str) -> None:
    group = [OPEN[0], {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "\x1b[31m\n::error::12\ud800\u00e9%"}]
    template(tmp_path / "t.json", **{"A\n::error::\x1b[31mb": webhook(groups=[group])})

    code, out, err = command.run("lint", "t.json", "--format", output, "--fail-on", "never")

    assert (code, err) == (0, "")
    assert "\x1b" not in out
    assert "\n::error" not in out


@pytest.mark.parametrize("output", FORMATS)
def test_credentials_in_an_address_are_shown_nowhere(command: Command, tmp_path: Path, output: str) -> None:
    source = {"Type": "GITHUB", "Location": "https://x:hunter2@github.com/acme/api.git?token=hunter2"}
    scope = {"ScopeConfiguration": {"Name": "acme", "Scope": "GITHUB_ORGANIZATION"}}
    groups = [[{"Type": "EVENT", "Pattern": "PUSH"}]]
    scoped = triggers("scoped", Source=source)
    scoped["Properties"]["Triggers"] |= scope
    both = {name: triggers(name, groups=groups, Source=source) for name in ("one", "two")}
    template(tmp_path / "t.json", Scoped=scoped, **both)

    _, out, err = command.run("lint", "t.json", "--format", output)

    assert "WH112" in out
    assert "WH407" in out
    assert "hunter2" not in out + err


@pytest.mark.parametrize("folder", ["", "{}/"], ids=["relative", "absolute"])
def test_a_file_name_need_not_be_utf_8(command: Command, tmp_path: Path, folder: str) -> None:
    for name in (b"t\xff.json", b"u\xff.json"):
        content = json.dumps({"Resources": {"Api": webhook(groups=[OPEN])}}) if name.startswith(b"t") else "{"
        (tmp_path / os.fsdecode(name)).write_text(content)
    paths = [folder.format(tmp_path) + os.fsdecode(name) for name in (b"t\xff.json", b"u\xff.json")]

    _, out, _ = command.run("lint", *paths, "--format", "sarif")

    (run,) = json.loads(out)["runs"]
    (result,) = run["results"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    for each, uri in ((result, "t%FF.json"), (notification, "u%FF.json")):
        assert each["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(uri)


@pytest.mark.parametrize("output", ["text", "github"])
def test_names_of_strangers_give_no_commands(command: Command, tmp_path: Path, output: str) -> None:
    body = {"Resources": {"Api": webhook(groups=[OPEN])}}
    body["Resources"]["Api"]["Metadata"] = {"aws:cdk:path": "::error::a\x1b[31m##[error]"}
    write(tmp_path / "::error::\x1b[31m##[error].json", body)
    write(tmp_path / "half##[error]\x1b.json", "{")

    _, out, err = command.run("lint", "::error::\x1b[31m##[error].json", "half##[error]\x1b.json", "--format", output)

    assert "\x1b" not in out + err
    mine = [line for line in (out + err).splitlines() if not line.startswith(("::warning file=", "::error file="))]
    assert not [line for line in mine if line.lstrip().startswith("::") or "##[" in line]


@pytest.mark.parametrize("redirection", ["2>&-", "2>/dev/full"])
@pytest.mark.parametrize(
    "arguments", [["lint", "half.json"], ["lint", ""], ["explain", "half.json", "--event", "none"], ["lint", "--x"]]
)
def test_the_exit_code_stays_where_nothing_can_be_said(tmp_path: Path, redirection: str, arguments: list[str]) -> None:
    write(tmp_path / "half.json", "{")
    command = shlex.join([sys.executable, "-m", "webhook_constructs.cli", *arguments])

    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    assert subprocess.run(f"{command} {redirection}", shell=True, env=environment, check=False).returncode == 2


@pytest.mark.parametrize("name", ["a\nb", "a\r\nb", "a\n\nb", "\na", "a\n", "a\u2028b\nError: c"])
def test_a_name_with_a_line_end_is_one_line_of_an_error(command: Command, tmp_path: Path, name: str) -> None:
    path = template(tmp_path / "t.json", Api=webhook())
    write(tmp_path / name, "{")
    (tmp_path / "empty").mkdir()
    event = write(tmp_path / "p.json", push())
    refused: list[list[object]] = [
        ["explain", path, "--event", name],
        ["explain", path, "--event", f"no{name}"],
        ["explain", name, "--event", event],
        ["explain", f"no{name}", "--event", event],
        ["predict", name],
        ["predict", path, "-C", f"no{name}"],
        ["predict", path, "-C", tmp_path / "empty"],
    ]
    for call in refused:
        err = command.refused(*call)
        assert (err.count("\n"), err.startswith("webhook-constructs: ")) == (1, True), call
    misused: list[list[object]] = [
        ["rules", name],
        ["lint", path, "--select", name],
        ["lint", path, "--format", name],
        ["lint", path, f"--{name}"],
        ["explain", path, "--event", event, "--files-from", f"no{name}"],
        ["explain", path, "--event", event, "--repository", name],
        ["predict", path, "--pull-request", name],
        [name],
    ]
    for call in misused:
        err = command.refused(*call)
        lines = err.removesuffix("\n").split("\n")
        shown = [line for line in lines if not line.startswith(("Usage: ", "Try "))]
        assert [line for line in shown if line][1:] == [], call


@pytest.mark.parametrize("content", ["[", "tool = 5", "[tool.webhook-constructs]\nx = 1", "a = " + "[" * 5_000])
def test_a_folder_with_a_line_end_is_one_line_of_an_error(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    folder = write(tmp_path / "a\nb" / "pyproject.toml", content).parent
    template(folder / "t.json", Api=webhook())
    monkeypatch.chdir(folder)

    err = command.refused("lint", "t.json")

    assert (err.count("\n"), "a\\nb" in err) == (1, True)
