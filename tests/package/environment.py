"""Environments that hold what is installed into them and nothing else, made by uv, whose cache makes that quick."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


def uv(*arguments: str | Path, umask: int = -1) -> str:
    """Run uv in the repository, under a umask if one is given, and return what it prints."""
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, umask=umask)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment, and a folder in which its programs run."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, *requirements: str | Path, python: str = sys.executable) -> Environment:
        """Make one of a Python, and install into it."""
        made = cls(folder)
        uv("venv", "--python", python, made.programs.parent)
        made.install(*requirements)
        return made

    @property
    def programs(self) -> Path:
        """Where its programs are."""
        return self.folder / "venv" / "bin"

    def install(self, *requirements: str | Path) -> None:
        """Install, with options of `uv pip install` among the requirements."""
        uv("pip", "install", "--python", self.programs / "python", *requirements)

    def run(self, program: str, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run one of its programs, with nothing of this process on its path."""
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return subprocess.run(
            [self.programs / program, *arguments],
            cwd=self.folder,
            env={**inherited, **variables},
            capture_output=True,
            text=True,
            check=False,
        )

    def script(self, text: str, **variables: str) -> str:
        """Run a script, and return what it prints, once it has succeeded."""
        done = self.run("python", "-c", text, **variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def failing(self, text: str) -> str:
        """Run a script that ends with an error, and return its last line."""
        done = self.run("python", "-c", text)
        assert done.returncode == 1, done.stdout
        return done.stderr.splitlines()[-1]
