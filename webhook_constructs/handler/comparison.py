"""When two states of a webhook are the same, and what leads from one to the other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .request import DEFAULT_BUILD_TYPE, GITHUB_ENTERPRISE, DesiredWebhook

__all__ = [
    "has_a_secret",
    "has_another_source",
    "has_roles_of",
    "is_in_state",
    "is_like",
    "is_same",
    "must_be_replaced",
    "obstacle_to_adoption",
    "with_approval_of",
]


# UpdateWebhook may keep a member that is left out [assumed: omitted-on-update].
_CANNOT_BE_TAKEN_AWAY = ("filterGroups", "branchFilter", "pullRequestBuildPolicy")
_DEFAULT_APPROVAL = "ALL_PULL_REQUESTS"


def is_in_state(webhook: dict[str, Any], desired: DesiredWebhook) -> bool:
    """Check whether a webhook as CodeBuild shows it is the desired one. The manual flag cannot be read back."""
    wanted = desired.members
    return (
        _groups(webhook) == _groups(wanted)
        and (webhook.get("branchFilter") or "") == wanted.get("branchFilter", "")
        and webhook.get("buildType", DEFAULT_BUILD_TYPE) == wanted.get("buildType", DEFAULT_BUILD_TYPE)
        and _scope(webhook) == _scope(wanted)
        and _has_policy(webhook, wanted.get("pullRequestBuildPolicy"))
    )


def must_be_replaced(desired: DesiredWebhook, previous: DesiredWebhook) -> bool:
    """Check whether UpdateWebhook cannot, or is not known to, lead from one state to the other."""
    if desired.is_manual != previous.is_manual:
        return True
    if _scope(desired.members) != _scope(previous.members):
        return True
    if desired.is_manual:
        return _taken_away(previous.members, desired) or desired.secret_arn != previous.secret_arn
    # CodeBuild drops the webhook when the source changes, or goes on showing one that leads nowhere.
    return _taken_away(previous.members, desired) or has_another_source(desired, previous)


def has_another_source(desired: DesiredWebhook, previous: DesiredWebhook) -> bool:
    """Check whether the source of the project has changed, as far as both states know it.

    That of an imported project is known once somebody states it, and that makes it no other one.
    """
    known = desired.source.keys() & previous.source.keys()
    return any(desired.source[name] != previous.source[name] for name in known)


def is_like(webhook: dict[str, Any], desired: DesiredWebhook) -> bool:
    """Check whether a webhook is in the desired state, and manual if it is to be, as far as that can be seen."""
    return is_in_state(webhook, desired) and _kind_fits(webhook, desired)


def is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Check whether two answers show the same webhook: its address and the time of its secret, where both show them."""
    shown = ({webhook.get(member) for webhook in (one, other)} for member in ("url", "lastModifiedSecret"))
    return all(len(values - {None, ""}) <= 1 for values in shown)


def has_roles_of(webhook: dict[str, Any], previous: DesiredWebhook, desired: DesiredWebhook) -> bool:
    """Check whether a webhook still lets those approve builds whom a policy named that was taken away."""
    named = previous.members.get("pullRequestBuildPolicy", {}).get("approverRoles")
    if named is None or "pullRequestBuildPolicy" in desired.members:
        return False
    shown = (webhook.get("pullRequestBuildPolicy") or {}).get("approverRoles") or []
    return not set(named).isdisjoint(shown)


def with_approval_of(webhook: dict[str, Any], desired: DesiredWebhook) -> DesiredWebhook:
    """Ask for the service's own approval policy by name where a webhook has another one and none is wished for."""
    if "pullRequestBuildPolicy" in desired.members or _approval(webhook) == _DEFAULT_APPROVAL:
        return desired
    policy = {"requiresCommentApproval": _DEFAULT_APPROVAL}
    return replace(desired, members={**desired.members, "pullRequestBuildPolicy": policy})


def has_a_secret(webhook: dict[str, Any], desired: DesiredWebhook) -> bool:
    """Check whether somebody has to know the secret of a webhook: CodeBuild has not added the hook itself.

    Where nobody has asked for that, a webhook has one if CodeBuild says when it was made [assumed: secret-date], and
    knows no address.
    """
    shows_one = webhook.get("lastModifiedSecret") is not None and not webhook.get("url")
    return desired.is_manual or (desired.may_have_a_secret and shows_one)


def obstacle_to_adoption(webhook: dict[str, Any], desired: DesiredWebhook, *, secret_is_known: bool) -> str | None:
    """Return why an existing webhook cannot be brought to the desired state; None where it can.

    An adopted webhook is never deleted, so only what UpdateWebhook can do is possible. Leaving a member out
    [assumed: omitted-on-update] is not tried on a webhook of somebody else, which could not be brought back.
    """
    if _scope(webhook) != _scope(desired.members):
        return "its scope is another one"
    if not _kind_fits(webhook, desired):
        return (
            f"it is {_kind(manual=not desired.is_manual)} webhook and {_kind(manual=desired.is_manual)} one is wanted"
        )
    if not secret_is_known:
        return (
            "it is a manual webhook, and its payload URL and secret are not in the secret that was given (where a "
            "construct with secret=True was renamed, that is a new one: keep the logical ids of the webhook and of its "
            "secret, docs/guides/rename-or-move.md)"
        )
    if _taken_away({name: value for name, value in webhook.items() if value}, desired, policy=False):
        return "it has filter groups or a branch filter that the new settings do not replace"
    approval = _approval(webhook)
    if approval != _DEFAULT_APPROVAL and "pullRequestBuildPolicy" not in desired.members:
        return f"its pull request build policy is {approval} and the new settings state none"
    return None


def _kind_fits(webhook: dict[str, Any], desired: DesiredWebhook) -> bool:
    """Whether a webhook is manual if it is to be. CodeBuild knows the address of a hook that it has added itself.

    It knows none on GitHub Enterprise, whoever has added the hook there.
    """
    return desired.source.get("Type") == GITHUB_ENTERPRISE or desired.is_manual != bool(webhook.get("url"))


def _kind(*, manual: bool) -> str:
    return "a manual" if manual else "an automatic"


def _taken_away(members: dict[str, Any], desired: DesiredWebhook, *, policy: bool = True) -> bool:
    names = _CANNOT_BE_TAKEN_AWAY if policy else _CANNOT_BE_TAKEN_AWAY[:2]
    return any(name in members and name not in desired.members for name in names)


def _groups(webhook: dict[str, Any]) -> list[list[tuple[str, str, bool]]]:
    """Return filter groups as they compare: the service adds a default, and echoes the blanks of an event list."""
    return [
        [
            (
                item["type"],
                item["pattern"].replace(" ", "") if item["type"] == "EVENT" else item["pattern"],
                bool(item.get("excludeMatchedPattern")),
            )
            for item in group
        ]
        for group in webhook.get("filterGroups") or []
    ]


def _scope(webhook: dict[str, Any]) -> tuple[str, str, str] | None:
    scope = webhook.get("scopeConfiguration")
    if not scope:
        return None
    return scope.get("name", ""), scope.get("scope", ""), scope.get("domain", "")


def _has_policy(webhook: dict[str, Any], policy: dict[str, Any] | None) -> bool:
    """Whether a webhook has a policy; without one, the service's own, which waits for a comment on every request."""
    if policy is None:
        return _approval(webhook) == _DEFAULT_APPROVAL
    shown = webhook.get("pullRequestBuildPolicy") or {}
    return all(_same(shown.get(name), value) for name, value in policy.items())


def _approval(webhook: dict[str, Any]) -> str:
    policy = webhook.get("pullRequestBuildPolicy") or {}
    return str(policy.get("requiresCommentApproval", _DEFAULT_APPROVAL))


def _same(shown: Any, wanted: Any) -> bool:
    """Compare members of a policy; the order of roles, and a role that is named twice, say nothing."""
    return set(shown or []) == set(wanted) if isinstance(wanted, list) else bool(shown == wanted)
