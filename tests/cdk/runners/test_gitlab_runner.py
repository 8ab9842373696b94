"""The runner for jobs of GitLab: what differs from the one for GitHub Actions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cdk.apps import make_stack, resources_of, template_of
from tests.cdk.runners.apps import (
    CONNECTION,
    LOCATION,
    SERVER,
    gitlab_runner,
    group_of,
    project_of,
    resources_of_runner,
    webhook_of,
)
from tests.cdk.test_findings import messages
from webhook_constructs import ALL, CodeBuildWebhookError, GitLabRunner

JOBS = "EVENT WORKFLOW_JOB_QUEUED"
PLATFORM: dict[str, Any] = {"group": "platform", "repositories": ["api"], "runner_name": "platform-runner"}


@pytest.mark.parametrize(
    ("arguments", "scope", "source", "group"),
    [
        pytest.param(
            PLATFORM,
            {"Name": "platform", "Scope": "GITLAB_GROUP"},
            {"Type": "GITLAB", "Location": LOCATION},
            [JOBS, "REPOSITORY_NAME ^api$"],
            id="group",
        ),
        pytest.param(
            {**PLATFORM, "domain": SERVER, "repositories": ALL, "workflows": ["CI"]},
            {"Name": "platform", "Scope": "GITLAB_GROUP", "Domain": SERVER},
            {"Type": "GITLAB_SELF_MANAGED", "Location": LOCATION},
            [JOBS, "WORKFLOW_NAME ^CI$"],
            id="group-on-a-server",
        ),
        pytest.param(
            {"project": "https://gitlab.com/platform/team/api"},
            None,
            {"Type": "GITLAB", "Location": "https://gitlab.com/platform/team/api.git"},
            [JOBS],
            id="project",
        ),
        pytest.param(
            {"project": f"{SERVER}/platform/api"},
            None,
            {"Type": "GITLAB_SELF_MANAGED", "Location": f"{SERVER}/platform/api.git"},
            [JOBS],
            id="project-on-a-server",
        ),
    ],
)
def test_the_webhook_is_for_jobs_of_what_is_named(
    arguments: dict[str, Any], scope: dict[str, str] | None, source: dict[str, str], group: list[str]
) -> None:
    runner = gitlab_runner(**arguments)

    assert webhook_of(runner).get("ScopeConfiguration") == scope
    assert webhook_of(runner)["Source"] == project_of(runner)["Source"] == source
    assert group_of(runner) == group
    assert "ManualCreation" not in webhook_of(runner)


def test_the_role_may_use_the_connection_before_the_project_is_made() -> None:
    found = resources_of_runner(gitlab_runner(**PLATFORM, connection_arn=CONNECTION))
    (name,) = found["RunnerProject"]["DependsOn"]

    assert found["RunnerProject"]["Properties"]["Source"]["Auth"]["Resource"] == CONNECTION
    assert name[:-8] == "RunnerProjectConnection"


def test_the_tag_has_the_name_of_the_project() -> None:
    runner = gitlab_runner(**PLATFORM)

    assert runner.runs_on == "codebuild-platform-runner-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"
    assert runner.labels(fleet="metal") == [runner.runs_on, "fleet:metal"]


def test_without_a_name_an_output_says_the_tag() -> None:
    stack = make_stack()
    gitlab_runner(stack, group="platform", repositories=["api"])
    (output,) = template_of(stack)["Outputs"].values()
    (project,) = resources_of(stack, "AWS::CodeBuild::Project")

    assert output["Value"] == {
        "Fn::Join": ["", ["codebuild-", {"Ref": project}, "-$CI_PROJECT_ID-$CI_PIPELINE_IID-$CI_JOB_NAME"]]
    }


def test_what_is_not_certain_at_gitlab_is_warned_of_and_nothing_else() -> None:
    stack = gitlab_runner(**PLATFORM).webhook.handler.place.stack

    assert [text.rpartition("::")[2] for text in messages(stack, "warning")] == ["WH128]", "WH128]"]
    assert [messages(stack, level) for level in ("error", "info")] == [[], []]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param({}, "give one of group, project, got none", id="no-target"),
        pytest.param(
            {"group": "platform"},
            "repositories must be given with group: name the repositories whose jobs may run here, or write "
            "repositories=ALL, which includes public ones",
            id="no-repositories",
        ),
        pytest.param(
            {"project": "https://github.com/acme/api"},
            "project must be an address at GITLAB or at a server of your own, such as "
            "'https://git.example.com/acme/api', got 'https://github.com/acme/api'",
            id="another-host",
        ),
        pytest.param(
            {"project": 5},
            "project must be an address at GITLAB or at a server of your own, such as "
            "'https://git.example.com/acme/api', got '5'",
            id="no-text",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_the_way_out(arguments: dict[str, Any], expected: str) -> None:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError) as refused:
        GitLabRunner(stack, "Runner", **arguments)

    assert str(refused.value).startswith(f"Stack/Runner ({__file__}:")
    assert str(refused.value).partition("): ")[2] == expected
    assert stack.node.children == []
