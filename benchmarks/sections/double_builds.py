"""What looking for double builds takes of the synthesis of an app, by the number of constructs and pipelines.

The app has queues and topics, ten webhooks, and pipelines of the second level with five stages each. One pipeline
in ten runs the project of a webhook. The time is that of the hook that judges all webhooks of an app together, with the
calls into Node that it makes, beside that of the whole `app.synth()`. The last line is an app of stages, with a webhook
on one and the same repository and a pipeline in each.
"""

from __future__ import annotations

import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from benchmarks.figures import Budget, Figure, Row, Table
from benchmarks.kernel_calls import KERNEL, kernel_calls, watch_kernel
from benchmarks.stopwatch import Stopwatch
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup
from webhook_constructs.cdk.double_builds.annotations import StageWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Double builds"
WEBHOOKS = 10
CONSTRUCTS_A_TOPIC = 4  # a queue, a topic, and the resource of each
PUSH = FilterGroup.in_event_of(EventAction.PUSH)
_PYTHON = "Python"
_SYNTHESIS = "whole `app.synth()`"
_BUDGETS: Final = {0: 0.04, 50: 0.15}
_BUDGET_OF_STAGES: Final = 0.35
_BUDGETED_STAGES: Final = 100
_BUDGETED: Final = 10_000


def tables(effort: Effort) -> list[Table]:
    """Measure apps of some sizes."""
    share(partial(make_app, constructs=100, pipelines=2))
    rows = [
        _row(f"{constructs:,} constructs, {pipelines} pipelines", make, effort, budget)
        for constructs in effort.constructs
        for pipelines, most in _BUDGETS.items()
        for make in [partial(make_app, constructs=constructs, pipelines=pipelines)]
        for subject in [f"looking for double builds in {constructs:,} constructs with {pipelines} pipelines"]
        for budget in [Budget(most, subject, _SYNTHESIS, is_held=constructs == _BUDGETED)]
    ]
    subject = f"looking for double builds in {effort.stages} stages"
    budget = Budget(_BUDGET_OF_STAGES, subject, _SYNTHESIS, is_held=effort.stages == _BUDGETED_STAGES)
    rows.append(_row(f"{effort.stages} stages", partial(make_stages, stages=effort.stages), effort, budget))
    return [Table("Milliseconds of a whole app, and the share of them", rows, "double builds", "calls into Node")]


def _row(what: str, make: Callable[[str], cdk.App], effort: Effort, budget: Budget) -> Row:
    taken = [share(make) for _ in range(min(effort.rounds, 3))]
    ours = Figure.of((hook * 1e3 for _, hook, _ in taken), "ms")
    whole = Figure.of((synthesis * 1e3 for synthesis, _, _ in taken), "ms")
    *_, (_, _, watch) = taken
    kernel = sum(seconds for name, seconds in watch.seconds.items() if name.startswith(KERNEL))
    most = [(name, seconds) for name, seconds in watch.seconds.most_common() if name.startswith(KERNEL)][:3]
    bound = f"calls into Node take {kernel * 1e3:.1f} ms, Python {watch.seconds[_PYTHON] * 1e3:.1f} ms; the longest: "
    bound += ", ".join(f"{name.removeprefix(KERNEL)} {watch.calls[name]} x, {took * 1e3:.1f} ms" for name, took in most)
    return Row(what, ours, {_SYNTHESIS: whole}, budget, bound, note=f"{kernel_calls(watch)} in {kernel * 1e3:.1f} ms")


def make_app(folder: str, constructs: int, pipelines: int) -> cdk.App:
    app = cdk.App(outdir=folder, context={"@aws-cdk/core:stackResourceLimit": 0})
    stack = cdk.Stack(app, "Stack")
    projects = []
    for index in range(WEBHOOKS):
        source = codebuild.Source.git_hub(owner="acme", repo=f"repo-{index}")
        projects.append(codebuild.Project(stack, f"Project{index}", source=source))
        CodeBuildWebhook(stack, f"Webhook{index}", project=projects[-1], filter_groups=[PUSH.and_branch_is("main")])
    others = [codebuild.PipelineProject(stack, f"Other{index}") for index in range(min(pipelines, WEBHOOKS))]
    bucket = s3.Bucket.from_bucket_name(stack, "Bucket", "pipeline-bucket")
    for index in range(pipelines):
        add_pipeline(stack, index, bucket, (others if index % 10 else projects)[index % WEBHOOKS])
    topics = (constructs - len(app.node.find_all())) // CONSTRUCTS_A_TOPIC
    for index in range(topics):
        sqs.Queue(stack, f"Queue{index}")
        sns.Topic(stack, f"Topic{index}")
    return app


def add_pipeline(stack: cdk.Stack, index: int, bucket: s3.IBucket, project: codebuild.IProject) -> None:
    artifact = codepipeline.Artifact()
    source = actions.S3SourceAction(action_name="Source", bucket=bucket, bucket_key="source.zip", output=artifact)
    stages = [codepipeline.StageProps(stage_name="Source", actions=[source])]
    for stage in range(4):
        action = actions.CodeBuildAction(action_name="Build", project=project, input=artifact)
        stages.append(codepipeline.StageProps(stage_name=f"Stage{stage}", actions=[action]))
    codepipeline.Pipeline(stack, f"Pipeline{index}", artifact_bucket=bucket, stages=stages)


def make_stages(folder: str, stages: int) -> cdk.App:
    """Make an app of stages, each with a webhook on the same repository and a pipeline that runs its project."""
    app = cdk.App(outdir=folder)
    env = cdk.Environment(account="111122223333", region="us-east-1")
    for index in range(stages):
        stack = cdk.Stack(cdk.Stage(app, f"Stage{index}", env=env), "Stack")
        source = codebuild.Source.git_hub(owner="acme", repo="api")
        project = codebuild.Project(stack, "Project", source=source, project_name=f"api-{index}")
        groups = [PUSH.and_branch_is(f"branch-{index}")]
        CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=groups)
        add_pipeline(stack, 0, s3.Bucket.from_bucket_name(stack, "Bucket", "pipeline-bucket"), project)
    return app


def share(make: Callable[[str], cdk.App]) -> tuple[float, float, Stopwatch]:
    """Return the seconds of one synthesis, those of the hook, and what they are spent on."""
    spent, watch = 0.0, Stopwatch()
    validate = StageWebhooks.validate

    def timed(self: StageWebhooks) -> list[str]:
        nonlocal spent
        start = time.perf_counter()
        try:
            with watch_kernel(watch), watch.running(_PYTHON):
                return validate(self)
        finally:
            spent += time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        app = make(folder)
        setattr(StageWebhooks, "validate", timed)  # noqa: B010 - mypy refuses the plain assignment
        try:
            start = time.perf_counter()
            app.synth()
            return time.perf_counter() - start, spent, watch
        finally:
            setattr(StageWebhooks, "validate", validate)  # noqa: B010
