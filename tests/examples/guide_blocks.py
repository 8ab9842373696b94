"""The blocks of docs/guides/: commands, code and files, each with the output that is shown right below it."""

from __future__ import annotations

import re
import shlex
import textwrap
from dataclasses import dataclass
from pathlib import Path

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
NAMES = sorted(path.stem for path in GUIDES.glob("*.md") if path.stem != "README")
OUTPUT = ("", "text")
"""The languages of what is printed: a block of these belongs to the one above it, if nothing stands between them."""

_FENCED = re.compile(r'^( *)```([a-z]*)(?: title="([^"]+)")?\n(.*?)^\1```$', re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a guide.

    Attributes:
        place: The guide and the line of the block.
        language: What it is written in; empty where the fence names nothing.
        title: The name of the file that it is, if it is one.
        text: What is in it.
        shown: What the block right below shows as its output, if one does.
    """

    place: str
    language: str
    title: str | None
    text: str
    shown: str | None = None

    @property
    def commands(self) -> list[list[str]]:
        """The words of each command line, without comments; a backslash at the end of a line continues it."""
        lines = self.text.replace("\\\n", " ").splitlines()
        return [words for words in (shlex.split(line, comments=True) for line in lines) if words]


def blocks(guide: str) -> list[Block]:
    """Return the blocks of a guide in their order; an output is part of the block that prints it, or one of its own."""
    text = (GUIDES / f"{guide}.md").read_text()
    found: list[Block] = []
    end = 0
    for match in _FENCED.finditer(text):
        place = f"{guide}-{text.count(chr(10), 0, match.start()) + 1}"
        block = Block(place, match[2], match[3], textwrap.dedent(match[4]))
        is_output = block.language in OUTPUT and found and not text[end : match.start()].strip()
        if is_output and found[-1].language in ("python", "sh"):
            above = found.pop()
            block = Block(above.place, above.language, above.title, above.text, block.text)
        found.append(block)
        end = match.end()
    return found


def all_blocks(*languages: str) -> list[Block]:
    """Return the blocks of all guides, or those that are in some languages."""
    found = [block for guide in ["README", *NAMES] for block in blocks(guide)]
    return [block for block in found if not languages or block.language in languages]


def examples_of(guide: str) -> list[str]:
    """Return the examples that a guide links, in its order."""
    return re.findall(r"\]\(\.\./\.\./examples/([a-z0-9_]+)/app\.py\)", (GUIDES / f"{guide}.md").read_text())
