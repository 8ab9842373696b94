"""What is read in one way by CommonMark, which views of the repository go by, and in another by Python-Markdown."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

__all__ = ["for_python_markdown"]

_COLUMNS = 4


def for_python_markdown(text: str) -> str:
    """Rewrite what Python-Markdown would show otherwise than CommonMark.

    Args:
        text: Markdown as a view of the repository shows it.

    Returns:
        The same, with four columns before what belongs to an entry of a list, and with no backslash before a bar in the
        code of a table.
    """
    lines = text.split("\n")
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        first, end = token.map or (0, 0)
        if token.type == "list_item_open":
            missing = _COLUMNS - len(f"{token.info}{token.markup} ")
            lines[first + 1 : end] = [line and " " * missing + line for line in lines[first + 1 : end]]
        elif token.type == "table_open":
            lines[first:end] = [re.sub("`[^`]+`", _without_backslash, line) for line in lines[first:end]]
    return "\n".join(lines)


def _without_backslash(code: re.Match[str]) -> str:
    return code[0].replace(r"\|", "|")
