"""An app with a bit of everything that is synthesized; `python -m tests.cdk.full_app <folder>` writes it there."""

from __future__ import annotations

import sys

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

import webhook_constructs
from tests.cdk.apps import github_project
from tests.cdk.pipelines import pipeline
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, SourceProvider

__all__ = ["full_app"]

_PUSH = FilterGroup.in_event_of(EventAction.PUSH)
_PULL_REQUEST = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
_ENV = cdk.Environment(account="111122223333", region="eu-west-1")


def full_app(folder: str) -> cdk.App:
    """Make the app: webhooks that much is found in, secrets, pipelines, regions, a nested stack, stages."""
    app = cdk.App(outdir=folder)
    stack = cdk.Stack(app, "Stack", env=_ENV)
    for index in range(12):
        project = github_project(stack, f"Project{index}", project_name=f"api-{index}")
        found = _PUSH.and_head_ref_matches("main").and_actor_account_matches("octocat").and_file_path_matches("a.py")
        twice = _PUSH.and_branch_is("größe", "main", f"release-{index}")
        CodeBuildWebhook(stack, f"Webhook{index}", project=project, filter_groups=[found, twice, twice, _PULL_REQUEST])
        if index % 3 == 0:
            pipeline(stack, project, construct_id=f"Pipeline{index}")
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
    for index, region in enumerate(("us-east-1", "ap-south-1", "eu-west-1", "us-west-2")):
        arn = f"arn:aws:codebuild:{region}:111122223333:project/docs-{region}"
        CodeBuildWebhook(
            stack,
            f"Far{index}",
            project=codebuild.Project.from_project_arn(stack, f"FarProject{index}", arn),
            source_provider=SourceProvider.GITHUB,
            filter_groups=[_PUSH.and_branch_glob("release/*", "hotfix/**")],
            manual_creation=True,
            secret=True if index else secret,
        )
    nested = cdk.NestedStack(stack, "Nested")
    CodeBuildWebhook(nested, "Webhook", project=github_project(nested), filter_groups=[_PUSH])
    for name in ("Beta", "Prod"):
        staged = cdk.Stack(cdk.Stage(app, name), "Stack")
        CodeBuildWebhook(staged, "Webhook", project=github_project(staged), filter_groups=[_PUSH])
    return app


if __name__ == "__main__":
    full_app(sys.argv[1]).synth()
    sys.stdout.write(webhook_constructs.__file__)
