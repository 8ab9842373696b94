"""Having CodeBuild make another secret of a webhook, and storing it."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .codebuild import LostAnswerError
from .errors import LifecycleError
from .retry import may_have_been_carried_out

if TYPE_CHECKING:
    from collections.abc import Callable

    from .codebuild import CodeBuild
    from .request import DesiredWebhook
    from .secret_place import SecretPlace

__all__ = ["Rotation"]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rotation:
    """Another secret for a webhook that is in its desired state.

    Attributes:
        service: CodeBuild in the region of the project.
        place: Where the secret goes.
        desired: What the webhook is to be.
        is_rollback: Tells whether CloudFormation is undoing an update, which must not be refused.
    """

    service: CodeBuild
    place: SecretPlace
    desired: DesiredWebhook
    is_rollback: Callable[[], bool]

    def carry_out(self, *, is_repair: bool) -> dict[str, Any]:
        """Have the service make a new secret, and store it.

        The place is asked first: no secret is made that could not be kept.

        Args:
            is_repair: Whether an earlier rotation was announced and its secret never stored.

        Raises:
            LifecycleError: The service has returned no secret [assumed: rotation-returns-secret], and this is no
                rollback.
        """
        name, project = self.desired.project_name, str(self.desired.place)
        if not is_repair:
            self.place.confirm_what_is_by_hand(self.service.read(name) or {}, project)
        self.place.announce_rotation(project)
        try:
            webhook = self.service.update(name, {**self.desired.updatable, "rotateSecret": True})
        except ClientError as error:
            if not is_repair and _is_refused(error):
                with contextlib.suppress(ClientError):  # the rollback then rotates, which is worse than nothing
                    self.place.withdraw_rotation(project)
            raise
        if webhook.get("secret"):
            self.place.keep(webhook, project)
        elif self.is_rollback():
            _log.warning("the service returned no secret for project %s: the stored one does not work", name)
        else:
            msg = (
                f"the service rotated but returned no secret for project {name}: the one that is stored no longer "
                "works. Take the change of rotate_secret_on back, delete the webhook (aws codebuild delete-webhook "
                f"--project-name {name}), change redeploy_on, deploy, and register the new payload URL and secret at "
                "the git host"
            )
            raise LifecycleError(msg)
        return webhook


def _is_refused(error: ClientError) -> bool:
    """Whether the service has certainly not carried out a call."""
    return not isinstance(error, LostAnswerError) and not may_have_been_carried_out(error)
