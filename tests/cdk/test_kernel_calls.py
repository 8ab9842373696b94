"""How many calls into the CDK's Node process a webhook takes: the exact count that synthesis time follows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from aws_cdk import aws_codebuild as codebuild
from jsii._kernel.providers.process import _NodeProcess

from tests.cdk.apps import github_project, make_stack
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    import aws_cdk as cdk


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


def imported(stack: cdk.Stack, construct_id: str) -> codebuild.IProject:
    return codebuild.Project.from_project_name(stack, construct_id, f"docs-site-{construct_id}")


@pytest.mark.parametrize(("project", "expected"), [(github_project, 7), (imported, 6)], ids=["of-the-app", "imported"])
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
