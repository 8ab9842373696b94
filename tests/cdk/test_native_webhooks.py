"""A project whose own `Triggers` make a webhook, and that a pipeline runs, is billed twice as well."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.annotated import DOUBLE_BUILD, acknowledge_annotation, annotated
from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack
from tests.cdk.pipelines import build_action, cfn_pipeline, connection, pipeline
from webhook_constructs import CodeBuildWebhook

if TYPE_CHECKING:
    from collections.abc import Callable


def native_project(stack: cdk.Stack, construct_id: str = "Native", **properties: Any) -> codebuild.Project:
    """A project of the second level that makes a webhook itself, beside another with a webhook of ours."""
    source = codebuild.Source.git_hub(owner="acme", repo="api", webhook=True, **properties)
    project = codebuild.Project(stack, construct_id, project_name=construct_id.lower(), source=source)
    if stack.node.try_find_child("Webhook") is None:
        CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[PUSH_TO_MAIN])
    return project


def of_the_second_level(stack: cdk.Stack) -> None:
    pipeline(stack, native_project(stack))


def by_its_name(stack: cdk.Stack) -> None:
    native_project(stack)
    cfn_pipeline(stack, {**build_action("native"), "name": "Build0"})


def of_the_first_level(stack: cdk.Stack) -> None:
    project = native_project(stack, webhook_filters=[])
    resource = project.node.default_child
    assert isinstance(resource, codebuild.CfnProject)
    resource.triggers = codebuild.CfnProject.ProjectTriggersProperty(
        webhook=True,
        filter_groups=[[codebuild.CfnProject.WebhookFilterProperty(type="EVENT", pattern="PUSH")]],
    )
    pipeline(stack, project)


@pytest.mark.parametrize("make", [of_the_second_level, by_its_name, of_the_first_level])
def test_it_is_warned_of(make: Callable[[cdk.Stack], None]) -> None:
    stack = make_stack()
    make(stack)

    (text,) = annotated(stack, DOUBLE_BUILD)["/Stack/Native"]
    assert text.startswith(
        "double-build: Triggers: the project is run by Stack/Pipeline/Build/Build0 as well, so each commit"
    )


def test_it_is_acknowledged_on_one_project_and_stays_on_the_others() -> None:
    stack = make_stack()
    one, other = native_project(stack, "One"), native_project(stack, "Other")
    pipeline(stack, one, other)
    acknowledge_annotation(one)

    assert list(annotated(stack, DOUBLE_BUILD)) == ["/Stack/Other"]


@pytest.mark.parametrize("branches", [("main", "release"), ("release", "main")], ids="-".join)
def test_the_sources_of_every_pipeline_that_runs_it_are_asked(branches: tuple[str, str]) -> None:
    stack = make_stack()
    native_project(stack, branch_or_ref="main", webhook_filters=[main_of_the_cdk()])
    for branch in branches:
        cfn_pipeline(stack, connection(branch), build_action("native"), construct_id=f"Of-{branch}")

    (text,) = annotated(stack, DOUBLE_BUILD)["/Stack/Native"]
    assert "Stack/Of-main/Build/Run" in text
    assert "Stack/Of-release" not in text


def main_of_the_cdk() -> codebuild.FilterGroup:
    return codebuild.FilterGroup.in_event_of(codebuild.EventAction.PUSH).and_branch_is("main")


def without_a_pipeline(stack: cdk.Stack) -> None:
    native_project(stack)


def with_a_pipeline_for_another_project(stack: cdk.Stack) -> None:
    native_project(stack)
    pipeline(stack, codebuild.PipelineProject(stack, "PipelineProject"))


def for_pull_requests_alone(stack: cdk.Stack) -> None:
    group = codebuild.FilterGroup.in_event_of(codebuild.EventAction.PULL_REQUEST_CREATED)
    native_project(stack, webhook_filters=[group])
    cfn_pipeline(stack, connection("main"), build_action("native"))


def that_cannot_be_read(stack: cdk.Stack) -> None:
    project = native_project(stack)
    resource = project.node.default_child
    assert isinstance(resource, codebuild.CfnProject)
    resource.triggers = codebuild.CfnProject.ProjectTriggersProperty(webhook=True, build_type="NEW")
    pipeline(stack, project)


def without_a_webhook_of_its_own(stack: cdk.Stack) -> None:
    project = native_project(stack)
    resource = project.node.default_child
    assert isinstance(resource, codebuild.CfnProject)
    resource.triggers = codebuild.CfnProject.ProjectTriggersProperty(webhook=False)
    pipeline(stack, project)


@pytest.mark.parametrize(
    "make",
    [
        without_a_pipeline,
        with_a_pipeline_for_another_project,
        for_pull_requests_alone,
        that_cannot_be_read,
        without_a_webhook_of_its_own,
    ],
)
def test_otherwise_nothing_is_said(make: Callable[[cdk.Stack], None]) -> None:
    stack = make_stack()
    make(stack)

    assert annotated(stack, DOUBLE_BUILD) == {}


def test_where_there_is_a_webhook_of_ours_as_well_both_are_warned_of() -> None:
    stack = make_stack()
    project = native_project(stack)
    CodeBuildWebhook(stack, "Second", project=project, filter_groups=[PUSH_TO_MAIN])
    pipeline(stack, project)

    assert list(annotated(stack, DOUBLE_BUILD)) == ["/Stack/Native", "/Stack/Second"]
    assert list(annotated(stack, "WH111")) == ["/Stack/Second"]
