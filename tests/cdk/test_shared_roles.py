"""Projects that share a role, and a dependency between them: the way out is a role for each project."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_iam as iam

from tests.cdk.apps import make_stack, template_of
from tests.cdk.deployment_shapes import Unit, assert_deployable, unit

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk

WAY_OUT = "remove one of these dependencies, or give each project a role of its own: {} projects share that of {}. A "


def service_role(stack: cdk.Stack) -> iam.Role:
    return iam.Role(stack, "Shared", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))


def imported_role(stack: cdk.Stack) -> iam.IRole:
    return iam.Role.from_role_arn(stack, "Shared", "arn:aws:iam::111111111111:role/builds")


def units_with(role: iam.IRole | None, stack: cdk.Stack, *names: str, kind: str = "made") -> list[Unit]:
    return [unit(stack, name, kind, role=role) for name in names]


def shared_by_construct(stack: cdk.Stack) -> str:
    a, b = units_with(service_role(stack), stack, "A", "B")
    b.scope.node.add_dependency(a.scope)
    return WAY_OUT.format(2, "Stack/Shared/DefaultPolicy")


def shared_by_project(stack: cdk.Stack) -> str:
    a, b = units_with(service_role(stack), stack, "A", "B")
    b.project.node.add_dependency(a.webhook)
    return WAY_OUT.format(2, "Stack/Shared/DefaultPolicy")


def shared_by_three(stack: cdk.Stack) -> str:
    a, _, c = units_with(service_role(stack), stack, "A", "B", "C")
    c.scope.node.add_dependency(a.scope)
    return WAY_OUT.format(3, "Stack/Shared/DefaultPolicy")


def shared_by_named_projects(stack: cdk.Stack) -> str:
    a, b = units_with(service_role(stack), stack, "A", "B", kind="named")
    a.scope.node.add_dependency(b.scope)
    return WAY_OUT.format(2, "Stack/Shared/DefaultPolicy")


def shared_and_imported(stack: cdk.Stack) -> str:
    a, b = units_with(imported_role(stack), stack, "A", "B")
    b.scope.node.add_dependency(a.scope)
    return WAY_OUT.format(2, "Stack/Shared/Policy")


def shared_and_the_url_is_in_the_environment(stack: cdk.Stack) -> str:
    role = service_role(stack)
    a = unit(stack, "A", role=role)
    unit(stack, "B", url=a.webhook.url, role=role)
    return WAY_OUT.format(2, "Stack/Shared/DefaultPolicy")


def shared_beside_another_role_that_two_share(stack: cdk.Stack) -> str:
    other = iam.Role(stack, "Other", assumed_by=iam.ServicePrincipal("codebuild.amazonaws.com"))
    units_with(other, stack, "C", "D")
    return shared_by_construct(stack)


def a_role_that_starts_another_project(stack: cdk.Stack) -> str:
    a, b = units_with(None, stack, "A", "B")
    iam.Grant.add_to_principal(
        grantee=a.project, actions=["codebuild:StartBuild"], resource_arns=[b.project.project_arn]
    )
    b.project.node.add_dependency(a.webhook)
    return (
        "Stack/A/Webhook waits for Stack/A/Project/Role/DefaultPolicy, which waits for Stack/B/Project, which waits "
        "for Stack/A/Webhook; remove one of these dependencies. A "
    )


def shared_and_a_bucket_is_in_the_way(stack: cdk.Stack) -> str:
    """A role for each project would not help: the webhook itself comes before what its own project needs."""
    a, _ = units_with(service_role(stack), stack, "A", "B")
    a.bucket.node.add_dependency(a.webhook)
    return (
        "Stack/A/Webhook waits for Stack/A/Project, which waits for Stack/A/Bucket, which waits for Stack/A/Webhook; "
        "remove one of these dependencies. A "
    )


@pytest.mark.parametrize(
    "shape",
    [
        shared_by_construct,
        shared_by_project,
        shared_by_three,
        shared_by_named_projects,
        shared_and_imported,
        shared_and_the_url_is_in_the_environment,
        shared_beside_another_role_that_two_share,
        a_role_that_starts_another_project,
        shared_and_a_bucket_is_in_the_way,
    ],
    ids=lambda shape: shape.__name__,
)
def test_a_circle_through_a_role_that_projects_share_is_refused_with_a_role_for_each_as_the_way_out(
    shape: Callable[[cdk.Stack], str],
) -> None:
    stack = make_stack()
    expected = shape(stack)

    with pytest.raises(RuntimeError, match=re.escape(expected)):
        template_of(stack)


def test_a_role_for_each_project_is_a_way_out() -> None:
    stack = make_stack()
    a, b = units_with(None, stack, "A", "B")
    b.scope.node.add_dependency(a.scope)

    assert_deployable(template_of(stack))
