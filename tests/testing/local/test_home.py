"""The account and the default region of the embedded AWS."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import boto3
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.apps import add_webhook, github_project
from webhook_constructs.testing.local import LocalAws, LocalAwsError

PRODUCTION: dict[str, Any] = {"account": "111122223333", "region": "eu-west-1"}
TEST: dict[str, Any] = {"account": "444455556666", "region": "ap-southeast-2"}


def deployed_arns(aws: LocalAws, env: cdk.Environment | None) -> dict[str, Any]:
    """Deploy a webhook, with the secret of a manual one, and return what its stack knows of where it is."""
    stack = cdk.Stack(cdk.App(), "Ci", env=env)
    project = github_project(stack, project_name="api")
    webhook = add_webhook(stack, project, manual_creation=True, secret=True)
    assert webhook.secret is not None
    for name, value in {
        "ProjectArn": project.project_arn,
        "SecretArn": webhook.secret.secret_arn,
        "FunctionArn": webhook.handler.function.function_arn,
        "RoleArn": webhook.handler.role.role_arn,
        "Home": f"{cdk.Aws.ACCOUNT_ID} {cdk.Aws.REGION}",
    }.items():
        cdk.CfnOutput(stack, name, value=value)
    outputs = aws.deploy(stack, "Ci").outputs
    assert list(aws.codebuild.hooks_at_host) == ["api"]
    aws.delete("Ci")
    assert aws.codebuild.hooks_at_host == {}
    return dict(outputs)


@pytest.mark.parametrize("home", [PRODUCTION, TEST], ids=["production", "test"])
@pytest.mark.parametrize("is_bound", [True, False], ids=["bound", "unbound"])
def test_a_stack_is_deployed_into_the_account_and_region(home: dict[str, Any], is_bound: bool) -> None:  # noqa: FBT001
    """Also in a process that has had another one: MiniStack reads some of it once, at its import."""
    account, region = home.values()
    with LocalAws(**home) as aws:
        outputs = deployed_arns(aws, cdk.Environment(**home) if is_bound else None)

    assert outputs.pop("Home") == f"{account} {region}"
    assert {name: arn.split(":")[3:5] for name, arn in outputs.items()} == {
        "ProjectArn": [region, account],
        "SecretArn": [region, account],
        "FunctionArn": [region, account],
        "RoleArn": ["", account],
    }


def test_clients_and_subprocesses_are_in_the_region_and_account() -> None:
    with LocalAws(**PRODUCTION) as aws:
        assert (aws.account, aws.region) == ("111122223333", "eu-west-1")
        assert aws.client("codebuild").meta.region_name == "eu-west-1"
        assert {aws.environment[name] for name in ("AWS_REGION", "AWS_DEFAULT_REGION")} == {"eu-west-1"}
        for client in (aws.client("sts"), boto3.client("sts")):
            assert client.get_caller_identity()["Account"] == "111122223333"


def test_projects_in_other_regions_are_named_with_theirs() -> None:
    with LocalAws(**PRODUCTION) as aws:
        stack = cdk.Stack(cdk.App(), "Ci", env=cdk.Environment(account="111122223333", region="us-east-1"))
        add_webhook(stack, github_project(stack, project_name="api"))
        aws.deploy(stack, "Ci")

        assert list(aws.codebuild.hooks_at_host) == ["api@us-east-1"]


def test_a_stack_of_another_account_is_refused_with_the_way_to_have_that_account() -> None:
    stack = cdk.Stack(cdk.App(), "Ci", env=cdk.Environment(**TEST))
    codebuild.PipelineProject(stack, "Project")

    with LocalAws(**PRODUCTION) as aws, pytest.raises(LocalAwsError) as refused:
        aws.deploy(stack, "Ci")

    assert str(refused.value) == (
        "Ci.template.json is bound to the account 444455556666, and the embedded AWS has 111122223333 only: "
        "use LocalAws(account='444455556666'), or state no account"
    )


@pytest.mark.parametrize(
    ("home", "message"),
    [
        ({"account": 111122223333}, "account must be a string of 12 digits, such as '111122223333', got 111122223333"),
        ({"account": "1111"}, "account must be a string of 12 digits, such as '111122223333', got '1111'"),
        ({"region": "Ireland"}, "region must be the name of a region, such as 'eu-west-1', got 'Ireland'"),
        ({"region": None}, "region must be the name of a region, such as 'eu-west-1', got None"),
    ],
)
def test_what_is_no_account_or_region_is_refused(home: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match="must be") as refused:
        LocalAws(**home)

    assert str(refused.value) == message
