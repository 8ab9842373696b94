"""What the command prints of an exception that nothing handles."""

from __future__ import annotations

import platform
import traceback

from webhook_constructs.version import package_version

__all__ = ["crash_text"]

_NAME, _PACKAGE = "webhook-constructs", "webhook_constructs"
_MAX_PLACES = 10


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
