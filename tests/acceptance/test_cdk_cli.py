"""The CDK CLI deploys, changes and destroys a stack, with the credentials of the run and without a bootstrap."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import aws_cdk as cdk
import pytest

from tests.acceptance.account import Account
from tests.acceptance.stacks import MAIN, RELEASE, TO_RELEASE, Stacks

CLI = Path(__file__).parents[2] / "node_modules" / ".bin" / "cdk"
SECONDS = 900


def run_cli(account: Account, folder: Path, command: str, stack: cdk.Stack, *options: str) -> str:
    """Run the CLI on a synthesized stack, and return what it has printed."""
    root = stack.node.root
    assert isinstance(root, cdk.App)
    assembly = root.synth().directory
    others = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
    own = {"CDK_HOME": str(folder / "cdk-home"), "CDK_DISABLE_CLI_TELEMETRY": "true"}
    done = subprocess.run(
        [CLI, command, stack.stack_name, "-a", assembly, "--no-notices", "--no-color", *options],
        cwd=folder,
        env={**others, **account.target.variables, **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


@pytest.mark.cli
def test_the_cli_deploys_changes_and_destroys_a_webhook(
    account: Account, stacks: Stacks, project: str, what: str, tmp_path: Path
) -> None:
    deployed = run_cli(account, tmp_path, "deploy", stacks.with_webhook(what, project), "--require-approval", "never")
    assert account.patterns(project) == MAIN

    changed = stacks.with_webhook(what, project, filter_groups=[TO_RELEASE])
    compared = run_cli(account, tmp_path, "diff", changed, "--method", "template")
    assert "^refs/heads/release$" in compared
    updated = run_cli(account, tmp_path, "deploy", changed, "--require-approval", "never")
    assert account.patterns(project) == RELEASE
    destroyed = run_cli(account, tmp_path, "destroy", changed, "--force")

    assert account.webhook(project) == {}
    assert stacks.status(account.names(what)) is None
    assert "webhooks?t=" not in deployed + updated + destroyed
