"""What a change must pass: linter, type checkers, spelling, the pages made from code, and the tests that are quick.

Usage: python -m tools.check

The tools run beside each other, and what they say is shown together; the tests come after them, on all processors.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["QUICK_TESTS", "TOOLS"]

_ROOT = Path(__file__).resolve().parent.parent
TOOLS = {
    "cspell": ("node", "node_modules/cspell/bin.mjs", "lint", "--no-progress", "--no-summary"),
    "mypy": ("mypy",),
    "pyright": ("pyright",),
    "ruff": ("ruff", "check", "."),
    "ruff format": ("ruff", "format", "--check", "."),
}
_DEPLOYING = (
    "tests/acceptance",
    "tests/acceptance_runs",
    "tests/benchmarks",
    "tests/e2e",
    "tests/examples",
    "tests/testing/local",
)

QUICK_TESTS = (
    *("-n", "auto", "--dist", "loadfile"),
    *("-m", "not cli and not package"),
    *(f"--ignore={folder}" for folder in _DEPLOYING),
)
"""Options of pytest: the tests that deploy nothing, measure nothing and install nothing, on all processors."""

_TESTS = (sys.executable, "-m", "pytest", *QUICK_TESTS)


def main(tools: Mapping[str, Sequence[str]] = TOOLS, tests: Sequence[str] = _TESTS) -> int:
    """Run the tools, then the tests.

    Args:
        tools: The command of each tool, by its name.
        tests: The command of the tests.
    """
    start = time.monotonic()
    with ThreadPoolExecutor(os.cpu_count()) as workers:
        succeeded = list(workers.map(_passes, tools, tools.values()))
    succeeded.append(subprocess.run(tests, cwd=_ROOT, check=False).returncode == 0)
    print(f"check: {'passed' if all(succeeded) else 'FAILED'} in {time.monotonic() - start:.0f} s")
    return 0 if all(succeeded) else 1


def _passes(name: str, command: Sequence[str]) -> bool:
    """Run a tool, and show what it says at once."""
    done = subprocess.run(
        [Path(sys.executable).parent / command[0], *command[1:]],
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    print(f"{name}: {done.stdout.strip() or 'passed'}", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
