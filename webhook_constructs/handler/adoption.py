"""Taking over a webhook that was there before, and keeping it: UpdateWebhook may change it, and nothing deletes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .codebuild import WebhookStatusError
from .comparison import has_a_secret, is_in_state, obstacle_to_adoption, what_may_remain
from .request import updatable

if TYPE_CHECKING:
    from .codebuild import CodeBuild
    from .request import DesiredWebhook
    from .secret_place import SecretPlace

__all__ = ["Adoption", "LifecycleError"]


class LifecycleError(Exception):
    """The desired state cannot be reached; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Adoption:
    """Brings a webhook that was there before into the desired state.

    Attributes:
        service: CodeBuild in the region of the project.
        place: Where the payload URL and secret are; None where there is no place.
        desired: What the webhook is to be.
    """

    service: CodeBuild
    place: SecretPlace | None
    desired: DesiredWebhook

    def take_over(self, existing: dict[str, Any]) -> dict[str, Any]:
        """Bring a webhook to the desired state, once it lives; where that cannot be, it stays as it was.

        Args:
            existing: The webhook as CodeBuild shows it.

        Raises:
            LifecycleError: It cannot be brought there.
        """
        name = self.desired.project_name
        try:
            living = self.service.await_active(name, existing)
        except WebhookStatusError as error:
            raise self._refusal(str(error), "To have another one,") from None
        if obstacle := self._obstacle(living):
            raise self._refusal(obstacle) from None
        webhook = self.service.update(name, self.desired.updatable)
        remains = what_may_remain(living, self.desired)
        if remains and not is_in_state(self.service.read(name) or {}, self.desired):
            self.service.update(name, updatable(living))
            raise self._refusal(remains) from None
        if self.place is not None and self._keeps_secret_of(living):
            self.place.confirm(living, str(self.desired.place))
        return webhook

    def keep(self, existing: dict[str, Any]) -> None:
        """See whether an adopted webhook can be led to another desired state, and that its secret is known.

        Args:
            existing: The webhook as CodeBuild shows it.

        Raises:
            LifecycleError: It would have to be replaced.
        """
        if obstacle := self._obstacle(existing) or what_may_remain(existing, self.desired):
            msg = (
                f"the webhook of project {self.desired.project_name} was there before and is never deleted while "
                f"on_existing says ADOPT, but this change needs a new one: {obstacle}. State what is there, or take "
                "on_existing away, which makes the webhook ours, and change it in the deployment after that"
            )
            raise LifecycleError(msg)
        project = str(self.desired.place)
        is_kept = self.place is None or self.place.has_kept(existing, project)
        if self.place is not None and self._keeps_secret_of(existing) and not is_kept:
            self.place.confirm(existing, project)

    def _refusal(self, why: str, instead: str = "State the same, or") -> LifecycleError:
        name = self.desired.project_name
        return LifecycleError(
            f"the webhook that project {name} has cannot be adopted: {why}. {instead} delete it (aws codebuild "
            f"delete-webhook --project-name {name}) and deploy again"
        )

    def _obstacle(self, existing: dict[str, Any]) -> str | None:
        known = not self._keeps_secret_of(existing) or (
            self.place is not None and self.place.may_be_confirmed(existing, str(self.desired.place))
        )
        return obstacle_to_adoption(existing, self.desired, secret_is_known=known)

    def _keeps_secret_of(self, existing: dict[str, Any]) -> bool:
        """Whether a webhook has a secret, and somebody must know it."""
        return (self.place is not None or self.desired.is_manual) and has_a_secret(existing, self.desired)
