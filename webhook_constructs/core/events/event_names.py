"""The names that git hosts have for the events they send, and which CodeBuild mostly ignores.

Most names are on the pages below [doc]; some new ones were seen in public code only [obs]. Hosts add names: one that is
missing here is refused as a slip, unless the caller says that a host has added it. Add it, and change the date.

- GitHub: https://docs.github.com/en/webhooks/webhook-events-and-payloads, the pages of that for Enterprise Cloud and
  Enterprise Server, and for events that were withdrawn https://github.com/octokit/webhooks/tree/main/payload-schemas
- GitLab: https://docs.gitlab.com/user/project/integrations/webhook_events/ and
  https://docs.gitlab.com/administration/system_hooks/
- Bitbucket: https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ and
  https://developer.atlassian.com/cloud/bitbucket/rest/api-group-webhooks/
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches

from webhook_constructs.core.errors import WebhookEventError
from webhook_constructs.core.values.arguments import one_line, shown

__all__ = [
    "AS_OF",
    "EVENT_NAMES",
    "IgnoredEvent",
    "check_event_name",
    "check_new_event_name",
    "host_of_event",
    "is_event_name",
]

AS_OF = "November 2026"
"""When the lists were last compared with the pages."""

_MOST_NAMES = 3
_MOST_COMPARED = 100
_OTHER = re.compile("[^a-z0-9]+")

EVENT_NAMES = {
    "GitHub": frozenset(
        """
        branch_protection_configuration branch_protection_rule bypass_request_push_ruleset
        bypass_request_secret_scanning cache_sync check_run check_suite code_scanning_alert commit_comment
        content_reference create custom_property custom_property_values delete dependabot_alert deploy_key deployment
        deployment_protection_rule deployment_review deployment_status discussion discussion_comment
        dismissal_request_code_scanning dismissal_request_dependabot dismissal_request_secret_scanning enterprise
        exemption_request_push_ruleset exemption_request_secret_scanning fork github_app_authorization gollum
        installation installation_repositories installation_target issue_comment issue_dependencies issue_relates_to
        issues label marketplace_purchase member membership merge_group merge_queue_entry meta milestone org_block
        organization package page_build personal_access_token_request ping project project_card project_column
        projects_v2 projects_v2_item projects_v2_status_update public pull_request pull_request_review
        pull_request_review_comment pull_request_review_thread push registry_package release repository
        repository_advisory repository_dispatch repository_import repository_ruleset repository_vulnerability_alert
        secret_scanning_alert secret_scanning_alert_location secret_scanning_scan security_advisory
        security_and_analysis sponsorship star status sub_issues team team_add user watch workflow_dispatch
        workflow_job workflow_run
        """.split()  # noqa: SIM905 - a name a line would be the longest module of all
    ),
    "GitLab": frozenset(
        f"{name} Hook"
        for name in """Confidential Issue, Confidential Note, Deployment, Emoji, Feature Flag, Issue, Job, Member,
        Merge Request, Milestone, Note, Pipeline, Project, Push, Release, Resource Access Token, Resource Deploy Token,
        Subgroup, System, Tag Push, Vulnerability, Wiki Page""".replace("\n       ", "").split(", ")
    ),
    "Bitbucket": frozenset(
        f"{subject}:{event}"
        for subject, events in {
            "diagnostics": "ping",
            "issue": "comment_created comment_updated created updated",
            "pipeline": "span_created",
            "project": "updated",
            "pullrequest": (
                "approved changes_request_created changes_request_removed comment_created comment_deleted "
                "comment_reopened comment_resolved comment_updated created fulfilled push rejected unapproved updated"
            ),
            "repo": (
                "commit_comment_created commit_status_created commit_status_updated created deleted fork imported push "
                "transfer updated"
            ),
        }.items()
        for event in events.split()
    ),
}
"""What the headers `X-GitHub-Event`, `X-Gitlab-Event` and `X-Event-Key` can say, by the host."""


def host_of_event(name: str) -> str:
    """Return the git host that sends an event.

    Args:
        name: The name of the event.

    Raises:
        WebhookEventError: None does; the text has the names that are nearest.

    Examples:
        >>> host_of_event("Push Hook")
        'GitLab'
        >>> host_of_event("issues")
        'GitHub'
    """
    host = _sender(name)
    if host is None:
        way_out = _way_out(name, tuple(EVENT_NAMES))
        msg = f"no git host of CodeBuild sends an event {shown(name)} as of {AS_OF}: {way_out}"
        raise WebhookEventError(msg)
    return host


def check_event_name(name: str, host: str) -> None:
    """Raise an error unless a git host sends an event.

    Args:
        name: The name of the event.
        host: The git host.

    Raises:
        WebhookEventError: It does not; the text has the host that does, or the names that are nearest.

    Examples:
        >>> try:
        ...     check_event_name("psuh", "GitHub")
        ... except WebhookEventError as error:
        ...     print(error)
        GitHub sends no event 'psuh' as of November 2026: did you mean 'push'?
    """
    sender = _sender(name)
    if sender is None:
        msg = f"{host} sends no event {shown(name)} as of {AS_OF}: {_way_out(name, (host,))}"
        raise WebhookEventError(msg)
    if sender != host:
        msg = f"{host} sends no event {shown(name)}: {sender} does"
        raise WebhookEventError(msg)


def check_new_event_name(name: str, host: str) -> None:
    """Raise an error unless a name can be that of an event that a git host has added since the lists were made.

    Args:
        name: The name of the event.
        host: The git host.

    Raises:
        WebhookEventError: Another host sends such an event, or the name is that of a known one, written otherwise.

    Examples:
        >>> check_new_event_name("commit_signature", "GitHub")
        >>> try:
        ...     check_new_event_name("PUSH", "GitHub")
        ... except WebhookEventError as error:
        ...     print(error)
        GitHub sends no event 'PUSH' as of November 2026: did you mean 'push'?
    """
    if _sender(name) is not None or _plain(name) in {"", *map(_plain, EVENT_NAMES[host])}:
        check_event_name(name, host)


def is_event_name(name: str) -> bool:
    """Check whether a git host sends an event of a name."""
    return _sender(name) is not None


def _sender(name: str) -> str | None:
    return next((host for host, names in EVENT_NAMES.items() if name in names), None)


def _way_out(name: str, hosts: tuple[str, ...]) -> str:
    """Return the names that are written in a similar way, or what to give."""
    known = {
        (host, _plain(each)): shown(each) + (f" ({host})" if len(hosts) > 1 else "")
        for host in hosts
        for each in sorted(EVENT_NAMES[host])
    }
    wanted = _plain(name[:_MOST_COMPARED])
    same = [text for (_, plain), text in known.items() if plain == wanted]
    plains = get_close_matches(wanted, {plain for _, plain in known}, _MOST_NAMES)
    near = same or [text for each in plains for (_, plain), text in known.items() if plain == each]
    if near:
        return f"did you mean {' or '.join([', '.join(near[:-1]), near[-1]][len(near) == 1 :])}?"
    return "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key of the delivery says"


def _plain(name: str) -> str:
    return _OTHER.sub(" ", name.casefold()).strip()


@dataclass(frozen=True, slots=True)
class IgnoredEvent:
    """Something that a git host sends and CodeBuild does not build for.

    Attributes:
        reason: Why.
        may_approve: Whether it is a comment that may approve a pull request, so that the build of that starts. Default:
            it starts nothing.
    """

    reason: str
    may_approve: bool = field(default=False, repr=False)

    @classmethod
    def not_built_for(cls, host: str, event_name: str, action: str | None = None) -> IgnoredEvent:
        r"""Return the ignored event for a delivery that matches no event of CodeBuild.

        Args:
            host: The git host.
            event_name: What it calls the event.
            action: What it calls the action. Default: there is none.

        Raises:
            WebhookEventError: The host sends no such event.

        Examples:
            >>> IgnoredEvent.not_built_for("GitHub", "issues", "opened\n").reason
            "GitHub's issues with action opened\\n is no event of CodeBuild"
        """
        check_event_name(event_name, host)
        return cls(
            f"{host}'s {event_name}{f' with action {one_line(action)}' if action else ''} is no event of CodeBuild"
        )

    @classmethod
    def added_since(cls, host: str, event_name: str) -> IgnoredEvent:
        """Return why an event is ignored that a git host has added since the lists of names were made.

        Args:
            host: The git host.
            event_name: What it calls the event.

        Raises:
            WebhookEventError: The name cannot be that of such an event.

        Examples:
            >>> IgnoredEvent.added_since("GitHub", "commit_signature").reason
            "GitHub's commit_signature was no event of GitHub or CodeBuild as of November 2026"
        """
        check_new_event_name(event_name, host)
        return cls(f"{host}'s {one_line(event_name)} was no event of {host} or CodeBuild as of {AS_OF}")
