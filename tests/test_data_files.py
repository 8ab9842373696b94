"""Snapshots and other files beside the tests: there is none that nothing reads."""

from __future__ import annotations

import re
from pathlib import Path

from webhook_constructs.lint.rules import ALL_RULES

TESTS = Path(__file__).parent


def test_every_file_of_data_is_named_by_a_test() -> None:
    tests = "\n".join(path.read_text() for path in TESTS.rglob("*.py"))
    data = [path for path in TESTS.rglob("*.*") if path.suffix not in {".py", ".pyc", ".md"}]

    assert data
    assert [path for path in data if not re.search(rf"['\"/]{re.escape(path.name)}['\"]", tests)] == []


def test_every_module_of_cases_has_a_rule() -> None:
    """That every rule has one is what `test_rules.py` needs."""
    modules = {path.stem for path in (TESTS / "lint" / "cases").glob("[!_]*.py")}

    assert modules == {rule.check.__module__.rpartition(".")[2] for rule in ALL_RULES}
