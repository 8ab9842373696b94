"""The stages around a stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from constructs import IConstruct

__all__ = ["stages_around"]


def stages_around(stage: IConstruct, known: Collection[IConstruct]) -> Iterator[IConstruct]:
    """Find the app, the stages that a stage is in, those beside each of them, and those in these.

    Two calls into the CDK for each construct that the stage is in. A stage inside of another stack is not found.

    Args:
        stage: The stage.
        known: Stages that need not be found, with those in them.
    """
    *around, _ = stage.node.scopes
    for index, scope in enumerate(around):
        if (index == 0 or isinstance(scope, cdk.Stage)) and scope not in known:
            yield scope
        yield from _stages_in(scope, {*known, *around})


def _stages_in(scope: IConstruct, known: Collection[IConstruct]) -> Iterator[IConstruct]:
    for child in scope.node.children:
        if isinstance(child, cdk.Stage) and child not in known:
            yield from _stages_in(child, known)
            yield child
