"""The files and the standard input that the command reads whole: as much of them as it can use."""

from __future__ import annotations

import sys
from typing import BinaryIO

from webhook_constructs.template_files.template_file import reason

__all__ = ["MOST_BYTES", "InputFileError", "InputTooLargeError", "read_input"]

_MEGABYTE = 1024 * 1024
MOST_BYTES = 32 * _MEGABYTE
"""GitHub sends payloads of at most 25 MB: https://docs.github.com/en/webhooks/webhook-events-and-payloads [doc]."""


class InputFileError(ValueError):
    """An input cannot be used; the text says why, and does not name it."""


class InputTooLargeError(InputFileError):
    """An input is larger than what is ever read."""


def read_input(name: str, *, can_be_standard_input: bool = False) -> bytes:
    """Return the content of a file, or of the standard input, in bytes.

    Args:
        name: The name of the file.
        can_be_standard_input: Whether `-` is the standard input. Default: it is a file of that name.

    Raises:
        InputTooLargeError: It is larger than 32 MB, more than which is never read.
        InputFileError: It cannot be read.
    """
    try:
        if can_be_standard_input and name == "-":
            return _limited(_standard_input())
        with open(name, "rb") as file:  # noqa: PTH123 - a Path takes ./- for -
            return _limited(file)
    except InputFileError:
        raise
    except (OSError, ValueError) as error:
        msg = f"it cannot be read: {reason(error)}"
        raise InputFileError(msg) from None


def _standard_input() -> BinaryIO:
    if sys.stdin is None:  # Python's way to say that it was closed before the start
        msg = "there is no standard input to read: it is closed"
        raise InputFileError(msg)
    return sys.stdin.buffer


def _limited(stream: BinaryIO) -> bytes:
    content: bytes | None = stream.read(MOST_BYTES + 1)
    if content is None:  # the stream does not block, and nothing is there yet
        msg = "it cannot be read: nothing has been written to it yet"
        raise InputFileError(msg)
    if len(content) > MOST_BYTES:
        msg = f"it is larger than {MOST_BYTES // _MEGABYTE} MB"
        raise InputTooLargeError(msg)
    return content
