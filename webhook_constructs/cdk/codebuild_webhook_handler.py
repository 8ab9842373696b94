"""The one Lambda function of a stack that serves all of its webhooks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from .errors import CodeBuildWebhookError
from .handler_policies import HandlerPolicies, ProjectArn
from .project_facts import Place

if TYPE_CHECKING:
    from .project_facts import ProjectFacts

__all__ = ["CodeBuildWebhookHandler"]

_ID = "CodeBuildWebhookHandler"
_RUNTIME = "python3.14"
_TIMEOUT_SECONDS = 120
_MEMORY_MIB = 256
_PACKAGE = Path(__file__).parent.parent
_HANDLERS: dict[Construct, CodeBuildWebhookHandler] = {}
"""The handler that serves a scope, so that finding it takes no call into the CDK but for the first webhook there."""


class CodeBuildWebhookHandler(Construct):
    """The function, role, log group and policies behind every `CodeBuildWebhook` of a stack.

    It is made by the first webhook of a stack; nested stacks have their own.
    """

    def __init__(self, scope: cdk.Stack, construct_id: str) -> None:
        """Make the handler; `of` does it where there is none.

        Args:
            scope: The stack.
            construct_id: The id that `of` looks for.
        """
        super().__init__(scope, construct_id)
        self.place = Place(scope, scope.region, scope.account)
        self._partition = scope.partition
        self.role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description="Creates, updates and deletes the CodeBuild webhooks of one stack",
        )
        log_group = logs.LogGroup(
            self, "Logs", retention=logs.RetentionDays.ONE_MONTH, removal_policy=cdk.RemovalPolicy.DESTROY
        )
        self.function = lambda_.Function(
            self,
            "Function",
            description="Creates, updates and deletes the CodeBuild webhooks of one stack",
            runtime=lambda_.Runtime(_RUNTIME, lambda_.RuntimeFamily.PYTHON),
            handler="handler.index.handler",
            code=lambda_.Code.from_asset(
                str(_PACKAGE), exclude=["/*", "!/handler", "__pycache__", "*.pyc"], ignore_mode=cdk.IgnoreMode.GIT
            ),
            role=self.role,
            log_group=log_group,
            memory_size=_MEMORY_MIB,
            timeout=cdk.Duration.seconds(_TIMEOUT_SECONDS),
        )
        self.service_token = self.function.function_arn
        self._policies = HandlerPolicies(self, self.role, self._arn("*", self.place.region), log_group.log_group_arn)
        self._function_node = self.function.node
        self._function_node.add_dependency(*self._policies.policies)

    @classmethod
    def of(cls, scope: Construct) -> CodeBuildWebhookHandler:
        """Return the handler of the stack that a construct is in, and make it if there is none.

        Args:
            scope: Any construct of the stack.

        Raises:
            CodeBuildWebhookError: The stack holds something else under the handler's id.
        """
        handler = _HANDLERS.get(scope)
        if handler is None:
            stack = cdk.Stack.of(scope)
            child = stack.node.try_find_child(_ID)
            if child is not None and not isinstance(child, cls):
                raise CodeBuildWebhookError.at(
                    stack, _ID, ["the id is taken by another construct; give that one another id"]
                )
            handler = _HANDLERS[scope] = child if isinstance(child, cls) else cls(stack, _ID)
        return handler

    def _allow(self, project: ProjectFacts) -> list[cdk.CfnResource]:
        """Allow the function to manage the webhook of a project.

        Returns:
            What the webhook must wait for besides the function itself.

        Raises:
            PolicyQuotaError: The policies are full.
        """
        policy = self._policies.allow(self._arn(project.name, project.region))
        if policy is not None:
            self._function_node.add_dependency(policy)
        if project.region == self.place.region:
            return []
        return [self._policies.allow_removal_in(self._arn("*", project.region))]

    def _arn(self, name: str, region: str) -> ProjectArn:
        return ProjectArn(self._partition, region, self.place.account, name)
