"""What to do with a webhook when CloudFormation creates, updates or deletes its resource.

Facts of the service that shape this module (AWS documentation, and Terraform's tests where it says nothing):

- a project has at most one webhook, and CreateWebhook fails where there is one;
- UpdateWebhook takes neither ``manualCreation`` nor ``scopeConfiguration``, and what it does with a member that is
  left out is not documented, so it is always given the full desired state;
- changing a project's source drops its webhook.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .codebuild import error_code
from .identity import PhysicalId

if TYPE_CHECKING:
    from collections.abc import Callable

    from .codebuild import CodeBuild
    from .request import DesiredWebhook

__all__ = ["LeftBehindError", "LifecycleError", "Outcome", "create", "delete", "update"]

_log = logging.getLogger(__name__)

_FIXED_AT_CREATION = ("manualCreation", "scopeConfiguration")
_CANNOT_BE_TAKEN_AWAY = ("filterGroups", "branchFilter", "pullRequestBuildPolicy")
_DEFAULT_BUILD_TYPE = "BUILD"


class LifecycleError(Exception):
    """The desired state cannot be reached; the text says what to do."""


class LeftBehindError(Exception):
    """A webhook was made, did not come to life, and could not be deleted again. The cause says why it failed."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What CloudFormation is told of a webhook that lives."""

    physical_id: str
    url: str


def create(service: CodeBuild, desired: DesiredWebhook) -> Outcome:
    """Make the webhook of a new resource."""
    return _outcome(PhysicalId(desired.project_name), _make(service, desired))


def update(
    connect: Callable[[str | None], CodeBuild], desired: DesiredWebhook, previous: DesiredWebhook, physical_id: str
) -> Outcome:
    """Bring the webhook of a resource to a new state, or back to an old one.

    The project that the resource has its webhook on is read from the physical id: after an update that failed half
    way, the old properties are those of the state that was never reached.
    """
    current = PhysicalId.parse(physical_id)
    service = connect(desired.region)
    if desired.project_name != current.project_name:
        return _move(service, desired, current)
    if _must_be_replaced(desired, previous):
        webhook = _replace(service, connect(previous.region), desired, previous)
    else:
        webhook = _realign(service, desired)
    return _outcome(current, webhook)


def delete(service: CodeBuild, physical_id: str) -> None:
    """Delete the webhook that an id stands for; nothing to delete is fine."""
    target = PhysicalId.parse(physical_id)
    if not target.is_ours:
        _log.info("nothing to delete: %s is not a webhook of this resource", physical_id)
        return
    try:
        service.delete(target.project_name)
    except ClientError as error:
        if error_code(error) != "OAuthProviderException":
            raise
        _log.warning(
            "the git host refused to delete the webhook of project %s: a hook may remain there, remove it by hand",
            target.project_name,
        )


def _make(service: CodeBuild, desired: DesiredWebhook) -> dict[str, Any]:
    """Create a webhook and wait until it lives; what does not come to life is deleted again."""
    created = service.create(desired.project_name, desired.members)
    try:
        return service.await_active(desired.project_name, created)
    except BaseException as error:
        try:
            service.delete(desired.project_name)
        except Exception as obstacle:  # noqa: BLE001 - whatever it is, the first error matters more
            msg = f"it could not be deleted again: {type(obstacle).__name__}"
            raise LeftBehindError(msg) from error
        raise


def _move(service: CodeBuild, desired: DesiredWebhook, current: PhysicalId) -> Outcome:
    """Make the webhook on another project; CloudFormation has the old one deleted when the update is through."""
    if current.moved_from == desired.project_name:
        existing = service.read(desired.project_name)
        if existing and _is_in_state(existing, desired):
            return _outcome(PhysicalId(desired.project_name), existing)
    return _outcome(current.moved_to(desired.project_name), _make(service, desired))


def _replace(
    service: CodeBuild, old_service: CodeBuild, desired: DesiredWebhook, previous: DesiredWebhook
) -> dict[str, Any]:
    """Delete and create inside one update: a second webhook could not exist beside the first."""
    allowed = desired.allow_new_secret or previous.allow_new_secret
    if (desired.is_manual or previous.is_manual) and not allowed:
        msg = (
            f"this change would replace the manual webhook of project {desired.project_name}, and with it the payload "
            "URL and secret that the git host was given; set allow_new_secret=True and register the new ones there, "
            "or take the change back"
        )
        raise LifecycleError(msg)
    old_service.delete(desired.project_name)
    return _make(service, desired)


def _realign(service: CodeBuild, desired: DesiredWebhook) -> dict[str, Any]:
    """Send the full desired state; a webhook that is gone is made anew."""
    members = {name: value for name, value in desired.members.items() if name not in _FIXED_AT_CREATION}
    members.setdefault("buildType", _DEFAULT_BUILD_TYPE)
    try:
        return service.update(desired.project_name, members)
    except ClientError as error:
        if error_code(error) != "ResourceNotFoundException":
            raise
    _log.warning("project %s has no webhook any more: it is created anew", desired.project_name)
    return _make(service, desired)


def _must_be_replaced(desired: DesiredWebhook, previous: DesiredWebhook) -> bool:
    """Whether UpdateWebhook cannot, or is not known to, lead from one state to the other."""
    if desired.region != previous.region or desired.is_manual != previous.is_manual:
        return True
    if _scope(desired.members) != _scope(previous.members):
        return True
    return any(name in previous.members and name not in desired.members for name in _CANNOT_BE_TAKEN_AWAY)


def _is_in_state(webhook: dict[str, Any], desired: DesiredWebhook) -> bool:
    """Whether a webhook as CodeBuild shows it is the desired one. The manual flag cannot be read back."""
    wanted = desired.members
    policy = wanted.get("pullRequestBuildPolicy")
    shown_policy = webhook.get("pullRequestBuildPolicy") or {}
    return (
        _groups(webhook) == _groups(wanted)
        and (webhook.get("branchFilter") or "") == wanted.get("branchFilter", "")
        and webhook.get("buildType", _DEFAULT_BUILD_TYPE) == wanted.get("buildType", _DEFAULT_BUILD_TYPE)
        and _scope(webhook) == _scope(wanted)
        and (policy is None or all(shown_policy.get(name) == value for name, value in policy.items()))
    )


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


def _outcome(physical_id: PhysicalId, webhook: dict[str, Any]) -> Outcome:
    return Outcome(str(physical_id), webhook.get("url") or "")
