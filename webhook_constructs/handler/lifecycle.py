"""What to do with a webhook when CloudFormation creates, updates or deletes its resource.

Which webhook the resource has is read from its physical id: after an update that failed half way, the old properties
are those of a state that was never reached.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from .comparison import must_be_replaced
from .identity import PhysicalId
from .maker import Maker
from .request import RequestError
from .retry import error_code, may_have_been_carried_out

if TYPE_CHECKING:
    from .codebuild import CodeBuild
    from .identity import Place
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
    return _outcome(PhysicalId(desired.place, is_adopted), webhook)


def update(services: Services, desired: DesiredWebhook, previous: DesiredWebhook | None, physical_id: str) -> Outcome:
    """Bring the webhook of a resource to a new state, or back to an old one.

    Args:
        services: Where calls go.
        desired: What the webhook is to be.
        previous: What the last properties asked for, reached or not; None where they cannot be read.
        physical_id: The id that the resource has.
    """
    current = PhysicalId.parse(physical_id)
    if not current.is_created:
        return create(services, desired)
    maker = Maker.of(services, desired, is_adopted=current.is_adopted and desired.adopts)
    if desired.place != current.place:
        return _move(services, maker, current)
    webhook = maker.realign(verify=True) if previous is None else _update(maker, desired, previous)
    is_adopted = desired.adopts and not maker.has_made
    return _outcome(current if is_adopted else current.ours(), webhook)


def _update(maker: Maker, desired: DesiredWebhook, previous: DesiredWebhook) -> dict[str, Any]:
    rotates = maker.is_to_rotate(previous)
    cannot_be_updated = must_be_replaced(desired, previous) or maker.has_lost_its_secret(previous)
    if cannot_be_updated and not maker.keeps_what_was_there():
        return maker.replace(previous, rotates=rotates)
    verify = desired.redeploy_on != previous.redeploy_on and not maker.is_rollback
    return maker.realign(verify=verify, rotates=rotates)


def delete(services: Services) -> None:
    """Delete the webhook that an id stands for, unless the stack has it in something that stays.

    Nothing to delete is fine.
    """
    request = services.request
    physical_id = request.physical_resource_id or ""
    target = PhysicalId.parse(physical_id)
    if not target.is_ours:
        _log.info("nothing to delete: %s is not a webhook of this resource", physical_id)
    elif services.stack().has_other_claim(target.place, request.logical_resource_id, physical_id):
        _log.info("nothing to delete: a resource that stays in the stack has the webhook of project %s", target.place)
    else:
        _delete(services.codebuild(target.place.region), target.place)
    if target.left_place is not None:
        _restore_secret(services, target, target.left_place)


def _delete(service: CodeBuild, place: Place) -> None:
    try:
        service.delete(place.project_name)
    except BaseException as error:
        # [assumed: refused-delete]
        if isinstance(error, ClientError) and error_code(error) == "OAuthProviderException":
            _log.warning(
                "the git host refused to delete the webhook of project %s: a hook may remain there, remove it by hand",
                place,
            )
        elif not may_have_been_carried_out(error) or service.read(place.project_name) is not None:
            raise


def _restore_secret(services: Services, target: PhysicalId, left: Place) -> None:
    """Have the secret hold what belongs to a webhook that a move has left, if the move is taken back.

    CloudFormation tells of that by the Delete of the new webhook alone. Whatever comes between, that one is deleted.
    """
    try:
        arn = services.request.desired.secret_arn
        webhook = services.codebuild(left.region).read(left.project_name) if arn is not None else None
        is_left = arn is not None and webhook is not None and target.left_behind(left, webhook) is not None
        if arn is not None and is_left and services.stack().is_rolled_back():
            services.secret_place(arn).restore(str(left), lambda: webhook)
    except (ClientError, BotoCoreError, RequestError) as error:
        _log.warning(
            "what is stored for the webhook of project %s may not be the current version of its secret (%s): read it "
            "with --version-stage webhook-of-%s",
            left,
            type(error).__name__,
            left,
        )


def _move(services: Services, maker: Maker, current: PhysicalId) -> Outcome:
    """Make the webhook on another project; CloudFormation has the old one deleted when the update is through."""
    place = maker.desired.place
    existing = maker.service.read(place.project_name) if current.left else None
    if existing and (left := current.left_behind(place, existing)):
        return _outcome(left, maker.realign(verify=False))
    behind = services.codebuild(current.place.region).read(current.place.project_name)
    webhook, is_adopted = maker.make_or_take_over()
    return _outcome(current.moved_to(place, behind, is_adopted=is_adopted), webhook)


def _outcome(physical_id: PhysicalId, webhook: dict[str, Any]) -> Outcome:
    return Outcome(str(physical_id), webhook.get("url") or "")
