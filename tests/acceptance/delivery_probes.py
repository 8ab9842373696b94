"""Probes of what CodeBuild answers to deliveries, none of which starts a build."""

from __future__ import annotations

import hmac
import json
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from tests.acceptance.probes import ON_PUSH, Probe, Probed
from tests.acceptance.record import Observation

__all__ = ["DELIVERY_PROBES", "post", "reachable"]

_PING = json.dumps({"zen": "Design for failure.", "hook_id": 1}).encode()
_EXPECTED = {
    "a ping": 200,
    "a ping without a signature": 403,
    "a ping with another signature": 403,
    "a push that is no JSON": 400,
    "a ping to another address": 404,
}
"""What the embedded AWS answers."""


def delivery_answers(probed: Probed) -> Observation:
    webhook = probed.create(probed.make_project(), [ON_PUSH], manualCreation=True)
    url, secret = reachable(probed, webhook["payloadUrl"]), webhook["secret"]
    another = url.replace("t=", "t=another", 1)
    answers = {
        "a ping": post(url, "ping", _PING, secret),
        "a ping without a signature": post(url, "ping", _PING, None),
        "a ping with another signature": post(url, "ping", _PING, "another"),
        "a push that is no JSON": post(url, "push", b"{", secret),
        "a ping to another address": post(another, "ping", _PING, secret),
    }
    answer = ", ".join(f"{what}: {status}" for what, status in answers.items())
    return Observation.of(answer, holds=answers == _EXPECTED)


def reachable(probed: Probed, payload_url: str) -> str:
    """Return where a payload URL leads: that of the embedded AWS leads to its endpoint."""
    parts = urlsplit(payload_url)
    target = probed.account.target
    return payload_url if target.is_account else f"{target.endpoint}{parts.path}?{parts.query}"


def post(url: str, event: str, body: bytes, secret: str | None) -> int:
    """Post a delivery, signed as GitHub signs it, and return the status of the answer."""
    headers = {"Content-Type": "application/json", "X-GitHub-Event": event, "X-GitHub-Delivery": str(uuid.uuid4())}
    if secret is not None:
        headers["X-Hub-Signature-256"] = f"sha256={hmac.new(secret.encode(), body, 'sha256').hexdigest()}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=30) as answer:
            status: int = answer.status
    except urllib.error.HTTPError as error:
        with error:
            status = error.code
    return status


DELIVERY_PROBES: Mapping[str, Probe] = {"delivery-answers": delivery_answers}
"""The probes, by the ID of the assumption."""
