"""The presigned URLs that custom resources answer to."""

from __future__ import annotations

import secrets
import threading
from dataclasses import dataclass, field
from datetime import datetime, timezone
from urllib.parse import parse_qs, quote

from webhook_constructs.testing.local._schedule.schedule import Schedule, Signal

__all__ = ["PATH", "Mailbox", "ResponseUrls"]

PATH = "/cloudformation-custom-resource-response/"
"""Where the URLs lead; in AWS it is a bucket of that name."""


@dataclass(slots=True)
class Mailbox:
    """The place of one answer.

    Attributes:
        url: The presigned URL.
        changed: Set when the answer arrives, when the function has ended without it, or when nobody waits any more.
        answered: The same for an answer that comes from outside of the schedule.
        body: The answer; None until it arrives. The first one counts.
        ended: Whether the last invocation of the function is over.
        abandoned: Whether nobody wants the answer any more.
        canceled: Why CloudFormation has canceled the event; None unless it has.
    """

    url: str
    changed: Signal
    answered: threading.Event = field(default_factory=threading.Event)
    body: bytes | None = None
    ended: bool = False
    abandoned: bool = False
    canceled: str | None = None


class ResponseUrls:
    """Make URLs, and take what is PUT to them.

    A real URL is presigned for a PUT without a content type: S3 refuses any other content type, and a URL that lost
    its query string, with 403 [doc: crpg-ref-responses, S3 presigned URLs]. urllib adds a content type by itself.
    """

    def __init__(self, schedule: Schedule) -> None:
        """Start without an endpoint; `serve_at` has to come first."""
        self._schedule = schedule
        self._endpoint_url = ""
        self._abandoned = False
        self._lock = threading.Lock()
        self._mailboxes: dict[tuple[str, str], Mailbox] = {}
        self._all: list[str] = []

    @property
    def all(self) -> tuple[str, ...]:
        """Every URL there ever was."""
        with self._lock:
            return tuple(self._all)

    def serve_at(self, endpoint_url: str) -> None:
        """Make URLs below ``endpoint_url`` from now on."""
        self._endpoint_url = endpoint_url
        self._abandoned = False

    def abandon(self) -> None:
        """End every wait for an answer, those to come included."""
        with self._lock:
            self._abandoned = True
            mailboxes = list(self._mailboxes.values())
        for mailbox in mailboxes:
            mailbox.abandoned = True
            mailbox.answered.set()

    def open(self, stack_id: str, logical_id: str, request_id: str) -> Mailbox:
        """Return a new mailbox."""
        key = f"{stack_id}|{logical_id}|{request_id}"
        signature = secrets.token_hex(32)
        date = datetime.fromtimestamp(self._schedule.clock.now, timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        query = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date={date}&X-Amz-Expires=7199&X-Amz-Signature={signature}"
        mailbox = Mailbox(f"{self._endpoint_url}{PATH}{quote(key, safe='')}?{query}", self._schedule.signal())
        with self._lock:
            mailbox.abandoned = self._abandoned
            self._mailboxes[key, signature] = mailbox
            self._all.append(mailbox.url)
        return mailbox

    def put(self, key: str, query: str, content_type: str, body: bytes) -> int:
        """Accept what was PUT to a URL, and return the HTTP status of the reply."""
        signature = parse_qs(query).get("X-Amz-Signature", [""])[0]
        with self._lock:
            mailbox = self._mailboxes.get((key, signature))
        if mailbox is None or content_type:
            return 403
        if mailbox.body is None:
            mailbox.body = body
        mailbox.answered.set()
        mailbox.changed.set()
        return 200

    def clear(self) -> None:
        """Forget every URL."""
        with self._lock:
            self._mailboxes.clear()
            self._all.clear()
