"""Texts of strangers, such as the message of a commit, on one line of an explanation."""

from __future__ import annotations

__all__ = ["one_line", "printable"]


def one_line(text: str, most: int = 200) -> str:
    r"""Return a text as it is where any terminal shows it, and escaped where not.

    Args:
        text: The text.
        most: How many characters of it a reader bears.

    Examples:
        >>> one_line("Fix the login\n")
        'Fix the login\\n'
    """
    plain = printable(text[: most + 1])  # a text of megabytes is not to be written out first
    return plain if len(plain) <= most else f"{plain[:most]}..."


def printable(text: str) -> str:
    r"""Return a text as it is where any terminal shows it, and escaped where not.

    Line ends, control characters and those that change the direction of writing are escaped, so that the text stays on
    its line and looks like what it is.

    Args:
        text: The text.

    Examples:
        >>> print(printable("main\r\x1b[31m"))
        main\r\x1b[31m
    """
    return text if text.isprintable() else repr(text)[1:-1]
