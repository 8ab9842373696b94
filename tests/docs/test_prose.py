"""The English of the documentation: its spelling, and phrases that must not come back."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import PAGES, ROOT
from tools.check import TOOLS

_CODE = re.compile(r"```.*?^ *```|`[^`]*`", re.DOTALL | re.MULTILINE)
PHRASES = (
    "a text",
    "and the demo's AWS",
    "as a resource of their own",
    "be it",
    "begins so",
    "can be given several times",
    "cannot be seen to",
    "deployed under no condition",
    "do something else than they seem to",
    "has been seen",
    "is none of AWS",
    "made anew",
    "of which",
    "put right",
    "said of",
    "taken for granted",
    "to take one of",
    "what begins with",
    "what is none",
    "whose id begins",
)
"""Phrases that a reader has to read twice."""


def prose(page: Path) -> str:
    """The text of a page on one line, without code."""
    return " ".join(_CODE.sub("`code`", page.read_text(encoding="utf-8")).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_has_none_of_the_phrases_that_need_a_second_reading(page: Path) -> None:
    text = prose(page)
    found = [
        text[max(0, match.start() - 40) : match.end() + 20]
        for phrase in PHRASES
        for match in re.finditer(rf"\b{re.escape(phrase)}\b", text, re.IGNORECASE)
    ]

    assert found == []


def test_a_phrase_is_found_across_lines_and_not_in_code(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("It is made\nanew.\n\n```text\nmade anew\n```\n\nUse `made anew`.\n", encoding="utf-8")

    assert prose(page).count("made anew") == 1


def test_every_word_of_pages_docstrings_and_comments_is_spelled_right() -> None:
    node, *arguments = TOOLS["cspell"]
    command = [str(Path(sys.executable).parent / node), *arguments]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (run.returncode, run.stdout) == (0, "")
