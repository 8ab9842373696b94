"""The entry point: one event in, one answer out."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import traceback
from collections.abc import Iterator
from datetime import timedelta
from types import FrameType
from typing import Any

from botocore.exceptions import ClientError

from . import answer, deletion, lifecycle
from .errors import DeadlineError, LeftBehindError, NextAttemptError
from .identity import PhysicalId, ProjectRef
from .reasons import reason_for
from .request import Request, RequestError
from .retry import Retry, is_host_limit
from .services import Services, now

__all__ = ["handler"]

_log = logging.getLogger(__name__)

_SHOWN = 150
_CLEAN_UP_SECONDS = 8.0
_ANSWER_SECONDS = 7.0
_RESERVED_SECONDS = _CLEAN_UP_SECONDS + _ANSWER_SECONDS
"""How much of the function's time is kept for the end."""

_NEXT_ATTEMPT_WITHIN = timedelta(seconds=300)
"""How old an event may be for Lambda's next attempt to end in time: three of 120 s, and pauses of 60 and 120 s."""


def handler(event: dict[str, Any], context: Any) -> None:
    """Bring a webhook where CloudFormation wants it, and answer CloudFormation.

    Nothing that the event carries is logged but names: its ResponseURL is a credential.

    Raises:
        RequestError: The event is not one of CloudFormation's, so there is nobody to answer.
        AnswerError: The answer did not come through. Lambda then sends the event again.
        NextAttemptError: The git host accepts no more calls for now. Lambda then sends the event again.
    """
    logging.basicConfig()  # Lambda has set up its own: this is for the engines that have not
    logging.getLogger(__package__).setLevel(logging.INFO)
    request = Request.from_event(event)
    answer.send(request.response_url, _answer_to(request, context))


def _answer_to(request: Request, context: Any) -> bytes:
    outcome, begun = None, now()
    # A second attempt looks for this line: it names the event, and nothing else does.
    _log.info("%s, event %s", request.request_type, request.request_id)
    try:
        with _deadline(context):
            retry = Retry(lambda: _seconds_left(context))
            services = Services(request, retry, begun, os.environ.get("LOG_GROUP_NAME"))
            outcome = _handle(services, context)
    except (Exception, DeadlineError) as error:  # noqa: BLE001 - CloudFormation is waiting for an answer
        if outcome is None:  # otherwise the time was up just after the end
            if _is_worth_another_attempt(request, error):
                msg = "the git host accepts no more calls for now: the event is left to Lambda's next attempt"
                raise NextAttemptError(msg) from None
            return _failure(request, error)
    _log.info("%s of %s: SUCCESS", request.request_type, outcome.physical_id)
    return answer.body_of(request, physical_id=outcome.physical_id, url=outcome.url)


def _handle(services: Services, context: Any) -> lifecycle.Outcome:
    request = services.request
    if request.request_type == "Delete":
        deletion.delete(services)
        return lifecycle.Outcome(request.physical_resource_id or "", "")
    desired, account = request.desired, _own_account(context)
    if desired.account not in {None, account}:
        msg = (
            f"project {desired.project_name} is in account {desired.account} and this stack in {account}: "
            "CreateWebhook takes the name of a project and cannot reach another account. Deploy the webhook there"
        )
        raise RequestError(msg)
    if request.request_type == "Create":
        return lifecycle.create(services, desired)
    return lifecycle.update(services, desired, request.previous, request.physical_resource_id or "")


def _is_worth_another_attempt(request: Request, error: BaseException) -> bool:
    """Whether the git host has had too many requests, and Lambda's next attempt ends before CloudFormation gives up."""
    if not isinstance(error, ClientError) or not is_host_limit(error):
        return False
    return request.sent is not None and now() - request.sent < _NEXT_ATTEMPT_WITHIN


def _failure(request: Request, error: BaseException) -> bytes:
    project_name = str(request.properties.get("ProjectName", "(unknown)"))[:_SHOWN]
    reason = reason_for(error, project_name, keeps_secret="SecretArn" in request.properties)
    _log.error("%s of project %s: FAILED: %s", request.request_type, project_name, reason)
    _log.error("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return answer.body_of(request, physical_id=_id_of_failure(request, error, project_name), reason=reason)


def _id_of_failure(request: Request, error: BaseException, project_name: str) -> str:
    """Name what CloudFormation may delete after a failure: after a Create that made nothing, nothing."""
    if request.request_type != "Create":
        return request.physical_resource_id or ""
    if isinstance(error, LeftBehindError):
        return str(PhysicalId(request.desired.project))
    return str(PhysicalId(ProjectRef(project_name), is_created=False))


@contextlib.contextmanager
def _deadline(context: Any) -> Iterator[None]:
    """Raise `DeadlineError` in whatever is running when only the time for the end is left, and in a long clean-up."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise DeadlineError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, max(_seconds_left(context), 0.001), _CLEAN_UP_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _seconds_left(context: Any) -> float:
    """Return how long the function may go on before it must answer."""
    return float(context.get_remaining_time_in_millis() / 1000 - _RESERVED_SECONDS)


def _own_account(context: Any) -> str:
    return str(context.invoked_function_arn).split(":")[4]
