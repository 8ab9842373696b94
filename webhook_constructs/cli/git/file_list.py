"""Lists of changed files, as git and other tools write them."""

from __future__ import annotations

import re

from webhook_constructs.template_files.text_file import EncodingError, decoded, has_mark, texts_in_utf_16

__all__ = ["read_file_list"]

_WAY_OUT = "write it in UTF-8, each name on a line of its own, as git does without -z"
_LAST_OF_LATIN_1 = "\xff"  # in UTF-16, every other byte of such a text is NUL

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

    Names that git has put into quotes are read as git means them. The list is in UTF-8, or in UTF-16 with a byte-order
    mark. Only a newline ends a line, with or without a carriage return before it.

    Args:
        content: What the list holds.

    Raises:
        EncodingError: It is in another encoding, or might be.

    Examples:
        >>> read_file_list(b'a b\r\n"docs/gr\\303\\266.md"\n\n')
        ('a b', 'docs/grö.md')
        >>> read_file_list(b"a\nb\0c\0")
        ('a\nb', 'c')
    """
    text = _text(content)
    if "\0" in text:
        return tuple(filter(None, text.split("\0")))
    return tuple(_unquoted(line.removesuffix("\r")) for line in text.split("\n") if line.strip("\r"))


def _text(content: bytes) -> str:
    """Return the text of a list, in which a NUL can end a name; in other texts there is none."""
    if has_mark(content) or b"\0" not in content:
        return decoded(content)
    if b"\0\0\0" in content:
        msg = f"it is in UTF-32, or it is a binary file: {_WAY_OUT}"
        raise EncodingError(msg)
    texts = texts_in_utf_16(content)
    if any("\n" in text for text in texts):  # no name begins or ends with a newline
        msg = f"it is in UTF-16 without a byte-order mark: {_WAY_OUT}"
        raise EncodingError(msg)
    if any(len(text) > 1 and max(text) <= _LAST_OF_LATIN_1 for text in texts):
        msg = f"it is in UTF-16 without a byte-order mark, or all of its names have one letter: {_WAY_OUT}"
        raise EncodingError(msg)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        msg = f"it is not in UTF-8, at byte {error.start + 1}: {_WAY_OUT}"
        raise EncodingError(msg) from None


def _unquoted(line: str) -> str:
    found = _QUOTED.fullmatch(line)
    if found is None:
        return line
    return _ESCAPE.sub(lambda escape: _byte(escape[1]), found[1].encode()).decode("utf-8", "replace")


def _byte(escape: bytes) -> bytes:
    return _LETTERS[escape[0]] if len(escape) == 1 else bytes([int(escape, 8)])
