"""Measure in a process of its own, which starts with nothing loaded."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

__all__ = ["environment", "report_of", "run"]

_ROOT = Path(__file__).parent.parent


def environment(*, validation: bool = False) -> dict[str, str]:
    """Return the variables of such a process.

    Args:
        validation: Whether the CDK checks its templates at synthesis, as it does for users.
    """
    # Compiled code is kept, as it is for users: what would not let Python do so is left out.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    kept.pop("CDK_VALIDATION", None)
    return {**kept, "PYTHONPATH": str(_ROOT)} | ({} if validation else {"CDK_VALIDATION": "false"})


def run(*arguments: str, validation: bool = False) -> str:
    """Run Python with some arguments, and give what it prints."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command,
        env=environment(validation=validation),
        cwd=_ROOT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE if validation else None,  # what it finds in the templates is not of interest
        text=True,
    )
    return done.stdout


def report_of(module: str, *arguments: object, validation: bool = False) -> Any:
    """Run a module of the benchmark, and give what it reports."""
    return json.loads(run("-m", f"benchmarks.{module}", *map(str, arguments), validation=validation))
