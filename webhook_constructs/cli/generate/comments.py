"""Comments, whatever the texts in them are.

A string from a template cannot end its comment, and no comment begins with it: after `# | `, tools see neither a
directive (`# mypy: ignore-errors`, `# ruff: noqa`) nor an encoding of the file.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.python_code import WIDTH

__all__ = ["comment", "quoted"]

_MOST = 2_000
_QUOTED = "# | "


def comment(text: str, indent: int = 0) -> Iterator[str]:
    """Return the lines of a comment in words of ours.

    Args:
        text: The text, with nothing from outside in it.
        indent: The blanks before each line. Default: none.
    """
    yield from _wrapped(text, " " * indent + "# ")


def quoted(text: str, indent: int = 0) -> Iterator[str]:
    r"""Return the lines of a comment that holds a text from outside.

    Args:
        text: The text.
        indent: The blanks before each line. Default: none.

    Examples:
        >>> list(quoted("a\nimport os\u202e"))
        ['# | a\\nimport os\\u202e']
    """
    yield from _wrapped(one_line(text, _MOST).replace("#", "\\x23"), " " * indent + _QUOTED)


def _wrapped(text: str, before: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=before, subsequent_indent=before, break_on_hyphens=False)
