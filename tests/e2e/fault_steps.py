"""The steps of a webhook's life that faults strike at, and how each must end: declared, not worked out.

A `Step` says what is there before and what is deployed; `end_of` says how it ends where a fault strikes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from tests.e2e.faults import FaultPoint
from tests.e2e.stacks import TO_MAIN, TO_RELEASE
from tests.e2e.webhook_world import Expected, Identity, Settings
from webhook_constructs import OnExistingWebhook
from webhook_constructs.testing.local import Hook

__all__ = ["IMPOSSIBLE", "STEPS", "End", "State", "Step", "end_of", "expected", "why_impossible"]

_SAME, _ROTATED, _NEW = Identity.SAME, Identity.ROTATED, Identity.NEW


@dataclass(frozen=True, eq=False)
class State:
    """A webhook as a template asks for it.

    Attributes:
        name: What the event is known by, for the fault to strike it.
        settings: What the webhook does.
        arguments: What the construct is given for that.
        project: Whose webhook it is.
        rotate_secret_on: Stated for manual webhooks alone.
    """

    name: str
    settings: Settings
    arguments: Mapping[str, Any]
    project: str = "api"
    rotate_secret_on: str | None = None


def _groups(branch: str) -> Settings:
    return Settings(((("EVENT", "PUSH", False), ("HEAD_REF", f"^refs/heads/{branch}$", False)),))


_BY_HAND = State("by hand", Settings(((("EVENT", "PUSH", False),),)), {})
_MAIN = State("main", _groups("main"), {"filter_groups": [TO_MAIN]})
_RELEASE = State("release", _groups("release"), {"filter_groups": [TO_RELEASE]})
_FILTER = State("filter", Settings(branch_filter="^release$"), {"branch_filter": "^release$"})
_WEB = State("web", _groups("main"), {"filter_groups": [TO_MAIN]}, project="web")
_ADOPTING = State("adopting", _groups("main"), {"filter_groups": [TO_MAIN], "on_existing": OnExistingWebhook.ADOPT})
_FIRST = State("first", _groups("main"), {"filter_groups": [TO_MAIN]}, rotate_secret_on="a")
_SECOND = State("second", _groups("release"), {"filter_groups": [TO_RELEASE]}, rotate_secret_on="b")


class End(Enum):
    """How a step ends. Each is a state that is known exactly."""

    DEPLOYED = "deployed"
    ADOPTED = "deployed, as adopted"
    ROLLED_BACK = "rolled back"
    ROLLED_BACK_AGAIN = "rolled back, at the second attempt"
    DELETED = "deleted"
    LEFT = "left, as adopted"
    OLD_LEFT = "deployed, the old webhook left"
    NEW_LEFT = "rolled back, the new webhook left"
    NEW_SETTINGS = "rolled back, the new settings left"
    LOST = "rolled back, without the webhook"
    ALL_LEFT = "deleted, the webhook left"

    @property
    def is_deployed(self) -> bool:
        return self in {End.DEPLOYED, End.ADOPTED, End.OLD_LEFT}

    @property
    def is_incomplete(self) -> bool:
        """Whether something is not as it should be, so that the function or CloudFormation must name the project."""
        return self in {End.OLD_LEFT, End.NEW_LEFT, End.NEW_SETTINGS, End.LOST, End.ALL_LEFT}

    @property
    def is_refused_rollback(self) -> bool:
        """Whether a rollback could change nothing."""
        return self in {End.NEW_SETTINGS, End.LOST}


@dataclass(frozen=True, eq=False, kw_only=True)
class Step:
    """One step of a webhook's life.

    Attributes:
        name: What the table calls it.
        event: The type of the event that the fault strikes.
        struck: The state whose properties that event bears.
        before: What was deployed before; None where nothing was.
        after: What is deployed then; None where the stack is deleted.
        end: How it ends where the fault is made good.
        if_failed: How it ends where the fault makes the event fail.
        identity: What becomes of the webhook that was there.
        made_by_hand: Whether a webhook was made by hand before.
        fails_later: Whether a resource that is made after the webhook fails.
        deleted_after: Whether the stack is deleted after all that.
        left_by_create: Whether the Create fails, and cannot delete again what it has made.
        manual_only: Whether there is no such step for an automatic webhook.
        writes: Whether the event writes into the secret.
        calls: Whether the event changes something at CodeBuild.
        deletes: Whether the event deletes a webhook.
        call: Which of its calls is struck; the first one, where that is not said.
        is_last: Whether no later event of this webhook follows.
    """

    name: str
    event: str
    struck: State
    before: State | None = None
    after: State | None = None
    end: End
    if_failed: End
    identity: Identity = _SAME
    made_by_hand: bool = False
    fails_later: bool = False
    deleted_after: bool = False
    left_by_create: bool = False
    manual_only: bool = False
    writes: bool = False
    calls: bool = True
    deletes: bool = False
    call: str = ""
    is_last: bool = False

    @property
    def undoes(self) -> bool:
        """Whether CloudFormation deletes or rolls back by this event, which nothing cancels."""
        return self.event == "Delete" or self.struck is self.before


CREATE = Step(
    name="create",
    event="Create",
    struck=_MAIN,
    after=_MAIN,
    end=End.DEPLOYED,
    if_failed=End.ROLLED_BACK,
    writes=True,
    is_last=True,
)
UPDATE = Step(
    name="update",
    event="Update",
    struck=_RELEASE,
    before=_MAIN,
    after=_RELEASE,
    end=End.DEPLOYED,
    if_failed=End.ROLLED_BACK,
    is_last=True,
)
REPLACE = Step(
    name="replace in place",
    event="Update",
    struck=_FILTER,
    before=_MAIN,
    after=_FILTER,
    end=End.DEPLOYED,
    if_failed=End.ROLLED_BACK,
    identity=_NEW,
    writes=True,
    deletes=True,
    call="create",
    is_last=True,
)
NEW_PROJECT = Step(
    name="new project",
    event="Update",
    struck=_WEB,
    before=_MAIN,
    after=_WEB,
    end=End.DEPLOYED,
    if_failed=End.ROLLED_BACK,
    writes=True,
    is_last=True,
)
ADOPT = Step(
    name="adopt",
    event="Create",
    struck=_ADOPTING,
    after=_ADOPTING,
    made_by_hand=True,
    end=End.ADOPTED,
    if_failed=End.ROLLED_BACK,
    writes=True,
    is_last=True,
)
ROTATE = Step(
    name="rotate",
    event="Update",
    struck=_SECOND,
    before=_FIRST,
    after=_SECOND,
    end=End.DEPLOYED,
    if_failed=End.ROLLED_BACK,
    identity=_ROTATED,
    manual_only=True,
    writes=True,
    call="rotate",
    is_last=True,
)
DELETE = Step(
    name="delete",
    event="Delete",
    struck=_MAIN,
    before=_MAIN,
    end=End.DELETED,
    if_failed=End.DELETED,
    deletes=True,
    is_last=True,
)
CLEAN_UP = replace(
    NEW_PROJECT, name="clean-up after a new project", event="Delete", struck=_MAIN, writes=False, deletes=True
)

_ROLLBACK: dict[str, Any] = {"fails_later": True, "end": End.ROLLED_BACK, "if_failed": End.ROLLED_BACK_AGAIN}
ROLLBACK_OF_UPDATE = replace(UPDATE, name="rollback of an update", struck=_MAIN, **_ROLLBACK)
ROLLBACK_OF_REPLACEMENT = replace(REPLACE, name="rollback of a replacement", struck=_MAIN, **_ROLLBACK, call="delete")
ROLLBACK_OF_NEW_PROJECT = replace(
    NEW_PROJECT, name="rollback of a new project", event="Delete", **_ROLLBACK, writes=False, deletes=True
)
ROLLBACK_OF_ADOPTION = replace(
    ADOPT, name="rollback of an adoption", event="Delete", **_ROLLBACK, writes=False, calls=False
)
ROLLBACK_OF_ROTATION = replace(ROTATE, name="rollback of a rotation", struck=_FIRST, **_ROLLBACK, writes=False, call="")

CREATE_THEN_ROLLBACK = replace(
    CREATE, name="create that is rolled back", fails_later=True, end=End.ROLLED_BACK, is_last=False
)
CREATE_THEN_DELETE = replace(
    CREATE, name="create that is deleted", deleted_after=True, end=End.DELETED, if_failed=End.DELETED, is_last=False
)
FAILED_CREATE = replace(
    CREATE,
    name="delete after a failed create",
    event="Delete",
    left_by_create=True,
    end=End.ROLLED_BACK,
    if_failed=End.ROLLED_BACK,
    writes=False,
    deletes=True,
)

STEPS = (
    CREATE,
    UPDATE,
    REPLACE,
    NEW_PROJECT,
    CLEAN_UP,
    ADOPT,
    ROTATE,
    ROLLBACK_OF_UPDATE,
    ROLLBACK_OF_REPLACEMENT,
    ROLLBACK_OF_NEW_PROJECT,
    ROLLBACK_OF_ADOPTION,
    ROLLBACK_OF_ROTATION,
    CREATE_THEN_ROLLBACK,
    CREATE_THEN_DELETE,
    DELETE,
    FAILED_CREATE,
)

_WHOSE_MAKER_IS_NOT_KNOWN = {FaultPoint.AFTER_THE_CALL, FaultPoint.BEFORE_THE_ANSWER}
_AS_ADOPTED = {
    CREATE: End.ADOPTED,
    NEW_PROJECT: End.ADOPTED,
    CREATE_THEN_ROLLBACK: End.LEFT,
    CREATE_THEN_DELETE: End.LEFT,
}


# What a rollback, or a deletion, leaves where CodeBuild refuses everything. It ends all the same.
_IF_REFUSED = {
    REPLACE: End.LOST,
    CLEAN_UP: End.OLD_LEFT,
    ROTATE: End.NEW_SETTINGS,
    ROLLBACK_OF_UPDATE: End.NEW_SETTINGS,
    ROLLBACK_OF_REPLACEMENT: End.NEW_SETTINGS,
    ROLLBACK_OF_NEW_PROJECT: End.NEW_LEFT,
    ROLLBACK_OF_ROTATION: End.NEW_SETTINGS,
    DELETE: End.ALL_LEFT,
    FAILED_CREATE: End.NEW_LEFT,
}


def end_of(step: Step, point: FaultPoint, *, manual: bool) -> End:
    """Return how a step must end where a fault strikes it.

    An automatic webhook has nothing by which a second attempt could know it as made by the first. It counts as one that
    was there before, and is never deleted.
    """
    if point.refusal is not None:
        return _IF_REFUSED.get(step, step.if_failed)
    if point.fails_the_event:
        return step.end if step.event == "Delete" else step.if_failed
    if not manual and point in _WHOSE_MAKER_IS_NOT_KNOWN:
        return _AS_ADOPTED.get(step, step.end)
    return step.end


_UNTOUCHED = {
    FaultPoint.DENIED_FIRST_WRITE: {REPLACE, ROTATE},  # nothing is deleted for one whose secret could not be kept
    FaultPoint.EXPIRED_TOKEN: {ROTATE, ADOPT},
    FaultPoint.DENIED_BY_POLICY: {ROTATE, ADOPT},
    FaultPoint.CANCELED_BEFORE_THE_CALL: {ADOPT},
    FaultPoint.DROPPED: {REPLACE, ROTATE, ADOPT},
    FaultPoint.LATE: {REPLACE, ROTATE},
}


def reports_failed_deletion(step: Step, end: End) -> bool:
    """Return whether CloudFormation must show that a webhook was not deleted, which blocks no stack in a clean-up."""
    return end is End.OLD_LEFT or (end is End.NEW_LEFT and step.before is not None)


def is_untouched(step: Step, point: FaultPoint) -> bool:
    """Return whether a fault leaves the previous webhook as it was, though the step would not."""
    return step in _UNTOUCHED.get(point, ())


NO_SECRET = "an automatic webhook has no secret to write"
NO_ROTATION = "an automatic webhook has no secret to rotate"
NOT_WRITTEN = "this event writes no secret"
NOT_CALLED = "this event changes nothing at CodeBuild"
OVERTAKEN = "the function is gone, or a later event has been handled, when Lambda sends the event again"
NOT_DELETED = "this event deletes nothing"
NOT_AT_THE_HOST = "CodeBuild has not written this webhook to the git host"
NOT_CANCELED = "CloudFormation cancels what is being created or updated, and neither a rollback nor a deletion"
NOT_ANSWERED = "CloudFormation fails a rollback or a deletion if nobody answers"
IMPOSSIBLE = (
    *(NO_SECRET, NO_ROTATION, NOT_WRITTEN, NOT_CALLED, OVERTAKEN),
    *(NOT_DELETED, NOT_AT_THE_HOST, NOT_CANCELED, NOT_ANSWERED),
)


def why_impossible(step: Step, point: FaultPoint, *, manual: bool) -> str | None:
    """Return why a fault cannot strike at a step; None where it can."""
    never_arrives = point in {FaultPoint.DROPPED, FaultPoint.LATE}
    reasons = {
        NO_ROTATION: not manual and step.manual_only,
        NO_SECRET: not manual and point.needs_a_secret,
        NOT_WRITTEN: point.needs_a_secret and not step.writes,
        NOT_CALLED: point.needs_a_call and not step.calls,
        NOT_DELETED: point is FaultPoint.SLOW_DELETE and not step.deletes,
        NOT_AT_THE_HOST: point is FaultPoint.HOST_LIMIT and (manual or step.left_by_create),
        NOT_CANCELED: point.is_a_cancellation and (step.undoes or step.fails_later),
        NOT_ANSWERED: never_arrives and step.undoes,
        OVERTAKEN: (point is FaultPoint.AFTER_THE_ANSWER and (step.event == "Delete" or not step.is_last))
        or (point is FaultPoint.LATE and step.before is None),
    }
    return next((reason for reason, is_so in reasons.items() if is_so), None)


def expected(step: Step, point: FaultPoint, *, manual: bool, before: Mapping[str, Hook]) -> Expected:
    """Return what the world must be when a step has ended."""
    end = end_of(step, point, manual=manual)
    in_stack = step.after if end.is_deployed else step.before
    status: str | None = f"{'UPDATE' if step.before else 'CREATE'}_COMPLETE"
    if not end.is_deployed:
        status = "UPDATE_ROLLBACK_COMPLETE" if step.before else "ROLLBACK_COMPLETE"
    if end in {End.DELETED, End.ALL_LEFT} or step.deleted_after:
        in_stack = status = None
    webhooks = {state.project: state.settings for state in _living(step, point, end, in_stack)}
    return Expected(
        status=status,
        webhooks=webhooks,
        hooks={} if step.left_by_create else webhooks,
        in_stack=_physical_id(step, in_stack, is_adopted=end is End.ADOPTED) if in_stack else None,
        deployed={in_stack.project: in_stack.settings} if in_stack else {},
        manual=manual,
        before=before,
        identity={"api": _SAME if is_untouched(step, point) else step.identity},
    )


def _living(step: Step, point: FaultPoint, end: End, in_stack: State | None) -> list[State]:
    """Return the states of the webhooks that live."""
    # What was adopted keeps the settings that it was given: a rollback does not touch it, and the rest is not known.
    adopted = (_BY_HAND if is_untouched(step, point) else step.after) if step.made_by_hand else None
    living = {
        End.LEFT: [step.after],
        End.OLD_LEFT: [step.before, step.after],
        End.NEW_LEFT: [step.before, step.after],
        End.NEW_SETTINGS: [step.after],
        End.LOST: [],
        End.ALL_LEFT: [step.before],
    }.get(end, [in_stack or adopted])
    return [state for state in living if state is not None]


def _physical_id(step: Step, living: State, *, is_adopted: bool) -> str:
    has_moved = step.before is not None and step.before.project != living.project
    left = "#moved-from=api:[0-9a-f]{12}" if has_moved else ""
    return f"{living.project}{left}{'#adopted' if is_adopted else ''}"
