"""Other programs that judge templates, measured on the same files."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Final

from .terminal import talk

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["CHECKOV", "CHECKOV_VERSION", "cfn_lint_command", "checkov_command"]

CHECKOV: Final = "checkov"
CHECKOV_VERSION: Final = "3.3.30"
_UV: Final = (sys.executable, "-m", "uv", "tool", "run", "--quiet", "--from", f"checkov=={CHECKOV_VERSION}", CHECKOV)
"""Checkov cannot be installed beside us, because it wants other versions: uv gives it an environment of its own."""


def cfn_lint_command(paths: Sequence[Path]) -> list[str]:
    """Return the command of cfn-lint."""
    return [sys.executable, "-c", "from cfnlint.runner import main; main()", *map(str, paths)]


def checkov_command(paths: Sequence[Path], framework: str) -> list[str] | None:
    """Return the command of Checkov, without anything that it would look up on the network.

    Args:
        paths: The files.
        framework: What is in them, such as `cloudformation`.

    Returns:
        The command; None where Checkov cannot be had, which is told.
    """
    if subprocess.run([*_UV, "--version"], check=False, stdout=subprocess.DEVNULL).returncode:
        talk(f"   checkov {CHECKOV_VERSION} cannot be installed: it is left out")
        return None
    files = [text for path in paths for text in ("--file", str(path))]
    return [*_UV, "--framework", framework, "--compact", "--quiet", "--skip-download", *files]
