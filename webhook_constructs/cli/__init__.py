"""The command `webhook-constructs`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_OF_THE_EXTRA = {"click": "click", "rich": "rich", "tomli": "tomli", "yaml": "PyYAML"}
_FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit code: 0 for an answer, 1 for findings that count, 2 where the arguments or what they name cannot
            be used.
    """
    try:
        from .commands import run  # noqa: PLC0415 - what they import is an extra
    except ModuleNotFoundError as missing:
        package = _OF_THE_EXTRA.get((missing.name or "").partition(".")[0])
        if package is None:
            raise
        text = f"webhook-constructs: the command needs {package}: pip install 'webhook-constructs[cli]'"
        print(text, file=sys.stderr)  # noqa: T201 - there is nothing else to say it with
        return _FAILED
    return run(argv)
