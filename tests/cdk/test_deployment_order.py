"""Apps that wait for webhooks can be deployed, or are refused with what waits for what."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_ssm as ssm

from tests.cdk.apps import add_webhook, github_project, imported, make_stack, resources_of, template_of
from tests.cdk.deployment_shapes import Unit, all_waits_of, assert_deployable, unit
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct


def policies_of(stack: cdk.Stack) -> list[str]:
    return sorted(resources_of(stack, "AWS::IAM::ManagedPolicy"))


def two(stack: cdk.Stack) -> tuple[Unit, Unit]:
    return unit(stack, "A"), unit(stack, "B")


def by_construct(stack: cdk.Stack) -> None:
    a, b = two(stack)
    b.scope.node.add_dependency(a.scope)


def backwards(stack: cdk.Stack) -> None:
    a, b = two(stack)
    a.scope.node.add_dependency(b.scope)


def project_after_webhook(stack: cdk.Stack) -> None:
    a, b = two(stack)
    b.project.node.add_dependency(a.webhook)


def through_a_bucket(stack: cdk.Stack) -> None:
    a, b = two(stack)
    b.bucket.node.add_dependency(a.webhook)


def through_a_parameter(stack: cdk.Stack) -> None:
    a, b = two(stack)
    a.parameter.node.add_dependency(b.webhook)
    a.project.node.add_dependency(a.parameter)


def url_in_the_environment(stack: cdk.Stack) -> None:
    unit(stack, "B", url=unit(stack, "A").webhook.url)


def url_read_past_the_construct(stack: cdk.Stack) -> None:
    resource = unit(stack, "A").webhook.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    unit(stack, "B", url=resource.get_att("Url").to_string())


def logical_id_in_a_text(stack: cdk.Stack) -> None:
    resource = unit(stack, "A").webhook.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    unit(stack, "B", url=cdk.Fn.sub(f"${{{stack.get_logical_id(resource)}.Url}}"))


def resource_after_resource(stack: cdk.Stack) -> None:
    a, b = two(stack)
    project, webhook = b.project.node.default_child, a.webhook.node.default_child
    assert isinstance(project, cdk.CfnResource)
    assert isinstance(webhook, cdk.CfnResource)
    project.node.add_dependency(webhook)


def secret_after_webhook(stack: cdk.Stack) -> None:
    a = unit(stack, "A")
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
    secret.node.add_dependency(a.webhook)
    add_webhook(stack, imported(stack), manual_creation=True, secret=secret, source_provider=None)


def key_after_webhook(stack: cdk.Stack) -> None:
    a = unit(stack, "A")
    key = kms.Key(stack, "Key")
    key.node.add_dependency(a.webhook)
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=key)
    add_webhook(stack, imported(stack), manual_creation=True, secret=secret)


def imported_by_a_name_that_comes_later(stack: cdk.Stack) -> None:
    a, b = unit(stack, "A"), unit(stack, "B", "imported-by-token")
    b.parameter.node.add_dependency(a.scope)


def by_an_aspect(stack: cdk.Stack) -> None:
    a, b = two(stack)

    @jsii.implements(cdk.IAspect)
    class Late:
        def visit(self, node: IConstruct) -> None:
            if node is b.scope:
                node.node.add_dependency(a.scope)

    cdk.Aspects.of(stack).add(Late())


def after_the_handler(stack: cdk.Stack) -> None:
    a, b = two(stack)
    b.scope.node.add_dependency(a.webhook.handler)


SHAPES: list[Callable[[cdk.Stack], None]] = [
    by_construct,
    backwards,
    project_after_webhook,
    through_a_bucket,
    through_a_parameter,
    url_in_the_environment,
    url_read_past_the_construct,
    logical_id_in_a_text,
    resource_after_resource,
    secret_after_webhook,
    key_after_webhook,
    imported_by_a_name_that_comes_later,
    by_an_aspect,
    after_the_handler,
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_what_comes_after_a_webhook_is_named_in_a_policy_that_this_webhook_does_not_wait_for(
    shape: Callable[[cdk.Stack], None],
) -> None:
    stack = make_stack()
    shape(stack)

    assert_deployable(template_of(stack))
    assert len(policies_of(stack)) == 2


def test_in_a_nested_stack_too() -> None:
    outer = make_stack()
    nested = cdk.NestedStack(outer, "Nested")
    by_construct(nested)
    assembly = outer.node.root.synth()  # type: ignore[attr-defined]

    (template,) = [json.loads(path.read_text()) for path in Path(assembly.directory).glob("*.nested.template.json")]
    assert_deployable(template)


def test_a_chain_of_webhooks_takes_a_policy_for_each_link() -> None:
    stack = make_stack()
    chain(stack, 9)

    assert_deployable(template_of(stack))
    assert len(policies_of(stack)) == 9


def chain(stack: cdk.Stack, length: int) -> None:
    before: Unit | None = None
    for index in range(length):
        after = unit(stack, f"Unit{index}")
        if before is not None:
            after.scope.node.add_dependency(before.scope)
        before = after


def test_a_chain_that_needs_more_policies_than_a_role_takes_is_refused_with_both_constructs() -> None:
    stack = make_stack()
    chain(stack, 10)

    with pytest.raises(RuntimeError) as refused:
        template_of(stack)

    assert (
        "[Stack/CodeBuildWebhookHandler] what Stack/Unit9/Webhook must be allowed to use comes after "
        "Stack/Unit8/Webhook, so another policy must name it, and the role of the webhook handler would need more than "
        "9 managed policies; remove the dependency, or put Stack/Unit9/Webhook into another stack, nested or not: each "
        "stack has a handler of its own"
    ) in str(refused.value)


def own_project(stack: cdk.Stack) -> str:
    a = unit(stack, "A")
    a.project.node.add_dependency(a.webhook)
    return "Stack/A/Webhook and Stack/A/Project wait for each other"


def own_url(stack: cdk.Stack) -> str:
    """What the role may do must be there before the webhook, and would be made of it."""
    project = github_project(stack)
    webhook = add_webhook(stack, project)
    ssm.StringParameter(stack, "Url", string_value=webhook.url).grant_read(project)
    return (
        "Stack/Webhook and Stack/Url wait for each other, and CloudFormation refuses such a stack: Stack/Webhook waits "
        "for Stack/Project/Role/DefaultPolicy, which waits for Stack/Url, which waits for Stack/Webhook; remove one of "
        "these dependencies. A webhook waits for its project, for the role of its project with the policies in it, and "
        "for the policies of the handler"
    )


def each_other(stack: cdk.Stack) -> str:
    a, b = two(stack)
    a.project.node.add_dependency(b.webhook)
    b.project.node.add_dependency(a.webhook)
    return "wait for each other"


def through_a_bucket_of_its_own(stack: cdk.Stack) -> str:
    a = unit(stack, "A")
    a.bucket.node.add_dependency(a.webhook)
    return "Stack/A/Webhook and Stack/A/Bucket wait for each other"


def its_own_secret(stack: cdk.Stack) -> str:
    secret = secretsmanager.Secret(stack, "Secret")
    webhook = add_webhook(stack, imported(stack), manual_creation=True, secret=secret)
    secret.node.add_dependency(webhook)
    return "Stack/Webhook and Stack/Secret wait for each other"


def its_own_key(stack: cdk.Stack) -> str:
    key = kms.Key(stack, "Key")
    secret = secretsmanager.Secret.from_secret_attributes(
        stack, "Secret", encryption_key=key, secret_complete_arn="arn:aws:secretsmanager:eu-west-1:1:secret:a-123456"
    )
    key.node.add_dependency(add_webhook(stack, imported(stack), manual_creation=True, secret=secret))
    return "Stack/Webhook and Stack/Key wait for each other"


def role_of_the_handler(stack: cdk.Stack) -> str:
    handler = CodeBuildWebhookHandler.of(stack)
    handler.role.node.add_dependency(unit(stack, "A").webhook)
    return "wait for each other"


@pytest.mark.parametrize(
    "shape",
    [own_project, own_url, each_other, through_a_bucket_of_its_own, its_own_secret, its_own_key, role_of_the_handler],
    ids=lambda shape: shape.__name__,
)
def test_a_circle_that_no_cut_of_the_policies_opens_is_refused_with_its_constructs(
    shape: Callable[[cdk.Stack], str],
) -> None:
    stack = make_stack()
    expected = shape(stack)

    with pytest.raises(RuntimeError, match=re.escape(expected)):
        template_of(stack)


def test_a_circle_of_others_is_not_ours_to_name() -> None:
    stack = make_stack()
    a, b = two(stack)
    a.bucket.node.add_dependency(b.parameter)
    b.parameter.node.add_dependency(a.bucket)

    assert len(policies_of(stack)) == 1


def test_an_app_without_such_dependencies_keeps_its_policies() -> None:
    stack = make_stack()
    for index in range(3):
        unit(stack, f"Unit{index}").scope.node.add_dependency(unit(stack, f"Other{index}").bucket)

    assert policies_of(stack) == ["CodeBuildWebhookHandlerPolicyA95252C2"]
    assert_deployable(template_of(stack))


def test_the_first_policy_keeps_its_id_where_another_one_is_needed() -> None:
    stack = make_stack()
    by_construct(stack)

    assert "CodeBuildWebhookHandlerPolicyA95252C2" in policies_of(stack)


def test_webhooks_at_the_same_distance_share_a_policy() -> None:
    stack = make_stack()
    first = unit(stack, "First")
    for index in range(5):
        unit(stack, f"Later{index}").scope.node.add_dependency(first.webhook)

    assert_deployable(template_of(stack))
    assert len(policies_of(stack)) == 2


def test_what_moves_from_a_full_policy_leaves_the_others_where_they_are() -> None:
    stack = make_stack()
    units = [unit(stack, f"Unit{index}", "named") for index in range(30)]
    names = [cdk.CfnParameter(stack, f"Name{index}").value_as_string for index in range(40)]
    for index, name in enumerate(names):
        add_webhook(stack, imported(stack, name, f"Imported{index}"), f"Webhook{index}")
    before = len(first_policies(stack))
    units[3].project.node.add_dependency(units[0].webhook)
    units[20].project.node.add_dependency(units[3].webhook)

    assert_deployable(template_of(stack))
    assert len(policies_of(stack)) == before + 2


def first_policies(stack: cdk.Stack) -> list[IConstruct]:
    handler = stack.node.find_child("CodeBuildWebhookHandler")
    return [child for child in handler.node.children if child.node.id.startswith("Policy")]


def test_a_second_synthesis_changes_nothing() -> None:
    stack = make_stack()
    by_construct(stack)
    app = stack.node.root
    assert isinstance(app, cdk.App)
    templates = [app.synth(force=True).get_stack_by_name("Stack").template for _ in range(2)]

    assert templates[0] == templates[1]


def test_a_dependency_that_is_added_after_a_synthesis_counts_in_the_next() -> None:
    stack = make_stack()
    a, b = two(stack)
    app = stack.node.root
    assert isinstance(app, cdk.App)
    app.synth()
    b.scope.node.add_dependency(a.scope)

    assert_deployable(app.synth(force=True).get_stack_by_name("Stack").template)


def test_to_read_or_print_a_url_changes_nothing() -> None:
    def app_with(read: Callable[[CodeBuildWebhook], object]) -> dict[str, Any]:
        stack = make_stack()
        for each in two(stack):
            read(each.webhook)
        return template_of(stack)

    assert app_with(lambda webhook: repr(webhook.url)) == app_with(lambda _: None)


def test_aspects_visit_a_policy_that_is_made_for_the_order() -> None:
    stack = make_stack()
    by_construct(stack)

    @jsii.implements(cdk.IAspect)
    class Path:
        def visit(self, node: IConstruct) -> None:
            if isinstance(node, iam.CfnManagedPolicy):
                node.path = "/webhooks/"

    cdk.Aspects.of(stack.node.root).add(Path())

    paths = [each["Properties"].get("Path") for each in resources_of(stack, "AWS::IAM::ManagedPolicy").values()]
    assert paths == ["/webhooks/", "/webhooks/"]


def test_in_a_vpc_the_function_waits_for_what_lets_it_join_the_network_and_for_no_project_after_it() -> None:
    stack = make_stack()
    handler = CodeBuildWebhookHandler.of(stack, vpc=ec2.Vpc(stack, "Vpc", max_azs=1))
    first, later = github_project(stack, "First"), github_project(stack, "Later")
    later.node.add_dependency(handler.function)
    for project in (first, later):
        add_webhook(project, project)

    waits = all_waits_of(template_of(stack))
    (function,) = resources_of(stack, "AWS::Lambda::Function").keys() & {
        stack.get_logical_id(handler.function.node.default_child)  # type: ignore[arg-type]
    }
    assert [name for name in waits if name in waits[name]] == []
    assert len(policies_of(stack)) == 2
    assert "CodeBuildWebhookHandlerPolicyA95252C2" in waits[function]
