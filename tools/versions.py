"""Run the tests that are quick with every Python at hand, at the oldest and at the newest versions that are allowed.

Usage: python -m tools.versions [PYTHON ...]      such as 3.10 3.13; without one, each that is at hand

What is allowed is read from pyproject.toml. Each run has an environment of its own, which is removed afterwards.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.check import QUICK_TESTS

__all__ = ["floor_requirements", "pythons"]

_ROOT = Path(__file__).resolve().parent.parent
_OLDEST, _FIRST_NOT_THERE = 10, 30
_VERSION = "import sys; print('.'.join(map(str, sys.version_info[:2])))"
_COUNTED = re.compile(r"\d+ (?:passed|failed|skipped|errors?)\b")


def pythons() -> dict[str, str]:
    """Find the Pythons at hand, on the PATH and among those of pyenv: the program for each version, oldest first."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = {}
    for minor in range(_OLDEST, _FIRST_NOT_THERE):
        version = f"3.{minor}"
        programs = [shutil.which(f"python{version}"), *sorted(pyenv.glob(f"{version}.*/bin/python")), sys.executable]
        program = next((str(each) for each in programs if each and _version_of(each) == version), None)
        if program is not None:
            found[version] = program
    return found


def floor_requirements(python: str, *extras: str) -> str:
    """Resolve what pyproject.toml requires, each at the oldest version that it allows.

    Args:
        python: The Python that it must suit.
        extras: The extras to include.

    Returns:
        Requirements of one version each, a line for each.
    """
    wanted = [part for extra in extras for part in ("--extra", extra)]
    return _uv("pip", "compile", "--python", python, "--resolution", "lowest-direct", *wanted, "pyproject.toml")


def main(wanted: list[str]) -> int:
    """Run the tests, and print a line for each run."""
    found = {version: python for version, python in pythons().items() if version in wanted or not wanted}
    if not found:
        print(f"versions: none of these Pythons is at hand: {', '.join(wanted)}", file=sys.stderr)
        return 2
    code = 0
    for version, python in found.items():
        for floor in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                succeeded, outcome = _tested(Path(folder), python, floor=floor)
            print(f"{version:<5} {'floor' if floor else 'newest':<7} {outcome}", flush=True)
            code = code if succeeded else 1
    return code


def _tested(folder: Path, python: str, *, floor: bool) -> tuple[bool, str]:
    """Install into an environment, run the tests there, and say how many passed."""
    constraints = folder / "constraints.txt"
    constraints.write_text(floor_requirements(python, "audit", "local") if floor else "", encoding="utf-8")
    _uv("venv", "--python", python, folder / "venv")
    programs = folder / "venv" / "bin"
    target = ("--python", programs / "python", "--constraints", constraints)
    _uv("pip", "install", *target, "--group", "tests" if floor else "dev", "--editable", ".[audit,local]")
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment.pop("PYTHONPATH", None)
    # What the tests import is compiled once: they do not write bytecode themselves, and each process would do it again.
    warm = {**environment, "CDK_OUTDIR": str(folder / "cdk.out"), "PYTHONDONTWRITEBYTECODE": ""}
    subprocess.run([programs / "python", "app.py"], cwd=_ROOT, env=warm, capture_output=True, check=False)
    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", *QUICK_TESTS]
    tests += ["--ignore=tests/neighbours"] if floor else []  # they need newer versions than we do
    done = subprocess.run(
        [programs / "python", *tests],
        cwd=_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr)
    return done.returncode == 0, ", ".join(_COUNTED.findall(done.stdout.splitlines()[-1])) or "no tests ran"


def _version_of(program: str | Path) -> str:
    done = subprocess.run([program, "-c", _VERSION], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _uv(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "uv", "--quiet", *arguments]
    done = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        msg = f"uv {arguments[0]} failed:\n{done.stderr}"
        raise RuntimeError(msg)
    return done.stdout


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
