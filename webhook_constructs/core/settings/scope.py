"""Webhooks of a whole organization, enterprise or group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.errors import WebhookSettingsError
from webhook_constructs.core.service.scope_type import WebhookScopeType
from webhook_constructs.core.values.arguments import require_choice, require_text, shown
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue
from webhook_constructs.core.values.wire import Node, WireForm

__all__ = ["WebhookScope"]


@frozen
@dataclass(frozen=True, slots=True, eq=False)
class WebhookScope:
    """What a webhook covers that is not made for a single repository.

    The source location of its project has to be `CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION`, and the name cannot be
    changed later. Source: https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html
    and gitlab-group-webhook-setup.html [doc].

    Attributes:
        name: The organization, enterprise or group.
        scope: What the name stands for. Default: an organization, which is what CloudFormation takes it for, and what
            `to_api` writes, because the API requires it. The default is documented:
            https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ScopeConfiguration.html [doc].
        domain: The address of a GitHub Enterprise or self-managed GitLab server, such as `https://git.example.com`.
            Default: github.com or gitlab.com.

    Raises:
        WebhookSettingsError: A value is not of its kind, or the name is empty.

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
    def github_organization(cls, name: str, *, domain: str | None = None) -> WebhookScope:
        """Cover all repositories of a GitHub organization.

        Args:
            name: The organization.
            domain: The address of a GitHub Enterprise server. Default: github.com.
        """
        return cls(_said(name, "organization"), WebhookScopeType.GITHUB_ORGANIZATION, domain)

    @classmethod
    def github_global(cls, name: str, *, domain: str | None = None) -> WebhookScope:
        """Cover all organizations of a GitHub enterprise.

        Args:
            name: The enterprise.
            domain: The address of a GitHub Enterprise server. Default: github.com.
        """
        return cls(_said(name, "enterprise"), WebhookScopeType.GITHUB_GLOBAL, domain)

    @classmethod
    def gitlab_group(cls, name: str, *, domain: str | None = None) -> WebhookScope:
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
        """What the name stands for, also where that is the default."""
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
