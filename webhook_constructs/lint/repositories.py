"""The repository that a webhook is on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.core.unresolved import is_unresolved

if TYPE_CHECKING:
    from .webhook import Webhook

__all__ = ["Repository", "repository_of"]

_ADDRESS = re.compile(r"(?:https?://)?(?:[^/@]*@)?([^/]+)/([^/]+(?:/[^/]+)+)")
_WITH_GROUPS_IN_GROUPS = {None, SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED}


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository at a git host, in one spelling: in lower case, without the user in its address and without `.git`.

    Attributes:
        host: The host, such as `github.com`.
        path: Owner and name, such as `acme/api`; at GitLab, all groups that it is in and its name.
    """

    host: str
    path: str

    def __str__(self) -> str:
        """Give the address without the scheme."""
        return f"{self.host}/{self.path}"


def repository_of(webhook: Webhook) -> Repository | None:
    """Give the repository whose events a webhook is sent.

    Args:
        webhook: The webhook.

    Returns:
        The repository; None where the address is not known or is not that of a repository, and for webhooks that are
        not on one: those of an organization, an enterprise or a group, and those of Buildkite.
    """
    settings, location = webhook.settings, webhook.settings.source_location
    if settings.scope is not None or settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return None
    if not isinstance(location, str) or is_unresolved(location):
        return None
    found = _ADDRESS.fullmatch(location.strip().lower().rstrip("/").removesuffix(".git"))
    if found is None or ("/" in found[2].partition("/")[2] and webhook.provider not in _WITH_GROUPS_IN_GROUPS):
        return None
    return Repository(found[1], found[2])
