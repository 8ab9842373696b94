"""The pages of the documentation, their links and what they can be linked at: `python -m tests.docs.pages`.

Printed are the links that lead outside, which no test follows.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"))]
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link of a page: the line of the paragraph that it is in, and where it leads."""

    page: Path
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}:{self.line}: {self.target}"

    @property
    def is_outside(self) -> bool:
        return ":" in self.target.partition("/")[0]

    @property
    def file(self) -> Path:
        """The file or folder in the repository."""
        path = self.target.partition("#")[0]
        return Path(os.path.normpath(self.page.parent / path)) if path else self.page

    @property
    def anchor(self) -> str:
        return self.target.partition("#")[2]


@cache
def links(page: Path) -> tuple[Link, ...]:
    return tuple(
        Link(page, block.map[0] + 1 if block.map else 0, str(token.attrs["href"]))
        for block in _parsed(page)
        for token in block.children or ()
        if token.type == "link_open"
    )


def bare_addresses(page: Path) -> list[str]:
    """Return the addresses that some views make a link of, and others do not."""
    texts = [text for block in _parsed(page) for text in pairwise([None, *(block.children or ())])]
    return [
        token.content
        for before, token in texts
        if token and token.type == "text" and "https://" in token.content
        if not before or before.type != "link_open"
    ]


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return what a view of the repository makes of the headings."""
    tokens = _parsed(page)
    slugs = [
        re.sub(r"[^\w\- ]", "", heading.content.replace("`", "").lower()).replace(" ", "-")
        for opening, heading in pairwise(tokens)
        if opening.type == "heading_open"
    ]
    seen: Counter[str] = Counter()
    found = set()
    for slug in slugs:
        found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
        seen[slug] += 1
    return frozenset(found)


def blocks(page: Path, language: str) -> list[str]:
    """Return the blocks of a language, in their order."""
    return [token.content for token in _parsed(page) if token.type == "fence" and token.info == language]


def _parsed(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text())


if __name__ == "__main__":
    sys.stdout.writelines(f"{link}\n" for page in PAGES for link in links(page) if link.is_outside)
