"""How many calls into the CDK's Node process a webhook takes: the exact count that synthesis time follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from jsii._kernel.providers.process import _NodeProcess

from tests.cdk.apps import github_project, make_stack
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup, GitHubActionsRunner
from webhook_constructs.cdk.double_builds.annotations import StageWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


GROUPS = [
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_path_matches("^services/api/"),
    FilterGroup.in_event_of(EventAction.PUSH).and_tag_glob("v*"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main").and_actor_account_is("12345"),
]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    original = _NodeProcess.send

    def send(self: Any, request: Any, response_type: Any) -> Any:
        made.append(type(request).__name__)
        return original(self, request, response_type)

    monkeypatch.setattr(_NodeProcess, "send", send)
    return made


def named(stack: cdk.Stack, construct_id: str) -> codebuild.IProject:
    return github_project(stack, construct_id, project_name=f"docs-site-{construct_id}")


def imported(stack: cdk.Stack, construct_id: str) -> codebuild.IProject:
    return codebuild.Project.from_project_name(stack, construct_id, f"docs-site-{construct_id}")


@pytest.mark.parametrize(("project", "expected"), [(github_project, 10), (imported, 9)], ids=["of-the-app", "imported"])
def test_calls_of_every_webhook_after_the_first(
    calls: list[str], project: Callable[[cdk.Stack, str], codebuild.IProject], expected: int
) -> None:
    stack = make_stack()
    projects = [project(stack, f"Project{index}") for index in range(4)]
    counts = []
    for index, item in enumerate(projects):
        calls.clear()
        CodeBuildWebhook(stack, f"Webhook{index}", project=item, filter_groups=GROUPS)
        counts.append(len(calls))

    assert counts[1:] == [expected] * 3
    assert counts[0] > expected


def test_calls_of_every_runner_after_the_first(calls: list[str]) -> None:
    stack = make_stack()
    counts = []
    for index in range(3):
        calls.clear()
        GitHubActionsRunner(
            stack,
            f"Runner{index}",
            organization="acme",
            repositories=["api"],
            connection_arn="arn:aws:codeconnections:us-east-1:111122223333:connection/8c11a4ba",
            runner_name=f"runner-{index}",
        )
        counts.append(len(calls))

    of_the_webhook, of_its_scope, of_the_project, of_the_connection, of_what_is_acknowledged = 10, 4, 8, 7, 6
    expected = of_the_webhook + of_its_scope + of_the_project + of_the_connection + of_what_is_acknowledged
    assert counts[1:] == [expected] * 2


def calls_of_the_hook(
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
    project: Callable[[cdk.Stack, str], codebuild.IProject],
    number: int,
    make: Callable[[], Sequence[cdk.Stack]] = lambda: [make_stack()],
) -> int:
    """How many calls judging all webhooks of an app takes, which are in one stack or in several."""
    stacks = make()
    for index in range(number):
        stack = stacks[index % len(stacks)]
        its = project(stack, f"Project{index}")
        groups = [FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(f"branch-{index}")]
        CodeBuildWebhook(stack, f"Webhook{index}", project=its, filter_groups=groups)
    counts = []
    validate = StageWebhooks.validate

    def counted(self: StageWebhooks) -> list[str]:
        before = len(calls)
        result = validate(self)
        counts.append(len(calls) - before)
        return result

    root = stacks[0].node.root
    assert isinstance(root, cdk.Stage)
    with monkeypatch.context() as patch:
        patch.setattr(StageWebhooks, "validate", counted)
        root.synth()
    return sum(counts)


@pytest.mark.skipif(not hasattr(cdk, "ConstructSelector"), reason="an older CDK gives one resource a call")
@pytest.mark.parametrize(
    ("project", "expected"),
    [
        pytest.param(github_project, 1, id="of-the-app"),
        pytest.param(named, 1, id="of-the-app-with-a-name"),
        pytest.param(imported, 0, id="imported"),
    ],
)
def test_calls_of_every_webhook_when_the_app_is_synthesized(
    calls: list[str],
    monkeypatch: pytest.MonkeyPatch,
    project: Callable[[cdk.Stack, str], codebuild.IProject],
    expected: int,
) -> None:
    few, many = (calls_of_the_hook(calls, monkeypatch, project, number) for number in (2, 6))

    assert many - few == 4 * expected


def test_webhooks_that_are_counted_together_cost_no_more_for_each(
    calls: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    few, many = (calls_of_the_hook(calls, monkeypatch, imported, number) for number in (25, 45))

    told = 20  # every webhook after the 25th is told of
    assert many - few <= told * 3


def test_stages_cost_no_more_for_the_webhooks_of_others(calls: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def stages(number: int) -> list[cdk.Stack]:
        app = cdk.App()
        return [cdk.Stack(cdk.Stage(app, f"Stage{index}"), "Stack") for index in range(number)]

    few, some, many = (
        calls_of_the_hook(calls, monkeypatch, github_project, number, lambda number=number: stages(number))  # type: ignore[misc]
        for number in (4, 8, 12)
    )

    assert many - some == some - few
