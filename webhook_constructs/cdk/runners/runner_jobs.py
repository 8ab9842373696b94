"""Whose jobs a runner runs: those of one repository, or of some of an organization, an enterprise or a group."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

from webhook_constructs.core import (
    FilterGroup,
    SourceProvider,
    WebhookScope,
    WebhookScopeType,
    WebhookSettingsError,
    WorkflowJobGroup,
)
from webhook_constructs.core.service.repository import Repository, shown_address
from webhook_constructs.core.settings.scope import SCOPED_LOCATION
from webhook_constructs.core.values.arguments import require_list, shown
from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["ALL", "JobSource", "Repositories", "jobs_of", "require_account"]

_SCOPES = {
    "organization": WebhookScope.github_organization,
    "github_global": WebhookScope.github_global,
    "group": WebhookScope.gitlab_group,
}
_OF_GITHUB = re.compile(r"[A-Za-z0-9_.-]+")
_OF_GITLAB = re.compile(r"[^/:]+(/[^/:]+)*")  # a group may be in another one
_SERVER = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?")
_PARTS_AT_GITHUB = 2


class AllRepositories(Enum):
    """Every repository, also public ones and those that are created later."""

    ALL = "ALL"


ALL = AllRepositories.ALL
"""Every repository of an organization, enterprise or group, as `repositories` of a runner."""

Repositories: TypeAlias = Sequence[str] | Literal[AllRepositories.ALL]
"""The names of repositories without their owner, or `ALL`."""


@dataclass(frozen=True, slots=True)
class JobSource:
    """Where jobs come from.

    Attributes:
        provider: The git host.
        location: The source location of the project.
        scope: The scope of the webhook; None for one repository.
    """

    provider: SourceProvider
    location: str
    scope: WebhookScope | None = None

    @classmethod
    def of(
        cls,
        targets: Mapping[str, str | None],
        hosts: tuple[SourceProvider, SourceProvider],
        domain: str | None,
        repositories: Repositories | None,
    ) -> JobSource:
        """Return where jobs come from, as the arguments of a runner say it.

        Args:
            targets: The arguments that name it. One of them is the address of a repository.
            hosts: The public git host, and the same on a server of one's own.
            domain: The address of a server with another target than a repository.
            repositories: The repositories of another target than a repository.

        Raises:
            WebhookSettingsError: No target is given, or several, or one without what it needs or with what it does not
                take, or it cannot be one.
        """
        given = {name: value for name, value in targets.items() if value is not None}
        if len(given) != 1:
            msg = f"give one of {', '.join(targets)}, got {' and '.join(given) or 'none'}"
            raise WebhookSettingsError(msg)
        ((name, value),) = given.items()
        public, server = hosts
        if name in _SCOPES:
            if repositories is None:
                msg = (
                    f"repositories must be given with {name}: name the repositories whose jobs may run here, or write "
                    "repositories=ALL, which includes public ones"
                )
                raise WebhookSettingsError(msg)
            require_account(name, value)
            _require_server(domain)
            scope = _SCOPES[name](value, domain=domain)
            return cls(public if domain is None else server, SCOPED_LOCATION, scope)
        for other, unwanted in (("repositories", repositories), ("domain", domain)):
            if unwanted is not None:
                msg = f"{other} is not for a single repository, got it with {name}: leave it out"
                raise WebhookSettingsError(msg)
        return cls(*_of_repository(name, value, public, server))

    @property
    def is_manual(self) -> bool:
        """Whether somebody adds the hook at the git host.

        Sources: https://docs.aws.amazon.com/codebuild/latest/userguide/github-global-organization-webhook-setup.html
        and action-runner.html, on GitHub Enterprise [doc].
        """
        is_global = self.scope is not None and self.scope.scope_type is WebhookScopeType.GITHUB_GLOBAL
        return is_global or self.provider is SourceProvider.GITHUB_ENTERPRISE


def _of_repository(
    name: str, address: str, public: SourceProvider, server: SourceProvider
) -> tuple[SourceProvider, str]:
    """Return the git host of a repository, and its address; a token is one at the public host."""
    if is_unresolved(str(address)):
        return public, address
    found = Repository.parse(str(address))
    is_github = public is SourceProvider.GITHUB
    if (
        found is None
        or found.provider not in {None, public}
        or (is_github and found.written.count("/") + 1 != _PARTS_AT_GITHUB)
    ):
        where = f"an address at {public} or at a server of your own, such as 'https://git.example.com/acme/api'"
        msg = f"{name} must be {where}, got {shown_address(str(address))}"
        raise WebhookSettingsError(msg)
    return found.provider or server, found.address


def require_account(argument: str, name: str) -> None:
    """Check whether a string can be the name of an organization, an enterprise or a group.

    Args:
        argument: The argument that has it.
        name: The name.

    Raises:
        WebhookSettingsError: It cannot.
    """
    form, example = (_OF_GITLAB, "'platform' or 'platform/team'") if argument == "group" else (_OF_GITHUB, "'acme'")
    if not isinstance(name, str) or not (is_unresolved(name) or form.fullmatch(name)):
        msg = f"{argument} must be a name as in the address of its page, such as {example}, got {shown(name)}"
        raise WebhookSettingsError(msg)


def _require_server(domain: str | None) -> None:
    """Check whether a string can be the address of a server of one's own."""
    if domain is None or is_unresolved(str(domain)):
        return
    server = Repository.parse(f"{domain}/owner/name") if _SERVER.fullmatch(str(domain)) else None
    if server is None:
        msg = f"domain must be the address of a server, such as 'https://git.example.com', got {shown(domain)}"
        raise WebhookSettingsError(msg)
    if server.provider is not None:
        msg = f"domain is for a server of your own, got {shown(domain)}: leave it out"
        raise WebhookSettingsError(msg)


def jobs_of(
    repositories: Repositories | None, workflows: Sequence[str], organizations: Sequence[str] = ()
) -> WorkflowJobGroup:
    """Return the filter group for the jobs of some repositories and workflows.

    Args:
        repositories: The repositories; None where the webhook is for one.
        workflows: The names of the workflows; none for all.
        organizations: The organizations of an enterprise; none for all.

    Raises:
        WebhookConstructsError: A name cannot be one.
    """
    group = FilterGroup.on_workflow_job()
    if names := _names("organizations", organizations):
        group = group.and_organization_name_is(*names)
    if repositories == ALL.value:
        msg = "repositories is the string 'ALL': write ALL, which webhook_constructs exports, without quotes"
        raise WebhookSettingsError(msg)
    if repositories is not None and repositories is not ALL:
        names = _names("repositories", repositories)
        if not names:
            msg = "repositories is empty: name the repositories whose jobs may run here"
            raise WebhookSettingsError(msg)
        group = group.and_repository_name_is(*names)
    if names := _names("workflows", workflows):
        group = group.and_workflow_name_is(*names)
    return group


def _names(argument: str, names: Sequence[str]) -> list[str]:
    listed = require_list(names, argument, WebhookSettingsError)
    if wrong := [each for each in listed if not isinstance(each, str)]:
        msg = f"{argument} must be a list of names, got {shown(wrong[0])} in it"
        raise WebhookSettingsError(msg)
    found = [each for each in listed if isinstance(each, str)]
    if any(is_unresolved(each) for each in found):
        msg = (
            f"{argument} has a name that is known only when the stack is deployed: write the name itself, or make the "
            "project with organization_source and its filter with a method that takes a pattern"
        )
        raise WebhookSettingsError(msg)
    return sorted(found) if isinstance(names, (set, frozenset)) else found
