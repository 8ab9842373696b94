"""Classes, and constructs of other kinds, where a construct is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_stepfunctions as stepfunctions

from tests.cdk.apps import add_webhook, github_project, imported, make_stack
from webhook_constructs import (
    CodeBuildWebhook,
    CodeBuildWebhookHandler,
    FilterGroup,
)
from webhook_constructs.cdk import CodeBuildWebhookError
from webhook_constructs.core import FilterGroupError, WebhookSettings, WebhookSettingsError

if TYPE_CHECKING:
    from collections.abc import Callable


def role(stack: cdk.Stack) -> Any:
    return iam.Role(stack, "Other", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))


def with_a_role_arn(stack: cdk.Stack) -> Any:
    """An L1 construct with the attribute of an interface that it does not have."""
    return stepfunctions.CfnStateMachine(stack, "Other", role_arn="arn:aws:iam::111122223333:role/x")


def with_a_vpc_id(stack: cdk.Stack) -> Any:
    return ec2.CfnSubnet(stack, "Other", vpc_id="vpc-1")


def with_a_project_arn(stack: cdk.Stack) -> Any:
    other = s3.Bucket(stack, "Other")
    other.project_arn = "arn:aws:codebuild:us-east-1:111122223333:project/x"  # type: ignore[attr-defined]
    return other


def project_of_the_lower_level(stack: cdk.Stack) -> Any:
    return github_project(stack, "Other").node.default_child


PROJECT = "project must be a project of aws_cdk.aws_codebuild, got "
SECRET = "secret must be True or a secret of aws_cdk.aws_secretsmanager, got "


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(lambda _: codebuild.Project, f"{PROJECT}{codebuild.Project!r}", id="class"),
        pytest.param(lambda _: codebuild.PipelineProject, f"{PROJECT}{codebuild.PipelineProject!r}", id="subclass"),
        pytest.param(lambda _: codebuild.IProject, f"{PROJECT}{codebuild.IProject!r}", id="interface"),
        pytest.param(lambda _: codebuild.CfnProject, f"{PROJECT}{codebuild.CfnProject!r}", id="lower-class"),
        pytest.param(role, f"{PROJECT}the Role Stack/Other", id="another-construct"),
        pytest.param(with_a_project_arn, f"{PROJECT}the Bucket Stack/Other", id="another-construct-with-an-arn"),
        pytest.param(lambda stack: stack, f"{PROJECT}the Stack Stack", id="stack"),
        pytest.param(lambda _: "api", f"{PROJECT}'api'", id="text"),
        pytest.param(lambda _: None, f"{PROJECT}None", id="none"),
        pytest.param(
            project_of_the_lower_level,
            "project is a CfnProject; give codebuild.Project.from_project_name(self, 'Imported', project.ref) and "
            "state its repository",
            id="lower-level",
        ),
    ],
)
def test_what_is_no_project_is_refused_by_what_it_is(make: Callable[[cdk.Stack], Any], expected: str) -> None:
    stack = make_stack()

    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhook(stack, "Webhook", project=make(stack))

    assert str(refused.value).partition("): ")[2] == expected


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        pytest.param(lambda _: secretsmanager.Secret, f"{SECRET}{secretsmanager.Secret!r}", id="class"),
        pytest.param(lambda _: secretsmanager.ISecret, f"{SECRET}{secretsmanager.ISecret!r}", id="interface"),
        pytest.param(role, f"{SECRET}the Role Stack/Other", id="another-construct"),
        pytest.param(lambda _: False, f"{SECRET}False", id="false"),
        pytest.param(lambda _: "hunter2", f"{SECRET}a text", id="text"),
        pytest.param(lambda _: b"hunter2", f"{SECRET}a text", id="bytes"),
    ],
)
def test_what_is_no_secret_is_refused_and_not_shown_if_it_may_be_one(
    make: Callable[[cdk.Stack], Any], expected: str
) -> None:
    stack = make_stack()

    with pytest.raises(CodeBuildWebhookError) as refused:
        add_webhook(stack, imported(stack), secret=make(stack))

    assert str(refused.value).partition("): ")[2] == expected


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("removal_policy", cdk.RemovalPolicy, "a RemovalPolicy of aws_cdk"),
        ("filter_groups", FilterGroup, "a list of filter groups"),
        ("branch_filter", str, "a text"),
        ("manual_creation", bool, "True or False"),
    ],
)
def test_a_class_is_none_of_its_values(name: str, value: Any, expected: str) -> None:
    stack = make_stack()

    with pytest.raises(CodeBuildWebhookError) as refused:
        add_webhook(stack, imported(stack), **{name: value})

    assert str(refused.value).partition("): ")[2] == f"{name} must be {expected}, got {value!r}"


def test_an_event_of_the_cdk_is_named_as_its_group_is() -> None:
    stack = make_stack()
    theirs: Any = codebuild.EventAction.PUSH

    with pytest.raises(FilterGroupError) as of_the_event:
        FilterGroup.in_event_of(theirs)
    with pytest.raises(CodeBuildWebhookError) as of_the_group:
        add_webhook(stack, imported(stack), filter_groups=[codebuild.FilterGroup.in_event_of(theirs)])

    with pytest.raises(WebhookSettingsError) as of_the_settings:
        WebhookSettings([codebuild.FilterGroup.in_event_of(theirs)])  # type: ignore[list-item]

    assert str(of_the_event.value) == (
        "event must be of the EventAction of webhook_constructs, got PUSH of the EventAction of aws_cdk.aws_codebuild; "
        "import the one of webhook_constructs"
    )
    assert str(of_the_group.value).partition("): ")[2] == str(of_the_settings.value)
    assert str(of_the_settings.value) == (
        "filter_groups[0] must be a FilterGroup of webhook_constructs, got the FilterGroup of aws_cdk.aws_codebuild, "
        "which cannot be read; import the one of webhook_constructs"
    )


@pytest.mark.parametrize(
    ("name", "make", "expected"),
    [
        ("role", lambda _: iam.Role, f"a role of aws_cdk.aws_iam, got {iam.Role!r}"),
        ("role", with_a_role_arn, "a role of aws_cdk.aws_iam, got the CfnStateMachine Stack/Other"),
        ("vpc", lambda _: ec2.Vpc, f"a VPC of aws_cdk.aws_ec2, got {ec2.Vpc!r}"),
        ("vpc", with_a_vpc_id, "a VPC of aws_cdk.aws_ec2, got the CfnSubnet Stack/Other"),
        ("log_encryption_key", lambda _: kms.Key, f"a key of aws_cdk.aws_kms, got {kms.Key!r}"),
        ("log_encryption_key", role, "a key of aws_cdk.aws_kms, got the Role Stack/Other"),
        (
            "log_retention",
            lambda _: logs.RetentionDays,
            f"a RetentionDays of aws_cdk.aws_logs, got {logs.RetentionDays!r}",
        ),
        ("removal_policy", lambda _: cdk.RemovalPolicy, f"a RemovalPolicy of aws_cdk, got {cdk.RemovalPolicy!r}"),
    ],
)
def test_what_is_none_of_the_constructs_of_a_handler_is_refused_by_what_it_is(
    name: str, make: Callable[[cdk.Stack], Any], expected: str
) -> None:
    stack = make_stack()

    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhookHandler.of(stack, **{name: make(stack)})

    assert str(refused.value).partition("): ")[2] == f"{name} must be {expected}"


@pytest.mark.parametrize("scope", [cdk.Stack, None, "Stack", 1], ids=["class", "none", "text", "number"])
def test_what_is_no_scope_is_refused_whatever_else_is_wrong(scope: Any) -> None:
    with pytest.raises(CodeBuildWebhookError) as refused:
        CodeBuildWebhook(scope, "Webhook", project=None)  # type: ignore[arg-type]

    assert str(refused.value) == f"scope must be a construct that is in a stack, got {scope!r}"


@pytest.mark.parametrize(
    ("construct_id", "path"),
    [("a/b", "Stack/a--b"), ("/", "Stack/--"), ("a--b", "Stack/a--b"), ("a/b/c", "Stack/a--b--c")],
)
def test_a_message_has_the_path_that_the_construct_has(construct_id: str, path: str) -> None:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError, match=rf"^{path} \("):
        add_webhook(stack, imported(stack), construct_id, manual_creation=True)

    one, other = (add_webhook(stack, imported(stack, "api", f"P/{each}"), each) for each in (construct_id, "Other"))
    stack.node.root.synth()  # type: ignore[attr-defined]

    assert one.node.path == path
    assert any(path in str(entry.data) for entry in other.node.metadata)
