"""Stacks in which projects come after webhooks are deployed, changed and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cdk.deployment_shapes import unit
from tests.e2e.stacks import MAIN, NAME, hooks, new_stack

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk

    from webhook_constructs.testing.local import LocalAws


def apart(stack: cdk.Stack) -> None:
    unit(stack, "A", "named")
    unit(stack, "B", "named")


def one_after_the_other(stack: cdk.Stack) -> None:
    a, b = unit(stack, "A", "named"), unit(stack, "B", "named")
    b.scope.node.add_dependency(a.scope)


def in_the_other_order(stack: cdk.Stack) -> None:
    a, b = unit(stack, "A", "named"), unit(stack, "B", "named")
    a.scope.node.add_dependency(b.scope)


def made_of_the_url(stack: cdk.Stack) -> None:
    unit(stack, "B", "named", url=unit(stack, "A", "named").webhook.url)


def through_a_bucket(stack: cdk.Stack) -> None:
    a, b = unit(stack, "A", "named"), unit(stack, "B", "named")
    b.bucket.node.add_dependency(a.webhook)


SHAPES = (one_after_the_other, in_the_other_order, made_of_the_url, through_a_bucket)


def stack_with(shape: Callable[[cdk.Stack], None]) -> cdk.Stack:
    stack = new_stack()
    shape(stack)
    return stack


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_projects_that_come_after_webhooks_are_deployed_and_deleted(
    aws: LocalAws, shape: Callable[[cdk.Stack], None]
) -> None:
    aws.deploy(stack_with(shape), NAME)
    assert hooks(aws) == {"project-A": MAIN, "project-B": MAIN}

    aws.delete(NAME)
    assert hooks(aws) == {}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_a_dependency_that_comes_and_goes_leaves_both_webhooks(
    aws: LocalAws, shape: Callable[[cdk.Stack], None]
) -> None:
    for each in (apart, shape, apart):
        aws.deploy(stack_with(each), NAME)
        assert hooks(aws) == {"project-A": MAIN, "project-B": MAIN}
