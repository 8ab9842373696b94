"""The policies of the handler against the limits of IAM, with every value as long as it can become."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.apps import make_stack, rendered, resources_of
from webhook_constructs import CodeBuildWebhook
from webhook_constructs.cdk import CodeBuildWebhookError
from webhook_constructs.cdk.handler_role.managed_policies import MAXIMUM_POLICIES
from webhook_constructs.cdk.handler_role.policy_document import MAXIMUM_POLICY_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_NAME = "n" * 150
WORST_CASE = {
    "AWS::Partition": "aws-us-gov",
    "AWS::Region": "ap-northeast-1",
    "AWS::AccountId": "111111111111",
    "AWS::StackId": f"arn:aws-us-gov:cloudformation:ap-northeast-1:111111111111:stack/{'s' * 128}/{'u' * 36}",
}


def longest(logical_id: str) -> str:
    if "Logs" in logical_id:
        return f"arn:aws-us-gov:logs:ap-northeast-1:111111111111:log-group:{'l' * 512}:*"
    return WORST_CASE.get(logical_id, LONGEST_NAME)


def stack_with(webhooks: int, name: Callable[[cdk.Stack, int], str], env: cdk.Environment | None = None) -> cdk.Stack:
    stack = make_stack(env=env)
    for index in range(webhooks):
        project = codebuild.Project.from_project_name(stack, f"Project{index}", name(stack, index))
        CodeBuildWebhook(stack, f"Webhook{index}", project=project)
    return stack


def literal(_: cdk.Stack, index: int) -> str:
    return f"team-platform-service-{index:03}-build"


def token(stack: cdk.Stack, index: int) -> str:
    return cdk.CfnParameter(stack, f"Name{index}").value_as_string


def sizes(stack: cdk.Stack) -> list[int]:
    """IAM does not count white space."""
    policies = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    documents = [rendered(policy["Properties"]["PolicyDocument"], longest) for policy in policies]
    return [len(json.dumps(document, separators=(",", ":"))) for document in documents]


@pytest.mark.parametrize(
    ("webhooks", "name", "policies"),
    [
        pytest.param(1, literal, 1, id="1"),
        pytest.param(50, literal, 1, id="50"),
        pytest.param(450, literal, 8, id="450"),
        pytest.param(1, token, 1, id="1-token"),
        pytest.param(50, token, 2, id="50-tokens"),
        pytest.param(200, token, 8, id="200-tokens"),
    ],
)
def test_rendered_policies_stay_under_the_limits_of_iam(
    webhooks: int, name: Callable[[cdk.Stack, int], str], policies: int
) -> None:
    found = sizes(stack_with(webhooks, name))

    assert len(found) == policies <= MAXIMUM_POLICIES == 9
    assert max(found) <= MAXIMUM_POLICY_CHARACTERS == 6144


def test_policies_are_filled_before_another_one_is_begun() -> None:
    """What is written is as long as was reckoned: no policy but the last has room for one more project."""
    *full, _ = sizes(stack_with(200, token))

    one_more = len(f'"arn:aws-us-gov:codebuild:ap-northeast-1:111111111111:project/{LONGEST_NAME}",')
    assert all(size + one_more > MAXIMUM_POLICY_CHARACTERS for size in full[1:])


def test_every_project_is_in_exactly_one_policy() -> None:
    stack = stack_with(450, literal, cdk.Environment(account="111111111111", region="us-east-1"))

    policies = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    statements: list[dict[str, Any]] = [
        statement
        for policy in policies
        for statement in rendered(policy["Properties"]["PolicyDocument"]["Statement"], longest)
    ]
    allowed = [arn for item in statements if "codebuild:CreateWebhook" in item["Action"] for arn in item["Resource"]]
    assert sorted(allowed) == [
        f"arn:aws-us-gov:codebuild:us-east-1:111111111111:project/{literal(stack, index)}" for index in range(450)
    ]


def test_more_than_a_role_can_have_is_refused_at_synthesis() -> None:
    with pytest.raises(CodeBuildWebhookError) as refused:
        stack_with(450, token)

    place, _, problem = str(refused.value).partition("): ")
    assert place.startswith("Stack/Webhook246 (")
    assert problem == (
        "the role of the webhook handler needs 10 managed policies of up to 6144 characters, and can have 9: 10 for "
        "the webhooks of 247 projects; put some of the webhooks into another stack, nested or not: each stack has a "
        "handler of its own"
    )


REGIONS = (
    *("af-south-1", "ap-east-1", "ap-south-1", "ap-southeast-1", "ca-central-1", "eu-central-1", "eu-north-1"),
    *("eu-south-1", "eu-west-2", "me-south-1"),
)


def regional(stack: cdk.Stack, region: str, name: str, *, has_secret: bool) -> None:
    arn = f"arn:aws:codebuild:{region}:111111111111:project/{name}"
    project = codebuild.Project.from_project_arn(stack, f"Project-{name}", arn)
    secret: dict[str, Any] = {"manual_creation": True, "secret": True} if has_secret else {}
    CodeBuildWebhook(stack, f"Webhook-{name}", project=project, **secret)


REFUSED = re.compile(
    r"needs (\d+) managed policies of up to 6144 characters, and can have (\d+): (\d+) for the webhooks of (\d+) "
    r"projects?(?: and (\d+) for the other regions? that projects are in \(([^)]+)\))?; put (.+) into another stack"
)


@pytest.mark.parametrize(
    ("regions", "webhooks", "has_secret", "parts"),
    [
        pytest.param(8, 1, False, None, id="8-regions"),
        pytest.param(9, 1, False, (10, 9, 1, 9, 9), id="9-regions"),
        pytest.param(7, 1, True, None, id="7-regions-with-secrets"),
        pytest.param(8, 1, True, (10, 9, 2, 8, 8), id="8-regions-with-secrets"),
        pytest.param(9, 1, True, (10, 9, 2, 8, 8), id="the-eighth-of-9-regions-with-secrets"),
        pytest.param(8, 3, True, (10, 9, 3, 19, 7), id="many-secrets-a-region"),
        pytest.param(2, 70, True, (10, 9, 9, 67, 1), id="one-region-full-of-secrets"),
    ],
)
def test_the_numbers_of_a_refusal_add_up(
    *, regions: int, webhooks: int, has_secret: bool, parts: tuple[int, ...] | None
) -> None:
    stack = make_stack(env=cdk.Environment(account="111111111111", region="us-east-1"))
    problem = ""
    try:
        for region in REGIONS[:regions]:
            for index in range(webhooks):
                regional(stack, region, f"{region}-{index}", has_secret=has_secret)
    except CodeBuildWebhookError as refused:
        problem = str(refused)

    if parts is None:
        assert problem == ""
        return
    found = REFUSED.search(problem)
    assert found is not None, problem
    *numbers, names, moved = found.groups()
    assert tuple(map(int, numbers)) == parts
    assert parts[0] == parts[2] + parts[4] > parts[1]
    assert names.split(", ") == list(REGIONS[: parts[4]])
    assert moved == ("the webhooks of some regions" if parts[4] > 1 else "some of the webhooks")


def test_two_webhooks_of_one_project_name_it_once() -> None:
    """A mistake that the service will refuse, but not a longer policy."""
    stack = make_stack()
    for index in range(2):
        project = codebuild.Project.from_project_name(stack, f"Project{index}", "docs-site")
        CodeBuildWebhook(stack, f"Webhook{index}", project=project)

    (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    assert json.dumps(policy).count("project/docs-site") == 1
