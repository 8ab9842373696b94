"""Settings as the Python that a person would write for them."""

from __future__ import annotations

from enum import Enum

from webhook_constructs.core.groups.builder_calls import builder_call
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    RELEASE_ACTIONS,
    EventAction,
    FilterType,
    WebhookScopeType,
)
from webhook_constructs.core.values.python_code import Call, Chain, Code, Listing, Named, Plain, code_of, written
from webhook_constructs.core.values.unresolved import is_unresolved

from .pull_request_policy import PullRequestBuildPolicy
from .scope import WebhookScope
from .webhook_settings import WebhookSettings

__all__ = ["code_for", "group_code", "settings_arguments"]

_GROUPS = "filter_groups"
_USUAL_PULLS = {EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED}
_SCOPES = {
    WebhookScopeType.GITHUB_ORGANIZATION: "github_organization",
    WebhookScopeType.GITHUB_GLOBAL: "github_global",
    WebhookScopeType.GITLAB_GROUP: "gitlab_group",
}


def code_for(settings: WebhookSettings) -> str:
    r"""Return settings as the Python code that a person would write for them.

    Args:
        settings: The settings, valid or not.

    Returns:
        An expression that evaluates to equal settings if the names of `webhook_constructs.__all__` are imported. It
        calls the builder with names if they produce exactly the pattern, with globs if these do, and with the pattern
        otherwise. A group that no builder can produce, such as one that CodeBuild rejects, is a list of filters. A long
        expression spans several lines.

    Examples:
        >>> group = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]
        >>> print(code_for(WebhookSettings.from_cfn({"FilterGroups": [group]})))
        WebhookSettings([FilterGroup.on_push().and_branch_is("main")])
    """
    named = settings_arguments(settings)
    groups = [each.value for each in named if each.name == _GROUPS]
    others = [each for each in named if each.name != _GROUPS]
    return written(Call("WebhookSettings", (*groups, *others)))


def settings_arguments(settings: WebhookSettings) -> tuple[Named, ...]:
    """Return what is set as arguments of `WebhookSettings`, in their order."""
    values = {
        "branch_filter": settings.branch_filter,
        "build_type": settings.build_type,
        "scope": settings.scope,
        "manual_creation": settings.manual_creation,
        "pull_request_build_policy": settings.pull_request_build_policy,
        "provider": settings.provider,
        "source_location": settings.source_location,
        "may_predate_approval": settings.may_predate_approval or None,
    }
    groups = tuple(map(group_code, settings.filter_groups))
    found = (Named(name, _value_code(value)) for name, value in values.items() if value is not None)
    return (*([Named(_GROUPS, Listing(groups))] if groups else []), *found)


def _value_code(value: object) -> Code:
    if isinstance(value, WebhookScope):
        return _scope_code(value)
    if isinstance(value, PullRequestBuildPolicy):
        return _policy_code(value)
    return _member(value) if isinstance(value, Enum) else code_of(value)


def _member(member: Enum) -> Plain:
    return Plain(f"{type(member).__name__}.{member.name}")


def _scope_code(scope: WebhookScope) -> Call:
    """Write the scope of a webhook."""
    domain = () if scope.domain is None else (Named("domain", code_of(scope.domain)),)
    return Call(f"WebhookScope.{_SCOPES[scope.scope_type]}", (code_of(scope.name), *domain))


def _policy_code(policy: PullRequestBuildPolicy) -> Call:
    """Write which pull requests need approval."""
    roles = (Listing(tuple(map(_member, policy.approver_roles))),) if policy.approver_roles else ()
    return Call("PullRequestBuildPolicy", (_member(policy.requires_comment_approval), *roles))


def group_code(group: FilterGroup) -> Code:
    """Write a filter group: with its builders, or where these do not write it as a list of filters."""
    start = _start(group)
    if start is None:
        return _as_filters(group)
    calls = [start]
    for each in group.filters:
        if each.type is FilterType.EVENT:
            continue
        call = builder_call(group, each)
        if call is None:
            return _as_filters(group)
        calls.append(Call(call.method, tuple(map(code_of, call.arguments))))
    return Chain(tuple(calls)) if len(calls) > 1 else start


def _start(group: FilterGroup) -> Call | None:
    """Write the start of a group for its events; None where these are not known, or not known to CodeBuild."""
    names = group.event_names
    listed = [each for each in group.filters if each.type is FilterType.EVENT]
    known = {event.value: event for event in EventAction}
    if not names or len(listed) != 1 or is_unresolved(listed[0].pattern) or not known.keys() >= set(names):
        return None
    events = [known[name] for name in names]
    method, actions = _start_of(events)
    return Call(f"FilterGroup.{method}", tuple(map(_member, actions)))


def _start_of(events: list[EventAction]) -> tuple[str, list[EventAction]]:
    """Return the method that starts a group for some events, and which of them it is given."""
    pulls = [event for event in events if event in PULL_REQUEST_ACTIONS]
    others = set(events).difference(pulls)
    if pulls and others <= {EventAction.PUSH}:
        method = "on_push_or_pull_request" if others else "on_pull_request"
        return method, [] if set(pulls) == _USUAL_PULLS else pulls
    if others == {EventAction.PUSH}:
        return "on_push", []
    if others == {EventAction.WORKFLOW_JOB_QUEUED} and not pulls:
        return "on_workflow_job", []
    if others <= RELEASE_ACTIONS and not pulls:
        return "on_release", [] if others == {EventAction.RELEASED} else events
    return "in_event_of", events


def _as_filters(group: FilterGroup) -> Call:
    return Call("FilterGroup.of", (Listing(tuple(map(_filter_code, group.filters))),))


def _filter_code(each: Filter) -> Call:
    excluded = (Named("exclude_matched_pattern", Plain("True")),) if each.exclude_matched_pattern else ()
    return Call("Filter", (_member(each.type), code_of(each.pattern), *excluded))
