"""All that the command prints: what comes from outside is made harmless here, after lines were wrapped."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, cast

from rich.console import Console, RenderableType
from rich.markdown import Markdown
from rich.segment import Segment, Segments
from rich.style import Style
from rich.text import Text

from webhook_constructs.core.values.arguments import one_line

from .streams import json_without_commands, without_commands, without_marks, write, write_message

__all__ = [
    "Line",
    "fits_on_screen",
    "line",
    "print_as_written",
    "print_commands",
    "print_json",
    "print_lines",
    "print_markdown",
    "print_message",
    "terminal",
]

_MAX_PART = 2_000
_DEFAULT_WIDTH, _DEFAULT_HEIGHT = 80, 24
_MAX_SIZE = 10_000
_DIGITS = re.compile(r"[0-9]{1,5}")
_PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text for people.

    Attributes:
        parts: Texts, each with its style.
        indent: How many blanks stand before it, and before what is wrapped of it. Default: none.
        hanging: How many characters it begins with that what is wrapped of it stands behind. Default: none.
    """

    parts: Sequence[tuple[str, Style]]
    indent: int = 0
    hanging: int = 0


def line(text: str, style: Style = _PLAIN, *, indent: int = 0, hanging: int = 0) -> Line:
    """Return a line of one part.

    Args:
        text: The text.
        style: Its style. Default: none.
        indent: How many blanks stand before it. Default: none.
        hanging: How many characters it begins with that what is wrapped of it stands behind. Default: none.
    """
    return Line(((text, style),), indent, hanging)


def print_lines(lines: Iterable[Line], *, wraps: bool = False) -> None:
    """Print lines to standard output, with colors on a terminal.

    Args:
        lines: The lines. No text in them breaks its line.
        wraps: Whether lines are wrapped to the width of a terminal. Default: they are left whole.
    """
    console = terminal()
    if wraps and console.is_terminal:
        segments = (segment for each in lines for segment in _wrapped(each, console))
    else:
        segments = (segment for each in lines for segment in _whole(each))
    _print(Segments(segments), console)


def fits_on_screen(lines: Iterable[Line]) -> bool:
    """Check whether lines that are wrapped fit on the screen of a terminal, with a line left for the next command.

    Where there is no terminal, lines are left whole, and a screen has 24 of them.

    Args:
        lines: The lines.
    """
    console = terminal()
    room = console.height - 1
    for each in lines:
        room -= len(_rows(each, console)[1]) if console.is_terminal else 1
        if room < 0:
            return False
    return True


def print_markdown(markdown: str) -> None:
    """Print Markdown to standard output: formatted on a terminal, and elsewhere as it is written.

    Args:
        markdown: The text, which is ours.
    """
    console = terminal()
    if console.is_terminal:
        _print(Markdown(markdown, code_theme="ansi_dark"), console)
    else:
        print_as_written(markdown)


def print_as_written(text: str) -> None:
    """Print text to standard output that is for another program, and not for a terminal.

    Args:
        text: The text.
    """
    write(without_commands(text))


def print_json(value: Any) -> None:
    """Print a value to standard output as JSON.

    Args:
        value: The value.
    """
    for part in json_without_commands(value):
        write(part)
    write("\n")


def print_commands(commands: Iterable[str]) -> None:
    """Print commands to standard output that the runner of GitHub Actions is to obey.

    Args:
        commands: The commands, in which what comes from outside is escaped as their format demands.
    """
    write("".join(f"{without_marks(each)}\n" for each in commands))


def print_message(*lines: str) -> None:
    """Print a message to standard error.

    Args:
        lines: Its lines. A line end in one of them is escaped.
    """
    write_message("".join(f"{one_line(each, _MAX_PART)}\n" for each in lines))


def terminal(*, stderr: bool = False) -> Console:
    """Return what knows whether a stream is a terminal, how wide it is and which colors it shows.

    Args:
        stderr: Whether the stream is standard error. Default: it is standard output.
    """
    file = cast("IO[str]", _Messages()) if stderr else None
    return Console(
        highlight=False, file=file, width=_size("COLUMNS", _DEFAULT_WIDTH), height=_size("LINES", _DEFAULT_HEIGHT)
    )


class _Messages(io.TextIOBase):
    """The standard error: what cannot be written to it, such as a bar of progress, is nowhere."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return getattr(sys.stderr, "encoding", None) or "utf-8"

    def isatty(self) -> bool:
        return sys.stderr is not None and sys.stderr.isatty()

    def write(self, text: str) -> int:
        write_message(text)
        return len(text)


def _size(variable: str, default: int) -> int:
    """Return the width or height that a variable names, or that of the terminal; the default if neither is of any use.

    Args:
        variable: `COLUMNS` or `LINES`.
        default: The default.
    """
    named = os.environ.get(variable, "")
    sizes = [int(named)] if _DIGITS.fullmatch(named) else []
    terminals = (os.get_terminal_size(stream) for stream in range(3) if os.isatty(stream))
    sizes += (each.columns if variable == "COLUMNS" else each.lines for each in terminals)
    return next((size for size in sizes if 0 < size <= _MAX_SIZE), default)


def _whole(each: Line) -> Iterator[Segment]:
    if each.indent:
        yield Segment(" " * each.indent)
    for text, style in each.parts:
        yield Segment(one_line(text, _MAX_PART), style)
    yield Segment.line()


def _rows(each: Line, console: Console) -> tuple[Text, list[Text]]:
    """Return what a line begins with, and the rest of it in the rows that it takes."""
    whole = Text.assemble(*((one_line(part, _MAX_PART), style) for part, style in each.parts))
    label, text = whole.divide([each.hanging]) if each.hanging else (Text(), whole)
    return label, list(text.wrap(console, max(console.width - each.indent - each.hanging, 1)))


def _wrapped(each: Line, console: Console) -> Iterator[Segment]:
    label, rows = _rows(each, console)
    for number, row in enumerate(rows):
        if each.indent:
            yield Segment(" " * each.indent)
        yield from (label if number == 0 else Text(" " * each.hanging)).render(console)
        yield from row.render(console)
        yield Segment.line()


def _print(what: RenderableType, console: Console) -> None:
    with console.capture() as captured:
        console.print(what, soft_wrap=isinstance(what, Segments), end="")
    write(without_commands(captured.get()))
