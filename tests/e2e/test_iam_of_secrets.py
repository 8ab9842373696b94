"""With IAM enforced: what the role may do with secrets and keys is enough, and nothing of it can be left out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager
from ministack.core.iam_evaluator import EvalContext, evaluate, parse_policy_document

from tests.cdk.apps import rendered, resources_of
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    edited,
    hooks,
    make_project,
    new_stack,
    resources,
    stack_with,
    without,
)
from webhook_constructs import CodeBuildWebhook, SourceProvider
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import aws_cdk as cdk

    from webhook_constructs.testing.local import LocalAws

GET, PUT = "secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"
KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey")
VIA = "secretsmanager.us-east-1.amazonaws.com"
EVERY_SECRET_ACTION = [
    f"secretsmanager:{operation}"
    for operation in boto3.client("secretsmanager", region_name="us-east-1").meta.service_model.operation_names
]


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


class Life:
    """The life of a manual webhook, and the secret that a hook by hand is adopted with."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws

    def create(self, lacking: str | None = None) -> None:
        self._deploy(lacking, filter_groups=[TO_MAIN])

    def update(self, lacking: str | None = None) -> None:
        self._deploy(lacking, filter_groups=[TO_RELEASE])

    def replace(self, lacking: str | None = None) -> None:
        self._deploy(lacking, branch_filter="^main$", allow_new_secret=True)

    def rotate(self, lacking: str | None = None) -> None:
        self._deploy(lacking, filter_groups=[TO_MAIN], rotate_secret_on="2026-q4")

    def adopt(self, lacking: str | None = None) -> None:
        """Adopt a webhook that somebody made by hand and whose secret is already stored."""
        groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
        made = self.aws.client("codebuild").create_webhook(projectName="api", manualCreation=True, filterGroups=groups)
        value = {name: made["webhook"][name] for name in ("payloadUrl", "secret")}
        arn = self.aws.client("secretsmanager").create_secret(Name="given", SecretString=json.dumps(value))["ARN"]
        stack = new_stack()
        secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Given", arn)
        adopted: dict[str, Any] = {"manual_creation": True, "secret": secret, "on_existing": ADOPT}
        add_webhook(stack, filter_groups=[TO_MAIN], **adopted)
        self.aws.deploy(edited(stack, without(lacking)), NAME)

    def delete(self) -> None:
        self.aws.delete(NAME)

    def _deploy(self, lacking: str | None, **arguments: Any) -> None:
        stack = stack_with("api", manual_creation=True, secret=True, **arguments)
        self.aws.deploy(edited(stack, without(lacking)), NAME)


def kept(aws: LocalAws) -> list[dict[str, str]]:
    """The values of all secrets."""
    secrets = aws.client("secretsmanager")
    found = secrets.list_secrets()["SecretList"]
    values = [secrets.get_secret_value(SecretId=secret["ARN"])["SecretString"] for secret in found]
    return [json.loads(value) for value in values]


def shown_once(aws: LocalAws) -> list[dict[str, str | None]]:
    """What the hooks at the host need to be registered with."""
    return [{"payloadUrl": hook.payload_url, "secret": hook.secret} for hook in aws.codebuild.hooks_at_host.values()]


def test_the_whole_life_of_a_manual_webhook_passes_with_the_role_as_it_is_synthesized(aws: LocalAws) -> None:
    life = Life(aws)
    expected = {life.create: MAIN, life.update: RELEASE, life.rotate: MAIN, life.replace: []}
    for step, patterns in expected.items():
        step()
        assert hooks(aws) == {"api": patterns}
        assert kept(aws) == shown_once(aws)
    life.delete()
    assert hooks(aws) == {}

    life.adopt()
    assert hooks(aws) == {"api": MAIN}
    assert kept(aws) == shown_once(aws)
    life.delete()
    assert hooks(aws) == {"api": MAIN}


@pytest.mark.parametrize("action", [GET, PUT])
def test_without_one_action_the_create_is_denied_and_leaves_nothing(aws: LocalAws, action: str) -> None:
    with pytest.raises(DeploymentFailed, match=action.partition(":")[2]) as failed:
        Life(aws).create(lacking=action)

    assert "AccessDenied" in str(failed.value)
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert hooks(aws) == {}


@pytest.mark.parametrize(
    ("action", "step", "after"),
    [
        pytest.param(GET, "update", {"api": RELEASE}, id="read-update"),
        pytest.param(GET, "replace", {"api": MAIN}, id="read-replace"),
        pytest.param(GET, "rotate", {"api": MAIN}, id="read-rotate"),
        pytest.param(PUT, "replace", {"api": MAIN}, id="write-replace"),
        pytest.param(PUT, "rotate", {"api": MAIN}, id="write-rotate"),
    ],
)
def test_without_one_action_a_later_step_is_denied_and_the_hook_lives_on(
    aws: LocalAws, action: str, step: str, after: dict[str, Any]
) -> None:
    life = Life(aws)
    life.create()
    (before,) = aws.codebuild.hooks_at_host.values()

    with pytest.raises(DeploymentFailed, match=action.partition(":")[2]) as failed:
        getattr(life, step)(action)

    assert "AccessDenied" in str(failed.value)
    assert set(hooks(aws)) == set(after)
    assert aws.codebuild.hooks_at_host["api"].id == before.id


@pytest.mark.parametrize("action", [GET, PUT])
def test_without_one_action_an_adoption_is_denied_and_the_hook_that_was_there_is_left(
    aws: LocalAws, action: str
) -> None:
    with pytest.raises(DeploymentFailed, match=action.partition(":")[2]) as failed:
        Life(aws).adopt(lacking=action)

    assert "AccessDenied" in str(failed.value)
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert list(hooks(aws)) == ["api"]
    assert kept(aws) == shown_once(aws)


def test_an_update_needs_no_right_to_write_the_secret(aws: LocalAws) -> None:
    life = Life(aws)
    life.create()
    life.update(lacking=PUT)

    assert hooks(aws) == {"api": RELEASE}
    assert kept(aws) == shown_once(aws)


def stack_with_key() -> cdk.Stack:
    stack = new_stack()
    key = kms.Key(stack, "Key")
    secret = secretsmanager.Secret(stack, "Place", encryption_key=key)
    add_webhook(stack, manual_creation=True, secret=secret, filter_groups=[TO_MAIN])
    return stack


def policies_of_the_role(aws: LocalAws) -> list[dict[str, Any]]:
    """The documents that are attached to the deployed role, and those that are inline in it."""
    iam = aws.client("iam")
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    (role,) = [item["PhysicalResourceId"] for item in found if item["ResourceType"] == "AWS::IAM::Role"]
    assert iam.list_role_policies(RoleName=role)["PolicyNames"] == []
    documents = []
    for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
        document = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)["PolicyVersion"]["Document"]
        documents.append(document)
    return documents


def is_allowed(documents: Iterable[dict[str, Any]], action: str, arn: str, via: str | None = None) -> bool:
    """Ask the embedded AWS's own evaluator. Its SimulatePrincipalPolicy passes ContextEntries over."""
    call = EvalContext(
        principal_arn="arn:aws:iam::000000000000:role/Handler",
        principal_type="AssumedRole",
        principal_account="000000000000",
        action=action,
        resource_arn=arn,
        region="us-east-1",
        service_context={} if via is None else {"kms:viaservice": via},  # it compares names in lower case
    )
    decision: str = evaluate(call, [parse_policy_document(document) for document in documents]).decision
    return decision == "Allow"


def physical_id(aws: LocalAws, resource_type: str) -> str:
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    (only,) = [item["PhysicalResourceId"] for item in found if item["ResourceType"] == resource_type]
    return str(only)


def test_the_key_of_a_secret_may_be_used_through_secrets_manager_and_not_otherwise(aws: LocalAws) -> None:
    aws.deploy(stack_with_key(), NAME)
    assert hooks(aws) == {"api": MAIN}
    assert kept(aws) == shown_once(aws)
    key = aws.client("kms").describe_key(KeyId=physical_id(aws, "AWS::KMS::Key"))["KeyMetadata"]["Arn"]
    documents = policies_of_the_role(aws)

    (statement,) = [item for document in documents for item in document["Statement"] if "kms" in str(item["Action"])]
    assert statement == {
        "Effect": "Allow",
        "Action": list(KEY_ACTIONS),
        "Resource": [key],
        "Condition": {"StringEquals": {"kms:ViaService": [VIA, f"{VIA}.cn"]}},
    }
    other = key.rpartition("/")[0] + "/11111111-2222-4333-8444-555555555555"
    for action in KEY_ACTIONS:
        assert is_allowed(documents, action, key, via=VIA)
        assert not is_allowed(documents, action, key)
        assert not is_allowed(documents, action, key, via="s3.us-east-1.amazonaws.com")
        assert not is_allowed(documents, action, other, via=VIA)
    for action in ("kms:Encrypt", "kms:ReEncryptFrom", "kms:DescribeKey", "kms:CreateGrant", "kms:PutKeyPolicy"):
        assert not is_allowed(documents, action, key, via=VIA)


def through(service: str) -> Callable[[dict[str, Any]], None]:
    """Allow the key to be used through one service only."""

    def edit(template: dict[str, Any]) -> None:
        for policy in resources(template, "AWS::IAM::ManagedPolicy"):
            for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
                if "Condition" in statement:
                    statement["Condition"] = {"StringEquals": {"kms:ViaService": service}}

    return edit


DENIED_ON_THE_KEY = [
    *(pytest.param(without(action), id=action) for action in KEY_ACTIONS),
    pytest.param(through("s3.us-east-1.amazonaws.com"), id="through-another-service"),
    pytest.param(through("secretsmanager.eu-west-1.amazonaws.com"), id="through-another-region"),
]


@pytest.mark.parametrize("edit", DENIED_ON_THE_KEY)
def test_what_is_taken_from_the_right_to_the_key_fails_the_create_and_leaves_nothing(
    aws: LocalAws, edit: Callable[[dict[str, Any]], None]
) -> None:
    """The embedded AWS asks IAM for the key as Secrets Manager does: Decrypt to read, both to write, by ViaService.

    It encrypts nothing: that a value is kept under the key is not proved here.
    """
    with pytest.raises(DeploymentFailed, match="Access to KMS is not allowed") as failed:
        aws.deploy(edited(stack_with_key(), edit), NAME)

    assert "the key of the secret refuses the handler's role" in str(failed.value)
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert hooks(aws) == {}


def test_a_secret_in_another_region_is_written_with_its_key_there(aws: LocalAws) -> None:
    """`kms:ViaService` names the region of the secret, and not that of the stack."""
    made = aws.client("kms", "eu-west-1").create_key()["KeyMetadata"]["Arn"]
    client = aws.client("secretsmanager", "eu-west-1")
    arn = client.create_secret(Name="elsewhere", KmsKeyId=made)["ARN"]
    stack = new_stack()
    given = secretsmanager.Secret.from_secret_attributes(
        stack, "Given", secret_complete_arn=arn, encryption_key=kms.Key.from_key_arn(stack, "Key", made)
    )
    add_webhook(stack, manual_creation=True, secret=given, filter_groups=[TO_MAIN])

    aws.deploy(stack, NAME)

    assert [json.loads(client.get_secret_value(SecretId=arn)["SecretString"])] == shown_once(aws)


def test_the_role_may_read_and_write_the_value_of_its_secret_and_do_nothing_else_with_any(aws: LocalAws) -> None:
    other = aws.client("secretsmanager").create_secret(Name="somebody-elses")["ARN"]
    aws.deploy(stack_with("api", manual_creation=True, secret=True, filter_groups=[TO_MAIN]), NAME)
    iam = aws.client("iam")
    role = iam.get_role(RoleName=physical_id(aws, "AWS::IAM::Role"))["Role"]["Arn"]

    def allowed_on(arn: str) -> set[str]:
        results = iam.simulate_principal_policy(
            PolicySourceArn=role, ActionNames=EVERY_SECRET_ACTION, ResourceArns=[arn]
        )["EvaluationResults"]
        assert len(results) == len(EVERY_SECRET_ACTION) > 15
        return {item["EvalActionName"] for item in results if item["EvalDecision"] == "allowed"}

    assert allowed_on(physical_id(aws, "AWS::SecretsManager::Secret")) == {GET, PUT}
    assert allowed_on(other) == set()
    assert allowed_on("*") == set()


LONGEST = {"AWS::Partition": "aws-us-gov", "AWS::Region": "ap-northeast-1", "AWS::AccountId": "111111111111"}


def longest(logical_id: str) -> str:
    if "Logs" in logical_id:
        return f"arn:aws-us-gov:logs:ap-northeast-1:111111111111:log-group:{'l' * 512}:*"
    if "Secret" in logical_id:  # CloudFormation names a secret after its logical id and twelve characters more
        return f"arn:aws-us-gov:secretsmanager:ap-northeast-1:111111111111:secret:{logical_id}-{'s' * 12}-012345"
    if "Key" in logical_id:
        return f"arn:aws-us-gov:kms:ap-northeast-1:111111111111:key/mrk-{'k' * 32}"
    return LONGEST.get(logical_id, "n" * 150)


@pytest.mark.parametrize("has_keys", [pytest.param(0, id="without-keys"), pytest.param(1, id="with-a-key-each")])
def test_the_policies_of_forty_secrets_stay_under_the_limit_of_iam(has_keys: int) -> None:
    stack = new_stack()
    for index in range(40):
        project = codebuild.Project.from_project_name(stack, f"Project{index}", f"team-platform-service-{index:03}")
        secret: Any = True
        if has_keys:
            secret = secretsmanager.Secret(stack, f"Secret{index}", encryption_key=kms.Key(stack, f"Key{index}"))
        CodeBuildWebhook(
            stack,
            f"Webhook{index}",
            project=project,
            source_provider=SourceProvider.GITHUB,
            manual_creation=True,
            secret=secret,
        )

    policies = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    documents = [rendered(policy["Properties"]["PolicyDocument"], longest) for policy in policies]
    assert max(len(json.dumps(document, separators=(",", ":"))) for document in documents) <= 6144
    assert len(documents) <= 9
    arns = [
        arn
        for document in documents
        for statement in document["Statement"]
        if PUT in statement["Action"]
        for arn in statement["Resource"]
    ]
    assert len(arns) == len(set(arns)) == 40
