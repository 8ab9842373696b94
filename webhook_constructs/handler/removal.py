"""Deleting one webhook, as far as CodeBuild and the git host allow it."""

from __future__ import annotations

import logging

from botocore.exceptions import ClientError

from .codebuild import CodeBuild
from .identity import ProjectRef
from .retry import is_host_limit, may_have_been_carried_out
from .services import Services

__all__ = ["remove"]

_log = logging.getLogger(__name__)


def remove(services: Services, project: ProjectRef) -> None:
    """Delete the webhook of a project. A refusal is retried, then the project is looked at.

    While the whole stack goes, or an update is rolled back, a refusal would block the stack: the log names what is
    left, and the event succeeds. In a clean-up, a failed Delete sticks to nothing, so it fails with the advice.

    Raises:
        ClientError: The webhook could not be deleted.
    """
    service = services.codebuild(project.region)
    try:
        service.delete(project.name)
    except BaseException as error:
        is_refusal = isinstance(error, ClientError) and not is_host_limit(error)
        is_lost = may_have_been_carried_out(error)
        if not is_refusal and not is_lost:
            raise
        if _is_gone(service, project):
            return
        if is_lost or not _would_block(services):
            raise
        _log.warning(
            "the webhook of project %s stays, because its deletion was refused. Delete it (aws codebuild "
            "delete-webhook --project-name %s), and by hand a hook that remains at the git host",
            project,
            project.name,
        )


def _is_gone(service: CodeBuild, project: ProjectRef) -> bool:
    """Whether there is no webhook any more; one that nobody may look at counts as there."""
    try:
        return service.read(project.name) is None
    except ClientError:
        return False


def _would_block(services: Services) -> bool:
    if services.request.request_type == "Update":
        return True
    operation = services.stack().operation()
    return operation is not None and operation.deletes_all
