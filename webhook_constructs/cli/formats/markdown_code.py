"""Text that comes from outside, as Markdown that shows it and does nothing.

It may have been written by the author of a pull request, and stands in a comment or a summary beside it.
"""

from __future__ import annotations

import re

from webhook_constructs.core.values.arguments import one_line

__all__ = ["markdown_code"]

_MOST_OF_A_CELL = 160
_ESCAPED = re.compile(r"[^A-Za-z0-9 /,-]", re.ASCII)


def markdown_code(text: str, most: int = _MOST_OF_A_CELL) -> str:
    """Return a text as code in which nothing is Markdown or HTML, nor a link to a person, an issue or a page.

    It is in HTML's `code`, with each character escaped that Markdown, HTML, or the git host's links look at. It holds
    no line end.

    Args:
        text: The text.
        most: How many characters of it are shown. Default: those that a cell of a table has room for.

    Examples:
        >>> markdown_code("@acme | x")
        '<code>&#64;acme &#124; x</code>'
    """
    escaped = _ESCAPED.sub(lambda found: f"&#{ord(found[0])};", one_line(text, most))
    return f"<code>{escaped}</code>"
