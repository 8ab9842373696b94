"""The error of the constructs: what is wrong, in which construct, and on which line it was written."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import jsii

from webhook_constructs.core import WebhookConstructsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import Construct

__all__ = ["CodeBuildWebhookError"]

_NOT_THE_AUTHORS = tuple(str(Path(file).parent) for file in (__file__, jsii.__file__))


class CodeBuildWebhookError(WebhookConstructsError):
    """A webhook cannot be what its arguments say."""

    @classmethod
    def at(cls, scope: Construct, construct_id: str, problems: Sequence[str]) -> CodeBuildWebhookError:
        """Name the construct and the line of the program that made it.

        Args:
            scope: The scope that the construct was to be made in.
            construct_id: Its id there.
            problems: What is wrong, and the way out; one text each.
        """
        path = "/".join(part for part in (scope.node.path, construct_id) if part)
        place = f"{path} ({_call_site()})"
        if len(problems) == 1:
            return cls(f"{place}: {problems[0]}")
        return cls("\n".join([f"{place}:", *(f"  - {problem}" for problem in problems)]))


def _call_site() -> str:
    """Return file and line of the innermost call that is neither ours nor jsii's."""
    frame = sys._getframe(1)  # noqa: SLF001 - the documented way to a frame without reading every source file
    while frame.f_back is not None and frame.f_code.co_filename.startswith(_NOT_THE_AUTHORS):
        frame = frame.f_back
    return f"{frame.f_code.co_filename}:{frame.f_lineno}"
