"""What git hosts deliver to the payload URLs of webhooks, and what CodeBuild makes of it."""

from __future__ import annotations

import hmac
import http.client
import threading
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TypeAlias

from webhook_constructs.core import (
    Decision,
    EventAction,
    SourceProvider,
    WebhookConstructsError,
    WebhookEvent,
    WebhookSettings,
)
from webhook_constructs.core.decisions.decision import decide
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.payload import read_payload
from webhook_constructs.core.events.webhook_event import read_event
from webhook_constructs.core.service.assumptions import RUNNER_LABEL
from webhook_constructs.core.service.runners import asks_for_project, runner_labels
from webhook_constructs.testing.local._errors import LocalAwsError

from .git_host import Hook
from .webhook_record import WebhookRecord

__all__ = ["PATH", "Build", "Deliveries", "Delivery", "Headers"]

PATH = "/webhooks"
"""Where payload URLs lead."""

Headers: TypeAlias = Mapping[str, str]
"""The headers of a delivery, with names in lower case."""

Recipients: TypeAlias = Callable[[], Iterable[tuple[str, "WebhookRecord"]]]
"""Gives every project that has a webhook, named as in `CodeBuild.hooks_at_host`, with CodeBuild's record of it."""

_ID, _EVENT = "id", "event"
_HEADERS = {
    "GITHUB": {_ID: "x-github-delivery", _EVENT: "x-github-event"},
    "GITHUB_ENTERPRISE": {_ID: "x-github-delivery", _EVENT: "x-github-event"},
    "BITBUCKET": {_ID: "x-request-uuid", _EVENT: "x-event-key"},
    "GITLAB": {_ID: "x-gitlab-event-uuid", _EVENT: "x-gitlab-event"},
    "GITLAB_SELF_MANAGED": {_ID: "x-gitlab-event-uuid", _EVENT: "x-gitlab-event"},
}
_HOSTS = {
    "GITHUB": "GitHub",
    "GITHUB_ENTERPRISE": "GitHub",
    "BITBUCKET": "Bitbucket",
    "GITLAB": "GitLab",
    "GITLAB_SELF_MANAGED": "GitLab",
}
_SIGNATURE, _TOKEN = "x-hub-signature-256", "x-gitlab-token"


@dataclass(frozen=True, slots=True)
class Build:
    """A build that a delivery has started. It is recorded, and does not run: the API shows it as SUCCEEDED.

    Attributes:
        id: The ID of the build in the API.
        project: The project, named as in `CodeBuild.hooks_at_host`.
        event: What happened at the git host.
        decision: Why that starts a build.
    """

    id: str
    project: str
    event: WebhookEvent
    decision: Decision


@dataclass(frozen=True, slots=True)
class Delivery:
    """A delivery, and what CodeBuild has answered.

    Attributes:
        id: What the git host calls it.
        project: The project whose webhook it came to; None where the payload URL is that of none.
        status: The HTTP status of the answer [assumed: delivery-answers].
        text: The answer, which the git host's list of deliveries shows.
        builds: True if it started a build, False if not, None if that depends on what is not known here.
        decision: Why. Default: it was refused, or is of no event of CodeBuild.
    """

    id: str
    project: str | None
    status: int
    text: str
    builds: bool | None = False
    decision: Decision | None = None


def _headers_of_host(source_type: str, event_name: str, delivery_id: str, secret: str | None, body: bytes) -> Headers:
    """Return the headers that a git host sends.

    Sources: https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries,
    https://docs.gitlab.com/user/project/integrations/webhooks/,
    https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ [doc].

    Args:
        source_type: The source type of the project that the hook is for.
        event_name: The name of the event.
        delivery_id: The name of the delivery.
        secret: What the hook was told; None where there is none.
        body: The payload.
    """
    names = _HEADERS[source_type]
    headers = {names[_ID]: delivery_id, names[_EVENT]: event_name, "content-type": "application/json"}
    if secret is not None and source_type.startswith("GITHUB"):
        headers[_SIGNATURE] = _signature(secret, body)
    if secret is not None and source_type.startswith("GITLAB"):
        headers[_TOKEN] = secret
    return headers


@dataclass(slots=True)
class Deliveries:
    """CodeBuild's end of deliveries.

    Attributes:
        recipients: Gives the webhooks. Default: there are none.
        changed_files: The changed files of a delivery by its id, for what CodeBuild asks the git host for.
    """

    recipients: Recipients = tuple
    changed_files: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _endpoint: str = ""
    _builds: list[Build] = field(default_factory=list)
    _received: list[Delivery] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def builds(self) -> tuple[Build, ...]:
        """Every build that was started, the oldest first."""
        with self._lock:
            return tuple(self._builds)

    @property
    def received(self) -> tuple[Delivery, ...]:
        """Every delivery, refused ones included, the oldest first."""
        with self._lock:
            return tuple(self._received)

    def serve_at(self, endpoint_url: str) -> None:
        """Make payload URLs lead to an endpoint."""
        self._endpoint = endpoint_url.removeprefix("http://")

    def post(
        self, hook: Hook, event_name: str, body: bytes, files: tuple[str, ...] | None, secret: str | None
    ) -> Delivery:
        """Post a delivery as the git host of a hook does it, and return what came of it.

        Args:
            hook: The hook.
            event_name: What the host calls the event.
            body: The payload.
            files: The changed files, where CodeBuild asks the git host for them; None if they are not known.
            secret: What to sign with; None for no signature.

        Raises:
            LocalAwsError: Deliveries of such a host are not known here.
        """
        if hook.source_type not in _HEADERS:
            msg = f"what is delivered to a project with source {hook.source_type} is not known here"
            raise LocalAwsError(msg)
        delivery_id = str(uuid.uuid4())
        if files is not None:
            self.changed_files[delivery_id] = files
        headers = _headers_of_host(hook.source_type, event_name, delivery_id, secret, body)
        connection = http.client.HTTPConnection(self._endpoint)
        try:
            connection.request("POST", f"{PATH}?{hook.payload_url.partition('?')[2]}", body, dict(headers))
            connection.getresponse().read()
        finally:
            connection.close()
        return next(each for each in self.received if each.id == delivery_id)

    def receive(self, query: str, headers: Headers, body: bytes) -> Delivery:
        """Process what was posted to a payload URL: check the signature, decide, and record the build.

        Args:
            query: The query string of the URL, which holds a token.
            headers: The headers.
            body: The payload.
        """
        found = next(((name, record) for name, record in self.recipients() if record.is_at(query)), None)
        delivery_id = next((headers[each[_ID]] for each in _HEADERS.values() if each[_ID] in headers), "")
        if found is None:
            delivery = Delivery(delivery_id, None, HTTPStatus.NOT_FOUND, "[local] there is no webhook at this URL")
        else:
            delivery = self._received_by(*found, delivery_id, headers, body)
        with self._lock:
            self._received.append(delivery)
            if delivery.builds and delivery.decision is not None and delivery.project is not None:
                build_id = f"{delivery.project.partition('@')[0]}:{uuid.uuid4()}"
                self._builds.append(Build(build_id, delivery.project, delivery.decision.event, delivery.decision))
        return delivery

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._builds.clear()
            self._received.clear()
            self.changed_files.clear()

    def _received_by(
        self, project: str, record: WebhookRecord, delivery_id: str, headers: Headers, body: bytes
    ) -> Delivery:
        kind = record.source.type
        if kind not in _HOSTS:
            text = f"[local] how CodeBuild reads what is delivered to a project with source {kind} is not known"
            return Delivery(delivery_id, project, HTTPStatus.NOT_IMPLEMENTED, text)
        if refusal := _signature_problem(kind, record.secret, headers, body):
            return Delivery(delivery_id, project, HTTPStatus.FORBIDDEN, refusal)
        event_name = headers.get(_HEADERS[kind][_EVENT], "")
        try:
            event = read_event(_HOSTS[kind], event_name, body, files=self.changed_files.get(delivery_id))
        except WebhookConstructsError as error:
            return Delivery(delivery_id, project, HTTPStatus.BAD_REQUEST, f"[local] {error}")
        if isinstance(event, IgnoredEvent):
            return Delivery(delivery_id, project, HTTPStatus.OK, f"[local] no build: {event.reason}")
        decision = decide(_settings(record), event)
        if event.action is EventAction.WORKFLOW_JOB_QUEUED and kind.startswith("GITHUB"):
            labels = runner_labels(read_payload(event_name, body).value)
            if not asks_for_project(labels, project.partition("@")[0]):
                text = f"[local] no build: the job asks for a runner of another project: {', '.join(labels)}"
                return Delivery(delivery_id, project, HTTPStatus.OK, text)
            decision = decision.knowing(RUNNER_LABEL)
        return Delivery(delivery_id, project, HTTPStatus.OK, f"[local] {decision}", decision.builds, decision)


def _settings(record: WebhookRecord) -> WebhookSettings:
    provider, location = SourceProvider(record.source.type), record.source.location
    return WebhookSettings.from_api(record.settings, provider=provider, source_location=location)


def _signature_problem(source_type: str, secret: str | None, headers: Headers, body: bytes) -> str | None:
    """Return what is wrong with the signature of a delivery; Bitbucket sends none."""
    if secret is None:
        return None
    name, expected = (_TOKEN, secret) if source_type.startswith("GITLAB") else (_SIGNATURE, _signature(secret, body))
    if name not in headers:
        return f"[local] the header {name} is missing: the hook at the git host was given no secret"
    if not hmac.compare_digest(headers[name].encode(), expected.encode()):
        return f"[local] the header {name} is wrong: the hook at the git host was given another secret"
    return None


def _signature(secret: str, body: bytes) -> str:
    return f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
