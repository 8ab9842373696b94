"""What to do with a webhook when CloudFormation creates, updates or deletes its resource.

The project that the resource has its webhook on is read from the physical id: after an update that failed half way, the
old properties are those of a state that was never reached.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .comparison import is_in_state, must_be_replaced
from .identity import PhysicalId
from .maker import Maker
from .retry import error_code

if TYPE_CHECKING:
    from .request import DesiredWebhook
    from .services import Services

__all__ = ["Outcome", "create", "delete", "update"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What CloudFormation is told of a webhook that lives."""

    physical_id: str
    url: str


def create(services: Services, desired: DesiredWebhook) -> Outcome:
    """Make the webhook of a new resource, or take over the one that is there."""
    webhook, is_adopted = Maker.of(services, desired).make_or_take_over()
    return _outcome(PhysicalId(desired.project_name, is_adopted), webhook)


def update(services: Services, desired: DesiredWebhook, previous: DesiredWebhook, physical_id: str) -> Outcome:
    """Bring the webhook of a resource to a new state, or back to an old one."""
    current = PhysicalId.parse(physical_id)
    maker = Maker.of(services, desired)
    if desired.project_name != current.project_name:
        return _move(maker, current)
    if must_be_replaced(desired, previous):
        webhook = maker.replace(services.codebuild(previous.region), previous)
    elif rotation := maker.rotation_after(previous.rotate_secret_on):
        webhook = maker.rotate(rotation)
    else:
        webhook = maker.realign(verify=desired.redeploy_on != previous.redeploy_on)
    return _outcome(current if desired.adopts else current.ours(), webhook)


def delete(services: Services, region: str | None, physical_id: str) -> None:
    """Delete the webhook that an id stands for; nothing to delete is fine."""
    target = PhysicalId.parse(physical_id)
    if not target.is_ours:
        _log.info("nothing to delete: %s is not a webhook of this resource", physical_id)
        return
    try:
        services.codebuild(region).delete(target.project_name)
    except ClientError as error:
        if error_code(error) != "OAuthProviderException":
            raise
        _log.warning(
            "the git host refused to delete the webhook of project %s: a hook may remain there, remove it by hand",
            target.project_name,
        )


def _move(maker: Maker, current: PhysicalId) -> Outcome:
    """Make the webhook on another project; CloudFormation has the old one deleted when the update is through."""
    project_name = maker.desired.project_name
    if left := current.left_on(project_name):
        existing = maker.service.read(project_name)
        if existing and is_in_state(existing, maker.desired):
            maker.restore_secret()
            return _outcome(left, existing)
    webhook, is_adopted = maker.make_or_take_over()
    return _outcome(current.moved_to(project_name, is_adopted=is_adopted), webhook)


def _outcome(physical_id: PhysicalId, webhook: dict[str, Any]) -> Outcome:
    return Outcome(str(physical_id), webhook.get("url") or "")
