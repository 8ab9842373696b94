"""The command `webhook-constructs`."""

from __future__ import annotations

import gc
import platform
import sys
import traceback
from collections.abc import Sequence

from webhook_constructs.version import package_version

from .streams import give_up, write_message

__all__ = ["crash_text", "main"]

_NAME, _PACKAGE = "webhook-constructs", "webhook_constructs"
_MAX_PLACES = 10
_OF_THE_EXTRA = {"click": "click", "rich": "rich", "tomli": "tomli", "yaml": "PyYAML"}
_FAILED, _CRASHED, _INTERRUPTED = 2, 70, 130
_MANY_OBJECTS = 100_000
"""After how many new objects Python looks for garbage: a command keeps most of what it makes, and is over soon."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: The arguments. Default: those of the process.

    Returns:
        The exit code: 0 for an answer, 1 for findings, changes and verdicts that count, 2 where the arguments or what
            they name cannot be used, 70 for a bug of this package, 130 for Ctrl-C.
    """
    if argv is None:  # the process is ours
        gc.set_threshold(_MANY_OBJECTS)
    try:
        return _run(argv)
    except KeyboardInterrupt:
        give_up(sys.stdout)
        write_message("webhook-constructs: interrupted\n")
        return _INTERRUPTED
    except Exception as error:  # noqa: BLE001 - an exit code of 1 would mean findings
        write_message(crash_text(error))
        return _CRASHED


def crash_text(error: BaseException) -> str:
    """Return what to report of an exception: its type, and where it was raised.

    Its message and all values are left out, because they can hold what is secret.

    Args:
        error: The exception.
    """
    places = [
        (str(frame.f_globals.get("__name__")), f"line {number}, in {frame.f_code.co_name}")
        for frame, number in traceback.walk_tb(error.__traceback__)
    ]
    told = [each for each in places[:-1] if each[0].startswith(_PACKAGE)] + places[-1:]
    release = f"{_NAME} {package_version()} on Python {platform.python_version()}"
    lines = [
        f"{_NAME}: internal error: {type(error).__name__}",
        *(f"  {module}, {place}" for module, place in told[-_MAX_PLACES:]),
        f"This is a bug in {release}: report it with these lines.",
    ]
    return "".join(f"{line}\n" for line in lines)


def _run(argv: Sequence[str] | None) -> int:
    try:
        from .commands import run  # noqa: PLC0415 - it imports the packages of an extra
    except ImportError as error:
        advice = _advice(error)
        if advice is None:
            raise
        write_message(f"{_NAME}: {advice}\n")
        return _FAILED
    return run(argv)


def _advice(error: ImportError) -> str | None:
    """Return what to install, where a package is missing; None for a mistake of ours."""
    if isinstance(error.__cause__, ImportError):  # of RE2: `core` puts its advice in place of what Python says
        return str(error)
    package = _OF_THE_EXTRA.get((error.name or "").partition(".")[0])
    if package is None or not isinstance(error, ModuleNotFoundError):
        return None
    return f"the command needs {package}: pip install 'webhook-constructs[cli]'"
