"""`make check` passes when everything in it does."""

from __future__ import annotations

import sys

import pytest

from tools.check import TOOLS, main

WELL, BADLY = ("python", "-c", ""), ("python", "-c", "raise SystemExit('it is wrong')")


@pytest.mark.parametrize(
    ("tool", "tests", "code", "verdict"),
    [(WELL, WELL, 0, "passed"), (BADLY, WELL, 1, "FAILED"), (WELL, BADLY, 1, "FAILED")],
    ids=["all-pass", "a-tool-fails", "a-test-fails"],
)
def test_the_exit_code_is_that_of_the_worst(
    tool: tuple[str, ...], tests: tuple[str, ...], code: int, verdict: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main({"one": tool, "other": WELL}, (sys.executable, *tests[1:])) == code

    *told, last = capsys.readouterr().out.splitlines()
    assert sorted(told) == [f"one: {'passed' if tool is WELL else 'it is wrong'}", "other: passed"]
    assert last.startswith(f"check: {verdict} in ")


def test_the_code_is_linted_formatted_and_its_types_and_its_spelling_are_checked() -> None:
    assert sorted(TOOLS.values()) == [
        ("mypy",),
        ("node", "node_modules/cspell/bin.mjs", "lint", "--no-progress", "--no-summary"),
        ("pyright",),
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
    ]
