"""Snapshots and other files beside the tests and the examples: there is none that nothing reads."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

from webhook_constructs.lint.rules import ALL_RULES

ROOT = Path(__file__).parents[1]
FOUND_BY_NAME = {"README.md", "pytest.ini", "ruff.toml"}
"""What people, pytest and Ruff read wherever it is."""
LEFT_BEHIND = re.compile(r"\.|__pycache__$|cdk\.out")
"""How what a run leaves behind begins."""


def unread_files(root: Path) -> list[str]:
    """Name what is no module, and what no module beside it, or around it in its test folder or example, names."""
    files = kept_files(root)
    return [
        file.as_posix()
        for file in files
        if (root / file).is_file() and file.suffix != ".py" and file.name not in FOUND_BY_NAME
        if not any(map(LEFT_BEHIND.match, file.parts)) and not is_named(root, file)
    ]


def kept_files(root: Path) -> list[Path]:
    """List the files of tests and examples but for those that git ignores, as it does what guides have written."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "tests", "examples"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=False)
    if listed.returncode == 0:
        return sorted({Path(name) for name in listed.stdout.decode().split("\0") if name})
    return [path.relative_to(root) for name in ("tests", "examples") for path in (root / name).rglob("*")]


def is_named(root: Path, file: Path) -> bool:
    around = [folder for folder in file.parents if len(folder.parts) >= min(2, len(file.parent.parts))][-1]
    return re.search(rf"['\"/]{re.escape(file.name)}['\"]", _text_of_modules(root / around)) is not None


@cache
def _text_of_modules(folder: Path) -> str:
    modules = folder.glob("*.py") if folder.name == "tests" else folder.rglob("*.py")
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(modules))


def test_every_file_of_data_is_named_by_a_module_around_it() -> None:
    assert is_named(ROOT, Path("tests/cli/data/sarif-2.1.0-rtm.5.json"))
    assert unread_files(ROOT) == []


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("tests/lint/orphan.json", id="named-elsewhere"),
        pytest.param("tests/lint/data/orphan.json", id="named-elsewhere-and-deeper"),
        pytest.param("tests/orphan.json", id="beside-all-tests"),
        pytest.param("tests/lint/orphan", id="without-a-dot"),
        pytest.param("tests/lint/orphan.md", id="markdown"),
        pytest.param("examples/one_app/orphan.json", id="example"),
    ],
)
def test_a_file_that_nothing_around_it_names_is_noticed(tmp_path: Path, name: str) -> None:
    files = {
        "tests/cli/data/orphan.json": "{}",
        "tests/cli/test_lint.py": 'ORPHANS = ("data/orphan.json", "orphan", "orphan.md")\n',
        "tests/cli/__pycache__/test_lint.pyc": "",
        "examples/one_app/app.py": "",
        "examples/one_app/cdk.out/manifest.json": "{}",
        "examples/ruff.toml": "",
        name: "{}",
    }
    for file, text in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text, encoding="utf-8")

    assert unread_files(tmp_path) == [name]


def test_every_module_of_cases_has_a_rule() -> None:
    """That every rule has one is what `test_rules.py` needs."""
    modules = {path.stem for path in (ROOT / "tests" / "lint" / "cases").glob("[!_]*.py")}

    assert modules == {rule.check.__module__.rpartition(".")[2] for rule in ALL_RULES}
