"""Webhooks that cannot be together, and builds that start on the same event."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.cdk.annotated import annotated, found
from tests.cdk.apps import add_webhook, github_project, make_stack
from tests.cdk.pipelines import cfn_pipeline, connection
from webhook_constructs import EventAction, FilterGroup

PUSH_TO_RELEASE = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("release")
SOURCE = codebuild.Source.git_hub


class TestTwoWebhooksOnOneProject:
    def test_they_are_errors_that_name_each_other(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project, "First")
        add_webhook(stack, project, "Second", filter_groups=[PUSH_TO_RELEASE])

        errors = found(stack, "WH110")
        assert "Stack/Second" in errors["/Stack/First"]
        assert "Stack/First" in errors["/Stack/Second"]

    def test_they_are_seen_across_stacks_and_imports(self) -> None:
        app = cdk.App()
        one, two, three = (make_stack(name, app=app) for name in ("One", "Two", "Three"))
        project = github_project(one, project_name="api")
        add_webhook(one, project)
        add_webhook(two, project)
        add_webhook(three, codebuild.Project.from_project_name(three, "Imported", "api"))

        assert sorted(found(app, "WH110")) == ["/One/Webhook", "/Three/Webhook", "/Two/Webhook"]

    def test_two_resources_of_one_name_are_two_projects(self) -> None:
        """As where one stack is made for each of two accounts that only the deployment knows."""
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = make_stack(name, app=app)
            add_webhook(stack, github_project(stack, project_name="api"))

        assert found(app, "WH110") == {}

    def test_a_webhook_that_was_taken_out_again_is_none(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        add_webhook(stack, project)
        stack.node.try_remove_child("Webhook")
        add_webhook(stack, project)

        assert found(stack, "WH110") == {}

    def test_webhooks_under_conditions_may_exclude_each_other(self) -> None:
        stack = make_stack()
        project = github_project(stack)
        for name, value in (("First", "a"), ("Second", "b")):
            condition = cdk.CfnCondition(stack, f"Is{name}", expression=cdk.Fn.condition_equals("a", value))
            resource = add_webhook(stack, project, name).node.default_child
            assert isinstance(resource, cdk.CfnResource)
            resource.cfn_options.condition = condition

        assert found(stack, "WH110") == {}

    def test_two_projects_are_two(self) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack, "A"), "First")
        add_webhook(stack, github_project(stack, "B"), "Second", filter_groups=[PUSH_TO_RELEASE])

        assert found(stack, "WH110") == {}


class TestTheSameEvent:
    def test_two_projects_of_one_repository_that_build_on_it_are_named_to_each_other(self) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack, "A"), "First")
        add_webhook(stack, github_project(stack, "B"), "Second")

        infos = found(stack, "WH407")
        assert "Stack/Second" in infos["/Stack/First"]
        assert "Stack/First" in infos["/Stack/Second"]

    def test_events_that_exclude_each_other_are_none(self) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack, "A"), "First")
        add_webhook(stack, github_project(stack, "B"), "Second", filter_groups=[PUSH_TO_RELEASE])

        assert found(stack, "WH407") == {}

    def test_another_repository_is_another_event(self) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack, "A"), "First")
        other = github_project(stack, "B", source=SOURCE(owner="acme", repo="web"))
        add_webhook(stack, other, "Second")

        assert found(stack, "WH407") == {}


def triggered(**git: Any) -> dict[str, Any]:
    configuration = {"sourceActionName": "GitHub", **git}
    trigger = {"providerType": "CodeStarSourceConnection", "gitConfiguration": configuration}
    return {"triggers": [trigger], "pipeline_type": "V2"}


class TestAPipelineOnTheSameBranch:
    @pytest.mark.parametrize(
        ("action", "properties"),
        [
            pytest.param(connection(), {}, id="branch"),
            pytest.param(connection("other"), triggered(push=[{"branches": {"includes": ["ma*"]}}]), id="glob"),
            pytest.param(connection("other"), triggered(push=[{"branches": {"excludes": ["dev"]}}]), id="exclusion"),
            pytest.param(connection("other"), triggered(push=[{"filePaths": {"includes": ["src/**"]}}]), id="files"),
        ],
    )
    def test_it_is_named(self, action: dict[str, Any], properties: dict[str, Any]) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack))
        cfn_pipeline(stack, action, **properties)

        assert "Stack/Pipeline/Build/GitHub" in found(stack, "WH408")["/Stack/Webhook"]

    def test_a_pull_request_trigger_is_compared_with_pull_requests(self) -> None:
        stack = make_stack()
        group = FilterGroup.in_event_of(EventAction.PULL_REQUEST_UPDATED).and_base_branch_is("main")
        add_webhook(stack, github_project(stack), filter_groups=[group])
        request = {"branches": {"includes": ["main"]}, "events": ["UPDATED"]}
        cfn_pipeline(stack, connection("other"), **triggered(pullRequest=[request]))

        assert list(found(stack, "WH408")) == ["/Stack/Webhook"]

    @pytest.mark.parametrize(
        ("action", "properties"),
        [
            pytest.param(connection("release"), {}, id="other-branch"),
            pytest.param(connection(repository="acme/web"), {}, id="other-repository"),
            pytest.param(connection(DetectChanges="false"), {}, id="does-not-detect"),
            pytest.param(connection(DetectChanges=False), {}, id="does-not-detect-as-a-boolean"),
            pytest.param(connection(), triggered(push=[{"tags": {"includes": ["v*"]}}]), id="tags-only"),
            pytest.param(connection(), triggered(push=[{"tags": {"excludes": ["v*"]}}]), id="other-tags-only"),
            pytest.param(connection(), triggered(push=[{"branches": {"excludes": ["main"]}}]), id="excluded"),
            pytest.param(connection(), triggered(pullRequest=[{"events": ["OPEN"]}]), id="pull-requests-only"),
            pytest.param(connection(), triggered(pullRequest=[{"events": ["NEW"]}]), id="event-of-a-later-time"),
            pytest.param(connection(), triggered(push=[{"branches": {"includes": ["{a,b}"]}}]), id="braces"),
            pytest.param(connection({"Ref": "Branch"}), {}, id="branch-known-on-deployment"),
            pytest.param(connection(repository={"Ref": "Repository"}), {}, id="repository-known-on-deployment"),
        ],
    )
    def test_otherwise_nothing_is_said(self, action: dict[str, Any], properties: dict[str, Any]) -> None:
        stack = make_stack()
        add_webhook(stack, github_project(stack))
        for name in ("Branch", "Repository"):
            cdk.CfnParameter(stack, name)
        cfn_pipeline(stack, action, **properties)

        assert found(stack, "WH408") == {}


@pytest.mark.parametrize(("made", "warned"), [(21, []), (22, ["/Stack/Webhook21"])])
def test_a_webhook_that_was_taken_out_is_not_counted_for_the_limit_of_the_host(made: int, warned: list[str]) -> None:
    stack = make_stack()
    for index in range(made):
        groups = [FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(f"branch-{index}")]
        add_webhook(stack, github_project(stack, f"Project{index}"), f"Webhook{index}", filter_groups=groups)
    stack.node.try_remove_child("Webhook0")

    assert list(annotated(stack, "WH405")) == warned


def test_webhooks_of_all_stages_are_counted_for_the_limit_of_the_host() -> None:
    app = cdk.App()
    for name, first in (("One", 0), ("Two", 11)):
        stack = cdk.Stack(cdk.Stage(app, name), "Stack")
        for index in range(first, first + 11):
            groups = [FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(f"branch-{index}")]
            add_webhook(stack, github_project(stack, f"Project{index}"), f"Webhook{index}", filter_groups=groups)

    assert [path.rsplit("/", 1)[-1] for path in annotated(app, "WH405")] == ["Webhook20", "Webhook21"]
