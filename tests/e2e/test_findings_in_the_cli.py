"""What the real CDK CLI prints of the findings, and what stops it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.pipelines import pipeline
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

CDK = Path(__file__).parents[2] / "node_modules" / ".bin" / "cdk"


def synthesized(folder: Path, *groups: FilterGroup, has_pipeline: bool = False) -> Path:
    app = cdk.App(outdir=str(folder / "cdk.out"))
    stack = cdk.Stack(app, "Stack")
    source = codebuild.Source.bit_bucket(owner="acme", repo="api")
    project = codebuild.Project(stack, "Project", source=source)
    CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=groups)
    if has_pipeline:
        pipeline(stack, project)
    app.synth()
    return folder / "cdk.out"


def cdk_synth(assembly: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [CDK, "synth", "-a", assembly, "--quiet", "--no-notices", "--no-color"],
        cwd=folder,
        env={**os.environ, "CDK_HOME": str(folder / "home"), "CDK_DISABLE_CLI_TELEMETRY": "true"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.cli
def test_a_warning_is_printed_and_passes(tmp_path: Path) -> None:
    unanchored = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")
    done = cdk_synth(synthesized(tmp_path, unanchored), tmp_path)

    assert done.returncode == 0
    assert "WARNING unanchored-actor: filter_groups[0][1]: the pattern 12345 " in done.stderr
    assert "   Stack/Webhook\n   Acknowledge with 'webhook-constructs::WH201'\n" in done.stderr


@pytest.mark.cli
def test_an_error_is_printed_and_stops_the_synthesis(tmp_path: Path) -> None:
    released = FilterGroup.in_event_of(EventAction.RELEASED)
    done = cdk_synth(synthesized(tmp_path, released), tmp_path)

    assert done.returncode == 1
    assert "ERROR WH104 event-not-sent: filter_groups[0][0]: " in done.stderr
    assert "   Stack/Webhook\n" in done.stderr


@pytest.mark.cli
def test_a_double_build_is_printed_with_what_it_costs_and_the_ways_out(tmp_path: Path) -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
    done = cdk_synth(synthesized(tmp_path, pushes, has_pipeline=True), tmp_path)

    assert done.returncode == 0
    assert (
        "WARNING double-build: webhook: the project is run by Stack/Pipeline/Build/Build0 as well, so each commit is "
        "built and billed twice; remove the webhook, so that the pipeline's trigger is the only one, give the pipeline "
        "a project of its own (PipelineProject), or narrow the webhook to what does not start the pipeline"
    ) in done.stderr
    assert "   Stack/Webhook\n   Acknowledge with 'webhook-constructs::WH406'\n" in done.stderr
