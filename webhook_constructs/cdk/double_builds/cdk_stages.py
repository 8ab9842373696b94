"""The stages of an app: which are looked at, and which are finished.

The CDK synthesizes the stages in a construct before the construct itself, and CDK Pipelines each stage when it is
added, while the app is still being made. So each stage looks at what is in it alone, and the later stage of a pair sees
both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import takewhile

import aws_cdk as cdk
from constructs import IConstruct

__all__ = ["is_in", "stages_around", "stages_before"]


def stages_around(stage: IConstruct, known: Collection[IConstruct]) -> Iterator[IConstruct]:
    """Find the app, the stages that a stage is in, those beside each of them, and those in these and in the stage.

    Two calls into the CDK for each construct that the stage is in, and for each outside of stacks. A stage inside of
    another stack is not found.

    Args:
        stage: The stage.
        known: Stages that need not be found, with those in them.
    """
    around = stage.node.scopes
    is_in_a_stack = False
    for index, scope in enumerate(around):
        if (index == 0 or isinstance(scope, cdk.Stage)) and scope not in known:
            yield scope
        is_in_a_stack = isinstance(scope, cdk.Stack) or (is_in_a_stack and not isinstance(scope, cdk.Stage))
        yield from _stages_in(scope, {*known, *around}, is_in_a_stack=is_in_a_stack)


def stages_before(stage: IConstruct, others: Iterable[IConstruct]) -> list[IConstruct]:
    """Return those of some stages that are made before a stage, in one construct with it."""
    scope = stage.node.scope if others else None
    before = [] if scope is None else list(takewhile(lambda each: each is not stage, scope.node.children))
    return [each for each in others if each in before]


def is_in(path: str, stage: str) -> bool:
    """Check whether a path is that of a stage or of something in it.

    Examples:
        >>> is_in("Prod/Stack", "Prod"), is_in("Prod2", "Prod"), is_in("Prod", "")
        (True, False, True)
    """
    return not stage or f"{path}/".startswith(f"{stage}/")


def _stages_in(
    scope: IConstruct, known: Collection[IConstruct], *, is_in_a_stack: bool = False
) -> Iterator[IConstruct]:
    for child in scope.node.children:
        if child in known or isinstance(child, cdk.Stack):
            continue
        is_stage = isinstance(child, cdk.Stage)
        if is_stage or not is_in_a_stack:  # outside of stacks there are few constructs
            yield from _stages_in(child, known)
        if is_stage:
            yield child
