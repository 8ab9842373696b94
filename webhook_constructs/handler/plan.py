"""What an event does to the webhook of its project: a pure function of what is wanted and what is there.

Facts of the service behind it (AWS documentation, and Terraform's tests where it says nothing):

- a project has at most one webhook, and CreateWebhook fails where there is one;
- UpdateWebhook takes neither ``manualCreation`` nor ``scopeConfiguration``;
- UpdateWebhook may keep a member that is left out [assumed: omitted-on-update], so it always gets the full desired
  state, and a member that is taken away needs another webhook;
- CodeBuild shows the payload URL and secret of a manual webhook once, in the answer of CreateWebhook;
- a change of a project's source drops its webhook.

Three moments need a plan: before anything is done (`plan_creation`, `plan_update`), when CreateWebhook says that there
is a webhook (`plan_for_existing`), and when UpdateWebhook has answered (`plan_after_update`).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from .comparison import (
    has_a_secret,
    has_another_source,
    has_roles_of,
    is_in_state,
    is_like,
    must_be_replaced,
    obstacle_to_adoption,
    with_approval_of,
)
from .errors import LifecycleError
from .identity import PhysicalId
from .request import DesiredWebhook
from .secret_store import Announced, Attempt, StoredSecret

__all__ = [
    "Action",
    "Plan",
    "Situation",
    "plan_after_update",
    "plan_creation",
    "plan_for_existing",
    "plan_update",
    "refusal_to_adopt",
]

_log = logging.getLogger(__name__)

_MANUAL_IS_KEPT = (
    "this change would replace the manual webhook of project {project}, and with it the payload URL and secret that "
    "the git host was given. Set allow_new_secret=True and register the new ones there, or take the change back"
)
_BECOMES_MANUAL = (
    "this change would replace the automatic webhook of project {project} with a manual one, and builds stop until you "
    "add a hook with its payload URL and secret at the git host. Set allow_new_secret=True and add the hook there, or "
    "take the change back"
)
_BECOMES_AUTOMATIC = (
    "this change would replace the manual webhook of project {project} with an automatic one. Set "
    "allow_new_secret=True and delete the hook that you added at the git host, or take the change back"
)
_ADOPTED_IS_KEPT = (
    "the webhook of project {project} existed before and is never deleted while on_existing says ADOPT, but this "
    "change needs a new one: {obstacle}. State what is there, or take on_existing away, which makes the webhook ours, "
    "and change it in the deployment after that"
)
_CANNOT_BE_ADOPTED = (
    "the webhook that project {project} has cannot be adopted: {obstacle}. {instead} delete it (aws codebuild "
    "delete-webhook --project-name {project}) and deploy again"
)
_NOT_CARRIED_OUT = (
    "CodeBuild accepted the new settings of the webhook of project {project} and shows others. The webhook existed "
    "before and is never deleted while on_existing says ADOPT. Compare it with the settings (aws codebuild "
    "batch-get-projects --names {project}), or take on_existing away, which makes the webhook ours"
)


class Action(Enum):
    """What is done to a webhook."""

    KEEP = "leave it as it is"
    CREATE = "create it where there is none"
    UPDATE = "update it in place"
    REPLACE = "delete it and create another"
    ADOPT = "update one that existed before, and never delete it"


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known before a webhook is touched.

    Attributes:
        desired: What the webhook is to be.
        previous: What the properties before the update asked for, reached or not; None where they cannot be read, and
            for a Create.
        resource: The physical ID that the resource has; None for a Create.
        live: The webhook as CodeBuild shows it; None where there is none, or nobody has looked yet.
        stored: What the secret store held for it; None where there is no store, or it cannot be read in a rollback.
        is_rollback: Whether CloudFormation undoes an update.
    """

    desired: DesiredWebhook
    previous: DesiredWebhook | None = None
    resource: PhysicalId | None = None
    live: dict[str, Any] | None = None
    stored: StoredSecret | None = None
    is_rollback: bool = False

    @property
    def is_adopted(self) -> bool:
        """Whether the resource has a webhook that existed before, and is to be kept for that."""
        return self.resource is not None and self.resource.is_adopted and self.desired.adopts

    @property
    def secret_is_known(self) -> bool:
        """Whether nobody has to know the secret of the living webhook, or it is stored."""
        if self.stored is None or self.live is None or not has_a_secret(self.live, self.desired):
            return True
        return self.stored.is_of(self.live)

    @property
    def missed(self) -> Announced | None:
        """What was about to make a secret that was never stored."""
        return self.stored.missed if self.stored is not None and self.desired.may_have_a_secret else None

    @property
    def rotates(self) -> bool:
        """Whether CodeBuild is to make a new secret, because another text asks for it.

        A rollback brings an older text back, and asks for none. Nor does a second attempt if the first has stored it.
        """
        text = self.desired.rotate_secret_on
        asks = text is not None and self.previous is not None and text != self.previous.rotate_secret_on
        was_stored = self.stored is not None and self.stored.attempt is Attempt.STORED
        return asks and not self.is_rollback and not was_stored


@dataclass(frozen=True, slots=True)
class Plan:
    """What is done, and how the resource is named then.

    Attributes:
        action: What is done to the webhook.
        desired: What it is to be.
        is_adopted: Whether it counts as one that existed before, which is never deleted.
        announces: Whether the secret store is told before the webhook is created.
        rotates: Whether CodeBuild makes a new secret after the update.
    """

    action: Action
    desired: DesiredWebhook
    is_adopted: bool = False
    announces: bool = True
    rotates: bool = False


def plan_creation(situation: Situation) -> Plan:
    """Plan for a resource that has no webhook.

    With a store, an earlier attempt at this event has left a trace there. Without one, CreateWebhook says whether there
    is a webhook.
    """
    desired, stored = situation.desired, situation.stored
    if situation.live is not None and stored is not None:
        if stored.attempt is Attempt.ANNOUNCED:  # it is the attempt's, and its secret was never stored
            return Plan(Action.REPLACE, desired)
        if stored.attempt is Attempt.STORED:
            return Plan(Action.KEEP, desired)
        return Plan(Action.CREATE, desired, announces=False)  # CreateWebhook refuses, and the store is left as it is
    return Plan(Action.CREATE, desired)


def plan_for_existing(situation: Situation, *, just_created: bool, may_be_equal: bool) -> Plan | None:
    """Plan for a project that has a webhook where CreateWebhook was to make one; None if the refusal stands.

    Args:
        situation: The situation with the webhook that was met.
        just_created: Whether a call of this event has created it, the answer of which got lost.
        may_be_equal: Whether an automatic webhook in the desired state counts as that of an earlier attempt. Nobody can
            tell for certain, so it counts as adopted.

    Raises:
        LifecycleError: It is to be adopted and cannot be.
    """
    desired, live = situation.desired, situation.live or {}
    if just_created:
        action = Action.REPLACE if has_a_secret(live, desired) else Action.KEEP
        return Plan(action, desired)
    if desired.adopts:
        if obstacle := _obstacle(situation):
            raise LifecycleError(refusal_to_adopt(desired, obstacle, "State the same, or"))
        return Plan(Action.ADOPT, desired, is_adopted=True)
    is_automatic = bool(live.get("url")) and not desired.is_manual
    if may_be_equal and is_automatic and is_in_state(live, desired):
        return Plan(Action.KEEP, desired, is_adopted=True)
    return None


def plan_update(situation: Situation) -> Plan:
    """Plan for a resource that has a webhook, in the project that it has it in.

    A rollback is never refused: what was refused on the way there would be refused on the way back, and the stack
    would be stuck.

    Raises:
        LifecycleError: The webhook would have to be replaced, and must not be.
    """
    desired, live = situation.desired, situation.live
    if live is None or live.get("status") == "DELETING":  # CreateWebhook waits for the end of the deletion
        return Plan(Action.CREATE, desired)
    if situation.missed is Announced.CREATION and not situation.is_adopted:
        return Plan(Action.REPLACE, desired)
    return _plan_change(situation)


def _plan_change(situation: Situation) -> Plan:
    desired, previous = situation.desired, situation.previous
    if situation.is_rollback and situation.missed is None and _is_there(situation):
        return Plan(Action.KEEP, desired, is_adopted=situation.is_adopted)
    in_place = Plan(
        Action.UPDATE,
        desired,
        is_adopted=situation.is_adopted,
        rotates=situation.stored is not None and (situation.rotates or situation.missed is Announced.ROTATION),
    )
    if previous is None or not (must_be_replaced(desired, previous) or _has_lost_its_secret(situation, previous)):
        return in_place
    if situation.is_adopted:
        return _keep_adopted(situation, in_place)
    if not has_another_source(desired, previous) and _is_there(situation):
        return in_place
    return _replace(situation, in_place)


def plan_after_update(situation: Situation, done: Plan) -> Plan:
    """Plan for what CodeBuild shows of a webhook after UpdateWebhook has accepted the desired state.

    Args:
        situation: The situation with what CodeBuild shows now.
        done: What was done.

    Raises:
        LifecycleError: The webhook would have to be replaced, and must not be.
    """
    desired, previous = done.desired, situation.previous
    kept = Plan(Action.KEEP, desired, is_adopted=done.is_adopted, rotates=done.rotates)
    verify = previous is None or (desired.redeploy_on != previous.redeploy_on and not situation.is_rollback)
    live = situation.live or {}
    if verify and is_like(live, desired) and (done.rotates or situation.secret_is_known):
        return kept
    if not verify and is_in_state(live, desired):
        return kept
    if not situation.is_adopted:
        return _replace(situation, kept)
    if _obstacle(situation) is None and not is_in_state(live, desired):
        if not situation.is_rollback:
            raise LifecycleError(_NOT_CARRIED_OUT.format(project=desired.project_name))
        _log.warning(_NOT_CARRIED_OUT.format(project=desired.project_name))
    return _keep_adopted(situation, kept)


def _replace(situation: Situation, otherwise: Plan) -> Plan:
    """Plan to delete and create within one update: a second webhook could not exist beside the first."""
    desired, previous = situation.desired, situation.previous or situation.desired
    allowed = desired.allow_new_secret or previous.allow_new_secret
    if (desired.is_manual or previous.is_manual) and not allowed:
        if not situation.is_rollback:
            raise LifecycleError(_refusal_to_replace(desired, previous))
        _log.warning("project %s has a webhook that the rollback does not replace, but updates", desired.project_name)
        return replace(otherwise, desired=with_approval_of(situation.live or {}, desired))
    if situation.stored is not None and situation.stored.attempt is Attempt.STORED:
        return Plan(Action.KEEP, desired)
    return Plan(Action.REPLACE, desired)


def _refusal_to_replace(desired: DesiredWebhook, previous: DesiredWebhook) -> str:
    """Return what a replacement without leave would do at the git host, and the ways out."""
    text = _MANUAL_IS_KEPT
    if desired.is_manual != previous.is_manual:
        text = _BECOMES_MANUAL if desired.is_manual else _BECOMES_AUTOMATIC
    return text.format(project=desired.project_name)


def _keep_adopted(situation: Situation, otherwise: Plan) -> Plan:
    """Plan what can be done with a webhook that existed before, which is never deleted."""
    obstacle = _obstacle(situation)
    if obstacle is None:
        return otherwise
    if not situation.is_rollback:
        raise LifecycleError(_ADOPTED_IS_KEPT.format(project=situation.desired.project_name, obstacle=obstacle))
    _log.warning("the rollback brings back what an update can: %s", obstacle)
    return otherwise


def _is_there(situation: Situation) -> bool:
    """Whether the webhook is as it is to be already, its secret known."""
    live, previous = situation.live, situation.previous
    if live is None or not is_like(live, situation.desired):
        return False
    return situation.secret_is_known and not (previous and has_roles_of(live, previous, situation.desired))


def _has_lost_its_secret(situation: Situation, previous: DesiredWebhook) -> bool:
    """Whether the store is another one now, and what CodeBuild showed of the webhook is only in the old one."""
    is_another = previous.secret_arn not in {None, situation.desired.secret_arn}
    return is_another and situation.desired.may_have_a_secret and not situation.secret_is_known


def _obstacle(situation: Situation) -> str | None:
    live, stored = situation.live or {}, situation.stored
    needs_secret = (situation.desired.secret_arn is not None or situation.desired.is_manual) and has_a_secret(
        live, situation.desired
    )
    known = not needs_secret or (stored is not None and stored.may_be_confirmed(live))
    return obstacle_to_adoption(live, situation.desired, secret_is_known=known)


def refusal_to_adopt(desired: DesiredWebhook, obstacle: str, instead: str) -> str:
    """Return why the webhook that a project has cannot be adopted, and what to do instead."""
    return _CANNOT_BE_ADOPTED.format(project=desired.project_name, obstacle=obstacle, instead=instead)
