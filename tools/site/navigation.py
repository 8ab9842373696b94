"""The navigation of the site: the lists of `docs/README.md`, and of the lists that it leads to, in their order."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from typing import TypeAlias

    Entry: TypeAlias = "str | dict[str, str] | dict[str, list[Entry]]"

__all__ = ["navigation"]

_HEADING_OR_ENTRY = re.compile(r"^## (?P<heading>.+)$|^- \[(?P<text>[^\]]+)\]\((?P<target>[^):#]+)\)", re.MULTILINE)


def navigation(folder: Path) -> list[Entry]:
    """Read the navigation from the lists.

    Args:
        folder: Where the pages are, as in the repository.

    Returns:
        The `nav` of MkDocs: pages, which are shown by their titles, and sections of pages. A heading above a list is a
        section, and so is a link to the list of another folder.
    """
    index = folder / "docs" / "README.md"
    return [{"Home": "README.md"}, os.path.relpath(index, folder), *_entries(index, folder)]


def _entries(index: Path, folder: Path) -> list[Entry]:
    heading = ""
    sections: dict[str, list[Entry]] = {}
    for match in _HEADING_OR_ENTRY.finditer(index.read_text(encoding="utf-8")):
        if match["heading"]:
            heading = match["heading"]
            continue
        target = index.parent / match["target"]
        path = os.path.relpath(target, folder)
        entry: Entry = {match["text"]: [path, *_entries(target, folder)]} if target.name == "README.md" else path
        sections.setdefault(heading, []).append(entry)
    alone = sections.pop("", [])
    return [*alone, *[{heading: entries} for heading, entries in sections.items()]]
