"""Text, boxes and arrows of an SVG, in the colors that the reader's system prefers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

__all__ = ["Arrow", "Box", "Label", "picture"]

_LINE_HEIGHT = 20
_STYLE = """\
text { font: 14px system-ui, sans-serif; fill: #24292f; text-anchor: middle }
text.title { font-weight: 600 }
text.note { font-size: 13px; fill: #57606a }
rect { fill: #f6f8fa; stroke: #8c959f; rx: 8px }
rect.ours { fill: #ddf4ff; stroke: #0969da }
path { fill: none; stroke: #57606a; stroke-width: 1.5 }
marker path { fill: #57606a; stroke: none }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3 }
  text.note { fill: #9da7b3 }
  rect { fill: #161b22; stroke: #6e7681 }
  rect.ours { fill: #0d2d4f; stroke: #4493f8 }
  path { stroke: #9da7b3 }
  marker path { fill: #9da7b3 }
}"""
_HEAD = (
    '<marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" '
    'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z"/></marker>'
)


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text, centered at a point.

    Attributes:
        x: The middle of the line, in pixels.
        y: The baseline, in pixels.
        text: The text.
        kind: `title`, `note`, or empty for plain text.
    """

    x: float
    y: float
    text: str
    kind: str = ""

    @property
    def svg(self) -> str:
        """Return the element."""
        return f'<text class="{self.kind}" x="{self.x:g}" y="{self.y:g}">{escape(self.text)}</text>'


@dataclass(frozen=True, slots=True)
class Box:
    """A box with a title and lines of text below it.

    Attributes:
        x: The left edge, in pixels.
        y: The top edge, in pixels.
        width: The width, in pixels.
        height: The height, in pixels.
        title: The title.
        lines: The lines below the title. Default: none.
        is_ours: Whether it is a part of this library.
    """

    x: float
    y: float
    width: float
    height: float
    title: str
    lines: Sequence[str] = ()
    is_ours: bool = False

    @property
    def svg(self) -> str:
        """Return the elements."""
        middle = self.x + self.width / 2
        first = self.y + (self.height - _LINE_HEIGHT * len(self.lines)) / 2 + 5
        labels = [Label(middle, first, self.title, "title")]
        labels += [Label(middle, first + _LINE_HEIGHT * row, line) for row, line in enumerate(self.lines, 1)]
        kind = ' class="ours"' if self.is_ours else ""
        box = f'<rect{kind} x="{self.x:g}" y="{self.y:g}" width="{self.width:g}" height="{self.height:g}"/>'
        return "\n".join([box, *(label.svg for label in labels)])


@dataclass(frozen=True, slots=True)
class Arrow:
    """A straight arrow.

    Attributes:
        start: Where it begins, in pixels.
        end: Where its head is, in pixels.
    """

    start: tuple[float, float]
    end: tuple[float, float]

    @property
    def svg(self) -> str:
        """Return the element."""
        (x1, y1), (x2, y2) = self.start, self.end
        return f'<path marker-end="url(#head)" d="M{x1:g} {y1:g}L{x2:g} {y2:g}"/>'


def picture(width: int, height: int, title: str, parts: Iterable[Label | Box | Arrow]) -> str:
    """Return an SVG.

    Args:
        width: Its width, in pixels.
        height: Its height, in pixels.
        title: What it shows, for people who cannot see it.
        parts: What is in it.
    """
    drawn = "\n".join(part.svg for part in parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>\n{_STYLE}\n</style>\n<defs>{_HEAD}</defs>\n{drawn}\n</svg>\n"
    )
