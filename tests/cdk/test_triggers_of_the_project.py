"""A webhook beside the `Triggers` of its project."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.annotated import found
from tests.cdk.apps import add_webhook, github_project, make_stack
from tests.cdk.lazy_values import Moody, Produced, Switch
from webhook_constructs import CodeBuildWebhookError, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

SOURCE = codebuild.Source.git_hub


def l2_webhook(stack: cdk.Stack) -> codebuild.IProject:
    return github_project(stack, source=SOURCE(owner="acme", repo="api", webhook=True))


def l2_without_a_repository(stack: cdk.Stack) -> codebuild.IProject:
    return github_project(stack, source=SOURCE(owner="acme"))


def l1_triggers(stack: cdk.Stack) -> codebuild.IProject:
    resource = codebuild.CfnProject(
        stack,
        "Resource",
        artifacts=codebuild.CfnProject.ArtifactsProperty(type="NO_ARTIFACTS"),
        environment=codebuild.CfnProject.EnvironmentProperty(compute_type="S", image="i", type="LINUX_CONTAINER"),
        service_role="role",
        source=codebuild.CfnProject.SourceProperty(type="GITHUB", location="https://github.com/acme/api"),
        triggers=codebuild.CfnProject.ProjectTriggersProperty(webhook=True),
    )
    return codebuild.Project.from_project_name(stack, "Imported", resource.ref)


def l2_imported_by_its_name(stack: cdk.Stack) -> codebuild.IProject:
    github_project(stack, project_name="api", source=SOURCE(owner="acme", repo="api", webhook=True))
    return codebuild.Project.from_project_name(stack, "Imported", "api")


def turned_off(stack: cdk.Stack) -> codebuild.IProject:
    return github_project(stack, source=SOURCE(owner="acme", repo="api", webhook=False))


def taken_out(stack: cdk.Stack) -> codebuild.IProject:
    project = github_project(stack, source=SOURCE(owner="acme"))
    resource = project.node.default_child
    assert isinstance(resource, codebuild.CfnProject)
    resource.triggers = None
    return project


def set_triggers(project: codebuild.Project) -> None:
    resource = project.node.default_child
    assert isinstance(resource, codebuild.CfnProject)
    resource.triggers = codebuild.CfnProject.ProjectTriggersProperty(webhook=True)


class TestTriggersOfTheProject:
    @pytest.mark.parametrize("make", [l2_webhook, l2_without_a_repository, l1_triggers, l2_imported_by_its_name])
    def test_they_are_an_error(self, make: Callable[[cdk.Stack], codebuild.IProject]) -> None:
        stack = make_stack()
        add_webhook(stack, make(stack), source_provider=SourceProvider.GITHUB)

        assert list(found(stack, "WH111")) == ["/Stack/Webhook"]

    @pytest.mark.parametrize("make", [turned_off, taken_out])
    def test_without_them_there_is_none(self, make: Callable[[cdk.Stack], codebuild.IProject]) -> None:
        stack = make_stack()
        add_webhook(stack, make(stack))

        assert found(stack, "WH111") == {}

    def test_they_may_be_taken_out_after_the_webhook_was_made(self) -> None:
        stack = make_stack()
        project = github_project(stack, source=SOURCE(owner="acme"))
        add_webhook(stack, project)
        resource = project.node.default_child
        assert isinstance(resource, codebuild.CfnProject)
        resource.triggers = None

        assert found(stack, "WH111") == {}

    def test_they_are_seen_where_they_come_after_the_webhook(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project)
        set_triggers(project)

        assert list(found(stack, "WH111")) == ["/Stack/Webhook"]

    def test_they_are_seen_where_an_aspect_sets_them(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project)

        @jsii.implements(cdk.IAspect)
        class Trigger:
            def visit(self, node: IConstruct) -> None:
                if node.node.path == project.node.path:
                    set_triggers(project)

        cdk.Aspects.of(stack).add(Trigger())

        assert list(found(stack, "WH111")) == ["/Stack/Webhook"]

    @pytest.mark.parametrize(("webhook", "expected"), [(True, ["/Stack/Webhook"]), (False, [])])
    def test_they_are_rendered(self, webhook: bool, expected: list[str]) -> None:  # noqa: FBT001 - a parameter
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project)
        resource = project.node.default_child
        assert isinstance(resource, codebuild.CfnProject)
        resource.triggers = cdk.Lazy.any(Produced({"webhook": webhook}))

        assert list(found(stack, "WH111")) == expected

    def test_those_that_cannot_be_rendered_are_passed_over(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        moody = Moody({"webhook": True})
        stack.node.root.node.add_validation(Switch(moody, fails=True))
        add_webhook(stack, project)
        stack.node.root.node.add_validation(Switch(moody, fails=False))
        resource = project.node.default_child
        assert isinstance(resource, codebuild.CfnProject)
        resource.triggers = cdk.Lazy.uncached_any(moody)

        assert found(stack, "WH111") == {}

    def test_those_that_somebody_has_read_are_passed_over(self) -> None:
        """Once a property that is rendered late has been read by its name, jsii fails for whoever reads it."""
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project)
        resource = project.node.default_child
        assert isinstance(resource, codebuild.CfnProject)
        resource.triggers = cdk.Lazy.any(Produced({"webhook": True}))
        with pytest.raises(KeyError):
            _ = resource.triggers

        assert found(stack, "WH111") == {}

    def test_those_of_another_stack_s_project_of_one_name_are_not_those_of_the_project(self) -> None:
        app = cdk.App()
        one, two = make_stack("One", app=app), make_stack("Two", app=app)
        add_webhook(one, github_project(one, project_name="api"))
        github_project(two, project_name="api", source=SOURCE(owner="acme", repo="api", webhook=True))
        add_webhook(two, codebuild.Project.from_project_name(two, "Imported", "web"))

        assert found(one, "WH111") == {}

    def test_a_project_of_a_pipeline_that_is_imported_by_its_name_can_have_no_webhook(self) -> None:
        stack = make_stack()
        codebuild.PipelineProject(stack, "Project", project_name="api")
        add_webhook(stack, codebuild.Project.from_project_name(stack, "Imported", "api"))

        (text,) = found(stack, "WH108").values()
        assert "a project with source type CODEPIPELINE can have no webhook" in text

    def test_a_project_with_a_git_host_that_is_imported_by_its_name_can_have_one(self) -> None:
        stack = make_stack()
        github_project(stack, project_name="api")
        add_webhook(stack, codebuild.Project.from_project_name(stack, "Imported", "api"))

        assert found(stack, "WH108") == {}

    def test_a_stated_provider_stands_for_a_source_that_an_override_sets(self) -> None:
        stack = make_stack()
        codebuild.PipelineProject(stack, "Project", project_name="api")
        imported = codebuild.Project.from_project_name(stack, "Imported", "api")
        add_webhook(stack, imported, source_provider=SourceProvider.GITHUB)

        assert found(stack, "WH108") == {}

    def test_a_project_of_a_pipeline_can_have_no_webhook(self) -> None:
        stack = make_stack()

        with pytest.raises(CodeBuildWebhookError, match="source type CODEPIPELINE can have no webhook"):
            add_webhook(stack, codebuild.PipelineProject(stack, "Project"))
