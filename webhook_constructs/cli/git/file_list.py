"""Lists of changed files, as git and other tools write them."""

from __future__ import annotations

import re

from webhook_constructs.template_files.text_file import decoded, has_mark

__all__ = ["read_file_list"]

# How git writes names that hold other than printable ASCII, unless core.quotePath is off or -z is given.
_QUOTED = re.compile(r'"((?:[^"\\]|\\[abtnvfr"\\]|\\[0-3][0-7]{2})*)"')
_ESCAPE = re.compile(rb'\\([0-3][0-7]{2}|[abtnvfr"\\])')
_LETTERS = {
    **dict(zip(b"abtnvfr", (b"\a", b"\b", b"\t", b"\n", b"\v", b"\f", b"\r"), strict=True)),
    ord('"'): b'"',
    ord("\\"): b"\\",
}


def read_file_list(content: bytes) -> tuple[str, ...]:
    r"""Read a list of paths: each ended by a NUL, or where there is none, each on a line of its own.

    Names that git has put into quotes are read as git means them. A byte order mark says that the list is in UTF-16,
    or is left out; else it is in UTF-8. Only a newline ends a line, with or without a carriage return before it.

    Args:
        content: What the list holds.

    Raises:
        EncodingError: It has a byte-order mark, and is not in the encoding of that, or that is UTF-32.

    Examples:
        >>> read_file_list(b'a b\r\n"docs/gr\\303\\266.md"\n\n')
        ('a b', 'docs/grö.md')
        >>> read_file_list(b"a\nb\0c\0")
        ('a\nb', 'c')
    """
    text = decoded(content) if has_mark(content) else content.decode("utf-8", "replace")
    if "\0" in text:
        return tuple(filter(None, text.split("\0")))
    return tuple(_unquoted(line.removesuffix("\r")) for line in text.split("\n") if line.strip("\r"))


def _unquoted(line: str) -> str:
    found = _QUOTED.fullmatch(line)
    if found is None:
        return line
    return _ESCAPE.sub(lambda escape: _byte(escape[1]), found[1].encode()).decode("utf-8", "replace")


def _byte(escape: bytes) -> bytes:
    return _LETTERS[escape[0]] if len(escape) == 1 else bytes([int(escape, 8)])
