"""The installation: what it says when it fails, and that it is done again."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.mark.package
def test_an_installation_that_fails_says_why_in_the_end_and_leaves_no_stamp(tmp_path: Path) -> None:
    """Without a package index it comes as far as the virtual environment."""
    stamp = tmp_path / "done"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}

    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "setup.py", tmp_path / "venv", stamp],
        env={**environment, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["[1/4] making the virtual environment", "[2/4] updating pip"]
    assert done.stderr.splitlines()[0] == "setup: updating pip failed:"
    assert done.stderr.splitlines()[-1].startswith("ERROR: ")
    assert "pip>=25.1" in done.stderr.splitlines()[-1]
    assert not stamp.exists()
