"""Stages that are synthesized by themselves, before the app or before others are made, as CDK Pipelines does it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.annotated import DOUBLE_BUILD, annotated
from tests.cdk.apps import US, imported_webhook, make_stack, staged
from tests.cdk.pipelines import build_action, cfn_pipeline

if TYPE_CHECKING:
    from collections.abc import Callable


def shown_by(folder: str | Path) -> str:
    """What the CDK has written for the CLI to show."""
    return "".join(file.read_text() for file in sorted(Path(folder).rglob("*")) if file.suffix == ".json")


def pipeline_of(app: cdk.App) -> cdk.Stack:
    cfn_pipeline(staged(app, "Pipelines", US), build_action("api"))
    return make_stack(app=app)


def triggers_of(app: cdk.App) -> cdk.Stack:
    source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
    codebuild.Project(staged(app, "Triggers", US), "Project", project_name="api", source=source)
    return make_stack(app=app)


def webhook_of(app: cdk.App) -> cdk.Stack:
    imported_webhook(staged(app, "Others", US))
    return make_stack(app=app)


MADE_LATER = [
    pytest.param(pipeline_of, "Pipelines", "double-build: Hooks/Stack/Webhook", id="pipeline"),
    pytest.param(triggers_of, "Triggers", "project-with-triggers: Hooks/Stack/Webhook", id="triggers"),
    pytest.param(webhook_of, "Others", "second-webhook", id="webhook"),
]


@pytest.mark.parametrize(("make", "name", "expected"), MADE_LATER)
def test_a_stage_that_is_made_after_another_is_synthesised_is_compared_with_it(
    make: Callable[[cdk.App], cdk.Stack], name: str, expected: str
) -> None:
    """As in CDK Pipelines, which synthesizes each stage when it is added."""
    app = cdk.App()
    imported_webhook(staged(app, "Hooks", US))
    synthesize(app, "Hooks")
    make(app)
    synthesize(app, name)

    assert expected in shown_by(app.synth().directory)


@pytest.mark.parametrize(("make", "name", "expected"), MADE_LATER)
def test_a_webhook_is_told_of_a_stage_that_was_synthesised_before_there_was_any_webhook(
    make: Callable[[cdk.App], cdk.Stack], name: str, expected: str
) -> None:
    app = cdk.App()
    make(app)
    synthesize(app, name)
    webhook = imported_webhook(staged(app, "Hooks", US))
    synthesize(app, "Hooks")

    assert any(expected.split(":", maxsplit=1)[0] in str(entry.data) for entry in webhook.node.metadata)
    assert expected.split(":", maxsplit=1)[0] in shown_by(app.synth().directory)


@pytest.mark.parametrize(("make", "name", "expected"), MADE_LATER)
def test_a_stage_that_is_made_after_the_app_was_synthesised_is_compared_when_the_app_is_again(
    make: Callable[[cdk.App], cdk.Stack], name: str, expected: str
) -> None:
    app = cdk.App()
    imported_webhook(staged(app, "Hooks", US))
    app.synth()
    make(app)

    assert name in [stage.node.id for stage in app.node.children]
    assert expected in shown_by(app.synth(force=True).directory)


def test_what_an_earlier_run_has_written_is_not_taken_for_this_run(tmp_path: Path) -> None:
    told = []
    for _ in range(2):
        app = cdk.App(outdir=str(tmp_path))
        imported_webhook(staged(app, "Hooks", US))
        cfn_pipeline(staged(app, "Pipelines", US), build_action("api"))
        told.append(annotated(app, DOUBLE_BUILD))

    assert told[0] == told[1]
    assert list(told[0]) == ["/Pipelines/Stack/Pipeline"]


def synthesize(app: cdk.App, name: str) -> None:
    stage = app.node.find_child(name)
    assert isinstance(stage, cdk.Stage)
    stage.synth()
