"""CloudFormation's end of the custom resource protocol, as strict as CloudFormation's."""

from __future__ import annotations

import contextvars
import secrets
import string
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from webhook_constructs.testing.local._schedule.schedule import Actor, Schedule, ScheduleEndedError

from .async_invocations import AsyncInvocations
from .custom_resource_answer import Answer, AnswerRefusedError
from .response_urls import Mailbox, ResponseUrls

__all__ = [
    "DEFAULT_AT_ONCE",
    "DEFAULT_PATIENCE",
    "CustomResourceFailed",
    "CustomResources",
    "LambdaEvent",
    "OldProperties",
    "Request",
    "Sending",
    "generated_id",
]

DEFAULT_PATIENCE = 10.0
"""How long an answer may come after the end of its function, in seconds."""

DEFAULT_AT_ONCE = 16
"""How many custom resources of a stack are worked on at once: each of them has a process of its own."""

_LONGEST_TIMEOUT = 3600  # seconds, and the default [doc: AWS::CloudFormation::CustomResource]
_START_SECONDS = 2.0  # about what a new function takes to start in AWS
_SUFFIX_LENGTH = 12


OldProperties = Literal["last success", "failed attempt"]
"""Whose properties are the old ones after an update that failed."""


@dataclass(frozen=True, slots=True)
class Request:
    """What CloudFormation wants of a custom resource.

    Attributes:
        type: Create, Update or Delete.
        stack_name: The name of the stack.
        stack_id: The ARN of the stack.
        logical_id: The name of the resource in the template.
        resource_type: Such as ``Custom::CodeBuildWebhook``.
        properties: The resolved properties.
        physical_id: The physical id; None for Create.
        old_properties: The former properties; None unless it is an Update.
    """

    type: str
    stack_name: str
    stack_id: str
    logical_id: str
    resource_type: str
    properties: Mapping[str, Any]
    physical_id: str | None = None
    old_properties: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class LambdaEvent:
    """An event that was sent to the function of a custom resource, and what came of it.

    Attributes:
        event: The event, its ResponseURL included.
        answer: The body that the function PUT to the ResponseURL; None when it never did.
        error: Why the resource failed; None when it did not.
        invocations: How often the function was invoked with this event: a function that raises, times out or exits
            without having answered is invoked again up to twice.
    """

    event: Mapping[str, Any]
    answer: bytes | None
    error: str | None
    invocations: int


class CustomResourceFailed(RuntimeError):  # noqa: N818 - read as a fact: the resource failed
    """A custom resource failed; the text is the reason that the stack event shows.

    Attributes:
        physical_id: The id of the failed answer, or the one that CloudFormation generates. None if no event was sent.
    """

    def __init__(self, reason: str, physical_id: str | None = None) -> None:
        """Keep the physical id beside the reason."""
        super().__init__(reason)
        self.physical_id = physical_id


class Sending:
    """One event on its way to a function and back."""

    def __init__(
        self, request: Request, request_id: str, mailbox: Mailbox, record: Callable[[LambdaEvent], None]
    ) -> None:
        """Make the event of a request, to be answered into a mailbox; ``record`` keeps what came of it."""
        self.request = request
        self.event = _event(request, request_id, mailbox.url)
        self.invocations = 0
        self._mailbox = mailbox
        self._record = record

    def cancel(self, reason: str) -> None:
        """Stop waiting: whatever the function answers from now on is ignored."""
        self._mailbox.canceled = self._mailbox.canceled or reason
        self._mailbox.abandoned = True
        self._mailbox.changed.set()

    @property
    def is_awaited(self) -> bool:
        """Whether CloudFormation waits for the answer."""
        return self._mailbox.body is None and not self._mailbox.abandoned

    def end(self) -> None:
        """Note that the function is not going to be invoked again."""
        self._mailbox.ended = True
        self._mailbox.changed.set()

    def wait(self, actor: Actor, patience: float | None) -> tuple[str, dict[str, Any]]:
        """Wait, as an actor, for the answer, and return the physical id and the attributes.

        Raises:
            CustomResourceFailed: The resource failed, or the wait was canceled.
        """
        error = None
        answer = None
        try:
            answer = self._await(actor, _timeout(self.request.properties), patience)
            if not answer.succeeded:
                error = (  # [obs: aws-video-transcriber issue 32]
                    f"Received response status [FAILED] from custom resource. Message returned: {answer.reason} "
                    f"(RequestId: {self.event['RequestId']})"
                )
        except (AnswerRefusedError, ScheduleEndedError) as refused:
            error = str(refused)
        ignored = self._mailbox.canceled is not None
        self._record(LambdaEvent(self.event, None if ignored else self._mailbox.body, error, self.invocations))
        if error is not None or answer is None:
            raise CustomResourceFailed(str(error), answer.physical_id if answer is not None else self._own_id())
        # A Delete cannot move the resource, whatever its answer says.
        physical_id = answer.physical_id if self.request.type != "Delete" else str(self.request.physical_id)
        return physical_id, dict(answer.data)

    def _own_id(self) -> str:
        return self.request.physical_id or generated_id(self.request.stack_name, self.request.logical_id)

    def _await(self, actor: Actor, timeout: float, patience: float | None) -> Answer:
        mailbox = self._mailbox
        deadline = actor.now + timeout
        if not mailbox.abandoned:
            actor.wait(mailbox.changed, timeout)
        remaining = max(0.0, deadline - actor.now)
        left = remaining if patience is None else min(remaining, patience)
        if mailbox.ended and not mailbox.abandoned and mailbox.body is None:
            if self.invocations:
                mailbox.answered.wait(left)  # something outside of the schedule may answer
            if mailbox.body is None and not mailbox.abandoned:
                actor.pause(max(0.0, deadline - actor.now))
        if mailbox.canceled is not None:
            raise AnswerRefusedError(mailbox.canceled)
        if mailbox.body is not None:
            return Answer.parse(mailbox.body, self.event)
        if mailbox.abandoned:
            raise ScheduleEndedError
        mailbox.abandoned = True
        msg = (  # [obs: aws-cdk issue 18746]
            "CloudFormation did not receive a response from your Custom Resource. Please check your logs for "
            f"requestId [{self.event['RequestId']}]. If you are using the Python cfn-response module, you may need to "
            "update your Lambda function code so that CloudFormation can attach the updated version."
        )
        if mailbox.ended and left < remaining:
            msg += (
                f" [local] gave up {left:g} s after the function had ended, of {timeout:g} s: "
                "set LocalAws.patience to wait longer"
            )
        raise AnswerRefusedError(msg)


class CustomResources:
    """Send events to functions and judge their answers.

    Attributes:
        patience: How long to wait for an answer after the function has ended, in seconds. CloudFormation waits for the
            resource's whole ServiceTimeout, which None stands for; a function that answers through something else
            (a state machine, a queue) needs that. Default: 10.
        at_once: How many custom resources of a stack are worked on at once.
        old_properties: What an Update names as the old properties after one that failed and was not rolled back.
    """

    def __init__(self, schedule: Schedule, urls: ResponseUrls, invocations: AsyncInvocations) -> None:
        """Keep where answers go, and how functions are invoked."""
        self.schedule = schedule
        self._urls = urls
        self._invocations = invocations
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.patience: float | None = DEFAULT_PATIENCE
        self.old_properties: OldProperties = "last success"
        self.at_once = DEFAULT_AT_ONCE
        self.clear()

    def clear(self) -> None:
        """Forget every event."""
        with self._lock:
            self._events: list[LambdaEvent] = []
            self._refused_tokens: set[tuple[str, str, Any, Any]] = set()

    @property
    def events(self) -> tuple[LambdaEvent, ...]:
        """Every event there was, in the order of their ends."""
        with self._lock:
            return tuple(self._events)

    def join(self, timeout: float) -> bool:
        """Wait for the ends of invocations, and return whether all ended; those that run longer are left alone."""
        deadline = time.monotonic() + timeout
        with self._lock:
            threads = list(self._threads)
        with self.schedule.interested():
            for thread in threads:
                thread.join(max(0.0, deadline - time.monotonic()))
        return not any(thread.is_alive() for thread in threads)

    def start(self, request: Request) -> Sending | None:
        """Send an event, and return it on its way; None if there is nothing to send.

        Raises:
            CustomResourceFailed: CloudFormation refuses the request, and sends no event.
        """
        if self._is_revert_of_refused(request):
            return None
        self._refuse_other_token(request)
        request_id = str(uuid.uuid4())
        mailbox = self._urls.open(request.stack_id, request.logical_id, request_id)
        sending = Sending(request, request_id, mailbox, self._record)
        name = f"{request.stack_name}/{request.logical_id}/{request.type}"
        self.run_beside(name, lambda actor: self._run(sending, actor))
        return sending

    def _run(self, sending: Sending, actor: Actor) -> None:
        try:
            actor.pause(_START_SECONDS + actor.next_step_seconds())
            self._invocations.deliver(sending, actor)
        except ScheduleEndedError:
            pass
        finally:
            sending.end()

    def run_beside(self, name: str, target: Callable[[Actor], None]) -> None:
        """Run something as an actor with a thread of its own, in the account and region of the caller."""
        actor = self.schedule.begin(name)

        def run() -> None:
            self.schedule.as_actor(actor)
            try:
                target(actor)
            finally:
                actor.end()

        context = contextvars.copy_context()  # MiniStack keeps account and region there
        thread = threading.Thread(target=context.run, args=(run,), name=f"local-aws {name}", daemon=True)
        with self._lock:
            self._threads = [running for running in self._threads if running.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _record(self, event: LambdaEvent) -> None:
        with self._lock:
            self._events.append(event)

    def _refuse_other_token(self, request: Request) -> None:
        if request.old_properties is None:
            return
        old, new = request.old_properties.get("ServiceToken"), request.properties.get("ServiceToken")
        if old != new:
            with self._lock:
                self._refused_tokens.add((request.stack_id, request.logical_id, old, new))
            msg = "Modifying service token is not allowed."  # [obs: aws-waf-security-automations issue 114]
            raise CustomResourceFailed(msg)

    def _is_revert_of_refused(self, request: Request) -> bool:
        """Whether this Update takes back one that was refused before any event was sent: there is nothing to do."""
        if request.old_properties is None:
            return False
        key = (
            request.stack_id,
            request.logical_id,
            request.properties.get("ServiceToken"),
            request.old_properties.get("ServiceToken"),
        )
        with self._lock:
            if key in self._refused_tokens:
                self._refused_tokens.remove(key)
                return True
        return False


def _event(request: Request, request_id: str, url: str) -> dict[str, Any]:
    event: dict[str, Any] = {
        "RequestType": request.type,
        "ServiceToken": request.properties.get("ServiceToken", ""),
        "ResponseURL": url,
        "StackId": request.stack_id,
        "RequestId": request_id,
        "LogicalResourceId": request.logical_id,
        "ResourceType": request.resource_type,
        "ResourceProperties": _as_strings(request.properties),
    }
    if request.physical_id is not None:
        event["PhysicalResourceId"] = request.physical_id
    if request.old_properties is not None:
        event["OldResourceProperties"] = _as_strings(request.old_properties)
    return event


def _as_strings(value: Any) -> Any:
    """Turn booleans and numbers into strings, as CloudFormation does [obs: cloudformation roadmap issue 1037]."""
    if isinstance(value, dict):
        return {name: _as_strings(member) for name, member in value.items()}
    if isinstance(value, list):
        return [_as_strings(member) for member in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


def _timeout(properties: Mapping[str, Any]) -> float:
    try:
        return float(properties.get("ServiceTimeout", _LONGEST_TIMEOUT))
    except (TypeError, ValueError):
        return _LONGEST_TIMEOUT


def generated_id(stack_name: str, logical_id: str) -> str:
    """Return the id that CloudFormation makes up when the function never named one [doc: aws-cdk custom-resources]."""
    letters = string.ascii_uppercase + string.digits
    suffix = "".join(secrets.choice(letters) for _ in range(_SUFFIX_LENGTH))
    return f"{stack_name}-{logical_id}-{suffix}"
