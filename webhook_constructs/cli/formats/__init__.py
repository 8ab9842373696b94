"""The formats that findings are printed in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from .github import workflow_commands
from .object import json_object
from .sarif import sarif_log
from .text import print_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.lint.located import Outcome

__all__ = ["FORMATS", "render"]


def render(outcome: Outcome, output: str) -> None:
    """Print what was found.

    Args:
        outcome: What was found.
        output: The name of the format.
    """
    FORMATS[output](outcome)


def _printed(written: Callable[[Outcome], str]) -> Callable[[Outcome], None]:
    """Print a text as it is: rich would wrap and colour it. What the stream cannot encode is escaped."""

    def printed(outcome: Outcome) -> None:
        encoding = sys.stdout.encoding or "utf-8"
        text = written(outcome).encode(encoding, "backslashreplace").decode(encoding)
        sys.stdout.write(text)

    return printed


FORMATS: dict[str, Callable[[Outcome], None]] = {
    "text": print_text,
    "json": _printed(json_object),
    "sarif": _printed(sarif_log),
    "github": _printed(workflow_commands),
}
"""Each format by its name."""
