"""What a webhook of an organization, enterprise or group asks of the git host and of the project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.service.build_type import BuildType
from webhook_constructs.core.service.repository import shown_address
from webhook_constructs.core.service.scope_type import WebhookScopeType
from webhook_constructs.core.service.source_provider import SourceProvider
from webhook_constructs.core.values.unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.values.unresolved import Text

    from .scope import WebhookScope

__all__ = ["scope_problems"]

_SCOPED_LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
_GITHUBS = (SourceProvider.GITHUB, SourceProvider.GITHUB_ENTERPRISE)
_GITLABS = (SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED)
_HOSTS = {
    WebhookScopeType.GITHUB_ORGANIZATION: _GITHUBS,
    WebhookScopeType.GITHUB_GLOBAL: _GITHUBS,
    WebhookScopeType.GITLAB_GROUP: _GITLABS,
}
_SERVERS = {SourceProvider.GITHUB_ENTERPRISE, SourceProvider.GITLAB_SELF_MANAGED}
_SCOPES_THERE = {
    **dict.fromkeys(
        _GITHUBS, "use GITHUB_ORGANIZATION or GITHUB_GLOBAL (WebhookScope.github_organization, github_global)"
    ),
    **dict.fromkeys(_GITLABS, "use GITLAB_GROUP (WebhookScope.gitlab_group)"),
    SourceProvider.BITBUCKET: "leave the scope out; a webhook of BITBUCKET is for one repository",
}
_ON_THE_RESOURCE = (
    "which has no such source, set project.node.default_child.source to "
    f"codebuild.CfnProject.SourceProperty(type='{{}}', location='{_SCOPED_LOCATION}')"
)
_LOCATION_THERE = {
    SourceProvider.GITHUB: (
        "make the source without a repository (Source.git_hub(owner=...)), and take the webhook out that the CDK adds "
        "to it (project.node.default_child.triggers = None)"
    ),
    SourceProvider.GITHUB_ENTERPRISE: f"give that as https_clone_url of Source.git_hub_enterprise ({_SCOPED_LOCATION})",
    **{provider: _ON_THE_RESOURCE.format(provider) for provider in _GITLABS},
}


def scope_problems(
    scope: WebhookScope,
    *,
    provider: SourceProvider | None,
    build_type: BuildType | None,
    source_location: Text | None,
) -> Iterator[tuple[str, str]]:
    """Return what the git host and the project of a webhook do not support about its scope, and the fix for each.

    Which scopes a git host has, and that the scope of a server needs its address:
    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html and API_CreateWebhook.html
    [doc]. The source location: https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html
    and gitlab-group-webhook-setup.html [doc]; Buildkite's projects have no source [doc, API_CreateWebhook].

    Args:
        scope: The scope of the webhook.
        provider: The git host; None if it is not known, which is no problem.
        build_type: What the webhook starts.
        source_location: The source location of the project; None if it is not known, which is no problem.
    """
    if build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        problem = "is for projects without a source, and a webhook with a scope needs one, got scope"
        yield f"{build_type} {problem} {scope.scope_type}", "leave the scope out"
    elif provider is not None and provider not in (hosts := _HOSTS[scope.scope_type]):
        yield f"scope {scope.scope_type} is for {' and '.join(hosts)} only, got {provider}", _SCOPES_THERE[provider]
    else:
        yield from _location_problems(source_location, provider)
        if provider in _SERVERS and not scope.domain:
            yield (
                f"a scope on {provider} needs the address of the server, got none",
                "set the domain of the scope, such as domain='https://git.example.com'",
            )


def _location_problems(location: Text | None, provider: SourceProvider | None) -> Iterator[tuple[str, str]]:
    if location is None or location == _SCOPED_LOCATION or is_unresolved(location):
        return
    in_cdk = "" if provider is None else f"; in the CDK, {_LOCATION_THERE[provider]}"
    needed = f"a webhook with a scope needs a project whose source location is {_SCOPED_LOCATION}"
    yield f"{needed}, got {shown_address(str(location))}", f"set its Source.Location so{in_cdk}"
