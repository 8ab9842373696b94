"""CloudFormation's end of the custom resource protocol, as strict as CloudFormation's."""

from __future__ import annotations

import contextvars
import copy
import secrets
import string
import threading
import time
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .custom_resource_answer import Answer, AnswerRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .response_urls import Mailbox, ResponseUrls

__all__ = ["DEFAULT_PATIENCE", "CustomResources", "FailedCreate", "LambdaEvent", "Request"]

DEFAULT_PATIENCE = 10.0
"""How long an answer may come after the end of its function, in seconds."""

_LONGEST_TIMEOUT = 3600  # seconds, and the default [doc: AWS::CloudFormation::CustomResource]
_INVOCATIONS = 3  # Lambda repeats an asynchronous invocation that failed twice [doc: invocation-async-error-handling]
_LINGER_SECONDS = 2.0
_SUFFIX_LENGTH = 12


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


@dataclass(frozen=True, slots=True)
class FailedCreate:
    """A resource whose Create failed, and which the rollback has to delete.

    Attributes:
        request: The Create.
        physical_id: The id that the failed answer bore, or a generated one.
    """

    request: Request
    physical_id: str


class CustomResources:
    """Send events to functions and judge their answers.

    Attributes:
        patience: How long to wait for an answer after the function has ended, in seconds. CloudFormation waits for the
            resource's whole ServiceTimeout, which None stands for; a function that answers through something else
            (a state machine, a queue) needs that. Default: 10.
    """

    def __init__(self, urls: ResponseUrls, invoke: Callable[[str, Mapping[str, Any]], bool]) -> None:
        """Keep where answers go, and how to invoke the function of a ServiceToken: True when it did not fail."""
        self._urls = urls
        self._invoke = invoke
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []
        self.patience: float | None = DEFAULT_PATIENCE
        self.clear()

    def clear(self) -> None:
        """Forget every event."""
        with self._lock:
            self._events: list[LambdaEvent] = []
            self._failed_creates: list[FailedCreate] = []
            self._refused_tokens: set[tuple[str, str, Any, Any]] = set()

    @property
    def events(self) -> tuple[LambdaEvent, ...]:
        """Every event there was, in the order of their ends."""
        with self._lock:
            return tuple(self._events)

    def failed_creates(self, stack_id: str) -> tuple[FailedCreate, ...]:
        """Return the resources of a stack whose Create failed, once: the rollback asks for them."""
        with self._lock:
            found = tuple(failed for failed in self._failed_creates if failed.request.stack_id == stack_id)
            self._failed_creates = [failed for failed in self._failed_creates if failed not in found]
        return found

    def join(self, timeout: float) -> None:
        """Wait for the ends of invocations; functions that run longer are left alone."""
        deadline = time.monotonic() + timeout
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self._threads.clear()

    def send(self, request: Request) -> tuple[str, dict[str, Any]]:
        """Send an event, wait for the answer, and return the physical id and the attributes.

        Raises:
            RuntimeError: The resource failed. The text is the reason that the stack event shows.
        """
        if self._is_revert_of_refused(request):
            return request.physical_id or "", {}
        self._refuse_other_token(request)
        event = _event(request)
        mailbox = self._urls.open(event["StackId"], event["LogicalResourceId"], event["RequestId"])
        event["ResponseURL"] = mailbox.url
        invocations = [0]
        self._start(event, mailbox, invocations)
        error = None
        answer = None
        try:
            answer = self._await(event, mailbox, _timeout(request.properties))
            if not answer.succeeded:
                error = (  # [obs: aws-video-transcriber issue 32]
                    f"Received response status [FAILED] from custom resource. Message returned: {answer.reason} "
                    f"(RequestId: {event['RequestId']})"
                )
        except AnswerRefusedError as refused:
            error = str(refused)
        with self._lock:
            self._events.append(LambdaEvent(event, mailbox.body, error, invocations[0]))
            if error is not None and request.type == "Create":
                physical_id = answer.physical_id if answer is not None else _generated_id(request)
                self._failed_creates.append(FailedCreate(request, physical_id))
        if error is not None or answer is None:
            raise RuntimeError(error)
        # A Delete cannot move the resource, whatever its answer says.
        physical_id = answer.physical_id if request.type != "Delete" else str(request.physical_id)
        return physical_id, dict(answer.data)

    def _start(self, event: dict[str, Any], mailbox: Mailbox, invocations: list[int]) -> None:
        """Invoke the function beside this thread, as CloudFormation does: asynchronously."""

        def invoke() -> None:
            try:
                for _ in range(_INVOCATIONS):
                    invocations[0] += 1
                    done = self._invoke(event["ServiceToken"], copy.deepcopy(event))
                    if done or mailbox.body is not None or mailbox.abandoned:
                        break
            finally:
                with mailbox.changed:
                    mailbox.ended = True
                    mailbox.changed.notify_all()

        context = contextvars.copy_context()  # MiniStack keeps account and region there
        thread = threading.Thread(target=context.run, args=(invoke,), name="local-aws-invocation", daemon=True)
        with self._lock:
            self._threads = [running for running in self._threads if running.is_alive()]
            self._threads.append(thread)
        thread.start()

    def _await(self, event: Mapping[str, Any], mailbox: Mailbox, timeout: float) -> Answer:
        deadline = time.monotonic() + timeout
        with mailbox.changed:
            mailbox.changed.wait_for(lambda: mailbox.body is not None or mailbox.ended or mailbox.abandoned, timeout)
            remaining = max(0.0, deadline - time.monotonic())
            patience = remaining if self.patience is None else min(remaining, self.patience)
            mailbox.changed.wait_for(lambda: mailbox.body is not None or mailbox.abandoned, patience)
            # CloudFormation goes on at once. Here it lets the function end, so that its log is whole.
            mailbox.changed.wait_for(lambda: mailbox.ended, _LINGER_SECONDS if mailbox.body is not None else 0)
        if mailbox.body is not None:
            return Answer.parse(mailbox.body, event)
        if mailbox.abandoned:
            msg = "[local] the embedded AWS ended before the response came"
            raise AnswerRefusedError(msg)
        mailbox.abandoned = True  # in AWS the next invocation would be minutes away, here it would meet the Delete
        msg = (  # [obs: aws-cdk issue 18746]
            "CloudFormation did not receive a response from your Custom Resource. Please check your logs for requestId "
            f"[{event['RequestId']}]. If you are using the Python cfn-response module, you may need to update your "
            "Lambda function code so that CloudFormation can attach the updated version."
        )
        if patience < remaining:
            msg += (
                f" [local] gave up {patience:g} s after the function had ended, of {timeout:g} s: "
                "set LocalAws.patience to wait longer"
            )
        raise AnswerRefusedError(msg)

    def _refuse_other_token(self, request: Request) -> None:
        if request.old_properties is None:
            return
        old, new = request.old_properties.get("ServiceToken"), request.properties.get("ServiceToken")
        if old != new:
            with self._lock:
                self._refused_tokens.add((request.stack_id, request.logical_id, old, new))
            msg = "Modifying service token is not allowed."  # [obs: aws-waf-security-automations issue 114]
            raise RuntimeError(msg)

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


def _event(request: Request) -> dict[str, Any]:
    event: dict[str, Any] = {
        "RequestType": request.type,
        "ServiceToken": request.properties.get("ServiceToken", ""),
        "ResponseURL": "",
        "StackId": request.stack_id,
        "RequestId": str(uuid.uuid4()),
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


def _generated_id(request: Request) -> str:
    """Return the id that CloudFormation makes up when the function never named one [doc: aws-cdk custom-resources]."""
    letters = string.ascii_uppercase + string.digits
    suffix = "".join(secrets.choice(letters) for _ in range(_SUFFIX_LENGTH))
    return f"{request.stack_name}-{request.logical_id}-{suffix}"
