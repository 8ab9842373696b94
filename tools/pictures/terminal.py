"""A recording of a terminal: the commands that the README shows with their output, one after another.

A test runs these commands and compares what they print, so that the recording shows real output.
"""

from __future__ import annotations

import re
from pathlib import Path
from xml.sax.saxutils import escape

__all__ = ["terminal_picture"]

_README = Path(__file__).resolve().parents[2] / "README.md"
_BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SECONDS = 7  # how long each command is shown
_FADE = 0.5  # percent of the whole recording
_WIDTH, _MARGIN, _TOP, _LINE = 1000, 20, 56, 19
_TITLE = "Recording of a terminal: {}, with what each prints."
_COLORS = (
    (re.compile(r"^\$ .*"), "command"),
    (re.compile(r"^WARNING \S+"), "yellow"),
    (re.compile(r"^changed\b"), "yellow"),
    (re.compile(r"^  builds\b"), "green"),
)
_STYLE = """\
text { font: 13.5px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: #e6edf3; white-space: pre }
.command { fill: #79c0ff; font-weight: 600 } .yellow { fill: #e3b341 } .green { fill: #56d364 }
.screen { fill: #0d1117; stroke: #30363d } .button { fill: #6e7681 }"""


def terminal_picture() -> str:
    """Return the picture."""
    screens = [block.splitlines() for block in _BLOCK.findall(_README.read_text(encoding="utf-8"))]
    height = _TOP + _LINE * max(len(lines) for lines in screens)
    commands = ", ".join(lines[0].removeprefix("$ ") for lines in screens)
    buttons = "".join(f'<circle class="button" cx="{_MARGIN + 18 * each}" cy="22" r="5"/>' for each in range(3))
    shown = "\n".join(_screen(index, lines) for index, lines in enumerate(screens))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">\n'
        f"<title>{escape(_TITLE.format(commands))}</title>\n<style>\n{_STYLE}\n{_animation(len(screens))}\n</style>\n"
        f'<rect class="screen" x="0.5" y="0.5" width="{_WIDTH - 1}" height="{height - 1}" rx="8"/>\n'
        f"{buttons}\n{shown}\n</svg>\n"
    )


def _animation(count: int) -> str:
    """Return the rules that show one screen at a time; readers who want no motion see the last one."""
    share = 100 / count
    rules = [
        "g { opacity: 0 }",
        f"@keyframes show {{ 0%, {share - _FADE:g}% {{ opacity: 1 }} {share:g}%, 100% {{ opacity: 0 }} }}",
        f"g {{ animation: show {count * _SECONDS}s infinite }}",
        *(f"g.s{index} {{ animation-delay: {index * _SECONDS}s }}" for index in range(count)),
        f"@media (prefers-reduced-motion: reduce) {{ g {{ animation: none }} g.s{count - 1} {{ opacity: 1 }} }}",
    ]
    return "\n".join(rules)


def _screen(index: int, lines: list[str]) -> str:
    rows = ((_TOP + _LINE * row, line) for row, line in enumerate(lines) if line)
    texts = [f'<text x="{_MARGIN}" y="{y}">{_colored(line)}</text>' for y, line in rows]
    return "\n".join([f'<g class="s{index}">', *texts, "</g>"])


def _colored(line: str) -> str:
    for pattern, color in _COLORS:
        if match := pattern.match(line):
            return f'<tspan class="{color}">{escape(match[0])}</tspan>{escape(line[match.end() :])}'
    return escape(line)
