"""What mypy and pyright accept and refuse."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CONFIGURATION = str(HERE / "mypy.ini")
EXCUSE = "  # type: ignore"


@pytest.mark.parametrize("command", [["mypy", "--config-file", CONFIGURATION], ["pyright"]], ids=["mypy", "pyright"])
def test_a_checker_accepts_what_is_accepted_and_refuses_what_is_refused(command: list[str], tmp_path: Path) -> None:
    """One run for all: with their excuses the refused uses pass, and without them each is an error."""
    lines = (HERE / "refused.py").read_text().splitlines()
    bare = tmp_path / "without_excuses.py"
    bare.write_text("\n".join(line.split(EXCUSE)[0] for line in lines))
    uses = [HERE / "accepted.py", HERE / "refused.py", bare]

    checked = [sys.executable, "-m", *command, *map(str, uses)]
    done = subprocess.run(checked, cwd=ROOT, capture_output=True, text=True, check=False)

    errors = [line for line in done.stdout.splitlines() if "error:" in line]
    excused = {number for number, line in enumerate(lines, start=1) if EXCUSE in line}
    refused = {number for number in excused if any(f"{bare.name}:{number}:" in line for line in errors)}
    assert len(excused) >= 20
    assert refused == excused, done.stdout + done.stderr
    assert [line for line in errors if bare.name not in line] == []
