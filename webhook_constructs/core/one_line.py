"""Texts of strangers, such as the message of a commit, on one line of an explanation."""

from __future__ import annotations

__all__ = ["one_line"]


def one_line(text: str, most: int = 200) -> str:
    r"""Write a text as it is where that can be read on any terminal, and escaped where not.

    Args:
        text: The text.
        most: How many characters of it a reader bears.

    Examples:
        >>> one_line("Fix the login\n")
        'Fix the login\\n'
    """
    begun = text[: most + 1]  # a text of megabytes is not to be written out first
    plain = begun if begun.isprintable() else repr(begun)[1:-1]
    return plain if len(plain) <= most else f"{plain[:most]}..."
