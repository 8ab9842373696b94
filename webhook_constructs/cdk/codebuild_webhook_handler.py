"""The one Lambda function of a stack that serves all of its webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, fields
from typing import Any, cast

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct, Node

from webhook_constructs.cdk.handler_role.allowed_actions import Grant, ProjectArn
from webhook_constructs.cdk.handler_role.deployment_order import DeploymentOrder
from webhook_constructs.cdk.handler_role.fixed_role import FixedRole, arns_before_deployment, is_fixed
from webhook_constructs.cdk.handler_role.managed_policies import HandlerPolicies
from webhook_constructs.cdk.handler_role.policy_document import statements_of
from webhook_constructs.core.values.unresolved import is_unresolved

from .arguments import handler_argument_problems, require_construct
from .double_builds.annotations import StageWebhooks
from .double_builds.rendered_templates import AppWebhook
from .errors import CodeBuildWebhookError
from .handler_code import HandlerCode
from .kept_on import kept_on
from .project_facts import StackEnvironment
from .webhook_secret import grants_to_keep

__all__ = ["CodeBuildWebhookHandler"]

_ID = "CodeBuildWebhookHandler"
_RUNTIME = "python3.14"  # [assumed: runtime-regions]
_TIMEOUT_SECONDS = 120
_MEMORY_MIB = 256
_RETRIES = 2
_MAX_EVENT_AGE_SECONDS = 480  # three attempts, and Lambda's pauses of 60 and 120 s between them
_DESCRIPTION = "Creates, updates and deletes the CodeBuild webhooks of one stack"


@dataclass(frozen=True, slots=True)
class _Configuration:
    """The arguments of `CodeBuildWebhookHandler.of`, which explains them."""

    role: iam.IRole | None = None
    vpc: ec2.IVpc | None = None
    vpc_subnets: ec2.SubnetSelection | None = None
    security_groups: Sequence[ec2.ISecurityGroup] | None = None
    log_retention: logs.RetentionDays | None = None
    log_encryption_key: kms.IKey | None = None
    removal_policy: cdk.RemovalPolicy | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The arguments that were given."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {name: value for name, value in values.items() if value is not None}


class CodeBuildWebhookHandler(Construct):
    """The function, role, log group and policies behind every `CodeBuildWebhook` of a stack.

    The first webhook of a stack creates it. Each nested stack has its own. To configure it, call `of` with arguments
    before you create the first webhook.

    Attributes:
        function: The Lambda function.
        role: The role of the function.
        log_group: The log group of the function.
        service_token: The ARN that the custom resources name as their `ServiceToken`.
    """

    def __init__(self, scope: cdk.Stack, construct_id: str, configuration: _Configuration) -> None:
        """Make the handler; `of` does it where there is none."""
        super().__init__(scope, construct_id)
        self.place = StackEnvironment(scope, scope.region, scope.account)
        self._partition = scope.partition
        self.role: iam.IRole = configuration.role or iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=_DESCRIPTION,
        )
        self.log_group = logs.LogGroup(
            self,
            "Logs",
            retention=configuration.log_retention or logs.RetentionDays.ONE_MONTH,
            encryption_key=configuration.log_encryption_key,
            removal_policy=configuration.removal_policy or cdk.RemovalPolicy.DESTROY,
        )
        self.function, resource = self._make_function(configuration)
        self.service_token = self.function.function_arn
        self._event_age = self.function.node.find_child("EventInvokeConfig")
        self._webhooks = StageWebhooks.of(scope)
        self._is_fixed = is_fixed(configuration.role, self)
        self._policies = (FixedRole if self._is_fixed else HandlerPolicies)(self, self.role)
        log_group_arn, stack_arn = self.log_group.log_group_arn, scope.stack_id
        if self._is_fixed:
            log_group_arn, stack_arn = arns_before_deployment(scope, self.log_group)
        grants = [
            Grant.to_log(log_group_arn),
            Grant.to_remove(self._arn("*", self.place.region)),
            Grant.to_read(stack_arn),
        ]
        if configuration.vpc is not None:
            grants.append(Grant.to_join_a_network())
        policies = self._policies.allow(grants)
        if configuration.vpc is not None:
            self.function.node.add_dependency(*policies)
        self._order = DeploymentOrder(resource, self._policies, is_in_a_vpc=configuration.vpc is not None)
        self.node.add_validation(self._order)

    @classmethod
    def of(  # noqa: PLR0913 - the properties of a construct are flat
        cls,
        scope: Construct,
        *,
        role: iam.IRole | iam.Role | None = None,
        vpc: ec2.IVpc | None = None,
        vpc_subnets: ec2.SubnetSelection | None = None,
        security_groups: Sequence[ec2.ISecurityGroup] | None = None,
        log_retention: logs.RetentionDays | None = None,
        log_encryption_key: kms.IKey | kms.Key | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> CodeBuildWebhookHandler:
        """Return the handler of a construct's stack, and create it if there is none.

        Args:
            scope: Any construct of the stack.
            role: The role of the function. It must be in the account of the stack, and Lambda must be able to assume
                it. The policies are attached to it unless the app must not change it (`mutable=False`,
                `without_policy_updates()`, `Role.customize_roles`). In that case, a warning and `required_statements`
                list what it needs. Default: a role with exactly the permissions that the handler needs.
            vpc: The network to run the function in. The function must reach CodeBuild, the S3 endpoint to which it
                sends its answer, CloudWatch Logs to look for a crashed attempt, Secrets Manager if a secret is stored,
                and CloudFormation if a construct with `OnExistingWebhook.ADOPT` is renamed. Without CloudWatch Logs,
                the next attempt at an automatic webhook fails; without CloudFormation, the renamed construct loses its
                webhook. Default: no VPC.
            vpc_subnets: The subnets. Default: the private subnets of the VPC.
            security_groups: The security groups. Default: one that allows all outbound traffic.
            log_retention: How long CloudWatch Logs keeps the log. Default: one month.
            log_encryption_key: The key that encrypts the log. Default: CloudWatch's own.
            removal_policy: What happens to the log group when the handler leaves the app. Default: it is deleted.

        Returns:
            The handler. Tags, aspects and permissions boundaries apply to it as to any construct.

        Raises:
            CodeBuildWebhookError: There are arguments, and the stack already has a handler; an argument has the wrong
                type, or the CDK rejects it; the scope is in no stack; or the stack holds another construct under the
                ID.
        """
        configuration = _Configuration(
            role=role,
            vpc=vpc,
            vpc_subnets=vpc_subnets,
            security_groups=security_groups,
            log_retention=log_retention,
            log_encryption_key=log_encryption_key,
            removal_policy=removal_policy,
        )
        handler = cls._found(scope)
        if handler is None:
            return cls._create(scope, configuration)
        if given := configuration.given:
            problem = (
                f"the handler has been made already, and cannot be configured any more, got {', '.join(given)}; call "
                "CodeBuildWebhookHandler.of with arguments once, before the first webhook of the stack"
            )
            raise CodeBuildWebhookError.at(handler.place.stack, _ID, [problem])
        return handler

    @classmethod
    def for_webhook(cls, scope: Construct, undone_on_error: ExitStack) -> CodeBuildWebhookHandler:
        """Return the handler of a webhook; `CodeBuildWebhook` calls it.

        Args:
            scope: The scope of the webhook.
            undone_on_error: Removes a handler that is created for the webhook, if the webhook cannot be created.
        """
        handler = cls._found(scope)
        if handler is None:
            handler = cls._create(scope, _Configuration())
            undone_on_error.callback(handler.place.stack.node.try_remove_child, _ID)
        return handler

    def serve(self, webhook: AppWebhook, secret: secretsmanager.ISecret | None) -> None:
        """Serve a webhook; `CodeBuildWebhook` calls it.

        The function is allowed to manage the webhook. The resource of the webhook waits for that, and for the role of
        its project. The webhook is judged together with the others of the app.

        Args:
            webhook: The webhook.
            secret: The secret that holds the secret of a manual webhook; None if it has none.

        Raises:
            PolicyQuotaError: The policies are full.
        """
        project, resource = webhook.project, webhook.resource
        name = project.physical_name if self._is_fixed and project.physical_name else project.name
        grants = [Grant.to_write(self._arn(name, project.region))]
        if secret is not None:
            grants += grants_to_keep(secret)
        elsewhere = None
        if project.region != self.place.region:
            region = "*" if is_unresolved(project.region) else project.region
            elsewhere = region, Grant.to_remove(self._arn("*", region))
        policies = self._policies.allow(grants, elsewhere)
        resource.node.add_dependency(*policies, *project.dependencies, self._event_age)
        self._order.add(resource, grants)
        self._webhooks.add(webhook)

    @classmethod
    def _found(cls, scope: Construct) -> CodeBuildWebhookHandler | None:
        """Return the handler of the stack of a scope; None where it has none."""
        require_construct(scope)
        child = kept_on(scope, _node_of_stack).try_find_child(_ID)  # each time: it may have been removed
        if child is None or isinstance(child, cls):
            return child
        problem = "the id is taken by another construct; give that one another id"
        raise CodeBuildWebhookError.at(_stack_of(scope), _ID, [problem])

    @classmethod
    def _create(cls, scope: Construct, configuration: _Configuration) -> CodeBuildWebhookHandler:
        """Make the handler of the stack of a scope, whole or not at all."""
        stack = _stack_of(scope)
        if problems := handler_argument_problems(**configuration.given) or _account_problems(configuration.role, stack):
            raise CodeBuildWebhookError.at(stack, _ID, problems)
        with ExitStack() as undone_on_error:
            undone_on_error.callback(stack.node.try_remove_child, _ID)
            try:
                handler = cls(stack, _ID, configuration)
            except (RuntimeError, TypeError) as error:  # what the CDK and jsii raise
                problem = f"the CDK refuses {', '.join(configuration.given) or 'to make the handler'}: {error}"
                raise CodeBuildWebhookError.at(stack, _ID, [problem]) from error
            undone_on_error.pop_all()
        return handler

    @property
    def required_statements(self) -> list[iam.PolicyStatement]:
        """The permissions that the role needs for the handler and the webhooks that the stack has so far.

        A role that the app may change gets these statements in policies. If the app must not change it (`role`), have
        its owner grant them. In that case, they name the stack and the log group by patterns, which are known before
        the stack is deployed.
        """
        return [iam.PolicyStatement.from_json(each) for each in statements_of(self._policies.grants)]

    def metric_errors(self, *, period: cdk.Duration | None = None, statistic: str = "Sum") -> cloudwatch.Metric:
        """Return the metric of how often the function itself failed and left CloudFormation without an answer.

        A webhook that could not be created does not count: CloudFormation gets that answer.

        Args:
            period: The period over which to count. Default: five minutes.
            statistic: How to aggregate the counts. Default: their sum.
        """
        return self.function.metric_errors(period=period, statistic=statistic)

    def _make_function(self, configuration: _Configuration) -> tuple[lambda_.Function, lambda_.CfnFunction]:
        groups = configuration.security_groups
        function = lambda_.Function(
            self,
            "Function",
            description=_DESCRIPTION,
            runtime=lambda_.Runtime(_RUNTIME, lambda_.RuntimeFamily.PYTHON, supports_inline_code=True),
            handler="handler.index.handler",
            code=lambda_.Code.from_inline("pass"),  # replaced below, see `HandlerCode`
            role=self.role,
            log_group=self.log_group,
            environment={"LOG_GROUP_NAME": self.log_group.log_group_name},
            memory_size=_MEMORY_MIB,
            timeout=cdk.Duration.seconds(_TIMEOUT_SECONDS),
            retry_attempts=_RETRIES,
            max_event_age=cdk.Duration.seconds(_MAX_EVENT_AGE_SECONDS),
            vpc=configuration.vpc,
            vpc_subnets=configuration.vpc_subnets,
            security_groups=groups if groups is None else list(groups),  # jsii takes no tuple
        )
        code = HandlerCode.staged_for(self.place.stack)
        resource = cast("lambda_.CfnFunction", function.node.default_child)
        resource.code = lambda_.CfnFunction.CodeProperty(s3_bucket=code.bucket, s3_key=code.key)
        for key, value in code.metadata.items():
            resource.add_metadata(key, value)
        return function, resource

    def _arn(self, name: str, region: str) -> ProjectArn:
        return ProjectArn(self._partition, region, self.place.account, name)


def _account_problems(role: iam.IRole | None, stack: cdk.Stack) -> list[str]:
    if role is None:
        return []
    of_role, of_stack = role.env.account, stack.account
    if of_role == of_stack or is_unresolved(of_role) or is_unresolved(of_stack):
        return []
    problem = (
        f"the role {role.node.path} is in account {of_role} and the stack in {of_stack}; Lambda runs a function only "
        f"with a role of its own account: give a role of account {of_stack}, or leave role out"
    )
    return [problem]


def _node_of_stack(scope: Construct) -> Node:
    return _stack_of(scope).node


def _stack_of(scope: Construct) -> cdk.Stack:
    """Return the stack that a construct is in.

    Raises:
        CodeBuildWebhookError: It is in none.
    """
    try:
        return cdk.Stack.of(scope)
    except RuntimeError as error:
        problem = "a webhook is made in a stack, and this is in none; give a stack, or a construct that is in one"
        raise CodeBuildWebhookError.at(scope, _ID, [problem]) from error
