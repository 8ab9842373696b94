"""The repository that a webhook is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core import BuildType, SourceProvider
from webhook_constructs.core.service.repository import Repository
from webhook_constructs.core.values.unresolved import is_unresolved

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings

__all__ = ["repository_of"]

_WITH_GROUPS_IN_GROUPS = {None, SourceProvider.GITLAB, SourceProvider.GITLAB_SELF_MANAGED}


def repository_of(settings: WebhookSettings) -> Repository | None:
    """Give the repository whose events a webhook is sent.

    Args:
        settings: The settings of the webhook.

    Returns:
        The repository; None where the address is not known or is not that of a repository, and for webhooks that are
        not on one: those of an organization, an enterprise or a group, and those of Buildkite.
    """
    location = settings.source_location
    if settings.scope is not None or settings.build_type is BuildType.RUNNER_BUILDKITE_BUILD:
        return None
    if not isinstance(location, str) or is_unresolved(location):
        return None
    found = Repository.parse(location)
    is_in_groups = found is not None and found.path.count("/") > 1
    return None if is_in_groups and settings.provider not in _WITH_GROUPS_IN_GROUPS else found
