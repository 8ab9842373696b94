"""The streams of the command: what they cannot encode is escaped, and a failure to write is an error.

Nothing here needs an extra or RE2: this is what is left to report with where one of them cannot be imported.
"""

from __future__ import annotations

import contextlib
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OutputError", "give_up", "stdout_guard", "write", "write_message"]


class OutputError(Exception):
    """The answer of the command cannot be written; the text says why."""


@contextlib.contextmanager
def stdout_guard() -> Iterator[None]:
    """Write what is printed within to the last byte.

    Raises:
        OutputError: It cannot be written.
    """
    if sys.stdout is None:  # Python's way to say that it was closed before the start
        msg = "there is no standard output to write the answer to"
        raise OutputError(msg)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        yield
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error.__context__, KeyboardInterrupt):  # click could not print the line that it prints after ^C
            raise error.__context__ from None
        if error.filename is not None:  # no error of a stream, which has no name
            msg = f"{os.fsdecode(error.filename)}: it cannot be used: {error.strerror}"
            raise OutputError(msg) from None
        give_up(sys.stdout)
        msg = f"the answer cannot be written: {error.strerror}"
        raise OutputError(msg) from None


def write(text: str) -> None:
    """Write to standard output, at once.

    Args:
        text: The text, which is written as it is.
    """
    _write(text, sys.stdout)


def write_message(text: str) -> None:
    """Write to standard error, or nowhere where that cannot be written: the exit code remains.

    Args:
        text: The text, which is written as it is.
    """
    if sys.stderr is None:  # it was closed before the start
        return
    try:
        _write(text, sys.stderr)
    except OSError:
        give_up(sys.stderr)


def give_up(stream: TextIO | None) -> None:
    """Discard what is still to be written: Python would try once more, and might wait, when it ends.

    Args:
        stream: The stream.
    """
    if stream is not None:
        with contextlib.suppress(OSError, ValueError):  # an output that is no file
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _write(text: str, stream: TextIO) -> None:
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
    stream.flush()
