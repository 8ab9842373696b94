"""Where the settings of a live webhook are not those that a template asks for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.service.enums import ApproverRole, BuildType
from webhook_constructs.core.settings.pull_request_policy import (
    DEFAULT_POLICY,
    DEFAULT_ROLES,
    CommentApproval,
    PullRequestBuildPolicy,
)
from webhook_constructs.core.settings.scope import WebhookScope
from webhook_constructs.core.settings.webhook_settings import WebhookSettings, repository_of
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.unresolved import Text, is_unresolved

__all__ = ["SettingsDifference", "settings_differences", "undecided_members"]

_NONE = "none"


@dataclass(frozen=True, slots=True)
class SettingsDifference:
    """A setting that is another one than wanted.

    Attributes:
        member: Its name in `WebhookSettings`.
        wanted: What is wanted, in words; of filter groups, those alone that the live webhook lacks.
        live: What there is, in words; of filter groups, those alone that nobody wants.
        is_by_default: Whether it is wanted because no such setting is stated. Default: it is stated.
        are_roles: Whether it is the roles of a policy that states none. Default: it is not.
    """

    member: str
    wanted: str
    live: str
    is_by_default: bool = False
    are_roles: bool = False


def settings_differences(wanted: WebhookSettings, live: WebhookSettings) -> tuple[SettingsDifference, ...]:
    """Compare the settings of a live webhook with those that are wanted.

    What is left out is what the service takes for it: a build, the policy that all pull requests wait for a comment,
    and the roles of those who can write [doc: UG pull-request-build-policy]. A policy that is disabled needs no roles,
    and an empty domain is none. The order of groups, filters, events and roles says nothing. What is known only on
    deployment is not compared (`undecided_members`), and neither are the git host, addresses that may lead to one
    repository, and the manual flag, which cannot be read back [obs: terraform-provider-aws webhook_test.go].

    Args:
        wanted: The settings of a template.
        live: Those of the webhook as CodeBuild shows it.

    Examples:
        >>> from webhook_constructs.core import WebhookSettings
        >>> wanted, live = WebhookSettings(branch_filter="^main$"), WebhookSettings(branch_filter="^dev$")
        >>> [(each.member, each.wanted, each.live) for each in settings_differences(wanted, live)]
        [('branch_filter', '^main$', '^dev$')]
    """
    undecided = undecided_members(wanted)
    return tuple(each for each in _differences(wanted, live) if each.member not in undecided)


def undecided_members(wanted: WebhookSettings) -> tuple[str, ...]:
    """Name the settings that cannot be compared, because a part of them is known only on deployment."""
    scope = wanted.scope
    parts: dict[str, Iterable[Text | None]] = {
        "filter_groups": [each.pattern for group in wanted.filter_groups for each in group.filters],
        "branch_filter": [wanted.branch_filter],
        "scope": [] if scope is None else [scope.name, scope.domain],
    }
    return tuple(member for member, texts in parts.items() if any(map(is_unresolved, texts)))


def _differences(wanted: WebhookSettings, live: WebhookSettings) -> Iterator[SettingsDifference]:
    if frozenset(wanted.filter_groups) != frozenset(live.filter_groups):
        lacking = [each for each in wanted.filter_groups if each not in live.filter_groups]
        surplus = [each for each in live.filter_groups if each not in wanted.filter_groups]
        yield SettingsDifference("filter_groups", _groups(lacking), _groups(surplus), not wanted.filter_groups)
    if (wanted.branch_filter or "") != (live.branch_filter or ""):
        said, found = (one_line(str(each.branch_filter or _NONE)) for each in (wanted, live))
        yield SettingsDifference("branch_filter", said, found, not wanted.branch_filter)
    starts, started = wanted.build_type or BuildType.BUILD, live.build_type or BuildType.BUILD
    if starts is not started:
        yield SettingsDifference("build_type", str(starts), str(started))
    if _scope_parts(wanted.scope) != _scope_parts(live.scope):
        yield SettingsDifference("scope", _scope(wanted.scope), _scope(live.scope), wanted.scope is None)
    yield from _policy_differences(wanted.pull_request_build_policy, live.pull_request_build_policy)
    ours, theirs = repository_of(wanted), repository_of(live)
    if ours is not None and theirs is not None and ours.is_same_as(theirs) is False:
        yield SettingsDifference("source_location", str(ours), str(theirs))


def _groups(groups: Iterable[FilterGroup]) -> str:
    return " or ".join(f"({one_line(str(each))})" for each in groups) or _NONE


def _scope(scope: WebhookScope | None) -> str:
    return one_line(" ".join(str(each) for each in _scope_parts(scope) if each)) or _NONE


def _scope_parts(scope: WebhookScope | None) -> tuple[Text, ...]:
    return () if scope is None else (scope.scope_type, scope.name, scope.domain or "")


def _policy_differences(
    wanted: PullRequestBuildPolicy | None, live: PullRequestBuildPolicy | None
) -> Iterator[SettingsDifference]:
    member, approval = "pull_request_build_policy", _approval(wanted)
    named, shown = (() if each is None else each.approver_roles for each in (wanted, live))
    if _approval(live) is not approval:
        yield SettingsDifference(member, _policy(approval, named), _policy(_approval(live), shown), wanted is None)
    elif live is not None and approval is not CommentApproval.DISABLED:
        roles = named or _default_roles(shown)
        if frozenset(roles) != frozenset(shown):
            yield SettingsDifference(member, _policy(approval, roles), _policy(approval, shown), are_roles=not named)


def _default_roles(shown: Iterable[ApproverRole]) -> tuple[ApproverRole, ...]:
    """Return the roles that the service takes, at the git hosts of those that it shows."""
    hosts = {each.host for each in shown}
    return tuple(each for each in DEFAULT_ROLES if each.host in hosts)


def _approval(policy: PullRequestBuildPolicy | None) -> CommentApproval:
    return (policy or DEFAULT_POLICY).requires_comment_approval


def _policy(approval: CommentApproval, roles: Iterable[ApproverRole]) -> str:
    named = ", ".join(map(str, roles))
    return f"{approval} by {named}" if named else str(approval)
