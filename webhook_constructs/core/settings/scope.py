"""Webhooks of a whole organization, enterprise or group, and what they ask of the git host and of the project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from webhook_constructs.core.errors import WebhookSettingsError
from webhook_constructs.core.service.enums import BuildType, SourceProvider, WebhookScopeType
from webhook_constructs.core.service.repository import shown_address
from webhook_constructs.core.values.arguments import require_choice, require_text, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_unresolved
from webhook_constructs.core.values.wire import Node, WireForm

__all__ = ["SCOPED_LOCATION", "WayOut", "WebhookScope", "scope_problems"]


@frozen
@dataclass(frozen=True, slots=True, eq=False)
class WebhookScope:
    """The organization, enterprise, or group that a webhook covers in place of one repository.

    The source location of the project must be `CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION`. The name cannot change
    later. Source: https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html
    and gitlab-group-webhook-setup.html [doc].

    Attributes:
        name: The organization, enterprise or group.
        scope: What the name stands for. Default: an organization, which is what CloudFormation takes it for, and what
            `to_api` writes, because the API requires it. The default is documented:
            https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html [doc].
        domain: The address of a GitHub Enterprise or self-managed GitLab server, such as `https://git.example.com`.
            Default: github.com or gitlab.com.

    Raises:
        WebhookSettingsError: A value has the wrong type, or the name is empty.

    Examples:
        >>> WebhookScope.gitlab_group("platform", domain="https://git.example.com").to_cfn()
        {'Name': 'platform', 'Scope': 'GITLAB_GROUP', 'Domain': 'https://git.example.com'}
    """

    name: Text
    scope: WebhookScopeType | None = None
    domain: Text | None = None

    def __post_init__(self) -> None:
        """Refuse what is of another kind, and a scope without a name."""
        _said(self.name, "scope")
        if self.scope is not None and type(self.scope) is not WebhookScopeType:
            scope = require_choice(WebhookScopeType, self.scope, "scope type", WebhookSettingsError)
            object.__setattr__(self, "scope", scope)
        if self.domain is not None:
            require_text(self.domain, "domain of the scope", WebhookSettingsError)

    @classmethod
    def github_organization(cls, name: Text, *, domain: Text | None = None) -> WebhookScope:
        """Cover all repositories of a GitHub organization.

        Args:
            name: The organization.
            domain: The address of a GitHub Enterprise server. Default: github.com.
        """
        return cls(_said(name, "organization"), WebhookScopeType.GITHUB_ORGANIZATION, domain)

    @classmethod
    def github_global(cls, name: Text, *, domain: Text | None = None) -> WebhookScope:
        """Cover all organizations of a GitHub enterprise.

        Args:
            name: The enterprise.
            domain: The address of a GitHub Enterprise server. Default: github.com.
        """
        return cls(_said(name, "enterprise"), WebhookScopeType.GITHUB_GLOBAL, domain)

    @classmethod
    def gitlab_group(cls, name: Text, *, domain: Text | None = None) -> WebhookScope:
        """Cover all projects of a GitLab group.

        Args:
            name: The group.
            domain: The address of a self-managed GitLab server. Default: gitlab.com.
        """
        return cls(_said(name, "group"), WebhookScopeType.GITLAB_GROUP, domain)

    @classmethod
    def read(cls, node: Node) -> WebhookScope:
        """Read a scope of a document in either form.

        Args:
            node: The scope in the document.

        Raises:
            WebhookConstructsError: The shape is wrong or the scope type is not known.
        """
        members = node.members(("name", "scope", "domain"))
        scope, domain = members.get("scope"), members.get("domain")
        name = node.required(members, "name")
        if isinstance(name.value, str) and not name.value.strip():
            name.refuse("a name")
        return cls(
            name=name.text_or_function(),
            scope=None if scope is None else scope.choice(WebhookScopeType),
            domain=None if domain is None else domain.text_or_function(),
        )

    def write(self, form: WireForm) -> dict[str, Any]:
        """Write the scope in the API's form or in a template's; what is not set and not required is left out."""
        scope = self.scope_type if form is WireForm.API else self.scope
        written = {
            "name": self.name,
            "scope": None if scope is None else scope.value,
            "domain": self.domain,
        }
        return {
            form.key(name): value.to_cfn() if isinstance(value, UnresolvedValue) else value
            for name, value in written.items()
            if value is not None
        }

    def to_api(self) -> dict[str, Any]:
        """Return the `scopeConfiguration` of CreateWebhook."""
        return self.write(WireForm.API)

    def to_cfn(self) -> dict[str, Any]:
        """Return the `ScopeConfiguration` of a template."""
        return self.write(WireForm.CFN)

    @property
    def scope_type(self) -> WebhookScopeType:
        """The kind of scope that the name is of, also if it is the default."""
        return WebhookScopeType.GITHUB_ORGANIZATION if self.scope is None else self.scope

    def __eq__(self, other: object) -> bool:
        """Compare what the scopes say; a scope without a type says the default."""
        return self._canonical() == other._canonical() if isinstance(other, WebhookScope) else NotImplemented

    def __hash__(self) -> int:
        """Hash what the scope says."""
        return hash(self._canonical())

    def _canonical(self) -> tuple[object, ...]:
        return (self.name, self.scope_type, self.domain)


def _said(name: Text, noun: str) -> Text:
    require_text(name, f"name of the {noun}", WebhookSettingsError)
    if isinstance(name, str) and not name.strip():
        msg = f"the {noun} has no name, got {shown(name)}: give the name of the {noun} at the git host"
        raise WebhookSettingsError(msg)
    return name


class WayOut(NamedTuple):
    """What to do about a problem.

    Attributes:
        text: What to do.
        in_python: What there is to say besides of the classes of this package and of the CDK. Default: nothing.
    """

    text: str
    in_python: str = ""

    def __str__(self) -> str:
        """Return all of it."""
        return self.text + self.in_python


SCOPED_LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
"""The source location of a project whose webhook has a scope."""

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
        _GITHUBS,
        WayOut("use GITHUB_ORGANIZATION or GITHUB_GLOBAL", " (WebhookScope.github_organization, github_global)"),
    ),
    **dict.fromkeys(_GITLABS, WayOut("use GITLAB_GROUP", " (WebhookScope.gitlab_group)")),
    SourceProvider.BITBUCKET: WayOut("leave the scope out; a webhook of BITBUCKET is for one repository"),
}


def scope_problems(
    scope: WebhookScope,
    *,
    provider: SourceProvider | None,
    build_type: BuildType | None,
    source_location: Text | None,
) -> Iterator[tuple[str, WayOut]]:
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
        yield f"{build_type} {problem} {scope.scope_type}", WayOut("leave the scope out")
    elif provider is not None and provider not in (hosts := _HOSTS[scope.scope_type]):
        yield f"scope {scope.scope_type} is for {' and '.join(hosts)} only, got {provider}", _SCOPES_THERE[provider]
    else:
        yield from _location_problems(source_location, provider)
        if provider in _SERVERS and not scope.domain:
            yield (
                f"a scope on {provider} needs the address of the server, got none",
                WayOut("set the domain of the scope, such as https://git.example.com"),
            )


def _location_problems(location: Text | None, provider: SourceProvider | None) -> Iterator[tuple[str, WayOut]]:
    if location is None or location == SCOPED_LOCATION or is_unresolved(location):
        return
    in_cdk = "" if provider is None else f"; in the CDK, with source=organization_source(SourceProvider.{provider})"
    needed = f"a webhook with a scope needs a project whose source location is {SCOPED_LOCATION}"
    yield f"{needed}, got {shown_address(str(location))}", WayOut("set its Source.Location so", in_cdk)
