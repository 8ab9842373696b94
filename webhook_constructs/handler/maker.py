"""Making, changing and taking over the webhook of one project.

Facts of the service that shape this module (AWS documentation and Terraform's tests):

- a project has at most one webhook, and CreateWebhook fails where there is one;
- UpdateWebhook takes neither ``manualCreation`` nor ``scopeConfiguration``, and may keep a member that is left out
  [assumed: omitted-on-update], so it is always given the full desired state;
- payload URL and secret of a manual webhook are shown once, in the answer of CreateWebhook;
- changing a project's source drops its webhook.

Lambda sends an event again when an attempt at it has crashed. Whatever an event makes it must therefore recognise.
"""

from __future__ import annotations

import contextlib
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .adoption import Adoption
from .codebuild import LostAnswerError, WebhookStatusError
from .comparison import has_a_secret, has_roles_of, is_in_state, is_like, with_approval_of
from .errors import LeftBehindError, LifecycleError
from .retry import error_code, may_have_been_carried_out
from .rotation import Rotation
from .secret_place import CLOCKS_DIFFER, Announced, Attempt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .codebuild import CodeBuild
    from .request import DesiredWebhook
    from .secret_place import SecretPlace
    from .services import Services

__all__ = ["Maker"]

_log = logging.getLogger(__name__)

_OF_AN_EARLIER_ATTEMPT = "an earlier attempt at this event may have made it"


@dataclass(slots=True)
class Maker:
    """Brings one webhook into its desired state.

    Attributes:
        service: CodeBuild in the region of the project.
        place: Where the payload URL and secret go; None where there is no place.
        desired: What the webhook is to be.
        services: What the event is handled with.
        is_adopted: Whether the webhook of the resource was there before, and is to be kept for that.
        found_none: Whether there was no webhook just before one was made. It is asked where nothing else can tell.
        has_made: Whether the webhook is one that this event has made.
        rolls_back: Whether CloudFormation is undoing an update; None until that has been asked.
    """

    service: CodeBuild
    place: SecretPlace | None
    desired: DesiredWebhook
    services: Services
    is_adopted: bool = False
    found_none: bool = False
    has_made: bool = False
    rolls_back: bool | None = None

    @classmethod
    def of(cls, services: Services, desired: DesiredWebhook, *, is_adopted: bool = False) -> Maker:
        """Connect to where the webhook and its secret are."""
        place = None if desired.secret_arn is None else services.secret_place(desired.secret_arn)
        return cls(services.codebuild(desired.region), place, desired, services, is_adopted)

    @property
    def _name(self) -> str:
        return self.desired.project_name

    @property
    def _project(self) -> str:
        """The project as the place for its secret is told of it."""
        return str(self.desired.place)

    def make_or_take_over(self) -> tuple[dict[str, Any], bool]:
        """Create a webhook, or take over the one that is there; tell whether it was there."""
        try:
            return self._make_where_there_is_none(), False
        except ClientError as error:
            existing = self.service.read(self._name) if _exists(error) else None
            if existing is None:
                raise
            if not isinstance(error, LostAnswerError) or not self._has_just_made(existing):
                return self._take_over(existing, error), True
            has_secret = has_a_secret(existing, self.desired)
            return (self._make_anew(deletes=True) if has_secret else self._come_to_life(existing)), False

    def _make_where_there_is_none(self) -> dict[str, Any]:
        """Create a webhook; one that is met is only ever replaced if an attempt at this very event has made it."""
        if self.place is None:
            return self._make()
        attempt = self.place.earlier_attempt()
        try:
            existing = self.service.read(self._name)
            if existing is not None and attempt is Attempt.ANNOUNCED:
                self.service.delete(self._name)
        except BaseException as error:
            if attempt is None:
                raise
            raise LeftBehindError(_OF_AN_EARLIER_ATTEMPT) from error
        if existing is not None and attempt is Attempt.STORED:
            return self._come_to_life(existing)
        if existing is not None and attempt is None:
            return self._make()  # which fails, because there is one: the secret is left as it is
        return self._make_anew(deletes=False)

    def replace(self, previous: DesiredWebhook, *, rotates: bool = False) -> dict[str, Any]:
        """Delete and create inside one update: a second webhook could not exist beside the first.

        A rollback finds the webhook as it is to be, if the update that it undoes has never replaced it. Where it was
        edited outside, too, the rollback brings back what an update can: refused, it would be refused for ever.

        Args:
            previous: What the webhook was to be.
            rotates: Whether the service is to make a new secret, if the webhook need not be replaced.
        """
        if self.desired.source == previous.source and self._is_there_already(previous):
            return self.realign(verify=False, rotates=rotates)
        allowed = self.desired.allow_new_secret or previous.allow_new_secret
        if (self.desired.is_manual or previous.is_manual) and not allowed:
            if self.is_rollback:
                _log.warning("project %s has a webhook that the rollback does not replace, but updates", self._name)
                self.desired = with_approval_of(self.service.read(self._name) or {}, self.desired)
                return self.realign(verify=False)
            msg = (
                f"this change would replace the manual webhook of project {self._name}, and with it the payload URL "
                "and secret that the git host was given; set allow_new_secret=True and register the new ones there, or "
                "take the change back"
            )
            raise LifecycleError(msg)
        if finished := self._finished_before():
            return self._come_to_life(finished)
        return self._make_anew(deletes=True)

    def has_lost_its_secret(self, previous: DesiredWebhook) -> bool:
        """Tell whether the place is another one now, and what was shown of the webhook is only in the old one."""
        is_another = previous.secret_arn not in {None, self.desired.secret_arn}
        if self.place is None or not is_another or not self.desired.may_have_a_secret:
            return False
        shown = self.service.read(self._name) or {}
        return has_a_secret(shown, self.desired) and not self._has_kept(self.place, shown)

    def realign(self, *, verify: bool, rotates: bool = False) -> dict[str, Any]:
        """Send the full desired state; a webhook that is gone is made anew.

        Args:
            verify: Whether to look at what has become of the webhook, and to replace one that was edited so that an
                update cannot mend it.
            rotates: Whether the service is to make a new secret. One that has been missed is made in any case.
        """
        missed = self._missed()
        if missed is Announced.CREATION and not (self.is_adopted and self.service.read(self._name) is not None):
            _log.warning("the secret of the webhook of project %s is not known: it is made anew", self._name)
            return self._make_anew(deletes=True)
        try:
            webhook = self.service.update(self._name, self.desired.updatable)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException":
                raise
            _log.warning("project %s has no webhook any more: it is created anew", self._name)
            self.found_none = True
            return self._make_anew(deletes=False)
        try:
            webhook = self.service.await_active(self._name, webhook)
        except WebhookStatusError:
            if self.is_adopted:
                raise
            _log.warning("project %s has a webhook that never came to life: it is made anew", self._name)
            return self._make_anew(deletes=True)
        if verify and not (self._is_as_desired(rotates=rotates) or self.keeps_what_was_there()):
            _log.warning("project %s has a webhook that an update does not mend: it is replaced", self._name)
            return self.replace(self.desired)
        self._restore_secret()
        if self.place is not None and (rotates or missed is Announced.ROTATION):
            rotation = Rotation(self.service, self.place, self.desired, lambda: self.is_rollback)
            return rotation.carry_out(is_repair=missed is Announced.ROTATION)
        return webhook

    def is_to_rotate(self, previous: DesiredWebhook) -> bool:
        """Tell whether the service is to make a new secret, because another text asks for it.

        A second attempt at an event asks for none if the first has stored it.
        """
        text = self.desired.rotate_secret_on
        if self.place is None or text in {None, previous.rotate_secret_on} or self.is_rollback:
            return False
        return self.place.earlier_attempt() is not Attempt.STORED

    @property
    def is_rollback(self) -> bool:
        """Whether CloudFormation is undoing an update: it brings older texts back, and must not be refused."""
        if self.rolls_back is None:
            self.rolls_back = self.services.stack().is_rolled_back()
        return self.rolls_back

    @contextlib.contextmanager
    def _reading_the_secret(self) -> Iterator[None]:
        """Go on without the secret in a rollback, which the lack of it would fail for ever."""
        try:
            yield
        except ClientError as error:
            if not self.is_rollback:
                raise
            _log.warning("the secret of the webhook of project %s cannot be seen to: %s", self._name, error_code(error))

    def _missed(self) -> Announced | None:
        if self.place is not None and self.desired.may_have_a_secret:
            with self._reading_the_secret():
                return self.place.missed(self._project)
        return None

    def _restore_secret(self) -> None:
        """Have the place hold what belongs to the webhook of this project."""
        if self.place is not None and self.desired.may_have_a_secret:
            with self._reading_the_secret():
                self.place.restore(self._project, lambda: self.service.read(self._name))

    def _take_over(self, existing: dict[str, Any], refusal: ClientError) -> dict[str, Any]:
        """Take over a webhook that was there before: by wish, or because a crashed attempt at this event has made it.

        Whether it has cannot be known for certain, so it counts as one that was there before.

        Raises:
            ClientError: The refusal of CreateWebhook, where it is neither.
            LifecycleError: It was wished for and cannot be done.
        """
        if self.desired.adopts:
            return self._adoption.take_over(existing)
        if not self._may_have_made(existing, refusal):
            raise refusal
        return self.service.await_active(self._name, existing)

    def keeps_what_was_there(self) -> bool:
        """Tell whether the webhook is an adopted one, which an update must lead to the desired state.

        Raises:
            LifecycleError: It must be replaced for that.
        """
        existing = self.service.read(self._name) if self.is_adopted else None
        if existing is not None:
            try:
                self._adoption.keep(existing)
            except (LifecycleError, ClientError) as refusal:
                if not self.is_rollback:
                    raise
                _log.warning("the rollback brings back what an update can: %s", refusal)
        return self.is_adopted

    @property
    def _adoption(self) -> Adoption:
        return Adoption(self.service, self.place, self.desired)

    def _may_have_made(self, existing: dict[str, Any], refusal: ClientError) -> bool:
        """Whether a webhook may be what an earlier call for this event has made whose answer never came."""
        if not existing.get("url") or self.desired.is_manual or not is_in_state(existing, self.desired):
            return False
        # Of a project whose host is not known, a webhook without the date of a secret may be one of Bitbucket.
        is_undated = existing.get("lastModifiedSecret") is None and not self._has_no_secret
        return (is_undated and isinstance(refusal, LostAnswerError)) or self.services.has_been_attempted()

    def _shown_as_desired(self) -> dict[str, Any] | None:
        """Return the webhook as CodeBuild shows it, if it is as it is to be."""
        shown = self.service.read(self._name)
        return shown if shown is not None and is_like(shown, self.desired) else None

    def _is_there_already(self, instead_of: DesiredWebhook) -> bool:
        shown = self._shown_as_desired()
        if shown is None or has_roles_of(shown, instead_of, self.desired):
            return False
        return self.place is None or not has_a_secret(shown, self.desired) or self._has_kept(self.place, shown)

    def _is_as_desired(self, *, rotates: bool) -> bool:
        """Whether the webhook is as it is to be, and its secret is known, or is about to be another one."""
        shown = self._shown_as_desired()
        if shown is None:
            return False
        if self.place is None or rotates or not has_a_secret(shown, self.desired):
            return True
        self.place.confirm_what_is_by_hand(shown, self._project)
        return self.place.has_kept(shown, self._project)

    def _has_kept(self, place: SecretPlace, shown: dict[str, Any]) -> bool:
        with self._reading_the_secret():
            return place.has_kept(shown, self._project)
        return True

    def _finished_before(self) -> dict[str, Any] | None:
        """Return the webhook that an earlier attempt at this event has made and stored."""
        if self.place is None or self.place.earlier_attempt() is not Attempt.STORED:
            return None
        return self.service.read(self._name)

    def _make_anew(self, *, deletes: bool) -> dict[str, Any]:
        """Create a webhook in the place of one that is ours, or where there is none.

        The place is asked first: nothing is deleted for a webhook whose secret could not be kept.
        """
        if self.place is not None:
            self.place.announce(self._project)
        if deletes:
            self.service.delete(self._name)
            self.found_none = True
        try:
            return self._make()
        except ClientError as error:
            is_ours = isinstance(error, LostAnswerError) and _exists(error)
            if not is_ours or not self._has_just_made(self.service.read(self._name)):
                raise
            self.service.delete(self._name)
            return self._make()

    def _make(self) -> dict[str, Any]:
        """Create a webhook, store what is shown once, and wait until it lives; delete it again if that fails."""
        self.found_none = self.found_none or (self._has_no_secret and self.service.read(self._name) is None)
        created: dict[str, Any] = {}
        try:
            created = self.service.create(self._name, self.desired.members)
            if created.get("secret"):
                self._required_place().keep(created, self._project)
            elif self.place is not None:
                self.place.keep_nothing(created, self._project)
        except BaseException as error:
            self._undo(error, is_created=bool(created))
            raise
        self.has_made = True
        return self._come_to_life(created)

    def _come_to_life(self, webhook: dict[str, Any]) -> dict[str, Any]:
        """Wait until a webhook that this event has made lives; delete it again if it does not."""
        try:
            return self.service.await_active(self._name, webhook)
        except BaseException as error:
            self._undo(error, is_created=True)
            raise

    def _undo(self, error: BaseException, *, is_created: bool) -> None:
        """Delete what was made in vain: certainly, or by a call whose answer never came."""
        try:
            if is_created or (may_have_been_carried_out(error) and self._has_just_made(self.service.read(self._name))):
                self.service.delete(self._name)
        except BaseException as obstacle:  # noqa: BLE001 - whatever it is, the first error matters more
            if is_created:
                msg = f"it could not be deleted again: {type(obstacle).__name__}"
                raise LeftBehindError(msg) from error

    def _has_just_made(self, webhook: dict[str, Any] | None) -> bool:
        """Whether a webhook is what a call of this event has made whose answer never came.

        It is in the desired state, and CodeBuild says that its secret is younger than the event; or, where webhooks
        have none, there was no webhook before.
        """
        if webhook is None or not is_in_state(webhook, self.desired):
            return False
        made = webhook.get("lastModifiedSecret")
        return self.found_none if made is None else bool(made >= self.services.begun - CLOCKS_DIFFER)

    @property
    def _has_no_secret(self) -> bool:
        return self.desired.source.get("Type") == "BITBUCKET"

    def _required_place(self) -> SecretPlace:
        if self.place is None:
            msg = (
                f"CodeBuild returned a secret for the webhook of project {self._name}, and there is no place for "
                "it: set secret=True, or give a secret of Secrets Manager"
            )
            raise LifecycleError(msg)
        return self.place


def _exists(error: ClientError) -> bool:
    return error_code(error) == "ResourceAlreadyExistsException"
