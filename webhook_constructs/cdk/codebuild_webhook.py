"""A CodeBuild webhook as a resource of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from constructs import Construct

from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.unresolved import is_unresolved

from .codebuild_webhook_handler import CodeBuildWebhookHandler
from .errors import CodeBuildWebhookError
from .handler_policies import PolicyQuotaError
from .project_facts import ProjectFacts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aws_cdk import aws_codebuild as codebuild

    from webhook_constructs.core import (
        BuildType,
        FilterGroup,
        PullRequestBuildPolicy,
        SourceProvider,
        WebhookScope,
    )

__all__ = ["CodeBuildWebhook"]

_RESOURCE_TYPE = "Custom::CodeBuildWebhook"
_SERVICE_TIMEOUT_SECONDS = 600


class CodeBuildWebhook(Construct):
    """A webhook that makes a CodeBuild project build on events of its git host.

    It works for projects of the app and for imported ones, and is deleted when it leaves the app. It must be the only
    one of its project: the project's own `webhook` and `webhook_filters` stay unset.
    """

    def __init__(  # noqa: PLR0913 - the properties of a construct are flat
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: codebuild.IProject,
        filter_groups: Sequence[FilterGroup] = (),
        branch_filter: str | None = None,
        build_type: BuildType | None = None,
        webhook_scope: WebhookScope | None = None,
        manual_creation: bool | None = None,
        pull_request_build_policy: PullRequestBuildPolicy | None = None,
        source_provider: SourceProvider | None = None,
        allow_new_secret: bool = False,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        """Describe the webhook.

        Args:
            scope: The construct to make it in.
            construct_id: Its id there.
            project: The project that builds; of the stack's account, in any region.
            filter_groups: A build starts for an event that passes every filter of at least one group. Default: every
                push, and every pull request created or updated, starts a build.
            branch_filter: A pattern for the branch name, the service's older way; not together with filter groups.
                Default: every branch.
            build_type: What is started. Default: one build.
            webhook_scope: The organization, enterprise or group that the webhook is for. Default: the repository of
                the project.
            manual_creation: Whether the hook is added at the git host by hand, with the payload URL and secret that
                CodeBuild makes. Default: CodeBuild adds it.
            pull_request_build_policy: Who must approve a build of a pull request. Default: CodeBuild waits for the
                comment of a maintainer on every pull request of somebody without write access.
            source_provider: The git host. Default: read from a project of the app; for an imported project, state it.
            allow_new_secret: Whether a change that makes the webhook anew may do so although it is a manual one, whose
                payload URL and secret then change. Default: such a change fails when it is deployed.
            removal_policy: What becomes of the webhook when it leaves the app. Default: it is deleted.

        Raises:
            CodeBuildWebhookError: The service would refuse the webhook. The text names the construct, the line that
                made it, the value and the way out.
        """
        handler = CodeBuildWebhookHandler.of(scope)
        facts = ProjectFacts.of(project, handler.place)
        self._settings = WebhookSettings(
            filter_groups=tuple(filter_groups),
            branch_filter=branch_filter,
            build_type=build_type,
            scope=webhook_scope,
            manual_creation=manual_creation,
            pull_request_build_policy=pull_request_build_policy,
            provider=source_provider or facts.provider,
            source_location=facts.source_location,
        )
        problems = [
            *self._settings.problems(),
            *facts.problems(build_type),
            *_account_problems(facts, handler.place.account),
        ]
        if source_provider and facts.provider not in {None, source_provider}:
            problems.append(
                f"source_provider is {source_provider.value}, but the source of the project is {facts.source_type}; "
                "leave source_provider out"
            )
        if problems:
            raise CodeBuildWebhookError.at(scope, construct_id, problems)
        try:
            dependencies = handler._allow(facts)  # noqa: SLF001 - the two constructs are one unit
        except PolicyQuotaError as error:
            raise CodeBuildWebhookError.at(scope, construct_id, [str(error)]) from None
        super().__init__(scope, construct_id)
        self.project = project
        self.handler = handler
        self._resource = cdk.CfnResource(
            self,
            "Resource",
            type=_RESOURCE_TYPE,
            properties=_properties(handler, facts, self._settings, allow_new_secret=allow_new_secret),
        )
        if facts.dependencies or dependencies:
            self.node.add_dependency(*facts.dependencies, *dependencies)
        if removal_policy is not None:
            self._resource.apply_removal_policy(removal_policy)

    @property
    def settings(self) -> WebhookSettings:
        """What the webhook is set to."""
        return self._settings

    @property
    def url(self) -> str:
        """The address of the hook at the git host; empty where CodeBuild does not know it (manual webhooks)."""
        return self._resource.get_att("Url").to_string()


def _properties(
    handler: CodeBuildWebhookHandler, facts: ProjectFacts, settings: WebhookSettings, *, allow_new_secret: bool
) -> dict[str, Any]:
    """Write the properties of the resource; what is not set is left out."""
    properties: dict[str, Any] = {
        "ServiceToken": handler.service_token,
        "ServiceTimeout": _SERVICE_TIMEOUT_SECONDS,
        "ProjectName": facts.name,
    }
    if facts.region != handler.place.region:
        properties["Region"] = facts.region
    if facts.account != handler.place.account and not is_unresolved(facts.account):
        properties["Account"] = facts.account
    source = {"Type": settings.provider and settings.provider.value, "Location": facts.source_location}
    if any(source.values()):
        properties["Source"] = {name: value for name, value in source.items() if value}
    properties |= settings.to_cfn()
    if allow_new_secret:
        properties["AllowNewSecret"] = True
    return properties


def _account_problems(facts: ProjectFacts, account: str) -> list[str]:
    if facts.account == account or is_unresolved(facts.account) or is_unresolved(account):
        return []
    problem = (
        f"the project is in account {facts.account} and the webhook in {account}; CodeBuild takes the name of a "
        "project and cannot reach another account: put the webhook into a stack of the project's account"
    )
    return [problem]
