"""What becomes of an event that CloudFormation has canceled (docs/adr/0013-canceled-events.md).

CloudFormation cancels what is in progress when a sibling fails [assumed: canceled-update-overlaps]. It sends the next
event at once, while the function of the canceled one still runs, and ignores its late answer. So an event checks after
its last write whether CloudFormation still waits for it, and takes back what it has written if not. A slow one checks
before its first write, too. The next event looks for what a canceled one has created and could not take back,
because its function crashed. It deletes only what it can prove to be that.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from .codebuild import WebhookStatusError
from .comparison import is_in_state, is_same
from .errors import CanceledError, DeadlineError, LeftBehindError, LifecycleError
from .identity import PhysicalId, ProjectRef
from .plan import Situation
from .reconciler import Reconciler, Result
from .removal import remove
from .request import DEFAULT_BUILD_TYPE, UPDATABLE, DesiredWebhook
from .retry import error_code, error_name
from .secret_store import CLOCKS_DIFFER
from .services import Services
from .stack import Operation

__all__ = ["check", "is_awaited", "remove_leftovers", "restoring", "stop_if_canceled"]

_log = logging.getLogger(__name__)

_OBSTACLES = (ClientError, BotoCoreError, LeftBehindError, LifecycleError, WebhookStatusError, DeadlineError)
"""What may keep a canceled event from taking its changes back."""

_SECOND_LOOK_SECONDS = 8.0
_YOUNG = timedelta(seconds=_SECOND_LOOK_SECONDS / 2)
"""How old an event may be that need not ask before it writes: the Delete of a canceled one looks later than that."""


def is_awaited(services: Services, operation: Operation | None) -> bool:
    """Whether CloudFormation still waits for the event.

    Args:
        services: What the event is handled with.
        operation: What CloudFormation did with the stack when the event began; None where that is not known, or was
            asked just now.
    """
    request = services.request
    answer = services.stack().awaits(request.request_type, request.logical_resource_id, services.sent, operation)
    if answer is None:
        name = request.properties.get("ProjectName")
        _log.warning(
            "if CloudFormation has canceled this event, the webhook of project %s stays as the event leaves it", name
        )
    return answer is not False


def stop_if_canceled(services: Services, desired: DesiredWebhook, operation: Operation | None) -> None:
    """Keep an event from its first write if CloudFormation has canceled it by then.

    Otherwise it may come too late for the Delete that looks for its webhook, without the permissions to delete it, or
    after a later deployment, the state of which it does not know.

    Args:
        services: What the event is handled with.
        desired: What the event is to bring about.
        operation: What CloudFormation did with the stack when the event began; None where that is not known.

    Raises:
        CanceledError: CloudFormation has stopped waiting.
    """
    if services.age > _YOUNG and not is_awaited(services, operation):
        raise _canceled(desired)


@contextlib.contextmanager
def restoring(
    services: Services, desired: DesiredWebhook, operation: Operation | None, ours: DesiredWebhook | None = None
) -> Iterator[None]:
    """Bring back what an event has deleted, and have the store hold the secret of the webhook that lives.

    That is, if the event fails after it was canceled. Otherwise the rollback does it, which comes after the event.

    Args:
        services: What the event is handled with.
        desired: What the event is to bring about.
        operation: What CloudFormation did with the stack when the event began; None where that is not known.
        ours: What the webhook was before, if it was ours and as it was to be.
    """
    try:
        yield
    except Exception:
        if (ours is not None or desired.secret_arn is not None) and not is_awaited(services, operation):
            try:
                if ours is not None and services.codebuild(ours.region).read(ours.project_name) is None:
                    _log.info("a canceled event has deleted the webhook of project %s: it comes back", ours.project)
                    _roll_back(services, desired, ours, None)
                _restore_secrets(services, desired)
            except _OBSTACLES as obstacle:  # the first error matters more
                _log_what_stays(desired, obstacle)
        raise


def check(
    services: Services,
    desired: DesiredWebhook,
    previous: DesiredWebhook | None,
    result: Result,
    operation: Operation | None,
) -> None:
    """Undo what an event has written, unless CloudFormation still waits for it.

    Args:
        services: What the event is handled with.
        desired: What the event was to bring about.
        previous: What the webhook was before the event; None where it was not ours, or is not known.
        result: What the event has done.
        operation: What CloudFormation did with the stack when the event began; None where that is not known.

    Raises:
        CanceledError: CloudFormation has stopped waiting.
    """
    name, is_update = desired.project_name, services.request.request_type == "Update"
    if is_update and not result.has_written:
        return
    try:
        if is_awaited(services, operation):
            return
    except DeadlineError:
        _log.warning("the time was up before CloudFormation said whether it waits for the webhook of project %s", name)
        return
    try:
        _take_back(services, desired, previous, result, operation)
    except _OBSTACLES as obstacle:
        _log_what_stays(desired, obstacle)
    raise _canceled(desired)


def _log_what_stays(desired: DesiredWebhook, obstacle: BaseException) -> None:
    name, what = desired.project_name, error_name(obstacle)
    _log.error("what a canceled event has changed of the webhook of project %s stays: %s", name, what)


def _canceled(desired: DesiredWebhook) -> CanceledError:
    return CanceledError(
        "CloudFormation stopped waiting for this event, so it did not change the webhook of project "
        f"{desired.project_name}"
    )


def remove_leftovers(services: Services, desired: DesiredWebhook, operation: Operation | None) -> None:
    """Delete the webhook that a canceled event has created, if it did and could not take it back.

    The function of that event may still run, so the project is looked at twice. A webhook is deleted if it has the
    settings of the canceled event, its secret was made in this operation, and no resource of the stack has it. In
    doubt it stays, and the log names it; a look that is refused blocks no stack.

    Args:
        services: What the present event is handled with.
        desired: What the canceled event was to bring about.
        operation: What CloudFormation does with the stack; None where that is not known.
    """
    project = desired.project
    try:
        is_there = _is_left_over(services, desired, operation)
    except (ClientError, BotoCoreError, DeadlineError) as error:
        _log.warning(
            "project %s could not be looked at (%s): a webhook that a canceled event has created there stays. Delete "
            "it (aws codebuild delete-webhook --project-name %s)",
            project,
            error_name(error),
            project.name,
        )
        return
    if is_there:
        _log.info("a canceled event has created the webhook of project %s: it is deleted", project)
        remove(services, project)


def _is_left_over(services: Services, desired: DesiredWebhook, operation: Operation | None) -> bool:
    # The permission of a new role may not work everywhere yet: its first event was canceled.
    service = services.codebuild(desired.region, waits_for_permission=True)
    project, request = desired.project, services.request
    live = service.read(project.name)
    if live is None or not _is_proven(live, desired, operation):
        services.retry.sleep(_SECOND_LOOK_SECONDS)
        live = service.read(project.name)
    physical_id = request.physical_resource_id or ""
    if live is None or services.stack().has_other_claim(project, request.logical_resource_id, physical_id):
        return False
    if _is_proven(live, desired, operation):
        return True
    _log.warning(
        "project %s has a webhook, and nothing proves that a canceled event of this stack has created it: it "
        "stays. If nothing else needs it, delete it (aws codebuild delete-webhook --project-name %s)",
        project,
        project.name,
    )
    return False


def _is_proven(live: dict[str, Any], desired: DesiredWebhook, operation: Operation | None) -> bool:
    made: datetime | None = live.get("lastModifiedSecret")
    if desired.adopts or operation is None or made is None:
        return False
    return is_in_state(live, desired) and made > operation.began + CLOCKS_DIFFER


def _take_back(
    services: Services,
    desired: DesiredWebhook,
    previous: DesiredWebhook | None,
    result: Result,
    operation: Operation | None,
) -> None:
    name, logical_id = desired.project_name, services.request.logical_resource_id
    has_gone_on = services.stack().has_gone_on(logical_id, services.sent, operation)
    if has_gone_on and (desired.adopts or not result.was_created):
        _log.info("CloudFormation has canceled this event, and a later one sees to the webhook of project %s", name)
    else:
        _log.info("CloudFormation has canceled this event: what it has changed of project %s is taken back", name)
        try:
            _take_webhook_back(services, desired, previous, result)
        except ClientError as error:
            if error_code(error) != "ResourceAlreadyExistsException":
                raise
            _log.info("the rollback has created the webhook of project %s meanwhile", name)
    _restore_secrets(services, desired)


def _take_webhook_back(
    services: Services, desired: DesiredWebhook, previous: DesiredWebhook | None, result: Result
) -> None:
    service, name = services.codebuild(desired.region), desired.project_name
    ours = None  # what the webhook was before, if it was ours and as it was to be
    if previous is not None and result.before is not None and is_in_state(result.before, previous):
        ours = previous
    live = service.read(name)
    if live is not None and is_same(live, result.webhook) and is_in_state(live, desired):
        if not result.has_written:
            remove_leftovers(services, desired, services.stack().operation())
        elif result.was_created:
            service.delete(name)
            if ours is not None:
                _roll_back(services, desired, ours, None)
        elif ours is not None:
            _roll_back(services, desired, ours, live)
        elif result.before is not None:
            members = {member: result.before[member] for member in UPDATABLE if result.before.get(member)}
            service.update(name, {"buildType": DEFAULT_BUILD_TYPE, **members})


def _roll_back(
    services: Services, desired: DesiredWebhook, previous: DesiredWebhook, live: dict[str, Any] | None
) -> None:
    """Bring the webhook of the event back to what it was before, as a rollback of the event does."""
    if previous.project == desired.project:
        reconciler = Reconciler.of(services, previous)
        resource = PhysicalId(previous.project, is_adopted=previous.adopts)
        stored = reconciler.read_store()
        reconciler.update(Situation(previous, desired, resource, live, stored, is_rollback=True))


def _restore_secrets(services: Services, desired: DesiredWebhook) -> None:
    current = PhysicalId.parse(services.request.physical_resource_id or "").project
    for project in dict.fromkeys((desired.project, current)):
        _restore_secret(services, desired, project)


def _restore_secret(services: Services, desired: DesiredWebhook, project: ProjectRef) -> None:
    """Have the store hold what belongs to a living webhook: the canceled event may have stored its own over it.

    The rollback may replace the webhook meanwhile, and store the secret of the new one before this writes.
    """
    if desired.secret_arn is None or not project.name:
        return
    store, service = services.secret_store(desired.secret_arn), services.codebuild(project.region)
    restored, live = None, service.read(project.name)
    while live is not None and not (restored and is_same(live, restored)):
        if not store.restore(store.read(str(project)), live):
            return
        restored, live = live, service.read(project.name)
