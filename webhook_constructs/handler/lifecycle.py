"""What an event is about: a new resource, a change of one, or a move to another project.

Which webhook the resource has is read from its physical ID: after an update that failed half way, the old properties
are those of a state that was never reached.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from .cancellation import check, is_awaited, remove_leftovers, restoring, stop_if_canceled
from .codebuild import WebhookStatusError
from .comparison import is_in_state, is_like
from .errors import CanceledError, LifecycleError
from .identity import PhysicalId
from .plan import Situation
from .reconciler import Reconciler, Result
from .request import DesiredWebhook
from .retry import error_code, is_host_limit, is_passing, message_of
from .secret_store import StoredSecret
from .services import Services
from .stack import Operation

__all__ = ["Outcome", "create", "update"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What CloudFormation is told of a webhook that lives."""

    physical_id: str
    url: str


def create(services: Services, desired: DesiredWebhook, operation: Operation | None = None) -> Outcome:
    """Create the webhook of a new resource, or adopt the one that the project has."""
    result = _create_or_adopt(services, desired, operation)
    return _outcome(PhysicalId(desired.project, result.is_adopted), result.webhook)


def _create_or_adopt(services: Services, desired: DesiredWebhook, operation: Operation | None) -> Result:
    with restoring(services, desired, operation):
        reconciler = Reconciler.of(services, desired, lambda: stop_if_canceled(services, desired, operation))
        result = reconciler.create_or_adopt()
    check(services, desired, None, result, operation)
    return result


def update(services: Services, desired: DesiredWebhook, previous: DesiredWebhook | None, physical_id: str) -> Outcome:
    """Bring the webhook of a resource into a new state, or back into an old one.

    Args:
        services: Where calls go.
        desired: What the webhook is to be.
        previous: What the last properties asked for, reached or not; None where they cannot be read.
        physical_id: The ID that the resource has.
    """
    operation = services.stack().operation()
    if operation is not None and operation.is_rollback and not is_awaited(services, None):
        msg = "CloudFormation has canceled this event before it was delivered, and rolls the update back"
        raise CanceledError(msg)
    current = PhysicalId.parse(physical_id)
    if not current.is_created:
        return create(services, desired, operation)
    is_rollback = operation is not None and operation.is_rollback
    reconciler = Reconciler.of(services, desired, lambda: stop_if_canceled(services, desired, operation))
    live = None
    try:
        if desired.project != current.project:
            return _move(services, desired, current, operation)
        live = reconciler.service.read(desired.project_name)
        stored = _stored(reconciler, is_rollback=is_rollback)
        was_ours = not is_rollback and previous is not None and live is not None and is_in_state(live, previous)
        with restoring(services, desired, operation, previous if was_ours else None):
            result = reconciler.update(Situation(desired, previous, current, live, stored, is_rollback))
    except (ClientError, LifecycleError, WebhookStatusError) as error:
        may_be_rollback = is_rollback or (operation is None and live is not None and is_like(live, desired))
        if not may_be_rollback or not _is_final(error):
            raise
        _log.error(
            "the webhook of project %s stays as it is, because its rollback was refused: %s",
            current.project,
            f"{error_code(error)} {message_of(error)}" if isinstance(error, ClientError) else error,
        )
        return _outcome(current, live or {})
    check(services, desired, previous, result, operation)
    if is_rollback and previous is not None and previous.project != desired.project:
        remove_leftovers(services, previous, operation)
    keeps_id = desired.adopts and not result.was_created
    return _outcome(current if keeps_id else current.ours(), result.webhook)


def _stored(reconciler: Reconciler, *, is_rollback: bool) -> StoredSecret | None:
    """Read the secret store; a rollback goes on without it, for the lack of it would fail it for ever."""
    try:
        return reconciler.read_store()
    except ClientError as error:
        if not is_rollback:
            raise
        project = reconciler.desired.project
        _log.warning("the secret of the webhook of project %s could not be read: %s", project, error_code(error))
    return None


def _move(services: Services, desired: DesiredWebhook, current: PhysicalId, operation: Operation | None) -> Outcome:
    """Create the webhook on another project; CloudFormation has the old one deleted when the update is through."""
    reconciler, project = Reconciler.of(services, desired), desired.project
    live = reconciler.service.read(project.name) if current.left else None
    if live and (left := current.left_behind(project, live)):
        # A failed update that was not rolled back has left it, too, and the next one may ask for another state.
        is_rollback = operation is not None and operation.is_rollback
        stored, previous = _stored(reconciler, is_rollback=is_rollback), desired if is_rollback else None
        situation = Situation(desired, previous, left, live, stored, is_rollback)
        return _outcome(left, reconciler.update(situation).webhook)
    behind = services.codebuild(current.project.region).read(current.project.name)
    result = _create_or_adopt(services, desired, operation)
    return _outcome(current.moved_to(project, behind, is_adopted=result.is_adopted), result.webhook)


def _is_final(error: Exception) -> bool:
    """Whether the next attempt at a rollback would be refused like this one; the store's refusals can be mended."""
    if not isinstance(error, ClientError):
        return True
    is_of_store = str(error.operation_name).endswith("SecretValue")
    return not (is_passing(error) or is_host_limit(error) or is_of_store)


def _outcome(physical_id: PhysicalId, webhook: dict[str, Any]) -> Outcome:
    return Outcome(str(physical_id), webhook.get("url") or "")
