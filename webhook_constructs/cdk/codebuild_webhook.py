"""A CodeBuild webhook as a resource of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Literal, cast

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from webhook_constructs.cdk.handler_role.managed_policies import PolicyQuotaError
from webhook_constructs.core import (
    BuildType,
    Decision,
    FilterGroup,
    OnExistingWebhook,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
    decide,
)
from webhook_constructs.core.settings.webhook_settings import runner_label
from webhook_constructs.core.values.arguments import as_choice
from webhook_constructs.core.values.unresolved import is_unresolved
from webhook_constructs.lint import Context, lint
from webhook_constructs.templates.template_webhooks import WEBHOOK_TYPE

from .annotations import annotate
from .arguments import argument_problems, require_construct
from .codebuild_webhook_handler import CodeBuildWebhookHandler
from .double_builds.rendered_templates import AppWebhook
from .errors import CodeBuildWebhookError, path_below
from .kept_on import kept_on
from .project_facts import ProjectFacts
from .webhook_secret import make_secret, secret_problems
from .webhook_source import WebhookSource

__all__ = ["CodeBuildWebhook"]

_SERVICE_TIMEOUT_SECONDS = 600


class CodeBuildWebhook(Construct):
    """A webhook that starts builds of a CodeBuild project on events of its git host.

    The project can be defined in the app or imported. CodeBuild allows one webhook for a project, so leave `webhook`
    and `webhook_filters` of the project unset. The webhook is deleted when it leaves the app.

    Attributes:
        project: The project that the webhook builds.
        handler: The function, role, and log group behind the webhooks of the stack.
        secret: The Secrets Manager secret that holds the payload URL and the secret; None if they are not stored.
    """

    def __init__(  # noqa: PLR0913 - the properties of a construct are flat
        self,
        scope: Construct,
        construct_id: str,
        *,
        project: codebuild.IProject | codebuild.Project,
        filter_groups: Sequence[FilterGroup] = (),
        branch_filter: str | None = None,
        build_type: BuildType | None = None,
        webhook_scope: WebhookScope | None = None,
        manual_creation: bool | None = None,
        pull_request_build_policy: PullRequestBuildPolicy | None = None,
        source_provider: SourceProvider | None = None,
        repository: str | None = None,
        on_existing: OnExistingWebhook = OnExistingWebhook.FAIL,
        secret: secretsmanager.ISecret | secretsmanager.Secret | Literal[True] | None = None,
        allow_new_secret: bool = False,
        rotate_secret_on: str | None = None,
        redeploy_on: str | None = None,
        removal_policy: cdk.RemovalPolicy | None = None,
    ) -> None:
        """Describe the webhook.

        Args:
            scope: The construct that the webhook belongs to.
            construct_id: Its ID in that construct.
            project: The project to build. It must be in the account of the stack. It can be in another region.
            filter_groups: An event starts a build if it passes every filter of at least one group. Default: every push,
                and every created or updated pull request, starts a build.
            branch_filter: A pattern for the branch name, the older way to filter. It cannot be combined with filter
                groups. Default: every branch.
            build_type: What the webhook starts. Default: one build.
            webhook_scope: The organization, enterprise, or group that the webhook covers. Default: the repository of
                the project.
            manual_creation: Whether you add the hook at the git host yourself, with the payload URL and the secret that
                CodeBuild creates. Default: CodeBuild adds it.
            pull_request_build_policy: Which pull requests wait for approval. Default: those of authors without write
                access wait for the comment of a maintainer.
            source_provider: The git host. Set it for an imported project, and for a project with a source that an
                override sets. Default: that of a project of the app, or that of a `repository` at github.com,
                gitlab.com, or bitbucket.org.
            repository: The address of the repository, such as ``https://github.com/acme/api``. Set it for an imported
                project: the rules, `explain`, and ``webhook-constructs predict`` use it. A deployment with another
                repository creates the webhook again. Default: that of a project of the app.
            on_existing: What to do if the project already has a webhook, including one that this construct created
                under another name. Default: the deployment fails and leaves that webhook alone.
            secret: Where to store the payload URL and the secret, which CodeBuild returns only once: a Secrets Manager
                secret, which then holds ``{"payloadUrl": ..., "secret": ...}``, or True to create one. A manual webhook
                requires it. Default: they are not stored.
            allow_new_secret: Whether a deployment may create a manual webhook again, which changes its payload URL and
                secret. Default: such a deployment fails.
            rotate_secret_on: Any string. When it changes, CodeBuild creates a new secret, which replaces the stored
                one. Enter the new one at the git host at once. Default: the secret stays.
            redeploy_on: Any string. When it changes, the deployment restores a webhook that was edited or deleted
                outside the stack. Default: the deployment restores it only when another setting changes.
            removal_policy: What happens to the webhook when it leaves the app. Default: it is deleted.

        Raises:
            CodeBuildWebhookError: CodeBuild would reject the webhook. The message names the construct, the line that
                created it, the value, and the fix. The construct tree is unchanged.
        """
        require_construct(scope)
        build_type = as_choice(BuildType, build_type)
        source_provider = as_choice(SourceProvider, source_provider)
        on_existing = as_choice(OnExistingWebhook, on_existing)
        problems = argument_problems(
            construct_id,
            project,
            filter_groups,
            secret,
            branch_filter=branch_filter,
            build_type=build_type,
            webhook_scope=webhook_scope,
            manual_creation=manual_creation,
            pull_request_build_policy=pull_request_build_policy,
            source_provider=source_provider,
            repository=repository,
            on_existing=on_existing,
            allow_new_secret=allow_new_secret,
            rotate_secret_on=rotate_secret_on,
            redeploy_on=redeploy_on,
            removal_policy=removal_policy,
        )
        if problems:
            raise CodeBuildWebhookError.at(scope, construct_id, problems)
        with ExitStack() as undone_on_error:
            handler = CodeBuildWebhookHandler.for_webhook(scope, undone_on_error)
            facts = ProjectFacts.of(project, handler.place)
            source = WebhookSource(facts, source_provider, repository)
            self._settings = WebhookSettings(
                filter_groups=tuple(filter_groups),
                branch_filter=branch_filter,
                build_type=build_type,
                scope=webhook_scope,
                manual_creation=manual_creation,
                pull_request_build_policy=pull_request_build_policy,
                provider=source.provider,
                source_location=source.location,
            )
            problems = [
                *self._settings.problems(),
                *facts.name_problems(),
                *source.problems(build_type),
                *_account_problems(facts, handler.place.account),
                *secret_problems(self._settings, has_place=bool(secret), rotates=rotate_secret_on is not None),
            ]
            if problems:
                raise CodeBuildWebhookError.at(scope, construct_id, problems)
            super().__init__(scope, construct_id)
            undone_on_error.callback(lambda: scope.node.try_remove_child(self.node.id))
            self.project: codebuild.IProject = project
            self._project_name = facts.physical_name or facts.name
            self.handler = handler
            self.secret: secretsmanager.ISecret | None = make_secret(self, removal_policy) if secret is True else secret
            secret_arn = None if self.secret is None else self.secret.secret_arn
            written = _of_the_project(handler, facts, secret_arn)
            self._resource = cdk.CfnResource(
                self,
                "Resource",
                type=WEBHOOK_TYPE,
                properties={
                    **_properties(handler, written, self._settings),
                    **_lifecycle(on_existing, allow_new_secret, rotate_secret_on, redeploy_on),
                },
            )
            if removal_policy is not None:
                self._resource.apply_removal_policy(removal_policy)
            context = _context(source, self.secret, _path(scope, construct_id))
            annotate(self, lint(self._settings, context))
            webhook = AppWebhook(
                construct=self,
                resource=self._resource,
                stack=handler.place.stack,
                project=facts,
                settings=self._settings,
                context=context,
                written=written,
            )
            try:
                handler.serve(webhook, self.secret)
            except PolicyQuotaError as error:
                raise CodeBuildWebhookError.at(scope, construct_id, [str(error)]) from None
            undone_on_error.pop_all()

    @property
    def settings(self) -> WebhookSettings:
        """The settings of the webhook."""
        return self._settings

    def explain(self, event: WebhookEvent) -> Decision:
        """Check whether an event starts a build, and why.

        Args:
            event: What happened at the git host.

        Returns:
            The decision; `str` explains it. It is undecided if it depends on a value that only the deployment knows.
        """
        return decide(self._settings, event)

    @property
    def runner_label(self) -> str:
        """The label that a job requests to run on the project.

        It goes into `runs-on` at GitHub, into `tags` at GitLab, and into the tag `project` of `agents` at Buildkite.

        Raises:
            CodeBuildWebhookError: The webhook starts no runner, or its git host is unknown.
        """
        label = runner_label(self._settings, self._project_name)
        if label is None:
            problem = (
                "the webhook starts no runner that is known; give it a group of FilterGroup.on_workflow_job(), and for "
                "an imported project state source_provider"
            )
            raise CodeBuildWebhookError.at(cast("Construct", self.node.scope), self.node.id, [problem])
        return label

    @property
    def url(self) -> str:
        """The address of the hook at the git host. Empty for a manual webhook: CodeBuild does not know its address."""
        return self._resource.get_att("Url").to_string()


def _properties(
    handler: CodeBuildWebhookHandler, written: Mapping[str, Any], settings: WebhookSettings
) -> dict[str, Any]:
    """Write what the webhook is set to; what is not set is left out."""
    properties: dict[str, Any] = {
        "ServiceToken": handler.service_token,
        "ServiceTimeout": _SERVICE_TIMEOUT_SECONDS,
        **written,
    }
    source = {"Type": settings.provider and settings.provider.value, "Location": settings.source_location}
    if any(source.values()):
        properties["Source"] = {name: value for name, value in source.items() if value}
    return {**properties, **settings.to_cfn()}


def _of_the_project(handler: CodeBuildWebhookHandler, facts: ProjectFacts, secret_arn: str | None) -> dict[str, Any]:
    """Write which project the webhook is for, and where its secret is kept; what is not set is left out."""
    properties = {
        "ProjectName": facts.name,
        "Region": None if facts.region == handler.place.region else facts.region,
        "Account": None if facts.account == handler.place.account else facts.account,
        "SecretArn": secret_arn,
    }
    return {name: value for name, value in properties.items() if value is not None}


def _lifecycle(
    on_existing: OnExistingWebhook,
    allow_new_secret: bool,  # noqa: FBT001 - in the order of the construct's own
    rotate_secret_on: str | None,
    redeploy_on: str | None,
) -> dict[str, Any]:
    """Write how the webhook is treated; what is not set is left out."""
    properties = {
        "OnExistingWebhook": on_existing.value if on_existing is not OnExistingWebhook.FAIL else None,
        "AllowNewSecret": allow_new_secret or None,
        "RotateSecretOn": rotate_secret_on,
        "RedeployOn": redeploy_on,
    }
    return {name: value for name, value in properties.items() if value is not None}


def _account_problems(facts: ProjectFacts, account: str) -> list[str]:
    if facts.account == account or is_unresolved(facts.account) or is_unresolved(account):
        return []
    problem = (
        f"the project is in account {facts.account} and the webhook in {account}; CodeBuild takes the name of a "
        "project and cannot reach another account: put the webhook into a stack of the project's account"
    )
    return [problem]


def _context(source: WebhookSource, secret: secretsmanager.ISecret | None, path: str) -> Context:
    """Return what the rules may know of the project: a source that is stated otherwise is not the one that was read."""
    if not source.is_read:
        return Context(keeps_secret=secret is not None, path=path)
    project, has_secret = source.project, secret is not None
    return Context(project.source_type, project.agent_token_type, has_secret, path, build_powers=project.build_powers)


def _path(scope: Construct, construct_id: str) -> str:
    """Return the path of a construct; one call into the CDK for each scope."""
    return path_below(kept_on(scope, _path_of), construct_id)


def _path_of(scope: Construct) -> str:
    return str(scope.node.path)
