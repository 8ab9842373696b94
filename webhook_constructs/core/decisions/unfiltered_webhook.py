"""What decides about an event besides the filters that a webhook states and approval: its git host, its defaults."""

from __future__ import annotations

from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.service.assumptions import RUNNER_LABEL, Assumption
from webhook_constructs.core.service.enums import ApproverRole, BuildType, EventAction, FilterType, SourceProvider
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.unresolved import Text

from .event_values import EventValues

__all__ = ["conditions_beyond_filters", "groups_of", "implied_values", "other_host", "roles_there"]

_WITHOUT_FILTERS = (EventAction.PUSH, EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
_BRANCHES = "refs/heads/"
_NO_BRANCH = "whether a branch filter looks at tags is not documented"


def other_host(settings: WebhookSettings, event: WebhookEvent) -> str | None:
    """Return why an event cannot come from the git host of a webhook; None if it can."""
    theirs = _host_of_event(event)
    if theirs in {None, _host_of(settings.provider)} or settings.provider is None:
        return None
    return f"the event is from {theirs}, and the webhook is on {settings.provider}"


def roles_there(
    roles: tuple[ApproverRole, ...], settings: WebhookSettings, event: WebhookEvent
) -> tuple[ApproverRole, ...]:
    """Return the roles at the git host of a webhook; all where that is not known, or none of them is one there."""
    host = _host_of_event(event) or _host_of(settings.provider)
    return tuple(each for each in roles if each.host == host) or roles


def _host_of_event(event: WebhookEvent) -> str | None:
    role = event.author_role
    return role.host if isinstance(role, ApproverRole) else _host_of(event.provider)


def _host_of(provider: SourceProvider | None) -> str | None:
    return None if provider is None else provider.value.partition("_")[0]


def groups_of(settings: WebhookSettings) -> tuple[FilterGroup, ...]:
    """Return the groups of a webhook; of one without groups, the filters that CodeBuild applies by itself."""
    return settings.filter_groups or (_implied_group(settings.branch_filter),)


def _implied_group(branch_filter: Text | None) -> FilterGroup:
    filters = [Filter(FilterType.EVENT, ",".join(_WITHOUT_FILTERS))]
    if branch_filter is not None:
        filters.append(Filter(FilterType.HEAD_REF, branch_filter))
    return FilterGroup.of(filters)


def implied_values(filter_type: FilterType, found: EventValues) -> EventValues:
    """Return the values for the filters of `groups_of`, which see bare branch names instead of refs."""
    if filter_type is FilterType.EVENT:
        return found
    refs = found.values or ()
    if any(not ref.startswith(_BRANCHES) for ref in refs):
        return EventValues(None, undecided_because=_NO_BRANCH)
    bare = tuple(ref.removeprefix(_BRANCHES) for ref in refs)
    return EventValues(bare, undecided_because=found.undecided_because, assumptions=found.assumptions)


def conditions_beyond_filters(settings: WebhookSettings, event: WebhookEvent) -> list[Assumption]:
    """Return what has to hold, besides the filters, for an event that passes them to start a build."""
    is_labelled = settings.build_type is not BuildType.RUNNER_BUILDKITE_BUILD
    return [RUNNER_LABEL] if event.action is EventAction.WORKFLOW_JOB_QUEUED and is_labelled else []
