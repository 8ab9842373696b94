"""The error of the constructs: what is wrong, in which construct, and on which line it was written."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

import jsii
from constructs import Construct

from webhook_constructs.core import WebhookConstructsError

__all__ = ["CodeBuildWebhookError", "path_below"]

_NOT_THE_AUTHORS = tuple(str(Path(file).parent) for file in (__file__, jsii.__file__))


class CodeBuildWebhookError(WebhookConstructsError):
    """The arguments of a construct cannot make a valid webhook."""

    @classmethod
    def at(cls, scope: Construct, construct_id: str, problems: Sequence[str]) -> CodeBuildWebhookError:
        """Name the construct and the line of the program that made it.

        Args:
            scope: The scope that the construct was to be made in.
            construct_id: Its id there.
            problems: What is wrong, and the way out; one text each.
        """
        place = f"{path_below(scope.node.path, construct_id)} ({_call_site()})"
        if len(problems) == 1:
            return cls(f"{place}: {problems[0]}")
        return cls("\n".join([f"{place}:", *(f"  - {problem}" for problem in problems)]))


def path_below(path: str, construct_id: object) -> str:
    """Return the path of a construct in a scope with that path. The CDK writes an id without slashes."""
    return "/".join(part for part in (path, str(construct_id).replace("/", "--")) if part)


def _call_site() -> str:
    """Return file and line of the innermost call that is neither ours nor jsii's."""
    place = ""
    for frame, line in traceback.walk_stack(None):
        place = f"{frame.f_code.co_filename}:{line}"
        if not frame.f_code.co_filename.startswith(_NOT_THE_AUTHORS):
            break
    return place
