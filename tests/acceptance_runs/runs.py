"""Acceptance runs as processes of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.acceptance.target import Target

__all__ = ["CLEAN", "ROOT", "RUN", "at", "run"]

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "tools.acceptance", "run"]
CLEAN = [sys.executable, "-m", "tools.acceptance", "clean"]

_SECONDS = 600


def run(command: Sequence[object], **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
    )


def at(target: Target) -> list[str]:
    return ["--endpoint", target.endpoint, "--account", target.access_key]
