"""The benchmark runs, and its page is complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.sections import SECTIONS, docstring_of, title_of

PAGE = Path(__file__).parents[2] / "docs" / "benchmarks.md"


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_measured_printed_and_written(
    section: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "benchmarks.md"

    assert main(["--tiny", "--only", section, "--write", str(page)]) == 0

    printed, written = capsys.readouterr().out, page.read_text()
    captions = re.findall("^### (.+)$", written, re.MULTILINE)
    assert captions
    assert [caption for caption in captions if caption not in printed] == []
    assert f"## {title_of(section)}\n\n{docstring_of(section)}\n" in written


def test_the_page_has_every_section_in_order_and_the_budget() -> None:
    headlines = re.findall("^## (.+)$", PAGE.read_text(), re.MULTILINE)

    assert headlines == ["The budget", *map(title_of, SECTIONS)]
