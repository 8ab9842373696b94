"""What `pyproject.toml` says of lint."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, template, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def configured(tmp_path: Path, text: str) -> Path:
    folder = tmp_path / "a" / "b"
    template(folder / "t.json", Api=webhook(groups=[OPEN]), Web=webhook("web", groups=[OPEN]))
    write(tmp_path / "pyproject.toml", text)
    return folder


def test_the_nearest_pyproject_says_what_is_wanted(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = configured(
        tmp_path, "[tool.webhook-constructs]\nselect = ['WH2']\nignore = ['WH202']\nfail-on = 'warning'\n"
    )
    monkeypatch.chdir(folder)

    assert command.run("lint", "t.json")[0] == 1
    assert command.run("lint", "t.json", "--fail-on", "error")[0] == 0
    assert command.ids("t.json", "--ignore", "WH201") == []


def test_pyproject_leaves_findings_out_by_name_and_with_a_reason(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    suppress = "[[tool.webhook-constructs.suppress]]\nid = 'WH201'\nsubjects = 'w*'\nreason = 'known ids'\n"
    monkeypatch.chdir(configured(tmp_path, suppress))

    _, out, _ = command.run("lint", "t.json", "--format", "json")

    found = json.loads(out)
    assert [each["subject"] for each in found["findings"] if each["id"] == "WH201"] == ["Api"]
    assert found["suppressed"] == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[tool", "it cannot be read: "),
        ("tool = 1", "tool: expected a table, got 1"),
        ("[tool]\nwebhook-constructs = 1", "expected a table, got 1"),
        (
            "[tool.webhook-constructs]\nselected = []",
            "unknown key, got 'selected', allowed are fail-on, ignore, select, ",
        ),
        ("[tool.webhook-constructs]\nselect = 'WH2'", "select: expected a list of texts, got 'WH2'"),
        ("[tool.webhook-constructs]\nignore = [1]", "ignore: expected a list of texts, got [1]"),
        ("[tool.webhook-constructs]\nignore = ['WH999']", "there is no rule 'WH999'"),
        ("[tool.webhook-constructs]\nsuppress = ['WH201']", "suppress: expected a list of tables"),
        (
            "[tool.webhook-constructs]\nfail-on = 'fatal'",
            "fail-on: expected one of error, warning, info, never, got 'fa",
        ),
        (
            "[[tool.webhook-constructs.suppress]]\nid = 'WH201'",
            "suppress[0]: expected an object with id, reason and subjects",
        ),
    ],
)
def test_a_pyproject_that_cannot_be_used_is_refused(command: Command, tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path / "pyproject.toml", text)
    template(tmp_path / "t.json", Api=webhook())

    told = command.refused("lint", "t.json")

    assert told.startswith(f"webhook-constructs: {path}: ")
    assert says in told


def test_a_pyproject_without_a_word_of_it_changes_nothing(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", "[project]\nname = 'x'\n")
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))

    assert command.ids("t.json") == ["WH201"]


def test_a_configuration_that_is_nested_too_deep_is_refused(command: Command, tmp_path: Path) -> None:
    write(tmp_path / "pyproject.toml", f"a = {'[' * 20_000}{']' * 20_000}")
    template(tmp_path / "t.json", Api=webhook())

    assert "pyproject.toml: it cannot be read: it is nested too deep" in command.refused("lint", "t.json")


def test_the_nearest_configuration_is_that_with_our_table(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "pyproject.toml", '[tool.webhook-constructs]\nignore = ["WH201"]\n')
    write(tmp_path / "svc" / "pyproject.toml", "[project]\nname = 'svc'\n")
    template(tmp_path / "svc" / "t.json", Api=webhook(groups=[OPEN]))
    monkeypatch.chdir(tmp_path / "svc")

    assert command.ids("t.json") == []


def test_a_file_of_our_own_needs_no_table(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "webhook-constructs.toml", 'ignore = ["WH201"]\n')
    template(tmp_path / "svc" / "t.json", Api=webhook(groups=[OPEN]))
    monkeypatch.chdir(tmp_path / "svc")

    assert command.ids("t.json") == []


def test_our_own_file_counts_before_pyproject_in_one_folder_and_the_nearest_folder_before_both(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "webhook-constructs.toml", 'ignore = ["WH201"]\n')
    write(tmp_path / "pyproject.toml", "[tool.webhook-constructs]\n")
    template(tmp_path / "svc" / "t.json", Api=webhook(groups=[OPEN]))
    monkeypatch.chdir(tmp_path / "svc")
    assert command.ids("t.json") == []

    write(tmp_path / "svc" / "pyproject.toml", "[tool.webhook-constructs]\n")
    assert command.ids("t.json") == ["WH201"]


@pytest.mark.parametrize(
    ("name", "text"),
    [("ci/lint.toml", "ignore = ['WH201']"), ("ci/pyproject.toml", "[tool.webhook-constructs]\nignore = ['WH201']")],
)
def test_a_file_that_is_named_is_read_instead(command: Command, tmp_path: Path, name: str, text: str) -> None:
    write(tmp_path / "webhook-constructs.toml", "unknown = 1\n")
    write(tmp_path / name, text)
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))

    assert command.ids("t.json", "--config", name) == []


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("lint.toml", None, "it cannot be read: [Errno 2] No such file or directory: 'lint.toml'"),
        ("lint.toml", "selected = []", "unknown key, got 'selected', allowed are fail-on, ignore, select, suppress"),
        ("pyproject.toml", "[tool]", "it has no table tool.webhook-constructs"),
    ],
)
def test_a_file_that_is_named_and_cannot_be_used_is_refused(
    command: Command, tmp_path: Path, name: str, text: str | None, says: str
) -> None:
    template(tmp_path / "t.json", Api=webhook())
    if text is not None:
        write(tmp_path / name, text)

    assert command.refused("lint", "t.json", "--config", name) == f"webhook-constructs: {name}: {says}\n"
