"""The standard output of the command: what it cannot show is escaped, and where it fails that is said."""

from __future__ import annotations

import contextlib
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OutputError", "error_text", "written_output"]

_MOST_OF_A_LINE = 2_000


class OutputError(WebhookConstructsError):
    """What the command answers cannot be written; the text says why."""


@contextlib.contextmanager
def written_output() -> Iterator[None]:
    """Let what is printed within be written to the last byte.

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
        _give_up()
        msg = f"the answer cannot be written: {error.strerror}"
        raise OutputError(msg) from None


def error_text(error: Exception) -> str:
    """Give the text of an error, in which names that strangers have chosen are escaped where no terminal shows them.

    Args:
        error: The error.
    """
    return "\n".join(one_line(line, _MOST_OF_A_LINE) for line in str(error).split("\n"))


def _give_up() -> None:
    """Let what is still to be written go nowhere: Python would try once more when it ends."""
    with contextlib.suppress(OSError, ValueError):  # an output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
