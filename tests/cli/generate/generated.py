"""What `generate` writes, run as its readers run it: checked, synthesized, and read back."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from webhook_constructs.cli.generate.read_webhooks import Account, ReadWebhooks, read_sources
from webhook_constructs.cli.generate.stack_module import StackModule, stack_module
from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.service.repository import Repository

__all__ = ["generated", "read", "synthesized", "webhooks_of"]

_APP = """
import aws_cdk as cdk
import webhooks
app = cdk.App(outdir="cdk.out")
for name in {names!r}:
    getattr(webhooks, name)(app, name)
app.synth()
"""


def read(*sources: Path, **given: str) -> ReadWebhooks:
    """Read the webhooks of files and folders."""
    return read_sources([str(each) for each in sources], Account(), given)


def generated(*sources: Path, **given: str) -> StackModule:
    """Write the module for the webhooks of files and folders."""
    return stack_module(read(*sources, **given))


def synthesized(module: StackModule, folder: Path) -> Path:
    """Synthesize the stacks of a module, and return the cloud assembly."""
    (folder / "webhooks.py").write_text(module.text, encoding="utf-8")
    (folder / "app.py").write_text(_APP.format(names=[each.name for each in module.stacks]), encoding="utf-8")
    run = subprocess.run([sys.executable, "app.py"], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder / "cdk.out"


def webhooks_of(found: ReadWebhooks) -> dict[str | None, WebhookSettings]:
    """Return the settings of webhooks by their projects.

    How old a webhook may be is not for code. A repository has many addresses, and where a scope says what the webhook
    covers, none counts.
    """
    return {each.project: _as_written(each.settings) for each in found.webhooks}


def _as_written(settings: WebhookSettings) -> WebhookSettings:
    location = None if settings.scope is not None else settings.source_location
    repository = None if location is None else Repository.parse(str(location))
    address = None if repository is None else repository.address
    return replace(settings, may_predate_approval=False, source_location=address)
