"""What looking for double builds takes of the synthesis of an app, by the number of constructs and pipelines.

Usage: python benchmarks/double_builds.py [--quick]

The app has queues and topics, ten webhooks, and pipelines of the second level with five stages each, one in ten of
which runs the project of a webhook. The share is the time spent in the hook that judges all webhooks of the app, of the
whole synthesis. Times drift with the machine: read the share.

What bounds it: one walk of the CDK through the tree, one call for each project, two for each pipeline, and the stages
of all pipelines rendered once more than synthesis renders them, two thirds of the time where there are many.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING

os.environ["CDK_VALIDATION"] = "false"

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup
from webhook_constructs.cdk.app_webhooks import AppWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WEBHOOKS = 10
STAGES = 100
CONSTRUCTS_A_TOPIC = 4  # a queue, a topic, and the resource of each
PUSH = FilterGroup.in_event_of(EventAction.PUSH)


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


def share(make: Callable[[str], cdk.App]) -> tuple[float, float]:
    """Return the seconds of one synthesis, and those of the hook."""
    spent = 0.0
    validate = AppWebhooks.validate

    def timed(self: AppWebhooks) -> list[str]:
        nonlocal spent
        start = time.perf_counter()
        try:
            return validate(self)
        finally:
            spent += time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        app = make(folder)
        setattr(AppWebhooks, "validate", timed)  # noqa: B010 - mypy refuses the plain assignment
        try:
            start = time.perf_counter()
            app.synth()
            return time.perf_counter() - start, spent
        finally:
            setattr(AppWebhooks, "validate", validate)  # noqa: B010


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="500 and 2,000 constructs once, instead of 10,000 as well")
    quick = parser.parse_args(arguments).quick
    sizes, rounds = ((500, 2000), 1) if quick else ((500, 2000, 10000), 3)
    share(partial(make_app, constructs=100, pipelines=2))
    print(f"looking for double builds, {WEBHOOKS} webhooks, median of {rounds} rounds")
    print(f"  {'constructs':>10}{'pipelines':>11}{'synthesis s':>13}{'hook ms':>9}{'share':>8}")
    for constructs in sizes:
        for pipelines in (0, 50):
            make = partial(make_app, constructs=constructs, pipelines=pipelines)
            print(f"  {constructs:>10,}{pipelines:>11}{measured(make, rounds)}")
    print(f"  {STAGES} stages, a webhook and a pipeline in each")
    print(f"  {'':>21}{measured(partial(make_stages, stages=STAGES), rounds)}")
    return 0


def measured(make: Callable[[str], cdk.App], rounds: int) -> str:
    """Give the columns of the medians."""
    whole, hook = (statistics.median(each) for each in zip(*(share(make) for _ in range(rounds)), strict=True))
    return f"{whole:>13.2f}{hook * 1000:>9.1f}{hook / whole:>8.1%}"


if __name__ == "__main__":
    sys.exit(main())
