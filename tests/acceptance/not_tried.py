"""Why a run does not try an assumption: what it would take, or what is not configured."""

from __future__ import annotations

from collections.abc import Mapping

from tests.acceptance.target import Target
from tools.assumption_marks import STORES

__all__ = ["REASONS", "missing_configuration", "not_tried"]

_BUILD = "it takes a build of what is really in a repository"
_PEOPLE = "it takes a build, and an account at the git host with another role"
_GITLAB = "it takes a project of GitLab"
_BITBUCKET = "it takes a project of Bitbucket"
_ENTERPRISE = "it takes a GitHub enterprise"
_ORGANIZATION = "it takes a GitHub organization or enterprise"
_SEEN_LATE = "it shows only when something fails that a run cannot make fail"

REASONS: Mapping[str, str] = {
    "app-roles": _PEOPLE,
    "approval-after-creation": _PEOPLE,
    "atlassian-ids": _BITBUCKET,
    "automatic-global-webhook": _ENTERPRISE,
    "batch-without-configuration": _BUILD,
    "buildkite-events": "it takes a token of Buildkite",
    "closed-pull-requests": _PEOPLE,
    "comment-approval": _PEOPLE,
    "connection-permission": _SEEN_LATE,
    "double-events": _BUILD,
    "event-switched-on": "it is a setting of the hook, and no behavior of the service",
    "files-of-forced-push": _BUILD,
    "files-of-new-branch": _BUILD,
    "files-of-tag": _BUILD,
    "files-of-update": _BUILD,
    "first-files": _BUILD,
    "fork-head": _PEOPLE,
    "from-fork": _PEOPLE,
    "gitlab-actor": _GITLAB,
    "gitlab-job": _GITLAB,
    "gitlab-tag": _GITLAB,
    "gitlab-update": _GITLAB,
    "global-scope-events": _ENTERPRISE,
    "limit-is-passing": _SEEN_LATE,
    "listed-roles": _PEOPLE,
    "one-build-each": _BUILD,
    "organization-field": _ORGANIZATION,
    "page-of-pipelines": "it takes more than 100 pipelines",
    "pattern-size": "which pattern is too large is a limit of this library",
    "pull-request-message": _BUILD,
    "readers-of-public-repositories": _PEOPLE,
    "refs-of-other-events": _BUILD,
    "rejection-texts": "it is about the texts of the embedded AWS",
    "repeated-keys": "CloudFormation reads the template before anything of a run does",
    "repository-field": _ORGANIZATION,
    "resources-at-once": "it takes more functions at once than a new account may run",
    "roles-of-another-host": _PEOPLE,
    "runner-label": "it takes a workflow of GitHub Actions",
    "runner-registration": _ORGANIZATION,
    "unfiltered-elsewhere": _ENTERPRISE,
    "webhooks-before-approval": "it takes a webhook from before August 2025",
}
"""Why no run tries it, by the ID of the assumption."""

_NEEDS_TOKEN = {"hook-outlives-project", "hook-outlives-source", "triggers-see-webhook", "webhook-outlives-update"}
"""What may leave a hook at the git host, which has to be deleted there."""

_NEEDS_BUILDS = {"branch-filter", "excluded-files", "no-files", "no-filters", "pushed-files"}
_NEEDS_HOST = {
    "enterprise-returns-secret": "GITHUB_ENTERPRISE",
    "event-not-sent": "GITHUB_ENTERPRISE",
    "support": "GITLAB",
}
_HOSTS = {
    "GITHUB_ENTERPRISE": "no repository of a GitHub Enterprise server was configured",
    "BITBUCKET": "no repository at Bitbucket was configured",
    "GITLAB": "no repository at gitlab.com was configured",
    "GITHUB_ORGANIZATION": "no organization at GitHub was configured",
}


def missing_configuration(assumption: str, target: Target) -> str | None:
    """Return what has to be configured to try an assumption; None where nothing is missing."""
    if assumption in _NEEDS_TOKEN and not target.github_token:
        return "no token was configured that lists and deletes the hooks of the repository"
    if assumption in _NEEDS_BUILDS and not target.builds:
        return "it takes a build, and none was asked for"
    return missing_host(_NEEDS_HOST[assumption], target) if assumption in _NEEDS_HOST else None


def missing_host(host: str, target: Target) -> str | None:
    """Return what has to be configured to try a git host; None where nothing is missing."""
    is_there = bool(target.organization) if host == "GITHUB_ORGANIZATION" else host in target.sources
    return None if is_there else _HOSTS[host]


def not_tried() -> dict[str, str]:
    """Return every assumption, with the reason why it is not tried where no test has tried it."""
    ids = [each.id for assumptions in STORES.values() for each in assumptions]
    return {name: REASONS.get(name, "its test has not run") for name in ids}
