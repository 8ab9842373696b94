"""What a Delete deletes: the webhook that the physical ID stands for, and nothing that another resource has."""

from __future__ import annotations

import logging
from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from .cancellation import remove_leftovers
from .identity import PhysicalId, ProjectRef, is_generated
from .removal import remove
from .request import RequestError
from .services import Services

__all__ = ["delete"]

_log = logging.getLogger(__name__)

_LATE = timedelta(seconds=30)
"""How old an event is that Lambda may deliver again after it was answered: its first pause is a minute."""


def delete(services: Services) -> None:
    """Delete the webhook that an ID stands for, unless the stack has it in something that stays.

    Nothing to delete is fine.

    Raises:
        ClientError: The webhook could not be deleted, and the stack stays.
    """
    target = PhysicalId.parse(services.request.physical_resource_id or "")
    try:
        _delete(services, target)
    finally:  # a refused deletion of the new webhook is passed over by a rollback, and the one that was left lives on
        if target.left_project is not None:
            _restore_secret(services, target, target.left_project)


def _delete(services: Services, target: PhysicalId) -> None:
    request = services.request
    physical_id = request.physical_resource_id or ""
    names_project = target.project.name == request.properties.get("ProjectName")
    if not names_project and is_generated(physical_id, request.stack_id, request.logical_resource_id):
        _delete_of_canceled(services)
    elif not target.is_ours:
        _log.info("nothing to delete: %s is not a webhook of this resource", physical_id)
    elif services.stack().has_other_claim(
        target.project, request.logical_resource_id, physical_id, is_late=services.age > _LATE
    ):
        _log.info("nothing to delete: a resource that stays in the stack has the webhook of project %s", target.project)
    else:
        remove(services, target.project)


def _delete_of_canceled(services: Services) -> None:
    """Delete what a canceled Create has created: CloudFormation knows no ID of it."""
    try:
        desired = services.request.desired
    except RequestError:  # the Create could not read its properties either
        _log.info("nothing to delete: the canceled Create had no readable properties")
        return
    remove_leftovers(services, desired, services.stack().operation())


def _restore_secret(services: Services, target: PhysicalId, left: ProjectRef) -> None:
    """Have the secret hold what belongs to a webhook that a move has left, if the move is rolled back.

    CloudFormation shows that by the Delete of the new webhook alone. Whatever comes between, that one is deleted.
    """
    try:
        arn = services.request.desired.secret_arn
        webhook = services.codebuild(left.region).read(left.name) if arn is not None else None
        if arn is None or webhook is None or target.left_behind(left, webhook) is None:
            return
        operation = services.stack().operation()
        if operation is not None and operation.is_rollback:
            store = services.secret_store(arn)
            store.restore(store.read(str(left)), webhook)
    except (ClientError, BotoCoreError, RequestError) as error:
        _log.warning(
            "what is stored for the webhook of project %s may not be the current version of its secret (%s): read it "
            "with --version-stage webhook-of-%s",
            left,
            type(error).__name__,
            left,
        )
