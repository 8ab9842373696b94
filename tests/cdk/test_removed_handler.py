"""A handler that was removed from the tree serves no webhook that comes after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_logs as logs
from constructs import Construct

from tests.cdk.apps import add_webhook, imported, make_stack, resources_of, template_of
from tests.cdk.deployment_shapes import assert_deployable
from webhook_constructs import CodeBuildWebhookHandler
from webhook_constructs.cdk import CodeBuildWebhookError

if TYPE_CHECKING:
    from collections.abc import Callable

ID = "CodeBuildWebhookHandler"


def stack_itself(stack: cdk.Stack) -> Construct:
    return stack


def construct_in_it(stack: cdk.Stack) -> Construct:
    return Construct(stack, "Unit")


def nested_stack(stack: cdk.Stack) -> Construct:
    return cdk.NestedStack(stack, "Nested")


def stack_of_a_stage(stack: cdk.Stack) -> Construct:
    return cdk.Stack(cdk.Stage(stack.node.root, "Stage"), "Other")  # type: ignore[arg-type]


def remove(handler: CodeBuildWebhookHandler) -> None:
    scope = handler.node.scope
    assert scope is not None
    assert scope.node.try_remove_child(ID)


@pytest.fixture(params=[stack_itself, construct_in_it, nested_stack, stack_of_a_stage], ids=lambda each: each.__name__)
def scope(request: pytest.FixtureRequest) -> Construct:
    make: Callable[[cdk.Stack], Construct] = request.param
    return make(make_stack())


def handler_in_the_tree(scope: Construct) -> Any:
    return cdk.Stack.of(scope).node.find_child(ID)


@pytest.mark.parametrize("times", [1, 3])
def test_another_one_is_made_where_it_was_asked_for(scope: Construct, times: int) -> None:
    removed = []
    for _ in range(times):
        removed.append(CodeBuildWebhookHandler.of(scope))
        remove(removed[-1])

    handler = CodeBuildWebhookHandler.of(scope)

    assert handler not in removed
    assert handler is handler_in_the_tree(scope)


def test_another_one_is_made_for_a_webhook(scope: Construct) -> None:
    first = add_webhook(scope, imported(scope), "First").handler
    remove(first)
    scope.node.try_remove_child("First")

    second = add_webhook(scope, imported(scope, "other", "Other"), "Second").handler

    assert first is not second is handler_in_the_tree(scope)


def test_another_one_can_be_configured(scope: Construct) -> None:
    remove(CodeBuildWebhookHandler.of(scope))

    handler = CodeBuildWebhookHandler.of(scope, log_retention=logs.RetentionDays.ONE_DAY)

    assert handler is CodeBuildWebhookHandler.of(scope)


def test_the_template_has_the_function_that_the_webhook_calls() -> None:
    stack = make_stack()
    remove(CodeBuildWebhookHandler.of(stack))
    add_webhook(stack, imported(stack))

    template = template_of(stack)

    (webhook,) = resources_of(stack, "Custom::CodeBuildWebhook").values()
    (function,) = resources_of(stack, "AWS::Lambda::Function")
    assert webhook["Properties"]["ServiceToken"] == {"Fn::GetAtt": [function, "Arn"]}
    assert_deployable(template)


def test_what_has_taken_its_id_is_an_error() -> None:
    stack = make_stack()
    remove(CodeBuildWebhookHandler.of(stack))
    Construct(stack, ID)

    with pytest.raises(CodeBuildWebhookError, match="the id is taken by another construct; give that one another id"):
        CodeBuildWebhookHandler.of(stack)
