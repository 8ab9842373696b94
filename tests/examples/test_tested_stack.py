"""The tests of examples/tested_stack, as its reader runs them: they pass, and fail where the stack is another one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run_tests(folder: Path, *arguments: str) -> str:
    """Run them, and return what pytest says in the end."""
    done = subprocess.run(
        [Path(sys.executable).with_name("pytest"), "-p", "no:cacheprovider", "--quiet", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.splitlines()[-1].partition(" in ")[0]


def test_they_pass(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "tested_stack", tmp_path / "tested_stack"))

    assert run_tests(folder) == "6 passed"
    assert (folder / "ci_stack.json").read_text() == (ROOT / "examples" / "tested_stack" / "ci_stack.json").read_text()


def test_they_fail_where_main_is_another_branch(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(ROOT / "examples" / "tested_stack", tmp_path / "tested_stack"))
    stack = folder / "ci_stack.py"
    stack.write_text(stack.read_text().replace('and_branch_is("main")', 'and_branch_is("master")'))

    assert run_tests(folder, "--deselect", "test_ci_stack.py::test_it_is_deployed_and_leaves_nothing_behind") == (
        "2 failed, 3 passed, 1 deselected"
    )
