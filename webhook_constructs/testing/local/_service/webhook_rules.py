"""What CodeBuild refuses in the settings of a webhook.

The codes are the service's. Its texts are known for a few refusals only, and those are quoted; every other text is our
own and says "[local]" at its start, so that nobody comes to rely on it [assumed: rejection-texts].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import re2

from .service_error import InvalidInputError, ValidationError

__all__ = ["SCOPED_LOCATION", "Source", "check_settings", "default_approver_roles"]

SCOPED_LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
"""The source location of a project whose webhook has a scope [doc: UG github-global-organization-webhook-setup]."""

_BUILDKITE = "RUNNER_BUILDKITE_BUILD"

_PROVIDERS = {
    "GITHUB": "GitHub",
    "GITHUB_ENTERPRISE": "GitHub Enterprise",
    "BITBUCKET": "Bitbucket",
    "GITLAB": "GitLab",
    "GITLAB_SELF_MANAGED": "GitLab self-managed",
}
"""The source types that can have a webhook, by the name that texts use [doc: UG webhooks]."""

_PULL_REQUEST_EVENTS = frozenset(
    {
        "PULL_REQUEST_CREATED",
        "PULL_REQUEST_UPDATED",
        "PULL_REQUEST_CLOSED",
        "PULL_REQUEST_REOPENED",
        "PULL_REQUEST_MERGED",
    }
)
_RELEASE_EVENTS = frozenset({"RELEASED", "PRERELEASED"})
_EVENTS = frozenset({"PUSH", "WORKFLOW_JOB_QUEUED"}) | _PULL_REQUEST_EVENTS | _RELEASE_EVENTS

# [doc: API_WebhookFilter and the user guide's page of each provider]. Where the two contradict each other (GitLab with
# REOPENED and RELEASED) the event passes [assumed: support].
_EVENTS_NOT_OF = {
    "GITHUB_ENTERPRISE": _RELEASE_EVENTS,
    "BITBUCKET": frozenset({"PULL_REQUEST_REOPENED", "WORKFLOW_JOB_QUEUED"}) | _RELEASE_EVENTS,
    "GITLAB": frozenset({"PRERELEASED"}),
    "GITLAB_SELF_MANAGED": frozenset({"PRERELEASED"}),
}

# [doc: API_WebhookFilter]. A filter type that is not here goes with every event [assumed: refs-of-other-events].
_EVENTS_OF_FILTER = {
    "BASE_REF": _PULL_REQUEST_EVENTS,
    "FILE_PATH": _PULL_REQUEST_EVENTS | {"PUSH"},
    "COMMIT_MESSAGE": _PULL_REQUEST_EVENTS | {"PUSH"},
    "TAG_NAME": _RELEASE_EVENTS,
    "RELEASE_NAME": _RELEASE_EVENTS,
    "WORKFLOW_NAME": frozenset({"WORKFLOW_JOB_QUEUED"}),
}
# The user guide says the same of FILE_PATH, but a webhook of GitHub Enterprise with it was seen for pull requests
# [obs: terraform-provider-aws issue 42502].
_PUSH_ONLY_ON_ENTERPRISE = frozenset({"COMMIT_MESSAGE"})

_SCOPES_OF = {
    "GITHUB": frozenset({"GITHUB_ORGANIZATION", "GITHUB_GLOBAL"}),
    "GITHUB_ENTERPRISE": frozenset({"GITHUB_ORGANIZATION", "GITHUB_GLOBAL"}),
    "GITLAB": frozenset({"GITLAB_GROUP"}),
    "GITLAB_SELF_MANAGED": frozenset({"GITLAB_GROUP"}),
}
_NEED_DOMAIN = frozenset({"GITHUB_ENTERPRISE", "GITLAB_SELF_MANAGED"})

_APPROVER_ROLES = {
    "GITHUB": ("GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"),
    "GITHUB_ENTERPRISE": ("GITHUB_ADMIN", "GITHUB_MAINTAIN", "GITHUB_WRITE"),
    "BITBUCKET": ("BITBUCKET_ADMIN", "BITBUCKET_WRITE"),
    "GITLAB": ("GITLAB_OWNER", "GITLAB_MAINTAINER", "GITLAB_DEVELOPER"),
    "GITLAB_SELF_MANAGED": ("GITLAB_OWNER", "GITLAB_MAINTAINER", "GITLAB_DEVELOPER"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """The primary source of a project, which alone gets a webhook [obs: aws-cdk issue 27563].

    Attributes:
        type: Such as ``GITHUB``.
        location: Such as the URL of the repository; "" where the type has none.
    """

    type: str
    location: str

    @classmethod
    def of(cls, project: Mapping[str, Any]) -> Source:
        """Read the source of a project in the API's form."""
        source = project.get("source", {})
        return cls(source.get("type", ""), source.get("location", ""))


def default_approver_roles(source_type: str) -> tuple[str, ...]:
    """Return the roles that may approve a build when none is stated [doc: UG pull-request-build-policy]."""
    return _APPROVER_ROLES.get(source_type, ())


def check_settings(source: Source, settings: Mapping[str, Any], answers: Mapping[str, Any]) -> None:
    """Check the settings that a webhook is going to have as a whole.

    Args:
        source: The source of the project.
        settings: The settings in the API's form.
        answers: What CodeBuild does where AWS leaves it open.

    Raises:
        InvalidInputError: CodeBuild refuses them.
        ValidationError: The branch filter is empty.
    """
    if settings.get("branchFilter") == "":
        # [obs: terraform-provider-aws issue 7839]
        msg = (
            "1 validation error detected: Value '' at 'newProjectVersion.webhook.branches' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1"
        )
        raise ValidationError(msg)
    msg = next(_refusals(source, settings, answers), "")
    if msg:
        raise InvalidInputError(msg)


def _refusals(source: Source, settings: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[str]:
    if "branchFilter" in settings and "filterGroups" in settings:
        # [obs: terraform-provider-aws pull request 8110]
        yield (
            "You cannot use branchFilter and filterGroups at the same time. "
            "Specify the branch filter using filterGroups"
        )
    if settings.get("buildType") != _BUILDKITE:  # [assumed: buildkite-events]
        if source.type not in _PROVIDERS:
            yield f"[local] a project with source type {source.type} can have no webhook"
            return
        yield from _scope_refusals(source, settings.get("scopeConfiguration"))
        for group in settings.get("filterGroups", ()):
            yield from _group_refusals(source, settings, group, answers)
    yield from _pattern_refusals(settings, answers)
    if answers["approver-roles"] == "reject":
        yield from _role_refusals(source, settings)


def _scope_refusals(source: Source, scope: Mapping[str, Any] | None) -> Iterator[str]:
    # [doc: UG github-global-organization-webhook-setup, gitlab-group-webhook-setup]
    if (scope is None) == (source.location == SCOPED_LOCATION):
        yield (
            f"[local] scopeConfiguration goes with the source location {SCOPED_LOCATION}, "
            f"and this project's location is {source.location}"
        )
    if scope is None:
        return
    if scope["scope"] not in _SCOPES_OF.get(source.type, ()):
        yield f"[local] {scope['scope']} is no scope of {_PROVIDERS[source.type]}"
    if source.type in _NEED_DOMAIN and not scope.get("domain"):
        yield f"[local] the scope of a {_PROVIDERS[source.type]} webhook needs a domain"


def _group_refusals(
    source: Source, settings: Mapping[str, Any], group: Sequence[Mapping[str, Any]], answers: Mapping[str, Any]
) -> Iterator[str]:
    listing = [each for each in group if each["type"] == "EVENT"]
    events = [event.strip() for each in listing for event in each["pattern"].split(",")]
    if not events:
        yield "[local] a filter group needs a filter of type EVENT"
    if answers["several-event-filters"] == "reject" and len(listing) > 1:
        yield "[local] a filter group can have one filter of type EVENT"
    if answers["excluded-event"] == "reject" and any(each.get("excludeMatchedPattern") for each in listing):
        yield "[local] a filter of type EVENT cannot exclude"
    for event in events:
        if answers["unknown-event"] == "reject" and event not in _EVENTS:
            yield f"[local] {event!r} is no EVENT"
        if answers["event-not-sent"] == "reject" and event in _EVENTS_NOT_OF.get(source.type, ()):
            yield f"[local] {_PROVIDERS[source.type]} has no event {event}"
    scope = settings.get("scopeConfiguration", {}).get("scope")
    wrong = [f["type"] for f in group if not _goes_with(f["type"], events, source.type, scope)]
    if wrong:
        # [obs, 2019: public source text that quotes the service]
        yield (
            f"The following filter types are not allowed for {_PROVIDERS[source.type]} webhook when EVENT is "
            f"[{', '.join(events)}]: [{', '.join(dict.fromkeys(wrong))}]. "
            "Make sure input filter types are supported by all the EVENT types specified."
        )


def _goes_with(filter_type: str, events: Sequence[str], source_type: str, scope: str | None) -> bool:
    if filter_type == "REPOSITORY_NAME":
        return scope is not None
    if filter_type == "ORGANIZATION_NAME":
        return scope == "GITHUB_GLOBAL"
    if source_type == "GITHUB_ENTERPRISE" and filter_type in _PUSH_ONLY_ON_ENTERPRISE:
        return set(events) == {"PUSH"}
    allowed = _EVENTS_OF_FILTER.get(filter_type)
    return allowed is None or allowed.issuperset(events)


def _role_refusals(source: Source, settings: Mapping[str, Any]) -> Iterator[str]:
    host = source.type.partition("_")[0]
    for role in settings.get("pullRequestBuildPolicy", {}).get("approverRoles", ()):
        if role.partition("_")[0] != host:
            yield f"[local] {role} is no role at {_PROVIDERS.get(source.type, source.type)}"


def _pattern_refusals(settings: Mapping[str, Any], answers: Mapping[str, Any]) -> Iterator[str]:
    """Return what RE2 does not compile [doc: API_WebhookFilter] [assumed: re2-implementation]."""
    patterns = [f["pattern"] for group in settings.get("filterGroups", ()) for f in group if f["type"] != "EVENT"]
    if "branchFilter" in settings:
        patterns.append(settings["branchFilter"])
    for pattern in patterns:
        if answers["empty-pattern"] == "reject" and not pattern:
            yield "[local] a pattern cannot be empty"
        reason = _re2_objection(pattern)
        if reason is not None:
            yield f"[local] RE2 refuses the pattern {pattern!r}: {reason}"


def _re2_objection(pattern: str) -> str | None:
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(pattern, options)
    except re2.error as error:
        reason = error.args[0]
        return reason.decode() if isinstance(reason, bytes) else str(reason)
    return None
