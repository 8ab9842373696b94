"""Constructs that get another id: CloudFormation deletes the old resource when the new one has the webhook."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from tests.e2e.renames import IRELAND, adopting, kept, make_projects, of
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    PUSH,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    failure_of,
    hooks,
    identities,
    new_stack,
    physical_ids,
)
from webhook_constructs import CodeBuildWebhook, SourceProvider

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

MANUAL: dict[str, Any] = {"manual_creation": True, "secret": True}


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    make_projects(aws)


def warnings(aws: LocalAws) -> list[str]:
    return [line for line in aws.log_lines() if "CloudFormation cannot be asked" in line]


@pytest.mark.parametrize(
    ("arguments", "change"),
    [
        pytest.param({}, {}, id="automatic"),
        pytest.param({}, {"filter_groups": [PUSH]}, id="automatic-with-a-change"),
        pytest.param(MANUAL, {}, id="manual"),
        pytest.param(MANUAL, {"on_existing": ADOPT}, id="manual-adopting-with-a-new-secret"),
    ],
)
def test_a_rename_that_cannot_be_done_fails_and_loses_nothing(
    aws: LocalAws, arguments: dict[str, Any], change: dict[str, Any]
) -> None:
    aws.deploy(of(Old=("api", arguments)), NAME)
    before = aws.codebuild.hooks_at_host

    failed = failure_of(aws, of(New=("api", {**arguments, **change})))

    reason = "are not in the secret that was given" if "on_existing" in change else "the project has a webhook already"
    assert reason in str(failed)
    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert aws.codebuild.hooks_at_host == before
    aws.delete(NAME)
    assert hooks(aws) == {}


@pytest.mark.parametrize("region", ["", IRELAND], ids=["own-region", "another-region"])
@pytest.mark.parametrize(
    ("group", "patterns"),
    [pytest.param(TO_MAIN, MAIN, id="in-one-state"), pytest.param(TO_RELEASE, RELEASE, id="in-two")],
)
def test_a_rename_with_adopt_keeps_the_webhook_which_can_be_made_ours_again(
    aws: LocalAws, group: Any, patterns: list[list[str]], region: str
) -> None:
    place = f"api@{region}" if region else "api"
    aws.deploy(of(Old=("api", {"region": region})), NAME)
    before = identities(aws)

    aws.deploy(of(New=adopting("api", filter_groups=[group], region=region)), NAME)
    assert identities(aws) == before
    assert hooks(aws) == {place: patterns}
    assert physical_ids(aws) == [f"{place}#adopted"]
    assert kept(aws) == [place]

    aws.deploy(of(New=("api", {"filter_groups": [group], "region": region})), NAME)
    assert identities(aws) == before
    assert physical_ids(aws) == [place]

    aws.deploy(of(Other="web"), NAME)
    assert hooks(aws) == {"web": MAIN}
    assert warnings(aws) == []


@pytest.mark.parametrize("name", ["Old", "New"])
def test_a_project_whose_region_is_named_for_the_first_time_is_the_same_one(aws: LocalAws, name: str) -> None:
    """A stack that is bound to no region cannot tell that an ARN names its own."""
    aws.deploy(of(Old="api"), NAME)
    before = identities(aws)

    aws.deploy(of(**{name: adopting("api", region="us-east-1")}), NAME)
    assert identities(aws) == before
    aws.deploy(of(**{name: ("api", {"region": "us-east-1"})}), NAME)
    assert identities(aws) == before
    assert physical_ids(aws) == ["api"]


def test_a_construct_that_says_adopt_for_good_can_be_renamed_again_and_again(aws: LocalAws) -> None:
    aws.deploy(of(First="api"), NAME)
    before = identities(aws)
    for name in ("Second", "Third", "First"):
        aws.deploy(of(**{name: adopting("api")}), NAME)

    assert identities(aws) == before
    assert physical_ids(aws) == ["api#adopted"]


def test_a_construct_that_gets_another_parent_keeps_its_webhook(aws: LocalAws) -> None:
    aws.deploy(of(Webhook="api"), NAME)
    before = identities(aws)

    stack = new_stack()
    parent = Construct(stack, "Pipelines")
    project = codebuild.Project.from_project_name(parent, "Api", "api")
    arguments: dict[str, Any] = {"source_provider": SourceProvider.GITHUB, "filter_groups": [TO_MAIN]}
    CodeBuildWebhook(parent, "Webhook", project=project, on_existing=ADOPT, **arguments)
    aws.deploy(stack, NAME)

    assert identities(aws) == before
    assert hooks(aws) == {"api": MAIN}


def nested(construct_id: str, **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    add_webhook(stack, "web", "Beside", filter_groups=[TO_MAIN])
    child = cdk.NestedStack(stack, "Nested")
    add_webhook(child, "api", construct_id, filter_groups=[TO_MAIN], **arguments)
    return stack


def test_a_rename_in_a_nested_stack_keeps_the_webhook(aws: LocalAws) -> None:
    aws.deploy(nested("Old"), NAME)
    before = identities(aws)

    aws.deploy(nested("New", on_existing=ADOPT), NAME)
    assert identities(aws) == before
    aws.deploy(nested("New"), NAME)
    assert identities(aws) == before

    aws.deploy(of(Beside="web"), NAME)
    assert hooks(aws) == {"web": MAIN}


def test_a_second_step_in_a_nested_stack_that_is_rolled_back_from_outside_keeps_the_webhook(aws: LocalAws) -> None:
    aws.deploy(nested("Old"), NAME)
    before = identities(aws)
    aws.deploy(nested("New", on_existing=ADOPT), NAME)
    stack = nested("New")
    missing = add_webhook(stack, "no-such-project", "Failing")
    missing.node.add_dependency(stack.node.find_child("Nested"))

    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"
    assert identities(aws) == before
    aws.deploy(nested("New"), NAME)
    assert identities(aws) == before


def in_nested(nested_id: str, **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    add_webhook(cdk.NestedStack(stack, nested_id), "api", filter_groups=[TO_MAIN], **arguments)
    return stack


def test_a_nested_stack_that_is_renamed_is_another_stack_and_takes_its_webhook_with_it(aws: LocalAws) -> None:
    """The function sees the resources of its own stack: docs/guides/rename-or-move.md says what to do instead."""
    aws.deploy(in_nested("Old"), NAME)

    aws.deploy(in_nested("New", on_existing=ADOPT), NAME)

    assert hooks(aws) == {}
    assert kept(aws) == []


def with_own_secret(construct_id: str, **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    secret = secretsmanager.Secret(stack, "HookSecret")
    add_webhook(stack, "api", construct_id, filter_groups=[TO_MAIN], manual_creation=True, secret=secret, **arguments)
    return stack


def test_a_manual_webhook_whose_secret_stays_where_it_is_keeps_both(aws: LocalAws) -> None:
    def shown() -> tuple[dict[str, str | None], Any]:
        (hook,) = aws.codebuild.hooks_at_host.values()
        client = aws.client("secretsmanager")
        (secret,) = client.list_secrets()["SecretList"]
        stored = json.loads(client.get_secret_value(SecretId=secret["ARN"])["SecretString"])
        return {"payloadUrl": hook.payload_url, "secret": hook.secret}, stored

    aws.deploy(with_own_secret("Old"), NAME)
    at_host, stored = shown()
    aws.deploy(with_own_secret("New", on_existing=ADOPT), NAME)
    aws.deploy(with_own_secret("New"), NAME)

    assert shown() == (at_host, stored) == (stored, stored)
    assert physical_ids(aws) == ["api"]
    aws.delete(NAME)
    assert hooks(aws) == {}


def logical_id(aws: LocalAws, resource_type: str) -> str:
    """The logical id that the stack has for the one resource of a type."""
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    (logical,) = [str(item["LogicalResourceId"]) for item in found if item["ResourceType"] == resource_type]
    return logical


def test_a_manual_webhook_with_a_secret_of_its_own_is_renamed_as_the_reason_says(aws: LocalAws) -> None:
    aws.deploy(of(Old=("api", MANUAL)), NAME)
    at_host = aws.codebuild.hooks_at_host
    (secret,) = aws.client("secretsmanager").list_secrets()["SecretList"]
    stored = aws.client("secretsmanager").get_secret_value(SecretId=secret["ARN"])

    reason = str(failure_of(aws, of(New=("api", MANUAL))))
    ways = (
        "webhook.node.default_child.override_logical_id(...)",
        "webhook.secret.node.default_child.override_logical_id(...)",
    )
    assert (
        "keep the logical ids that the stack has for Custom::CodeBuildWebhook and, with secret=True, for "
        f"AWS::SecretsManager::Secret: {' and '.join(ways)}" in reason
    )

    stack = new_stack()
    webhook = add_webhook(stack, "api", "New", filter_groups=[TO_MAIN], **MANUAL)
    types = ("Custom::CodeBuildWebhook", "AWS::SecretsManager::Secret")
    for way, resource_type in zip(ways, types, strict=True):
        call = way.replace("...", repr(logical_id(aws, resource_type)))
        eval(call, {"webhook": webhook})
    aws.deploy(stack, NAME)

    assert aws.codebuild.hooks_at_host == at_host
    (kept,) = aws.client("secretsmanager").list_secrets()["SecretList"]
    assert kept["ARN"] == secret["ARN"]
    assert aws.client("secretsmanager").get_secret_value(SecretId=kept["ARN"])["SecretString"] == stored["SecretString"]
    assert physical_ids(aws) == ["api"]
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_a_rename_after_the_webhook_was_deleted_outside_keeps_the_one_that_it_makes(aws: LocalAws) -> None:
    aws.deploy(of(Old="api"), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")

    aws.deploy(of(New="api"), NAME)

    assert hooks(aws) == {"api": MAIN}
    assert physical_ids(aws) == ["api"]
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_a_rename_beside_a_move_of_another_loses_neither(aws: LocalAws) -> None:
    aws.deploy(of(Old="api", Moving="web"), NAME)
    before = identities(aws)

    aws.deploy(of(New=adopting("api"), Moving="docs"), NAME)

    assert set(hooks(aws)) == {"api", "docs"}
    assert identities(aws)["api"] == before["api"]


def test_a_construct_that_takes_the_webhook_of_one_that_moves_on_keeps_it(aws: LocalAws) -> None:
    aws.deploy(of(First="api", Second="web"), NAME)
    before = identities(aws)

    aws.deploy(of(First=adopting("web"), Second="docs"), NAME)

    assert set(hooks(aws)) == {"web", "docs"}
    assert identities(aws)["web"] == before["web"]
    assert kept(aws) == ["web"]
