"""The stages around a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constructs import IConstruct

__all__ = ["stages_around"]


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
