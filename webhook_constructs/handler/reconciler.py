"""Carries out what is planned for the webhook of one project.

Lambda sends an event again when an attempt at it has crashed, and CloudFormation cancels events whose function still
runs. The webhook that an event has created must therefore be recognizable: by the store, or by the time of its secret.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from botocore.exceptions import ClientError

from .codebuild import CodeBuild, LostAnswerError, WebhookStatusError
from .comparison import has_a_secret, is_in_state, is_like, is_same
from .errors import LeftBehindError, LifecycleError
from .plan import (
    Action,
    Plan,
    Situation,
    plan_after_update,
    plan_creation,
    plan_for_existing,
    plan_update,
    refusal_to_adopt,
)
from .request import DesiredWebhook
from .retry import error_code, may_have_been_carried_out
from .secret_store import CLOCKS_DIFFER, Announced, SecretStore, StoredSecret
from .services import Services

__all__ = ["Reconciler", "Result"]

_log = logging.getLogger(__name__)

_Webhook = dict[str, Any]
_POLICY = "pullRequestBuildPolicy"
_OF_AN_EARLIER_ATTEMPT = "an earlier attempt at this event may have created it"


@dataclass(frozen=True, slots=True)
class Result:
    """What has become of the webhook.

    Attributes:
        webhook: The webhook, as CodeBuild shows it.
        is_adopted: Whether it existed before this resource.
        was_created: Whether this event has created it.
        before: The webhook before this event has written anything; None where there was none.
        has_written: Whether this event has written anything to CodeBuild.
    """

    webhook: _Webhook
    is_adopted: bool = False
    was_created: bool = False
    before: _Webhook | None = None
    has_written: bool = True


@dataclass(frozen=True, slots=True)
class Reconciler:
    """Brings one webhook into its desired state.

    Attributes:
        service: CodeBuild in the region of the project.
        store: Where the payload URL and secret go; None where nobody keeps them.
        desired: What the webhook is to be.
        begun: When the event began to be handled.
        was_attempted: Tells whether an earlier attempt at this event has crashed.
        stop_if_canceled: Called before the first write, also when it is repeated; what it raises ends the event.
    """

    service: CodeBuild
    store: SecretStore | None
    desired: DesiredWebhook
    begun: datetime
    was_attempted: Callable[[], bool]
    stop_if_canceled: Callable[[], None] = lambda: None

    @classmethod
    def of(
        cls, services: Services, desired: DesiredWebhook, stop_if_canceled: Callable[[], None] = lambda: None
    ) -> Reconciler:
        """Connect to where the webhook and its secret are."""
        store = None if desired.secret_arn is None else services.secret_store(desired.secret_arn)
        service, attempted = services.codebuild(desired.region), services.was_attempted
        return cls(service, store, desired, services.begun, attempted, stop_if_canceled)

    @property
    def _name(self) -> str:
        return self.desired.project_name

    @property
    def _project(self) -> str:
        """The project as the secret store knows it."""
        return str(self.desired.project)

    def read_store(self) -> StoredSecret | None:
        """Return what the store holds for the webhook; None where there is no store."""
        return None if self.store is None else self.store.read(self._project)

    def create_or_adopt(self) -> Result:
        """Assign the webhook of its project to a resource that has none."""
        if self.store is None:
            was_empty = self._has_no_secret and self.service.read(self._name) is None
            return self._create_or_meet(Plan(Action.CREATE, self.desired), None, was_empty=was_empty)
        stored = self.store.read(self._project)
        try:
            live = self.service.read(self._name)
            plan = plan_creation(Situation(self.desired, live=live, stored=stored))
            if plan.action is Action.REPLACE:
                self.stop_if_canceled()
                self.service.delete(self._name)
        except BaseException as error:
            if stored.attempt is None:
                raise
            raise LeftBehindError(_OF_AN_EARLIER_ATTEMPT) from error
        if live is not None and plan.action is Action.KEEP:
            return Result(self._activate(live), was_created=True, has_written=False)
        return self._create_or_meet(plan, stored, was_empty=live is None or plan.action is Action.REPLACE)

    def update(self, situation: Situation) -> Result:
        """Bring the webhook of a resource into its desired state, or back into an old one.

        Raises:
            LifecycleError: That is not possible.
        """
        before = live = situation.live
        plan = plan_update(situation)
        has_written = plan.action is not Action.KEEP
        if has_written:
            self.stop_if_canceled()
        if plan.action is Action.UPDATE:
            try:
                live = self._update_in_place(plan)
            except WebhookStatusError:
                if situation.is_adopted:
                    raise
                plan = Plan(Action.REPLACE, plan.desired)
            else:
                situation = self._confirm_what_is_by_hand(replace(situation, live=live))
                plan = Plan(Action.CREATE, plan.desired) if live is None else plan_after_update(situation, plan)
        if plan.action in {Action.CREATE, Action.REPLACE}:
            _log.info("project %s: %s", self._name, plan.action.value)
            created = self._create_again(plan.desired, situation.stored, deletes=plan.action is Action.REPLACE)
            return Result(created, was_created=True, before=before)
        living = self.service.await_active(self._name, live or {})
        if plan.rotates and self.store is not None:
            living = self._rotate(self.store, situation)
        else:
            self._restore_secret(situation, living)
        return Result(living, plan.is_adopted, before=before, has_written=has_written or plan.rotates)

    def _create_or_meet(self, plan: Plan, stored: StoredSecret | None, *, was_empty: bool) -> Result:
        """Create a webhook, or take what CreateWebhook says there is."""
        self.stop_if_canceled()
        try:
            if plan.announces and self.store is not None:
                return Result(self._create_again(plan.desired, None, deletes=False), was_created=True)
            created = self._create(plan.desired, self.stop_if_canceled, was_empty=was_empty)
            return Result(created, was_created=True)
        except ClientError as error:
            live = self.service.read(self._name) if _exists(error) else None
            if live is None:
                raise
            return self._meet(live, stored, error, was_empty=was_empty)

    def _meet(self, live: _Webhook, stored: StoredSecret | None, refusal: ClientError, *, was_empty: bool) -> Result:
        """Adopt a webhook that CreateWebhook met; or recognize it as what this event has created.

        Raises:
            ClientError: The refusal of CreateWebhook, where it is neither.
            LifecycleError: It is to be adopted and cannot be.
        """
        is_lost = isinstance(refusal, LostAnswerError)
        is_ours = is_lost and self._has_just_created(live, was_empty=was_empty)
        if self.desired.adopts and not is_ours:
            live = self._living_to_adopt(live)
        plan = plan_for_existing(
            Situation(self.desired, live=live, stored=stored),
            just_created=is_ours,
            may_be_equal=not (is_ours or self.desired.adopts)
            and ((is_lost and self._is_undated(live)) or self.was_attempted()),
        )
        if plan is None:
            raise refusal
        if plan.action is Action.REPLACE:
            return Result(self._create_again(plan.desired, None, deletes=True), was_created=True)
        if plan.action is Action.KEEP:
            living = self._activate(live) if is_ours else self.service.await_active(self._name, live)
            return Result(living, plan.is_adopted, was_created=is_ours, has_written=is_ours)
        self.stop_if_canceled()
        webhook = self.service.update(self._name, plan.desired.updatable, self.stop_if_canceled)
        if self.store is not None and stored is not None and has_a_secret(live, self.desired):
            self.store.confirm(stored, live)
        return Result(webhook, is_adopted=True, before=live)

    def _living_to_adopt(self, live: _Webhook) -> _Webhook:
        try:
            return self.service.await_active(self._name, live)
        except WebhookStatusError as error:
            msg = refusal_to_adopt(self.desired, str(error), "To have another one,")
            raise LifecycleError(msg) from None

    def _update_in_place(self, plan: Plan) -> _Webhook | None:
        """Send the full desired state, and return what CodeBuild shows then; None where there is no webhook any more.

        UpdateWebhook answers with the webhook. Where that is not the desired one, BatchGetProjects has the last word.
        It also knows whether the webhook is gone: CodeBuild says the same of a credential that it does not find.
        """
        try:
            answer = self.service.update(self._name, plan.desired.updatable, self.stop_if_canceled)
        except ClientError as error:
            if error_code(error) != "ResourceNotFoundException" or self.service.read(self._name) is not None:
                raise
            return None
        webhook = self.service.await_active(self._name, answer)
        # boto3 older than 1.40.8 leaves the policy out of every answer.
        if _POLICY in plan.desired.members:
            webhook.setdefault(_POLICY, plan.desired.members[_POLICY])
        return webhook if is_like(webhook, plan.desired) else self.service.read(self._name)

    def _create_again(self, desired: DesiredWebhook, stored: StoredSecret | None, *, deletes: bool) -> _Webhook:
        """Create a webhook in the place of one that is ours, or where there is none.

        The store is told first: nothing is deleted for a webhook whose secret could not be kept. What has deleted goes
        on, canceled or not, for `cancellation.check` to bring the webhook back.
        """
        stop_if_canceled = None if deletes else self.stop_if_canceled
        if self.store is not None:
            self.store.announce_creation(self._project)
        if deletes:
            self._delete_replaced(stored)
        try:
            return self._create(desired, stop_if_canceled, was_empty=True)
        except ClientError as error:
            is_lost = isinstance(error, LostAnswerError) and _exists(error)
            live = self.service.read(self._name) if is_lost else None
            if live is None or not self._has_just_created(live, was_empty=True):
                raise
            self.service.delete(self._name)
            return self._create(desired, stop_if_canceled, was_empty=True)

    def _delete_replaced(self, stored: StoredSecret | None) -> None:
        """Delete what is to be replaced; if that is refused, the store holds the secret of what stays."""
        try:
            self.service.delete(self._name)
        except ClientError as error:
            if self.store is not None and stored is not None and not may_have_been_carried_out(error):
                with contextlib.suppress(ClientError):  # the refusal matters more
                    self.store.withdraw_creation(stored)
            raise

    def _create(
        self, desired: DesiredWebhook, before_repeat: Callable[[], None] | None, *, was_empty: bool
    ) -> _Webhook:
        """Create a webhook, store what is shown once, and wait until it is active; delete it again if that fails."""
        created: _Webhook = {}
        try:
            created = self.service.create(self._name, desired.members, before_repeat)
            if created.get("secret") and self.store is None:
                msg = (
                    f"CodeBuild returned a secret for the webhook of project {self._name}, and nothing keeps it: set "
                    "secret=True, or give a secret of Secrets Manager"
                )
                raise LifecycleError(msg)  # noqa: TRY301 - what was created must be undone
            if self.store is not None:
                self.store.keep(created, self._project)
        except BaseException as error:
            self._delete_again(error, created, was_empty=was_empty)
            raise
        return self._activate(created)

    def _activate(self, created: _Webhook) -> _Webhook:
        """Wait until a webhook is active that this event has created; delete it again if that fails."""
        try:
            return self.service.await_active(self._name, created)
        except BaseException as error:
            self._delete_again(error, created)
            raise

    def _delete_again(self, error: BaseException, created: _Webhook, *, was_empty: bool = False) -> None:
        """Delete what was created in vain: certainly, or by a call whose answer never came.

        If CloudFormation has canceled the event, a later one may have put another webhook in its place.
        """
        is_ours = bool(created)
        try:
            live = self.service.read(self._name) if created or _may_have_created(error) else None
            if created:
                is_ours = live is None or is_same(live, created)
            else:
                is_ours = live is not None and self._has_just_created(live, was_empty=was_empty)
            if is_ours:
                self.service.delete(self._name)
        except BaseException as obstacle:  # noqa: BLE001 - whatever it is, the first error matters more
            if is_ours:
                msg = f"it could not be deleted again: {type(obstacle).__name__}"
                raise LeftBehindError(msg) from error

    def _rotate(self, store: SecretStore, situation: Situation) -> _Webhook:
        """Have CodeBuild make a new secret, and store it.

        The store is told first: no secret is made that could not be kept.

        Raises:
            LifecycleError: CodeBuild has returned no secret, and this is no rollback.
        """
        is_repair = situation.missed is Announced.ROTATION
        store.announce_rotation(situation.stored or store.read(self._project))
        try:
            webhook = self.service.update(self._name, {**self.desired.updatable, "rotateSecret": True})
        except ClientError as error:
            is_refused = not isinstance(error, LostAnswerError) and not may_have_been_carried_out(error)
            if not is_repair and is_refused:
                with contextlib.suppress(ClientError):  # the rollback then rotates, which is worse than nothing
                    store.withdraw_rotation(self._project)
            raise
        if webhook.get("secret"):
            store.keep(webhook, self._project)
        elif situation.is_rollback:
            _log.warning("CodeBuild returned no secret for project %s: the stored one does not work", self._name)
        else:
            msg = (
                f"CodeBuild rotated the secret of project {self._name} and returned none: the stored one no longer "
                "works. Take the change of rotate_secret_on back, delete the webhook (aws codebuild delete-webhook "
                f"--project-name {self._name}), change redeploy_on, deploy, and register the new payload URL and "
                "secret at the git host"
            )
            raise LifecycleError(msg)
        return webhook

    def _restore_secret(self, situation: Situation, live: _Webhook) -> None:
        """Have the store hold what belongs to the living webhook, where an update to another one is rolled back."""
        if self.store is not None and situation.stored is not None and self.desired.may_have_a_secret:
            self.store.restore(situation.stored, live)

    def _confirm_what_is_by_hand(self, situation: Situation) -> Situation:
        """Label what somebody has stored by hand for the living webhook."""
        stored, live = situation.stored, situation.live or {}
        if self.store is None or stored is None or situation.secret_is_known or not stored.may_be_confirmed(live):
            return situation
        self.store.confirm(stored, live)
        return replace(situation, stored=self.store.read(self._project))

    def _has_just_created(self, webhook: _Webhook, *, was_empty: bool) -> bool:
        """Whether a webhook is what a call of this event has created whose answer never came.

        It is in the desired state, and CodeBuild says that its secret is younger than the event; or, where webhooks
        have none, there was no webhook before.
        """
        if not is_in_state(webhook, self.desired):
            return False
        made = webhook.get("lastModifiedSecret")
        return was_empty if made is None else bool(made >= self.begun - CLOCKS_DIFFER)

    @property
    def _has_no_secret(self) -> bool:
        return self.desired.source.get("Type") == "BITBUCKET"

    def _is_undated(self, webhook: _Webhook) -> bool:
        """Whether CodeBuild does not say when the secret was made, on a host where it has one."""
        return webhook.get("lastModifiedSecret") is None and not self._has_no_secret


def _may_have_created(error: BaseException) -> bool:
    """Whether a failed CreateWebhook may have created a webhook: itself, or the attempt before a refusal."""
    is_lost = isinstance(error, LostAnswerError) and not _exists(error)  # what exists is looked at by the callers
    return is_lost or may_have_been_carried_out(error)


def _exists(error: ClientError) -> bool:
    return error_code(error) == "ResourceAlreadyExistsException"
