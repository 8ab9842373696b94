"""Where the settings of a live webhook are not those that a template asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .build_type import BuildType
from .one_line import one_line
from .pull_request_policy import CommentApproval
from .unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .filter_group import FilterGroup
    from .pull_request_policy import PullRequestBuildPolicy
    from .scope import WebhookScope
    from .settings import WebhookSettings
    from .unresolved import Text

__all__ = ["SettingsDifference", "settings_differences", "undecided_members"]

_NONE = "none"


@dataclass(frozen=True, slots=True)
class SettingsDifference:
    """A setting that is another one than wanted.

    Attributes:
        member: Its name in `WebhookSettings`.
        wanted: What is wanted, in words; of filter groups, those alone that the live webhook lacks.
        live: What there is, in words; of filter groups, those alone that nobody wants.
    """

    member: str
    wanted: str
    live: str


def settings_differences(wanted: WebhookSettings, live: WebhookSettings) -> tuple[SettingsDifference, ...]:
    """Compare the settings of a live webhook with those that are wanted.

    What is left out is what the service takes for it: a build, the policy that all pull requests wait for a comment
    [doc: UG pull-request-build-policy], its own list of roles. The order of groups, filters, events and roles says
    nothing. What is known only on deployment is not compared (`undecided_members`), and neither are the manual flag,
    which cannot be read back [obs: terraform-provider-aws webhook_test.go], the git host and the repository.

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
        yield SettingsDifference("filter_groups", _groups(lacking), _groups(surplus))
    if (wanted.branch_filter or "") != (live.branch_filter or ""):
        said, found = (one_line(str(each.branch_filter or _NONE)) for each in (wanted, live))
        yield SettingsDifference("branch_filter", said, found)
    starts, started = wanted.build_type or BuildType.BUILD, live.build_type or BuildType.BUILD
    if starts is not started:
        yield SettingsDifference("build_type", str(starts), str(started))
    if wanted.scope != live.scope:
        yield SettingsDifference("scope", _scope(wanted.scope), _scope(live.scope))
    if not _is_policy(live.pull_request_build_policy, wanted.pull_request_build_policy):
        said, found = _policy(wanted.pull_request_build_policy), _policy(live.pull_request_build_policy)
        yield SettingsDifference("pull_request_build_policy", said, found)


def _groups(groups: Iterable[FilterGroup]) -> str:
    return " or ".join(f"({one_line(str(each))})" for each in groups) or _NONE


def _scope(scope: WebhookScope | None) -> str:
    if scope is None:
        return _NONE
    return one_line(" ".join(str(each) for each in (scope.scope_type, scope.name, scope.domain) if each is not None))


def _is_policy(live: PullRequestBuildPolicy | None, wanted: PullRequestBuildPolicy | None) -> bool:
    if _approval(live) is not _approval(wanted):
        return False
    if wanted is None or live is None or not wanted.approver_roles:
        return True
    return frozenset(wanted.approver_roles) == frozenset(live.approver_roles)


def _approval(policy: PullRequestBuildPolicy | None) -> CommentApproval:
    return CommentApproval.ALL_PULL_REQUESTS if policy is None else policy.requires_comment_approval


def _policy(policy: PullRequestBuildPolicy | None) -> str:
    roles = () if policy is None else policy.approver_roles
    return " ".join([_approval(policy).value, *([f"by {', '.join(map(str, roles))}"] if roles else [])])
