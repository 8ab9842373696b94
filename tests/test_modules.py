"""How large a module of the project may be, and what none is called."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("webhook_constructs", "tests", "tools", "benchmarks", "examples")
MOST_LINES = 400
NO_CONCEPT = {"common", "constants", "helpers", "misc", "util", "utils"}

MODULES = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]


def test_no_module_is_longer_than_a_reader_bears() -> None:
    lines = {str(file.relative_to(ROOT)): len(file.read_text().splitlines()) for file in MODULES}

    assert {name: length for name, length in lines.items() if length > MOST_LINES} == {}


def test_every_module_is_named_for_a_concept() -> None:
    named = {str(file.relative_to(ROOT)): file.stem.strip("_").removeprefix("test_") for file in MODULES}

    assert [path for path, name in named.items() if name in NO_CONCEPT] == []


def test_the_modules_of_every_folder_are_looked_at() -> None:
    assert {file.relative_to(ROOT).parts[0] for file in MODULES} == set(FOLDERS)
