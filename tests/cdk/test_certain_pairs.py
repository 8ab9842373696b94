"""An error is for what is certain: both of a pair are in the app, under no condition, and mean one project."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from constructs import Construct

from tests.cdk.annotated import DOUBLE_BUILD, annotated
from tests.cdk.apps import (
    US,
    add_webhook,
    github_project,
    github_webhook,
    imported_webhook,
    make_stack,
    staged,
)
from tests.cdk.pipelines import build_action, cfn_pipeline, pipeline

if TYPE_CHECKING:
    from constructs import IConstruct

ERRORS = ("WH108", "WH110", "WH111", "WH113")
NATIVE = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True)
ENVIRONMENT = {"computeType": "BUILD_GENERAL1_SMALL", "image": "aws/codebuild/standard:7.0", "type": "LINUX_CONTAINER"}


def conditional(construct: IConstruct, name: str) -> None:
    resource = construct.node.default_child or construct
    assert isinstance(resource, cdk.CfnResource)
    condition = cdk.CfnCondition(
        resource.stack, f"Is{name}", expression=cdk.Fn.condition_equals(cdk.Aws.STACK_ID, name)
    )
    resource.cfn_options.condition = condition


def errors(app: cdk.App) -> dict[str, list[str]]:
    return {path: texts for rule in ERRORS for path, texts in annotated(app, rule).items()}


def l1_project(stack: cdk.Stack, source: str = "GITHUB", **properties: Any) -> codebuild.CfnProject:
    kind = "CODEPIPELINE" if source == "CODEPIPELINE" else "NO_ARTIFACTS"
    return codebuild.CfnProject(
        stack,
        "Resource1",
        artifacts={"type": kind},
        environment=ENVIRONMENT,
        service_role="role",
        source={"type": source, "location": "https://github.com/acme/api"},
        **properties,
    )


class TestTakenOutAgain:
    @pytest.mark.parametrize("nested", [False, True])
    def test_a_webhook_that_went_with_its_parent_is_none(self, *, nested: bool) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = github_project(stack)
        add_webhook(cdk.NestedStack(stack, "Gone") if nested else Construct(stack, "Gone"), project)
        stack.node.try_remove_child("Gone")
        add_webhook(stack, project)

        assert errors(app) == {}

    def test_a_webhook_that_went_with_its_stack_is_none(self) -> None:
        app = cdk.App()
        imported_webhook(make_stack("Gone", app=app))
        app.node.try_remove_child("Gone")
        imported_webhook(make_stack(app=app))

        assert errors(app) == {}

    def test_a_pipeline_is_not_told_of_a_webhook_that_went_with_its_parent(self) -> None:
        app = cdk.App()
        stack = staged(app, "Prod")
        add_webhook(Construct(stack, "Gone"), codebuild.Project.from_project_name(stack, "Imported", "api"))
        stack.node.try_remove_child("Gone")
        cfn_pipeline(make_stack(app=app), build_action("api"))

        assert annotated(app, DOUBLE_BUILD) == {}

    def test_its_events_are_those_of_nothing(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        github_webhook(stack, "Gone")
        stack.node.try_remove_child("Gone")
        for name in ("One", "Two"):
            github_webhook(stack, name)

        found = annotated(app, "WH407")

        assert list(found) == ["/Stack/One", "/Stack/Two"]
        assert "Gone" not in str(found)


class TestConditions:
    def test_webhooks_in_nested_stacks_under_conditions(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = github_project(stack)
        for name in ("A", "B"):
            nested = cdk.NestedStack(stack, name)
            add_webhook(nested, project)
            assert nested.nested_stack_resource is not None
            conditional(nested.nested_stack_resource, name)

        assert errors(app) == {}

    def test_webhooks_in_nested_stacks_under_none_are_an_error(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = github_project(stack)
        for name in ("A", "B"):
            add_webhook(cdk.NestedStack(stack, name), project)

        assert list(errors(app)) == ["/Stack/A/Webhook", "/Stack/B/Webhook"]

    @pytest.mark.parametrize("on", ["One", "Two"])
    def test_one_of_two_webhooks_under_a_condition(self, on: str) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = github_project(stack)
        webhooks = {name: add_webhook(stack, project, name) for name in ("One", "Two")}
        conditional(webhooks[on], "A")

        assert errors(app) == {}

    @pytest.mark.parametrize("on", ["project", "webhook", "both", ""])
    @pytest.mark.parametrize("in_a_stage", [False, True])
    def test_triggers_under_a_condition(self, on: str, *, in_a_stage: bool) -> None:
        app = cdk.App()
        webhook = imported_webhook(staged(app, "Prod") if in_a_stage else make_stack("Hooks", app=app))
        project = github_project(make_stack(app=app), project_name="api", source=NATIVE)
        if on in {"project", "both"}:
            conditional(project, "A")
        if on in {"webhook", "both"}:
            conditional(webhook, "B")

        found = "/Stack/Project" if in_a_stage else "/Hooks/Webhook"
        assert list(errors(app)) == ([] if on else [found])

    @pytest.mark.parametrize("on", ["project", "webhook", ""])
    def test_a_project_without_a_repository_under_a_condition(self, on: str) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = codebuild.PipelineProject(stack, "Project", project_name="api")
        webhook = imported_webhook(stack)
        if on:
            conditional(project if on == "project" else webhook, "A")

        assert list(errors(app)) == ([] if on else ["/Stack/Webhook"])


class TestProjectsOfPipelines:
    @pytest.mark.parametrize("by_arn", [False, True])
    def test_one_without_a_name_is_known_by_reference(self, *, by_arn: bool) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        project = codebuild.PipelineProject(stack, "Project")
        if by_arn:
            add_webhook(stack, codebuild.Project.from_project_arn(stack, "Imported", project.project_arn))
        else:
            imported_webhook(stack, project.project_name)

        assert list(annotated(app, "WH108")) == ["/Stack/Webhook"]

    def test_a_resource_of_the_first_level_is_known_by_reference(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        imported_webhook(stack, l1_project(stack, "CODEPIPELINE").ref)

        assert list(annotated(app, "WH108")) == ["/Stack/Webhook"]

    def test_a_project_of_the_app_is_told_of_the_webhook_in_a_stage(self) -> None:
        app = cdk.App()
        imported_webhook(staged(app, "Dev", US))
        codebuild.PipelineProject(make_stack(app=app, env=US), "Project", project_name="api")

        (text,) = annotated(app, "WH108")["/Stack/Project"]
        assert "Dev/Stack/Webhook" in text

    def test_one_of_the_name_in_a_stage_that_may_be_elsewhere_is_another(self) -> None:
        app = cdk.App()
        imported_webhook(staged(app, "Dev"))
        stack = staged(app, "Prod")
        pipeline(stack, codebuild.PipelineProject(stack, "Project", project_name="api"))

        assert {**annotated(app, DOUBLE_BUILD), **errors(app)} == {}


class TestNamesOfResources:
    def test_a_reference_and_the_name_of_one_resource_are_one_project(self) -> None:
        app = cdk.App()
        stack = make_stack(app=app)
        imported_webhook(stack, l1_project(stack, name="api").ref, "One")
        imported_webhook(stack, "api", "Two")
        cfn_pipeline(stack, build_action("api"))

        assert list(annotated(app, "WH110")) == ["/Stack/One", "/Stack/Two"]
        assert list(annotated(app, DOUBLE_BUILD)) == ["/Stack/One", "/Stack/Two"]

    def test_they_are_across_stages(self) -> None:
        app = cdk.App()
        stack = staged(app, "Prod", US)
        imported_webhook(stack, l1_project(stack, name="api").ref)
        cfn_pipeline(make_stack(app=app, env=US), build_action("api"))

        assert list(annotated(app, DOUBLE_BUILD)) == ["/Stack/Pipeline"]

    def test_two_resources_of_one_name_are_two_projects(self) -> None:
        app = cdk.App()
        one, two = make_stack("One", app=app), make_stack("Two", app=app)
        add_webhook(one, github_project(one, project_name="api"))
        pipeline(two, github_project(two, project_name="api"))

        assert annotated(app, DOUBLE_BUILD) == {}

    def test_a_name_that_a_nested_stack_is_given_is_no_resource(self) -> None:
        app = cdk.App()
        github_webhook(staged(app, "Prod"), project_name="api")
        nested = cdk.NestedStack(make_stack(app=app), "Nested", parameters={"Name": "api"})
        cfn_pipeline(nested, build_action(cdk.CfnParameter(nested, "Name").value_as_string))

        assert list(annotated(app, DOUBLE_BUILD)) == ["/Stack/Nested/Pipeline"]


class TestCopies:
    """Two stages beside each other, for accounts that only the deployment knows."""

    def test_what_one_has_at_the_place_of_the_other_is_a_copy(self) -> None:
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = staged(app, name)
            imported_webhook(stack)
            cfn_pipeline(stack, build_action("api"))

        found = annotated(app, DOUBLE_BUILD)

        assert list(found) == ["/Dev/Stack/Webhook", "/Prod/Stack/Webhook"]
        assert all("by Dev/" in text for text in found["/Dev/Stack/Webhook"])
        assert all("by Prod/" in text and " and " not in text.split(",")[0] for text in found["/Prod/Stack/Webhook"])

    @pytest.mark.parametrize("both_have", ["webhook", "pipeline"])
    def test_it_is_enough_that_both_have_the_webhook_or_the_pipeline(self, both_have: str) -> None:
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = staged(app, name)
            if both_have == "webhook" or name == "Dev":
                imported_webhook(stack, "api" if name == "Dev" else "web")
            if both_have == "pipeline" or name == "Prod":
                cfn_pipeline(stack, build_action("api" if name == "Prod" else "other"))

        assert annotated(app, DOUBLE_BUILD) == {}

    def test_copies_in_one_account_are_one(self) -> None:
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = staged(app, name, US)
            imported_webhook(stack)
            cfn_pipeline(stack, build_action("api"))

        assert sorted(annotated(app, DOUBLE_BUILD)) == [
            "/Dev/Stack/Webhook",
            "/Prod/Stack/Pipeline",
            "/Prod/Stack/Webhook",
        ]

    def test_a_stage_in_a_stage_is_not_beside_it(self) -> None:
        app = cdk.App()
        outer = cdk.Stage(app, "Outer")
        imported_webhook(cdk.Stack(outer, "Stack"))
        inner = staged(outer, "Inner")
        imported_webhook(inner, "web")
        cfn_pipeline(inner, build_action("api"))

        assert list(annotated(app, DOUBLE_BUILD)) == ["/Outer/Stack/Webhook"]

    @pytest.mark.parametrize("first", ["Inner", "Stack"])
    def test_a_second_webhook_in_a_stage_in_a_stage_is_an_error(self, first: str) -> None:
        app = cdk.App()
        outer = cdk.Stage(app, "Outer")
        for name in sorted(("Inner", "Stack"), key=lambda each: each != first):
            imported_webhook(staged(outer, name) if name == "Inner" else cdk.Stack(outer, name))

        assert list(annotated(app, "WH110")) == ["/Outer/Stack/Webhook"]

    def test_a_stage_whose_name_begins_like_that_of_another_is_beside_it(self) -> None:
        app = cdk.App()
        for name in ("Prod", "Prod2"):
            imported_webhook(staged(app, name))

        assert annotated(app, "WH110") == {}

    def test_a_region_alone_is_no_place(self) -> None:
        app = cdk.App()
        for name in ("One", "Two"):
            imported_webhook(staged(app, name, cdk.Environment(region="us-east-1")))

        assert annotated(app, "WH110") == {}

    @pytest.mark.parametrize("in_the_app", [False, True])
    def test_triggers_of_a_stage_beside_are_those_of_another_project(self, *, in_the_app: bool) -> None:
        app = cdk.App()
        github_project(staged(app, "Dev"), project_name="api", source=NATIVE)
        imported_webhook(make_stack(app=app) if in_the_app else staged(app, "Prod"))

        assert bool(errors(app)) is in_the_app

    def test_triggers_of_a_later_stage_beside_are_those_of_another_project(self) -> None:
        app = cdk.App()
        imported_webhook(staged(app, "Dev"))
        github_project(staged(app, "Prod"), project_name="api", source=NATIVE)

        assert errors(app) == {}
