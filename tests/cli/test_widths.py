"""The width of a terminal, and what is set in the place of one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, as_on_a_terminal, lines_on_a_terminal, template, webhook

if TYPE_CHECKING:
    from pathlib import Path

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
    lines = lines_on_a_terminal(["lint", path], columns=columns, rows=0)

    assert widest - 20 < max(map(len, lines)) <= widest
