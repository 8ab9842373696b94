"""Webhooks that events ask for, what CodeBuild shows of them, and what the secret of one holds."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from tests.handler.conftest import BEGUN, REQUEST_ID, SECRET_ARN
from webhook_constructs.handler.request import DesiredWebhook
from webhook_constructs.handler.secret_store import StoredSecret

PUSH = [[{"type": "EVENT", "pattern": "PUSH"}]]
RELEASE = [[{"type": "EVENT", "pattern": "RELEASED"}]]
ALIGNED = {"projectName": "api", "filterGroups": PUSH, "buildType": "BUILD"}
AUTOMATIC = {"url": "u", "filterGroups": PUSH}
MANUAL = {"filterGroups": PUSH}
ENTERPRISE = {"Type": "GITHUB_ENTERPRISE"}
SHOWN_ONCE = {"payloadUrl": "p", "secret": "s"}
VALUE = '{"payloadUrl": "p", "secret": "s"}'
MADE_AT = f"-m{hashlib.sha256(str(round(BEGUN.timestamp() * 1000)).encode()).hexdigest()[:8]}"
"""What the name of a version says of a secret that was made when the event began."""

ANOTHER_EVENT = "99999999-2222-4333-8444-555555555555"
OF_ANOTHER_WEBHOOK = f"{ANOTHER_EVENT}-m00000000"
"""The name of a version that holds the secret of a webhook that is gone."""

IS_CURRENT = {"SecretString": VALUE, "VersionStages": ["AWSCURRENT", "webhook-of-api"]}
ANNOUNCED_BY_ANOTHER = {"SecretString": '{"creating": "another-event"}'}
ROTATION_MISSED = {"SecretString": '{"rotating": "another-event", "payloadUrl": "p"}'}
UNLABELED = {"SecretString": VALUE, "VersionStages": ["AWSCURRENT"]}


def automatic(**changes: Any) -> DesiredWebhook:
    return DesiredWebhook("api", members={"filterGroups": PUSH, **changes.pop("members", {})}, **changes)


def manual(**changes: Any) -> DesiredWebhook:
    members = {"manualCreation": True, **changes.pop("members", {})}
    return automatic(**{"secret_arn": SECRET_ARN, **changes}, members=members)


def stored(current: dict[str, Any] | None = None, labeled: dict[str, Any] | None = None) -> StoredSecret:
    """What the store held: without arguments, the secret of the living webhook."""
    held = IS_CURRENT if current is None else current
    return StoredSecret("api", REQUEST_ID, held, held if labeled is None else labeled)


def made(webhook: dict[str, Any], seconds: float = 0) -> dict[str, Any]:
    """What CodeBuild shows of a webhook that got its secret so many seconds after the event began."""
    return {**webhook, "lastModifiedSecret": BEGUN + timedelta(seconds=seconds)}
