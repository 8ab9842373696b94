"""Webhooks that events ask for, what CodeBuild shows of them, and what the secret of one holds."""

from __future__ import annotations

from typing import Any

from tests.handler.conftest import SECRET_ARN
from webhook_constructs.handler.request import DesiredWebhook

PUSH = [[{"type": "EVENT", "pattern": "PUSH"}]]
RELEASE = [[{"type": "EVENT", "pattern": "RELEASED"}]]
ALIGNED = {"projectName": "api", "filterGroups": PUSH, "buildType": "BUILD"}
AUTOMATIC = {"url": "u", "filterGroups": PUSH}
MANUAL = {"filterGroups": PUSH}
ENTERPRISE = {"Type": "GITHUB_ENTERPRISE"}
ANOTHER_EVENT = {"creating": "another-event"}
SHOWN_ONCE = {"payloadUrl": "p", "secret": "s"}


def webhook(project: str = "api", *, region: str | None = None, allow: bool = False, **members: Any) -> DesiredWebhook:
    return DesiredWebhook(project, region=region, members=members, allow_new_secret=allow)


def manual(**changes: Any) -> DesiredWebhook:
    members = {"filterGroups": PUSH, "manualCreation": True, **changes.pop("members", {})}
    return DesiredWebhook("api", members=members, **{"secret_arn": SECRET_ARN, **changes})


def automatic(**changes: Any) -> DesiredWebhook:
    return DesiredWebhook("api", members={"filterGroups": PUSH, **changes.pop("members", {})}, **changes)


IS_CURRENT = {
    "SecretString": '{"payloadUrl": "p", "secret": "s"}',
    "VersionStages": ["AWSCURRENT", "webhook-of-api"],
}
