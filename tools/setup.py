"""Install everything that the project needs into a virtual environment and node_modules.

Usage: python tools/setup.py VENV STAMP

Needs Python 3.10 or newer with its venv module, and a package index; no Node, which comes from PyPI. The stamp is
written last, so that an installation that broke off is done again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

_ROOT = Path(__file__).resolve().parent.parent
_OLDEST = (3, 10)
_SHOWN = ("Collecting ", "Downloading ", "Building ", "Installing ", "added ", "npm error")
_LAST_LINES = 15
_WORDS = 3


def main(arguments: list[str]) -> int:
    """Install, step by step."""
    if sys.version_info < _OLDEST:
        have = ".".join(str(part) for part in sys.version_info[:2])
        return _fail(f"this Python is {have}, but 3.10 or newer is needed: make PYTHON=python3.12")
    venv, stamp = (_ROOT / argument for argument in arguments)
    python, npm = venv / "bin" / "python", venv / "bin" / "npm"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--disable-pip-version-check", "--progress-bar", "off"]
    steps: list[tuple[str, list[str | Path]]] = [
        ("making the virtual environment", [sys.executable, "-m", "venv", "--clear", venv]),
        ("updating pip", [*pip, "--upgrade", "pip>=25.1"]),
        (
            "installing the Python packages, and Node with them (about a minute)",
            [*pip, "-c", "constraints.txt", "--group", "dev", "-e", ".[cli,local]"],
        ),
        ("installing the CDK CLI and sample payloads", [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]),
    ]
    for number, (what, command) in enumerate(steps, 1):
        _say(f"[{number}/{len(steps)}] {what}")
        if (reason := _run(command, venv / "bin")) is not None:
            return _fail(f"{what} failed:\n{reason}")
    stamp.touch()
    return 0


def _run(command: list[str | Path], first_on_path: Path) -> str | None:
    """Run a command and show how far it is; return the end of what it said if it fails."""
    environment = {**os.environ, "PATH": f"{first_on_path}{os.pathsep}{os.environ.get('PATH', '')}"}
    said: list[str] = []
    start = time.monotonic()
    try:
        with subprocess.Popen(
            [str(part) for part in command],
            cwd=_ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            for line in process.stdout or ():
                said.append(line.rstrip())
                if line.startswith(_SHOWN):
                    _say(f"      {time.monotonic() - start:4.0f} s  {line.rstrip()[:90]}")
    except OSError as error:
        return str(error)
    return None if process.returncode == 0 else _reason(said)


def _reason(said: list[str]) -> str:
    """Return the end of an output, and after it the line that says most."""
    errors = [line for line in said if line.lower().startswith(("error", "npm error")) and len(line.split()) > _WORDS]
    return "\n".join([*said[-_LAST_LINES:], *errors[-1:]])


def _say(line: str) -> None:
    print(line, flush=True)


def _fail(reason: str) -> int:
    print(f"setup: {reason}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
