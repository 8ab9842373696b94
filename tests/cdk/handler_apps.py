"""Apps of one webhook, for what is asked of its handler, and what is read back from where they were synthesized."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from tests.cdk.apps import imported_webhook

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from webhook_constructs import CodeBuildWebhookHandler

FUNCTION, LOGS = "CodeBuildWebhookHandlerFunctionA50983E9", "CodeBuildWebhookHandlerLogsD12BF199"
EVENT_AGE = "CodeBuildWebhookHandlerFunctionEventInvokeConfig99C6D184"
POLICY, ROLE = "CodeBuildWebhookHandlerPolicyA95252C2", "CodeBuildWebhookHandlerRoleDD29BB39"


def synthesized(
    folder: Path, add: Callable[[cdk.App], object], context: Mapping[str, object] | None = None
) -> dict[str, Any]:
    """The resources of the one stack of an app that a function fills."""
    app = cdk.App(outdir=str(folder), context=context)
    add(app)
    app.synth()
    (template,) = folder.rglob("*.template.json")
    resources: dict[str, Any] = json.loads(template.read_text(encoding="utf-8"))["Resources"]
    return resources


def webhook_in(app: cdk.App, **properties: Any) -> CodeBuildWebhookHandler:
    return imported_webhook(cdk.Stack(app, "Stack", **properties)).handler


def published(folder: Path) -> list[Path]:
    """The files that the asset manifests below a folder have published as the code of a function."""
    found = []
    for manifest in folder.rglob("*.assets.json"):
        for entry in json.loads(manifest.read_text(encoding="utf-8"))["files"].values():
            if entry["source"]["path"].endswith(".zip"):
                assert entry["source"]["packaging"] == "file"
                found.append((manifest.parent / entry["source"]["path"]).resolve())
    return found
