"""Webhooks and pipelines of different stages that cannot be together, or that start on the same event."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.annotated import DOUBLE_BUILD, annotated
from tests.cdk.apps import (
    US,
    github_project,
    github_webhook,
    imported_webhook,
    make_stack,
    staged,
)
from tests.cdk.pipelines import build_action, cfn_pipeline, connection
from webhook_constructs import CodeBuildWebhook


class TestCollisions:
    @pytest.mark.parametrize("env", [None, US], ids=["agnostic", "known"])
    def test_a_webhook_of_the_app_and_one_of_a_stage_are_an_error_on_the_later(
        self, env: cdk.Environment | None
    ) -> None:
        app = cdk.App()
        imported_webhook(staged(app, "Prod", env))
        imported_webhook(make_stack(app=app, env=env))

        (text,) = annotated(app, "WH110")["/Stack/Webhook"]
        assert "Prod/Stack/Webhook" in text

    @pytest.mark.parametrize(("env", "expected"), [(US, ["/Two/Stack/Webhook"]), (None, [])], ids=["known", "agnostic"])
    def test_two_stages_must_be_known_to_be_in_one_account(
        self, env: cdk.Environment | None, expected: list[str]
    ) -> None:
        app = cdk.App()
        for name in ("One", "Two"):
            imported_webhook(staged(app, name, env))

        assert list(annotated(app, "WH110")) == expected

    def test_triggers_of_a_project_in_a_stage_are_an_error_on_the_webhook_of_the_app(self) -> None:
        app = cdk.App()
        source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
        github_project(staged(app, "Prod"), source=source, project_name="api")
        imported_webhook(make_stack(app=app))

        assert list(annotated(app, "WH111")) == ["/Stack/Webhook"]

    def test_triggers_of_a_project_in_the_app_are_an_error_on_the_project(self) -> None:
        app = cdk.App()
        imported_webhook(staged(app, "Prod"))
        source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
        github_project(make_stack(app=app), source=source, project_name="api")

        (text,) = annotated(app, "WH111")["/Stack/Project"]
        assert "Prod/Stack/Webhook" in text

    def test_two_projects_of_one_name_are_two(self) -> None:
        app = cdk.App()
        for scope in (cdk.Stage(app, "Prod"), app):
            github_webhook(cdk.Stack(scope, "Stack"), project_name="api")

        assert annotated(app, "WH110") == {}

    def test_one_secret_for_two_webhooks_is_an_error_on_the_later(self) -> None:
        app = cdk.App()
        for stack, name in ((staged(app, "Prod"), "api"), (make_stack(app=app), "web")):
            project = codebuild.Project.from_project_name(stack, "Imported", name)
            arn = "arn:aws:secretsmanager:us-east-1:111122223333:secret:hook-AbCdEf"
            secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", arn)
            CodeBuildWebhook(stack, "Webhook", project=project, manual_creation=True, secret=secret)

        (text,) = annotated(app, "WH113")["/Stack/Webhook"]
        assert "Prod/Stack/Webhook" in text


class TestTheSameEvent:
    def test_a_webhook_of_the_app_is_told_of_one_in_a_stage(self) -> None:
        app = cdk.App()
        github_webhook(staged(app, "Prod"))
        github_webhook(make_stack(app=app))

        (text,) = annotated(app, "WH407")["/Stack/Webhook"]
        assert "Prod/Stack/Webhook" in text

    def test_a_later_stage_is_told_however_many_were_before_it(self) -> None:
        app = cdk.App()
        for index in range(26):
            github_webhook(staged(app, f"Stage{index}", US), project_name=f"api-{index}")

        found = annotated(app, "WH407")

        (text,) = found["/Stage25/Stack/Webhook"]
        assert "Stage0/Stack/Webhook (PUSH)" in text
        assert set(found) == {f"/Stage{index}/Stack/Webhook" for index in range(1, 26)}

    def test_webhooks_of_another_repository_are_left_alone(self) -> None:
        app = cdk.App()
        for name in ("api", "web"):
            source = codebuild.Source.git_hub(owner="acme", repo=name)
            github_webhook(staged(app, name), source=source)

        assert annotated(app, "WH407") == {}

    @pytest.mark.skipif(not hasattr(cdk.Annotations, "add_info_v2"), reason="before aws-cdk-lib 2.230, it has no id")
    def test_a_pipeline_that_follows_the_branch_is_told_of_a_webhook_in_a_stage(self) -> None:
        app = cdk.App()
        github_webhook(staged(app, "Prod"))
        cfn_pipeline(make_stack(app=app), connection())

        (text,) = annotated(app, "WH408")["/Stack/Pipeline"]
        assert text.startswith("pipeline-follows-same-branch: Prod/Stack/Webhook: ")

    def test_a_webhook_of_the_app_is_told_of_a_pipeline_in_a_stage(self) -> None:
        app = cdk.App()
        cfn_pipeline(staged(app, "Prod"), connection())
        github_webhook(make_stack(app=app))

        assert list(annotated(app, "WH408")) == ["/Stack/Webhook"]

    def test_another_branch_is_another_event(self) -> None:
        app = cdk.App()
        github_webhook(staged(app, "Prod"))
        cfn_pipeline(make_stack(app=app), connection("release"))

        assert annotated(app, "WH408") == {}

    def test_a_webhook_that_builds_nothing_that_starts_the_pipeline_is_no_double_build(self) -> None:
        app = cdk.App()
        github_webhook(staged(app, "Prod"), project_name="api")
        cfn_pipeline(make_stack(app=app), connection("release"), build_action("api"))

        assert annotated(app, DOUBLE_BUILD) == {}
