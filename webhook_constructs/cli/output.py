"""The standard output of the command: what it cannot show is escaped, and where it fails that is said."""

from __future__ import annotations

import contextlib
import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["OutputError", "error_text", "said", "without_commands", "written_output"]

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
        if error.filename is not None:  # no error of a stream, which has no name
            msg = f"{os.fsdecode(error.filename)}: it cannot be used: {error.strerror}"
            raise OutputError(msg) from None
        _give_up(sys.stdout)
        msg = f"the answer cannot be written: {error.strerror}"
        raise OutputError(msg) from None


@contextlib.contextmanager
def said() -> Iterator[None]:
    """Let what is said within go to the standard error, or nowhere where that takes nothing: the exit code says it."""
    try:
        yield
    except OSError:
        _give_up(sys.stderr)


def without_commands(line: str) -> str:
    r"""Write a line so that GitHub Actions, which reads what a step prints, takes no command out of it.

    Source: https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs [doc].

    Args:
        line: The line, which names of strangers may be in.

    Examples:
        >>> print(without_commands("  ::error::x"), without_commands("a ##[error]x"))
          \x3a:error::x a \x23#[error]x
    """
    begun = line.lstrip()
    if begun.startswith("::"):
        line = f"{line[: len(line) - len(begun)]}\\x3a{begun[1:]}"
    return line.replace("##[", "\\x23#[")


def error_text(error: Exception) -> str:
    """Give the text of an error, in which names that strangers have chosen are escaped where no terminal shows them.

    Args:
        error: The error.
    """
    return "\n".join(without_commands(one_line(line, _MOST_OF_A_LINE)) for line in str(error).split("\n"))


def _give_up(stream: TextIO) -> None:
    """Let what is still to be written go nowhere: Python would try once more when it ends."""
    with contextlib.suppress(OSError, ValueError):  # an output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
