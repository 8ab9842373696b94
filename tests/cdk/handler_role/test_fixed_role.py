"""Roles that the app must not change: they get no policy, and whoever grants what they need learns what that is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.annotated import acknowledge_annotation, acknowledge_validation, annotated, found, skip_if_forgotten
from tests.cdk.apps import (
    OTHER,
    US,
    add_webhook,
    github_project,
    imported_webhook,
    make_stack,
    only_webhook_of,
    rendered,
    resources_of,
    template_of,
)
from tests.cdk.handler_apps import EVENT_AGE, FUNCTION, LOGS, POLICY
from webhook_constructs import CodeBuildWebhookHandler
from webhook_constructs.cdk import CodeBuildWebhookError

WARNING = "webhook-constructs::WH007"
ARN, OTHER_ARN = (f"arn:aws:iam::{env.account}:role/team/webhooks" for env in (US, OTHER))
AWS = {"AWS::Partition": "aws", "AWS::Region": "us-east-1", "AWS::AccountId": "111122223333"}
SECRET = "AWS::SecretsManager::Secret"
LAMBDA = iam.ServicePrincipal("lambda.amazonaws.com")


def made(stack: cdk.Stack, **properties: Any) -> iam.Role:
    return iam.Role(stack, "Role", assumed_by=LAMBDA, **properties)


def other_function(stack: cdk.Stack) -> lambda_.Function:
    code = lambda_.Code.from_inline("pass")
    return lambda_.Function(stack, "Other", runtime=lambda_.Runtime.PYTHON_3_12, handler="index.handler", code=code)


def role_of_a_function(stack: cdk.Stack) -> iam.IRole:
    role = other_function(stack).role
    assert role is not None
    return role


def imported_by_arn(stack: cdk.Stack) -> iam.IRole:
    return iam.Role.from_role_arn(stack, "Role", ARN, mutable=False)


def imported_by_name(stack: cdk.Stack) -> iam.IRole:
    return iam.Role.from_role_name(stack, "Role", "webhooks", mutable=False)


def made_without_policy_updates(stack: cdk.Stack) -> iam.IRole:
    return made(stack).without_policy_updates()


IMMUTABLE = [imported_by_arn, imported_by_name, made_without_policy_updates]
POLICY_TYPES = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy", "AWS::IAM::RolePolicy")


def policies_of(stack: cdk.Stack) -> list[str]:
    return [name for each in POLICY_TYPES for name in resources_of(stack, each)]


def stack_with(role: Callable[[cdk.Stack], iam.IRole], **arguments: Any) -> tuple[cdk.Stack, CodeBuildWebhookHandler]:
    """A stack of one webhook of an imported project, and its handler with a role."""
    stack = make_stack(env=US)
    CodeBuildWebhookHandler.of(stack, role=role(stack), **arguments)
    return stack, imported_webhook(stack).handler


def required(handler: CodeBuildWebhookHandler) -> list[dict[str, Any]]:
    """The statements as the template of the stack would have them."""
    statements = [each.to_statement_json() for each in handler.required_statements]
    resolved: list[dict[str, Any]] = handler.place.stack.resolve(statements)
    return resolved


def allow(*actions: str, on: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


LOG = ("logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents")
REMOVE = ("codebuild:BatchGetProjects", "codebuild:DeleteWebhook")
READ = ("cloudformation:DescribeStackResource", "cloudformation:DescribeStacks", "cloudformation:ListStackResources")
WRITE = ("codebuild:CreateWebhook", "codebuild:UpdateWebhook")
KEEP = ("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
REQUIRED = [
    allow(*LOG, on=f"arn:aws:logs:us-east-1:111122223333:log-group:Stack-{LOGS}-*:*"),
    allow(*REMOVE, on="arn:aws:codebuild:us-east-1:111122223333:project/*"),
    allow(*READ, on="arn:aws:cloudformation:us-east-1:111122223333:stack/Stack/*"),
    allow(*WRITE, on="arn:aws:codebuild:us-east-1:111122223333:project/api"),
]


class TestAnImmutableRole:
    @pytest.mark.parametrize("role", IMMUTABLE, ids=lambda each: each.__name__)
    def test_gets_no_policy_and_runs_the_function(self, role: Callable[[cdk.Stack], iam.IRole]) -> None:
        stack, handler = stack_with(role)

        function = template_of(stack)["Resources"][FUNCTION]["Properties"]
        assert policies_of(stack) == []
        assert function["Role"] == stack.resolve(handler.role.role_arn)
        assert only_webhook_of(stack)["DependsOn"] == [EVENT_AGE]

    @pytest.mark.parametrize("role", IMMUTABLE, ids=lambda each: each.__name__)
    def test_needs_statements_that_are_known_before_the_stack_is_deployed(
        self, role: Callable[[cdk.Stack], iam.IRole]
    ) -> None:
        _, handler = stack_with(role)

        assert rendered(required(handler), AWS) == REQUIRED

    def test_needs_what_each_webhook_needs(self) -> None:
        stack, handler = stack_with(imported_by_arn)
        elsewhere = "arn:aws:codebuild:eu-west-1:111122223333:project/docs"
        add_webhook(stack, codebuild.Project.from_project_arn(stack, "Docs", elsewhere), "DocsWebhook")
        secret = secretsmanager.Secret.from_secret_attributes(
            stack,
            "Secret",
            secret_complete_arn="arn:aws:secretsmanager:us-east-1:111122223333:secret:web-012345",
            encryption_key=kms.Key.from_key_arn(stack, "Key", "arn:aws:kms:us-east-1:111122223333:key/1"),
        )
        project = github_project(stack, "Web", project_name="web")
        add_webhook(stack, project, "WebWebhook", manual_creation=True, secret=secret)

        log, remove, read, write = REQUIRED
        projects = "arn:aws:codebuild:{}:111122223333:project/{}".format
        assert rendered(required(handler), AWS) == [
            log,
            {**remove, "Resource": [projects("us-east-1", "*"), projects("eu-west-1", "*")]},
            read,
            {**write, "Resource": [write["Resource"], projects("eu-west-1", "docs"), projects("us-east-1", "web")]},
            allow(*KEEP, on="arn:aws:secretsmanager:us-east-1:111122223333:secret:web-012345"),
            {
                **allow("kms:Decrypt", "kms:GenerateDataKey", on="arn:aws:kms:us-east-1:111122223333:key/1"),
                "Condition": {"StringEquals": {"kms:ViaService": ["secretsmanager.us-east-1.amazonaws.com"]}},
            },
        ]
        assert policies_of(stack) == ["WebRoleDefaultPolicy781B291A"]  # of the project's own role

    def test_needs_the_network_where_the_function_is_in_one(self) -> None:
        stack = make_stack(env=US)
        vpc = ec2.Vpc(stack, "Vpc", restrict_default_security_group=False)
        handler = CodeBuildWebhookHandler.of(stack, role=imported_by_arn(stack), vpc=vpc)

        statement = required(handler)[-1]
        assert "ec2:CreateNetworkInterface" in statement["Action"]
        assert statement["Resource"] == "*"
        assert policies_of(stack) == []

    def test_is_named_in_a_warning_with_what_it_needs(self) -> None:
        stack, _ = stack_with(imported_by_arn)

        statements = json.dumps([{**each, "Resource": [each["Resource"]]} for each in REQUIRED])
        expected = (
            "immutable-role: Stack/CodeBuildWebhookHandler: the app must not change the role Stack/Role, so the "
            "handler attaches no policy to it; grant the role these statements, then acknowledge WH007: "
        )
        expected += statements.replace("arn:aws:", "arn:${AWS::Partition}:")
        assert annotated(stack, WARNING) == {"/Stack/CodeBuildWebhookHandler": [f"{expected} [ack: {WARNING}]"]}

    def test_is_warned_of_with_references_to_what_only_the_deployment_knows(self) -> None:
        stack = make_stack()
        CodeBuildWebhookHandler.of(stack, role=imported_by_arn(stack))
        add_webhook(stack, github_project(stack), manual_creation=True, secret=True)

        (text,) = found(stack, WARNING).values()
        (project,), (secret,) = resources_of(stack, "AWS::CodeBuild::Project"), resources_of(stack, SECRET)
        where = "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}"
        assert f'["{where}:project/${{{project}}}"]' in text
        assert f'["${{{secret}}}"]' in text
        assert "Token" not in text

    def test_of_a_nested_stack_is_warned_of_with_the_name_that_the_deployment_gives_the_stack(self) -> None:
        stack = cdk.NestedStack(make_stack(env=US), "Nested")
        CodeBuildWebhookHandler.of(stack, role=imported_by_arn(stack))
        imported_webhook(stack)

        (text,) = found(stack, WARNING).values()
        assert '["arn:${AWS::Partition}:cloudformation:us-east-1:111122223333:stack/${AWS::StackName}/*"]' in text

    @pytest.mark.parametrize("acknowledge", [acknowledge_annotation, acknowledge_validation])
    @pytest.mark.parametrize("place", ["handler", "stack", "app"])
    def test_is_warned_of_until_that_is_acknowledged(self, acknowledge: Callable[..., None], place: str) -> None:
        if place != "stack":
            skip_if_forgotten()
        stack, handler = stack_with(imported_by_arn)
        acknowledge({"handler": handler, "stack": stack, "app": stack.node.root}[place], WARNING)

        assert found(stack, WARNING) == {}

    def test_is_warned_of_once_when_an_app_is_synthesized_twice(self) -> None:
        stack, _ = stack_with(imported_by_arn)
        root = stack.node.root
        assert isinstance(root, cdk.Stage)
        root.synth()
        root.synth(force=True)

        assert [len(texts) for texts in annotated(stack, WARNING).values()] == [1]

    def test_that_the_app_has_made_can_be_given_the_statements_there(self) -> None:
        stack = make_stack(env=US)
        role = made(stack)
        handler = CodeBuildWebhookHandler.of(stack, role=role.without_policy_updates())
        add_webhook(stack, github_project(stack), manual_creation=True, secret=True)
        for statement in handler.required_statements:
            role.add_to_principal_policy(statement)

        template = template_of(stack)
        (policy,) = (name for name in policies_of(stack) if name.startswith("RoleDefaultPolicy"))
        statements = template["Resources"][policy]["Properties"]["PolicyDocument"]["Statement"]
        assert policy in template["Resources"][FUNCTION]["DependsOn"]
        assert statements == required(handler)


class TestARoleThatTakesPolicies:
    @pytest.mark.parametrize(
        "role",
        [
            pytest.param(made, id="made"),
            pytest.param(lambda stack: iam.Role.from_role_arn(stack, "Role", ARN), id="imported"),
            pytest.param(lambda stack: iam.LazyRole(stack, "Role", assumed_by=LAMBDA), id="lazy"),
            pytest.param(role_of_a_function, id="of-a-function"),
        ],
    )
    def test_gets_a_managed_policy_and_no_trace_of_the_question(self, role: Callable[[cdk.Stack], iam.IRole]) -> None:
        stack, handler = stack_with(role)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        assert policy["Properties"]["Roles"] == [stack.resolve(handler.role.role_name)]
        assert resources_of(stack, "AWS::IAM::Policy") == {}
        assert found(stack, WARNING) == {}
        assert [child.node.id for child in handler.node.children] == ["Logs", "Function", "Policy"]

    def test_may_do_what_is_required_and_nothing_else(self) -> None:
        stack, handler = stack_with(made)

        (policy,) = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
        granted = policy["Properties"]["PolicyDocument"]["Statement"]
        assert granted == [{**each, "Resource": [each["Resource"]]} for each in required(handler)]

    def test_takes_policies_of_others_afterwards(self) -> None:
        stack, handler = stack_with(made)
        policy = iam.Policy(stack, "Other", statements=[iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"])])
        handler.role.attach_inline_policy(policy)

        assert len(policies_of(stack)) == 2


def report_of(stack: cdk.Stack) -> dict[str, Any]:
    """The CDK's report on the roles that it has not created, by the path of the role."""
    root = stack.node.root
    assert isinstance(root, cdk.Stage)
    report = json.loads(Path(root.synth().directory, "iam-policy-report.json").read_text())
    return {role["roleConstructPath"]: role for role in report["roles"]}


def as_reported(statements: Any) -> Any:
    """The statements as the report writes them."""
    return json.loads(json.dumps(statements).replace("arn:aws:", "arn:(PARTITION):"))


class TestCustomizedRoles:
    """`Role.customize_roles`: neither roles nor policies are created in a scope, and a report has what they need."""

    def test_the_new_role_of_a_handler_is_not_created_and_the_report_of_the_cdk_has_what_it_needs(self) -> None:
        stack = make_stack(env=US)
        path = "Stack/CodeBuildWebhookHandler/Role"
        iam.Role.customize_roles(stack, use_precreated_roles={path: "precreated"})
        handler = imported_webhook(stack).handler

        role = report_of(stack)[path]
        assert (role["roleName"], role["missing"]) == ("precreated", False)
        assert role["identityPolicyStatements"] == as_reported(REQUIRED)
        assert rendered(required(handler), AWS) == REQUIRED
        assert [*policies_of(stack), *resources_of(stack, "AWS::IAM::Role")] == []
        assert found(stack, WARNING) == {}
        function = template_of(stack)["Resources"][FUNCTION]["Properties"]
        assert rendered(function["Role"], AWS) == "arn:aws:iam::111122223333:role/precreated"

    def test_a_role_that_nobody_has_named_is_the_error_of_the_cdk_and_is_in_the_report(self) -> None:
        stack = make_stack(env=US)
        iam.Role.customize_roles(stack)
        imported_webhook(stack)

        role = report_of(stack)["Stack/CodeBuildWebhookHandler/Role"]
        assert role["missing"] is True
        assert role["identityPolicyStatements"] == as_reported(REQUIRED)
        assert list(annotated(stack, "You must provide a precreated role name")) == [
            "/Stack/CodeBuildWebhookHandler/Role"
        ]

    @pytest.mark.parametrize("mutable", [True, False], ids=["mutable", "immutable"])
    def test_an_imported_role_is_in_the_report(self, *, mutable: bool) -> None:
        stack = make_stack(env=US)
        iam.Role.customize_roles(stack)
        CodeBuildWebhookHandler.of(stack, role=iam.Role.from_role_arn(stack, "Role", ARN, mutable=mutable))
        imported_webhook(stack)

        assert report_of(stack)["Stack/Role"]["identityPolicyStatements"] == as_reported(REQUIRED)
        assert policies_of(stack) == []
        assert found(stack, WARNING) == {}

    def test_the_report_has_each_statement_once_when_an_app_is_synthesized_twice(self) -> None:
        stack = make_stack(env=US)
        iam.Role.customize_roles(stack)
        imported_webhook(stack)
        root = stack.node.root
        assert isinstance(root, cdk.Stage)
        root.synth()
        root.synth(force=True)

        (role,) = report_of(stack).values()
        assert role["identityPolicyStatements"] == as_reported(REQUIRED)

    def test_a_role_from_there_gets_no_policy_of_a_handler_elsewhere(self) -> None:
        app = cdk.App()
        roles, stack = make_stack("Roles", app=app, env=US), make_stack(app=app, env=US)
        iam.Role.customize_roles(roles, use_precreated_roles={"Roles/Role": "precreated"})
        CodeBuildWebhookHandler.of(stack, role=made(roles))
        imported_webhook(stack)

        assert report_of(stack)["Roles/Role"]["identityPolicyStatements"] == as_reported(REQUIRED)
        assert policies_of(stack) == []
        assert found(stack, WARNING) == {}

    def test_a_role_from_outside_of_the_scope_gets_no_policy_in_it_and_is_warned_of(self) -> None:
        app = cdk.App()
        role = iam.Role(make_stack("Roles", app=app, env=US), "Role", assumed_by=LAMBDA, role_name="webhooks")
        stack = make_stack(app=app, env=US)
        iam.Role.customize_roles(stack)
        CodeBuildWebhookHandler.of(stack, role=role)
        imported_webhook(stack)

        assert list(found(stack, WARNING)) == ["/Stack/CodeBuildWebhookHandler"]
        assert policies_of(stack) == []

    def test_a_function_of_the_cdk_fares_alike(self) -> None:
        """What the CDK does is not documented in full, so its own function is asked."""
        stack = make_stack(env=US)
        iam.Role.customize_roles(stack, prevent_synthesis=False)
        function = other_function(stack)
        for statement in imported_webhook(stack).handler.required_statements:
            function.add_to_role_policy(statement)

        report = report_of(stack)
        ours, theirs = report["Stack/CodeBuildWebhookHandler/Role"], report["Stack/Other/ServiceRole"]
        assert ours["identityPolicyStatements"] == theirs["identityPolicyStatements"] == as_reported(REQUIRED)
        assert len(resources_of(stack, "AWS::IAM::Role")) == 2
        assert policies_of(stack) == []


class TestARoleOfAnotherAccount:
    @pytest.mark.parametrize("mutable", [True, False], ids=["mutable", "immutable"])
    def test_is_refused_when_it_is_imported(self, *, mutable: bool) -> None:
        stack = make_stack(env=US)

        with pytest.raises(CodeBuildWebhookError) as refused:
            CodeBuildWebhookHandler.of(stack, role=iam.Role.from_role_arn(stack, "Role", OTHER_ARN, mutable=mutable))

        assert str(refused.value).startswith(f"Stack/CodeBuildWebhookHandler ({__file__}:")
        assert str(refused.value).endswith(
            "): the role Stack/Role is in account 444455556666 and the stack in 111122223333; Lambda runs a function "
            "only with a role of its own account: give a role of account 111122223333, or leave role out"
        )

    def test_is_refused_when_another_stack_makes_it(self) -> None:
        app = cdk.App()
        role = made(make_stack("Roles", app=app, env=OTHER), role_name="webhooks")

        with pytest.raises(CodeBuildWebhookError, match="the role Roles/Role is in account 444455556666 and the stack"):
            CodeBuildWebhookHandler.of(make_stack(app=app, env=US), role=role)

    def test_leaves_no_half_of_a_handler(self) -> None:
        stack = make_stack(env=US)
        with pytest.raises(CodeBuildWebhookError):
            CodeBuildWebhookHandler.of(stack, role=iam.Role.from_role_arn(stack, "Role", OTHER_ARN))
        imported_webhook(stack)

        assert list(resources_of(stack, "AWS::IAM::ManagedPolicy")) == [POLICY]

    def test_is_not_known_where_the_account_of_the_stack_is_not(self) -> None:
        stack = make_stack()
        CodeBuildWebhookHandler.of(stack, role=iam.Role.from_role_arn(stack, "Role", OTHER_ARN))

        assert template_of(stack)["Resources"][FUNCTION]["Properties"]["Role"] == OTHER_ARN
