"""Webhooks that cannot be together, and builds that start on the same event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk.assertions import Annotations, Match

from tests.cdk.annotated import annotated
from tests.cdk.apps import add_webhook, github_project, make_stack
from tests.cdk.lazy_values import Moody, Produced, Switch
from tests.cdk.pipelines import cfn_pipeline, connection
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookError, EventAction, FilterGroup, SourceProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

PUSH_TO_RELEASE = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("release")
SOURCE = codebuild.Source.git_hub


def found(stack: cdk.Stack, rule: str) -> dict[str, str]:
    """What a rule says, by the path of the webhook."""
    annotations = Annotations.from_stack(stack)
    every = [*annotations.find_error("*", Match.any_value()), *annotations.find_info("*", Match.any_value())]
    return {each.id: text for each in every if rule in (text := str(each.entry.data))}


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

        assert [list(found(stack, "WH110")) for stack in (one, two, three)] == [
            ["/One/Webhook"],
            ["/Two/Webhook"],
            ["/Three/Webhook"],
        ]

    def test_two_resources_of_one_name_are_two_projects(self) -> None:
        """As where one stack is made for each of two accounts that only the deployment knows."""
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = make_stack(name, app=app)
            add_webhook(stack, github_project(stack, project_name="api"))

        assert [found(stack, "WH110") for stack in app.node.children if isinstance(stack, cdk.Stack)] == [{}, {}]

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


def manual(stack: cdk.Stack, name: str, secret: secretsmanager.ISecret, **arguments: Any) -> CodeBuildWebhook:
    project = codebuild.Project.from_project_name(stack, f"Imported{name}", name)
    return add_webhook(stack, project, name, manual_creation=True, secret=secret, **arguments)


def made_here(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    return secretsmanager.Secret(stack, construct_id)


def by_name(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    return secretsmanager.Secret.from_secret_name_v2(stack, construct_id, "webhook")


def by_arn(stack: cdk.Stack, construct_id: str) -> secretsmanager.ISecret:
    arn = "arn:aws:secretsmanager:us-east-1:111111111111:secret:webhook-AbCdEf"
    return secretsmanager.Secret.from_secret_complete_arn(stack, construct_id, arn)


class TestTwoWebhooksWithOneSecret:
    @pytest.mark.parametrize("secret", [made_here, by_name, by_arn])
    def test_they_are_errors_that_name_each_other(
        self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]
    ) -> None:
        stack = make_stack()
        given = secret(stack, "Secret")
        manual(stack, "First", given)
        manual(stack, "Second", given)

        errors = found(stack, "WH113")
        assert "Stack/Second" in errors["/Stack/First"]
        assert "Stack/First" in errors["/Stack/Second"]

    @pytest.mark.parametrize("secret", [by_name, by_arn])
    def test_they_are_seen_where_the_secret_is_imported_twice(
        self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]
    ) -> None:
        stack = make_stack()
        for name in ("First", "Second"):
            manual(stack, name, secret(stack, f"Secret{name}"))

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    @pytest.mark.parametrize("secret", [made_here, by_arn])
    def test_they_are_seen_across_stacks(self, secret: Callable[[cdk.Stack, str], secretsmanager.ISecret]) -> None:
        app = cdk.App()
        one, two = (make_stack(name, app=app) for name in ("One", "Two"))
        given = secret(one, "Secret")
        manual(one, "Webhook", given)
        manual(two, "Webhook", given)

        assert [list(found(stack, "WH113")) for stack in (one, two)] == [["/One/Webhook"], ["/Two/Webhook"]]

    def test_the_secret_that_another_webhook_made_is_its_own(self) -> None:
        stack = make_stack()
        project = codebuild.Project.from_project_name(stack, "Imported", "api")
        first = add_webhook(stack, project, "First", manual_creation=True, secret=True)
        assert first.secret is not None
        manual(stack, "Second", first.secret)

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    def test_github_enterprise_shows_a_secret_as_well(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        project = codebuild.Project.from_project_name(stack, "Imported", "web")
        enterprise = SourceProvider.GITHUB_ENTERPRISE
        add_webhook(stack, project, "Second", secret=given, source_provider=enterprise)

        assert list(found(stack, "WH113")) == ["/Stack/First", "/Stack/Second"]

    def test_a_name_is_another_secret_in_each_place_that_the_deployment_decides_on(self) -> None:
        app = cdk.App()
        for name in ("Dev", "Prod"):
            stack = make_stack(name, app=app)
            manual(stack, "Webhook", by_name(stack, "Secret"))

        assert [found(stack, "WH113") for stack in app.node.children if isinstance(stack, cdk.Stack)] == [{}, {}]

    def test_an_automatic_webhook_leaves_its_secret_alone(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        add_webhook(stack, github_project(stack), "Second", secret=given)

        assert found(stack, "WH113") == {}

    def test_a_webhook_that_was_taken_out_again_keeps_none(self) -> None:
        stack = make_stack()
        given = made_here(stack, "Secret")
        manual(stack, "First", given)
        manual(stack, "Second", given)
        stack.node.try_remove_child("First")

        assert found(stack, "WH113") == {}


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
