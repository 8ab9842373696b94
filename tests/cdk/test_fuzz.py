"""Whatever the arguments: a template that the handler and botocore accept, or an error that names place and line."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import boto3
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from botocore.validate import ParamValidator
from constructs import Construct
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.cdk.apps import github_project, rendered, template_of
from tests.extent import examples
from webhook_constructs import (
    ApproverRole,
    BuildType,
    CodeBuildWebhook,
    CodeBuildWebhookHandler,
    CommentApproval,
    EventAction,
    FilterGroup,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookScope,
)
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.handler.request import DesiredWebhook

if TYPE_CHECKING:
    from collections.abc import Callable

MODEL = boto3.client("codebuild", region_name="us-east-1").meta.service_model
PLACE = re.compile(rf"Stack/Webhook \({re.escape(__file__)}:\d+\): ?")
VALUES = {
    "AWS::AccountId": "111111111111",
    "AWS::Region": "us-east-1",
    "AWS::Partition": "aws",
}

PUSH = FilterGroup.in_event_of(EventAction.PUSH)


def always(value: Any) -> Any:
    """An argument that needs no scope to be made in."""
    return functools.partial(_same, value=value)


def _same(_: Construct, value: Any) -> Any:
    return value


def by_name(stack: Construct, name: str = "api") -> Any:
    return codebuild.Project.from_project_name(stack, "Named", name)


def by_arn(stack: Construct, arn: str) -> Any:
    return codebuild.Project.from_project_arn(stack, "WithArn", arn)


def made(stack: Construct, source: Callable[[Construct], Any] | None = None) -> Any:
    return github_project(stack, "Made", **({} if source is None else {"source": source(stack)}))


def given_secret(stack: Construct) -> Any:
    return secretsmanager.Secret.from_secret_name_v2(stack, "GivenSecret", "webhook")


ARN = "arn:aws:codebuild:{}:{}:project/{}"
projects = [
    by_name,
    made,
    *(functools.partial(by_name, name=name) for name in ("api/web", "arn:aws:codebuild:::project/x", "a", "ü" * 3)),
    *(
        functools.partial(by_arn, arn=arn)
        for arn in (
            ARN.format("us-east-1", "111111111111", "api"),
            ARN.format("eu-west-1", "999999999999", "web"),
        )
    ),
    functools.partial(made, source=lambda _: codebuild.Source.bit_bucket(owner="acme", repo="api")),
    functools.partial(made, source=lambda _: codebuild.Source.git_hub(owner="acme")),
    lambda stack: codebuild.PipelineProject(stack, "Piped"),
    lambda stack: codebuild.CfnProject(
        stack,
        "Low",
        artifacts=codebuild.CfnProject.ArtifactsProperty(type="NO_ARTIFACTS"),
        environment=codebuild.CfnProject.EnvironmentProperty(compute_type="x", image="x", type="x"),
        service_role="x",
        source=codebuild.CfnProject.SourceProperty(type="GITHUB"),
    ),
]
odd = [
    None,
    True,
    False,
    1,
    0,
    1.0,
    float("nan"),
    "",
    " ",
    "true",
    "main",
    "\ud800",
    "x" * 9000,
    b"main",
    (),
    [],
    [[]],
    [None],
    {},
    {"a": 1},
    object(),
    str,
    PUSH,
    [PUSH, "PUSH"],
    iter([PUSH]),
    BuildType.BUILD,
    "BUILD",
    WebhookScope("acme"),
    cdk.RemovalPolicy.SNAPSHOT,
    cdk.Duration.days(1),
    "DESTROY",
]
groups = [
    PUSH,
    PUSH.and_branch_is("main"),
    PUSH.and_branch_is("\u00fc"),
    PUSH.and_file_path_is("a", "b"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main"),
    FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED),
    FilterGroup.of([]),
]
fitting: dict[str, list[Any]] = {
    "filter_groups": [(), [PUSH], tuple(groups[:2]), [groups[2], groups[3]], [groups[4]], [groups[5]], [groups[6]]],
    "branch_filter": ["^main$", ""],
    "build_type": list(BuildType),
    "webhook_scope": [
        WebhookScope.github_organization("acme"),
        WebhookScope.gitlab_group("acme", domain="https://git.example.com"),
    ],
    "manual_creation": [True, False],
    "pull_request_build_policy": [
        PullRequestBuildPolicy(CommentApproval.DISABLED),
        PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
    ],
    "source_provider": list(SourceProvider),
    "on_existing": list(OnExistingWebhook),
    "secret": [True, None],
    "allow_new_secret": [True, False],
    "rotate_secret_on": ["2026-q4", "", "ü" * 300],
    "redeploy_on": ["1", ""],
    "removal_policy": [cdk.RemovalPolicy.RETAIN, cdk.RemovalPolicy.DESTROY],
}


def of_any_type(name: str) -> Any:
    """A maker of an argument: mostly one that fits, sometimes one that does not."""
    makers = [always(value) for value in fitting[name]]
    if name == "secret":
        makers += [given_secret, lambda stack: secretsmanager.Secret(stack, "New")]
    return st.one_of(*[st.sampled_from(makers)] * 3, st.sampled_from([always(value) for value in odd]))


some_projects = st.one_of(*[st.sampled_from(projects)] * 9, st.sampled_from([always(value) for value in odd]))
arguments = st.lists(st.sampled_from(list(fitting)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({"project": some_projects, **{name: of_any_type(name) for name in names}})
)


def as_an_event_has_it(value: Any) -> Any:
    """Write booleans and numbers as CloudFormation hands them over."""
    if isinstance(value, dict):
        return {name: as_an_event_has_it(item) for name, item in value.items()}
    if isinstance(value, list):
        return [as_an_event_has_it(item) for item in value]
    return str(value).lower() if isinstance(value, (bool, int)) else value


def assert_decodable(template: dict[str, Any]) -> None:
    found = [item for item in template["Resources"].values() if item["Type"] == "Custom::CodeBuildWebhook"]
    assert len(found) == 1
    properties = as_an_event_has_it(
        rendered(
            found[0]["Properties"],
            lambda name: VALUES.get(
                name, f"arn:aws:secretsmanager:us-east-1:111111111111:secret:{name}" if "Secret" in name else name
            ),
        )
    )
    desired = DesiredWebhook.from_properties(properties)
    for operation, fixed in (("CreateWebhook", ()), ("UpdateWebhook", ("manualCreation", "scopeConfiguration"))):
        members = {name: value for name, value in desired.members.items() if name not in fixed}
        shape = MODEL.operation_model(operation).input_shape
        report = ParamValidator().validate({"projectName": desired.project_name, **members}, shape).generate_report()
        assert report == ""


@pytest.mark.parametrize(("name", "value"), [("on_existing", None), ("secret", 1), ("secret", 1.0)])
def test_an_argument_that_cannot_be_is_our_error(name: str, value: Any) -> None:
    stack = cdk.Stack(cdk.App(), "Stack")

    with pytest.raises(WebhookConstructsError, match=PLACE):
        CodeBuildWebhook(stack, "Webhook", project=made(stack), **{name: value})


def test_an_arn_that_is_not_that_of_a_project_is_our_error() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    project = codebuild.Project.from_project_arn(stack, "Imported", "arn:aws:codebuild:us-east-1:111111111111:api")

    with pytest.raises(WebhookConstructsError, match=PLACE):
        CodeBuildWebhook(stack, "Webhook", project=project)


@settings(max_examples=examples(100), derandomize=True)
@given(arguments)
def test_any_arguments_give_a_template_that_can_be_deployed_or_our_error(makers: dict[str, Any]) -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    given_arguments = {name: make(stack) for name, make in makers.items()}
    try:
        CodeBuildWebhook(stack, "Webhook", **given_arguments)
    except WebhookConstructsError as error:
        assert PLACE.match(str(error))  # noqa: PT017 - either this or all that follows
        return
    assert_decodable(template_of(stack))


SUBNETS = ec2.SubnetSelection
handler_arguments: dict[str, list[Callable[[Construct], Any]]] = {
    "role": [
        lambda stack: iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com")),
        lambda stack: iam.Role.from_role_name(stack, "NamedRole", "webhooks"),
        lambda stack: iam.Role.from_role_arn(stack, "RoleWithArn", cdk.CfnParameter(stack, "RoleArn").value_as_string),
    ],
    "vpc": [
        lambda stack: ec2.Vpc(stack, "Vpc", max_azs=1),
        lambda stack: ec2.Vpc(stack, "IsolatedVpc", subnet_configuration=[isolated()]),
        lambda stack: ec2.Vpc.from_vpc_attributes(stack, "GivenVpc", vpc_id="vpc-1", availability_zones=["us-east-1a"]),
    ],
    "vpc_subnets": [
        always(SUBNETS(subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS)),
        always(SUBNETS(subnet_type=ec2.SubnetType.PUBLIC)),
        always(SUBNETS(subnet_group_name="nobody's", one_per_az=True)),
        always(SUBNETS(availability_zones=[])),
        lambda stack: SUBNETS(subnets=[ec2.Subnet.from_subnet_id(stack, "Subnet", "subnet-1")]),
        always({"subnet_type": ec2.SubnetType.PRIVATE_ISOLATED}),
        always({"subnetType": "nothing"}),
    ],
    "security_groups": [
        lambda stack: [ec2.SecurityGroup.from_security_group_id(stack, "Group", "sg-1")],
        always([]),
        always(["sg-1"]),
        always((None,)),
        always([object()]),
    ],
    "log_retention": [always(value) for value in (logs.RetentionDays.ONE_DAY, logs.RetentionDays.INFINITE, 30)],
    "log_encryption_key": [
        lambda stack: kms.Key(stack, "Key"),
        lambda stack: kms.Alias.from_alias_name(stack, "Alias", "alias/logs"),
        lambda stack: kms.Key.from_key_arn(stack, "GivenKey", "arn:aws:kms:us-east-1:111111111111:key/x"),
    ],
    "removal_policy": [always(value) for value in cdk.RemovalPolicy],
}


def isolated() -> ec2.SubnetConfiguration:
    return ec2.SubnetConfiguration(name="Isolated", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)


def not_for(name: str) -> list[Callable[[Construct], Any]]:
    """What is for no argument, or for another one."""
    return [*map(always, odd), *(makers[0] for other, makers in handler_arguments.items() if other != name)]


some_handler_arguments = st.lists(st.sampled_from(list(handler_arguments)), max_size=4, unique=True).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: st.one_of(
                *[st.sampled_from(handler_arguments[name])] * 4,
                st.sampled_from(not_for(name)),
            )
            for name in names
        }
    )
)
HANDLER_PLACE = re.compile(rf"Stack/CodeBuildWebhookHandler \({re.escape(__file__)}:\d+\): ?")


@settings(max_examples=examples(60), derandomize=True)
@given(some_handler_arguments)
def test_any_arguments_give_a_handler_that_serves_webhooks_or_our_error(
    makers: dict[str, Callable[[Construct], Any]],
) -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    given_arguments = {name: make(Construct(stack, f"For-{name}")) for name, make in makers.items()}
    try:
        handler = CodeBuildWebhookHandler.of(stack, **given_arguments)
    except WebhookConstructsError as error:
        assert HANDLER_PLACE.match(str(error))  # noqa: PT017 - either this or all that follows
        handler = CodeBuildWebhookHandler.of(stack)
    assert CodeBuildWebhook(stack, "Webhook", project=by_name(stack)).handler is handler
    assert_decodable(template_of(stack))


@pytest.mark.parametrize("scope", odd, ids=lambda value: re.sub(r" at 0x\w+", "", repr(value)))
def test_any_scope_of_a_handler_that_is_none_is_our_error(scope: Any) -> None:
    with pytest.raises(WebhookConstructsError, match="scope must be a construct that is in a stack, got "):
        CodeBuildWebhookHandler.of(scope)
