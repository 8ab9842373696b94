"""The pages of the documentation that are made from code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tools import pages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def docs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of documentation."""
    monkeypatch.setattr(pages, "DOCS", tmp_path)
    return tmp_path


def test_every_page_is_fresh() -> None:
    """Where one is not, `make pages` writes it."""
    assert pages.stale_pages() == []


def test_a_page_that_is_not_fresh_is_written_and_named(docs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages.main()
    (docs / "rules.md").write_text("# Rules\n")
    capsys.readouterr()

    pages.main()

    assert capsys.readouterr().out == "docs/rules.md\n"
    assert pages.stale_pages() == []


def test_the_pages_that_say_so_are_made_by_make_pages() -> None:
    texts = {str(path.relative_to(pages.DOCS)): path.read_text(encoding="utf-8") for path in pages.DOCS.rglob("*.md")}
    saying = {name for name, text in texts.items() if " by `make pages`" in text.replace("\n", " ")}

    assert saying == {name for name in pages.PAGES if name.endswith(".md")}
