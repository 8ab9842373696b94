"""The text that a file holds: in UTF-8, or in UTF-16 as Windows writes it."""

from __future__ import annotations

import codecs
import contextlib

__all__ = ["EncodingError", "decoded", "has_mark", "texts_in_utf_16"]

_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    codecs.BOM_UTF8: "UTF-8",
}


class EncodingError(ValueError):
    """A file holds no text in an encoding that is supported; the text says what it holds, and the way out."""


def decoded(content: bytes) -> str:
    r"""Return the text of a file: in UTF-8, with or without a byte-order mark, or in UTF-16 with one.

    Args:
        content: What the file holds.

    Raises:
        EncodingError: It is something else.

    Examples:
        >>> decoded("{}".encode("utf-16"))
        '{}'
        >>> try:
        ...     decoded(b"{\0}\0")
        ... except EncodingError as error:
        ...     print(error)
        it is in UTF-16 without a byte-order mark: write it in UTF-8
    """
    encoding = _marked(content)
    if encoding == "UTF-32":
        msg = "it is in UTF-32: write it in UTF-8"
        raise EncodingError(msg)
    if encoding is None and b"\0" in content:
        is_utf_16 = content[:2].count(0) == 1 or any("\n" in text for text in texts_in_utf_16(content))
        msg = "it is in UTF-16 without a byte-order mark: write it in UTF-8" if is_utf_16 else "it is a binary file"
        raise EncodingError(msg)
    try:
        return content.decode("UTF-16" if encoding == "UTF-16" else "UTF-8-sig")
    except UnicodeDecodeError as error:
        said = (
            "it is not in UTF-8" if encoding is None else f"it has the byte-order mark of {encoding} and is not in it"
        )
        msg = f"{said}, at byte {error.start + 1}: write it in UTF-8"
        raise EncodingError(msg) from None


def texts_in_utf_16(content: bytes) -> list[str]:
    r"""Return what a text without a byte-order mark would be in UTF-16, in each byte order in which it is text.

    Args:
        content: What the file holds.

    Examples:
        >>> texts_in_utf_16(b"a\0\n\0"), texts_in_utf_16(b"a\0b"), texts_in_utf_16(b"a\0\0\0")
        (['a\n', '愀\u0a00'], [], [])
    """
    found = []
    for encoding in ("utf-16-le", "utf-16-be"):
        with contextlib.suppress(UnicodeDecodeError):
            found.append(content.decode(encoding))
    return [text for text in found if "\0" not in text]


def has_mark(content: bytes) -> bool:
    """Whether a byte-order mark says which encoding a text is in.

    Args:
        content: What the file holds.
    """
    return _marked(content) is not None


def _marked(content: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS.items() if content.startswith(mark)), None)
