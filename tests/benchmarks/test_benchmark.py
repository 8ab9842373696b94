"""The benchmark runs, and its page is the one that it writes now."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import benchmarks
from benchmarks.effort import TINY
from benchmarks.page import page
from benchmarks.sections import SECTIONS, docstring_of, tables_of, title_of
from benchmarks.terminal import show
from tests.extent import RUNS_ALL

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from benchmarks.figures import Table

# They start many processes, or begin with large templates.
LONG = {"synthesis", "start", "lint_templates", "changes", "generate"}
MEASURED = [section for section in SECTIONS if RUNS_ALL or section not in LONG]
PAGE = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text()


@cache
def measured(section: str) -> Sequence[Table]:
    return tables_of(section, TINY)


def without_numbers(texts: Iterable[str]) -> list[str]:
    return [re.sub(r"\d[\d.,]*", "#", text) for text in texts]


def captions_of(section: str) -> list[str]:
    _, _, rest = PAGE.partition(f"\n## {title_of(section)}\n")
    return re.findall("^### (.+)$", rest.partition("\n## ")[0], re.MULTILINE)


@pytest.mark.parametrize("section", MEASURED)
def test_a_section_is_measured_printed_and_written(section: str, capsys: pytest.CaptureFixture[str]) -> None:
    for table in measured(section):
        show(table)

    printed, written = capsys.readouterr().out, page({}, {section: measured(section)})
    captions = re.findall("^### (.+)$", written, re.MULTILINE)
    assert captions
    assert [caption for caption in captions if caption not in printed] == []
    assert f"## {title_of(section)}\n\n{docstring_of(section)}\n" in written


def test_the_page_begins_with_what_users_feel_and_has_every_section_in_order_and_the_budget() -> None:
    headlines = re.findall("^## (.+)$", PAGE, re.MULTILINE)

    assert headlines == ["In short", *map(title_of, SECTIONS), "The budget", "Measured on"]


def test_the_page_says_how_everything_is_measured_and_is_of_the_whole_benchmark() -> None:
    assert PAGE.startswith(f"# Benchmarks\n\n{str(benchmarks.__doc__).strip()}\n")


@pytest.mark.parametrize("section", SECTIONS)
def test_the_page_says_of_a_section_what_the_code_says(section: str) -> None:
    assert f"## {title_of(section)}\n\n{docstring_of(section)}\n\n" in PAGE


@pytest.mark.parametrize("section", MEASURED)
def test_the_page_has_the_tables_that_are_measured(section: str) -> None:
    captions = (table.caption for table in measured(section))

    assert without_numbers(captions_of(section)) == without_numbers(captions)


def test_the_page_has_every_line_of_the_budget() -> None:
    rows = (row for section in MEASURED for table in measured(section) for row in table.rows)
    subjects = without_numbers(row.budget.subject for row in rows if row.budget)
    _, _, budget = PAGE.partition("\n## The budget\n")
    lines = re.findall(r"^\| (.+?) \|", budget.partition("\n## ")[0], re.MULTILINE)[2:]

    found, expected = set(without_numbers(lines)), set(subjects)
    assert found == expected if RUNS_ALL else found > expected
