from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from webhook_constructs.cli import main

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_help_lists_the_commands(command: Command) -> None:
    printed = command("--help")

    assert "explain" in printed
    assert "predict" in printed


@pytest.mark.parametrize("name", ["audit", "explain", "lint", "predict", "rules"])
def test_help_of_a_command_ends_with_an_example(command: Command, name: str) -> None:
    _, _, example = command(name, "--help").rpartition("  Example:\n")

    assert f"webhook-constructs {name}" in example


def test_the_version_is_that_of_the_package(command: Command) -> None:
    assert command("--version").startswith("webhook-constructs, version 0.")


@pytest.mark.parametrize("arguments", [["nope"], ["explain"], ["explain", "x"], ["predict", "--nope"]])
def test_wrong_arguments_end_with_two(command: Command, arguments: list[str]) -> None:
    assert "Usage: webhook-constructs" in command.refused(*arguments)


@pytest.mark.parametrize("missing", ["click", "rich", "yaml"])
def test_without_the_extra_the_command_says_what_to_install(missing: str) -> None:
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from webhook_constructs.cli import main\n"
        "sys.exit(main(['--help']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "webhook-constructs: the command needs click, PyYAML and rich: pip install 'webhook-constructs[cli]'\n"
    )


def test_the_command_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "webhook_constructs.cli", "--version"]

    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.startswith("webhook-constructs")


def test_a_missing_module_of_our_own_is_no_missing_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "webhook_constructs.cli.commands", None)

    with pytest.raises(ModuleNotFoundError):
        main([])
