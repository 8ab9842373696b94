"""Templates, git repositories and the command, for the tests of the command."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterable

OPEN = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}]
"""A filter group with a finding: WH201."""
REFUSED = [{"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]
"""A filter group that the service refuses: WH101."""
TO_MAIN = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]


def webhook(project: Any = "api", *, groups: Any = (TO_MAIN,), **properties: Any) -> dict[str, Any]:
    """A webhook of this library, as it is in a template."""
    return {
        "Type": "Custom::CodeBuildWebhook",
        "Properties": {"ProjectName": project, "FilterGroups": list(groups), **properties},
    }


def triggers(name: str = "native", *, groups: Any = (TO_MAIN,), **properties: Any) -> dict[str, Any]:
    """A project with a webhook of its own."""
    native = {"Webhook": True, "FilterGroups": list(groups)}
    return {"Type": "AWS::CodeBuild::Project", "Properties": {"Name": name, "Triggers": native, **properties}}


def write(path: Path, value: Any) -> Path:
    """Write JSON, or text as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return path


def template(path: Path, **resources: Any) -> Path:
    """Write a template."""
    return write(path, {"Resources": resources})


def as_on_a_terminal(monkeypatch: pytest.MonkeyPatch, width: object, *, no_color: bool = False) -> None:
    """Make the command print as on a terminal, as workflows do that ask for colors."""
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.delenv("NO_COLOR", raising=False)
    if no_color:
        monkeypatch.setenv("NO_COLOR", "1")


def lines_on_a_terminal(arguments: Iterable[object], *, columns: int, rows: int) -> list[str]:
    """The lines that the command prints on a real terminal of some size, in a process of its own."""
    sizes_and_colors = {"COLUMNS", "LINES", "FORCE_COLOR"}
    environment = {key: value for key, value in os.environ.items() if key not in sizes_and_colors}
    environment |= {"NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2])}
    reading, writing = pty.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    done = subprocess.run(
        [sys.executable, "-m", "webhook_constructs.cli", *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=writing,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    os.close(writing)
    printed = os.read(reading, 100_000).decode()
    os.close(reading)
    assert (done.returncode, done.stderr) == (0, b"")
    return re.sub(r"\x1b\[[0-9;]*m", "", printed).split("\r\n")[:-1]


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


class Command:
    """The command, and what it has printed."""

    def __init__(self, captured: pytest.CaptureFixture[str]) -> None:
        self._captured = captured

    def __call__(self, *arguments: object) -> str:
        """Run it, and return what it answers."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, "")
        return out

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Run it, and return the exit code and what it has printed to each stream."""
        code = main([str(each) for each in arguments])
        printed = self._captured.readouterr()
        return code, printed.out, printed.err

    def ids(self, *arguments: object) -> list[str]:
        """Run lint, and return the ids of what it finds."""
        _, out, _ = self.run("lint", *arguments, "--format", "json")
        return [each["id"] for each in json.loads(out)["findings"]]

    def refused(self, *arguments: object) -> str:
        """Run it with something that it refuses, and return what it says."""
        code, out, err = self.run(*arguments)
        assert (code, out) == (2, "")
        return err

    def events(self, *arguments: object) -> list[dict[str, Any]]:
        """Run it, and return what it answers as JSON."""
        found: list[dict[str, Any]] = json.loads(self(*arguments, "--format", "json"))["events"]
        return found


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(capsys)


class Git:
    """A repository with a work tree."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        if not folder.exists():
            folder.mkdir()
            self("init", "--quiet", "--initial-branch", "main")

    def __call__(self, *arguments: str) -> str:
        people = [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")]
        environment = {
            **os.environ,
            **dict.fromkeys(people, "a@example.com"),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            ["git", "-C", str(self.folder), *arguments], env=environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def write(self, *paths: str, content: str = "") -> None:
        """Write files and stage them."""
        for path in paths:
            (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / path).write_text(content or path)
        self("add", "--all")

    def commit(self, message: str, *paths: str) -> None:
        """Commit files."""
        self.write(*paths)
        self("commit", "--quiet", "--allow-empty", "--message", message)

    def is_pushed(self, branch: str, remote: str = "origin") -> None:
        """Copy a branch to the remote as it is here, as after a push."""
        if remote not in self("remote").splitlines():
            self("remote", "add", remote, f"git@github.com:{'acme' if remote == 'origin' else remote}/api.git")
        self("update-ref", f"refs/remotes/{remote}/{branch}", "HEAD")


@pytest.fixture
def git(tmp_path: Path) -> Git:
    return Git(tmp_path / "repository")
