"""The width of a terminal, and what is set in the place of one."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, as_on_a_terminal, template, webhook

if TYPE_CHECKING:
    from tests.cli.conftest import Command

NO_WIDTHS = [
    "0",
    "-1",
    "-80",
    "",
    " ",
    "abc",
    "80x",
    "0x50",
    "1e2",
    "\u00b2",
    "\u0664\u0660",
    "10001",
    "99999999999",
    "9" * 5_000,
]


@pytest.mark.parametrize("width", NO_WIDTHS)
def test_lines_are_wrapped_to_80_columns_where_no_width_is_of_use(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, width: str
) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    as_on_a_terminal(monkeypatch, 80, no_color=True)
    expected = command("lint", path)
    as_on_a_terminal(monkeypatch, width, no_color=True)
    monkeypatch.setenv("LINES", width)

    assert max(map(len, re.sub(r"\x1b\[[0-9;]*m", "", expected).splitlines())) in range(70, 81)
    assert command("lint", path) == expected


@pytest.mark.parametrize("width", NO_WIDTHS)
@pytest.mark.parametrize("arguments", [["rules"], ["rules", "WH404"], ["lint", "--help"], ["--help"], ["lint", "--x"]])
def test_no_width_of_a_terminal_stops_a_command(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str], width: str
) -> None:
    as_on_a_terminal(monkeypatch, width, no_color=True)
    monkeypatch.setenv("LINES", width)

    code, out, err = command.run(*arguments)

    assert (code, bool(out), bool(err)) == ((2, False, True) if "--x" in arguments else (0, True, False))


@pytest.mark.parametrize(("columns", "widest"), [(0, 80), (60, 60), (130, 130)])
def test_lines_are_wrapped_to_a_real_terminal(tmp_path: Path, columns: int, widest: int) -> None:
    path = template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    environment = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "FORCE_COLOR"}}
    environment |= {"NO_COLOR": "1", "TERM": "xterm", "PYTHONPATH": str(Path(__file__).parents[2])}
    reading, writing = pty.openpty()
    fcntl.ioctl(writing, termios.TIOCSWINSZ, struct.pack("HHHH", 0, columns, 0, 0))
    done = subprocess.run(
        [sys.executable, "-m", "webhook_constructs.cli", "lint", str(path)],
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
    lines = re.sub(r"\x1b\[[0-9;]*m", "", printed).split("\r\n")
    assert widest - 20 < max(map(len, lines)) <= widest
