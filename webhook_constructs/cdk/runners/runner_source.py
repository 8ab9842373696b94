"""The source of a project that makes no webhook of its own, and the connection through which CodeBuild reaches it."""

from __future__ import annotations

import re
from typing import cast

import aws_cdk as cdk
import jsii
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_iam as iam
from constructs import Construct, IValidation

from webhook_constructs.cdk.resources import depend_on
from webhook_constructs.core import SourceProvider, WebhookSettingsError
from webhook_constructs.core.settings.scope import SCOPED_LOCATION
from webhook_constructs.core.values.arguments import require_choice, shown
from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["RunnerSource", "organization_source", "require_connection"]

_CONNECTION = re.compile(
    r"arn:[a-z-]+:(codeconnections|codestar-connections):[a-z0-9-]+:[0-9]{12}:connection/[A-Za-z0-9-]+"
)
_POLICY = "Connection"

# The prefix of an action must be that of the ARN, and older connections have the second one. AWS's page lists the first
# two actions, and whoever has seen CodeBuild refuse adds the third [doc: connections-github-app; obs: aws-cdk issues
# 31236, 38504].
_ACTIONS = [
    f"{service}:{action}"
    for service in ("codeconnections", "codestar-connections")
    for action in ("GetConnection", "GetConnectionToken", "UseConnection")
]


def organization_source(provider: SourceProvider, *, connection_arn: str | None = None) -> codebuild.ISource:
    """Return the source of a project for a webhook of an organization, an enterprise, or a group.

    It creates no webhook: pass the project to a `CodeBuildWebhook` with a `webhook_scope`. The runner constructs use it
    themselves.

    Args:
        provider: The git host.
        connection_arn: The connection to the git host, which the role of the project may then use. Complete it in the
            console first. Default: the credential of the account for this git host.

    Raises:
        WebhookSettingsError: The git host has no such webhooks, or the value is not the ARN of a connection.
    """
    provider = require_choice(SourceProvider, provider, "provider", WebhookSettingsError)
    if provider is SourceProvider.BITBUCKET:
        msg = "a webhook of BITBUCKET is for one repository, got provider BITBUCKET; give the project its repository"
        raise WebhookSettingsError(msg)
    require_connection(connection_arn)
    return cast("codebuild.ISource", RunnerSource(provider, SCOPED_LOCATION, connection_arn))


def require_connection(connection_arn: str | None) -> None:
    """Check whether a string can be the ARN of a connection, or is known only when the stack is deployed.

    Raises:
        WebhookSettingsError: It cannot.
    """
    if connection_arn is None or is_unresolved(str(connection_arn)):
        return
    if not _CONNECTION.fullmatch(str(connection_arn)):
        expected = "'arn:aws:codeconnections:us-east-1:111122223333:connection/<id>'"
        msg = f"connection_arn must be the ARN of a connection, such as {expected}, got {shown(connection_arn)}"
        raise WebhookSettingsError(msg)


@jsii.implements(codebuild.ISource)
class RunnerSource:
    """A source without a webhook."""

    def __init__(self, provider: SourceProvider, location: str, connection_arn: str | None) -> None:
        """Describe the source.

        Args:
            provider: The git host.
            location: The address of the repository, or what stands for the scope of a webhook.
            connection_arn: The connection to the git host; None for the credential of the account.
        """
        self._provider, self._location, self._connection_arn = provider, location, connection_arn

    @property
    def type(self) -> str:
        """The type of the source; the CDK reads it."""
        return self._provider.value

    @property
    def badge_supported(self) -> bool:
        """Whether the project can have a badge; the CDK reads it."""
        return False

    @property
    def identifier(self) -> str | None:
        """What tells it from other sources of the project; the CDK reads it."""
        return None

    def bind(self, scope: Construct, project: codebuild.IProject) -> codebuild.SourceConfig:
        """Return the source in the form of CloudFormation; the CDK calls this while it makes the project."""
        auth = None
        if self._connection_arn is not None:
            _allow(scope, project, self._connection_arn)
            auth = codebuild.CfnProject.SourceAuthProperty(type="CODECONNECTIONS", resource=self._connection_arn)
        source = codebuild.CfnProject.SourceProperty(type=self.type, location=self._location, auth=auth)
        return codebuild.SourceConfig(source_property=source)


def _allow(scope: Construct, project: codebuild.IProject, connection_arn: str) -> None:
    """Allow the role of a project to use a connection, in a policy that CloudFormation creates before the project.

    CodeBuild has been seen to check it when it creates the project [obs: aws-cdk issue 38504]. The policy is not that
    of the log, which names the project and is therefore created after it.
    """
    statement = iam.PolicyStatement(actions=_ACTIONS, resources=[connection_arn])
    policy = iam.Policy(scope, _POLICY, statements=[statement])
    cast("iam.IRole", project.role).attach_inline_policy(policy)  # which a role ignores that the app must not change
    scope.node.add_validation(_PolicyFirst(scope))


@jsii.implements(IValidation)
class _PolicyFirst:
    """The order of a project and a policy: the resource of the project is not there yet when its source is bound."""

    def __init__(self, project: Construct) -> None:
        self._project = project

    def validate(self) -> list[str]:
        """Have the project wait for the policy, unless somebody has removed it; the CDK calls this at synthesis."""
        policy, project = (self._project.node.try_find_child(each) for each in (_POLICY, "Resource"))
        if isinstance(policy, iam.Policy) and isinstance(project, codebuild.CfnProject):
            depend_on(project, cast("cdk.CfnResource", policy.node.default_child))
        return []
