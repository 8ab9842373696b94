"""A runner, deployed: jobs that carry its label and come from a repository that it names start it, and no others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cdk.runners.apps import CONNECTION, SERVER
from tests.e2e.stacks import NAME, new_stack
from webhook_constructs import GitHubActionsRunner, GitLabRunner

if TYPE_CHECKING:
    from webhook_constructs.testing.local import Delivery, LocalAws

ORGANIZATION: dict[str, Any] = {"organization": "acme", "repositories": ["api", "web"], "connection_arn": CONNECTION}


def deploy_runner(aws: LocalAws, **arguments: Any) -> GitHubActionsRunner:
    stack = new_stack()
    runner = GitHubActionsRunner(stack, "Runner", **arguments)
    aws.deploy(stack, NAME)
    return runner


def filled_in(label: str) -> str:
    """A label as GitHub delivers it."""
    return label.replace("${{ github.run_id }}", "1001").replace("${{ github.run_attempt }}", "1")


def deliver_job(  # noqa: PLR0913 - what a delivery is made of
    aws: LocalAws,
    labels: list[str],
    *,
    repository: str = "api",
    organization: str = "acme",
    workflow: str = "CI",
    project: str = "acme-runner",
    secret: str | None = None,
) -> Delivery:
    job = {"run_id": 1001, "run_attempt": 1, "workflow_name": workflow, "labels": [filled_in(each) for each in labels]}
    payload = {
        "action": "queued",
        "workflow_job": job,
        "repository": {"name": repository, "full_name": f"{organization}/{repository}"},
        "organization": {"login": organization},
        "sender": {"id": 7},
    }
    return aws.codebuild.deliver(project, "workflow_job", payload, secret=secret)


def started(aws: LocalAws) -> list[str]:
    return [build.project for build in aws.codebuild.builds]


def test_a_job_with_the_label_starts_the_runner(aws: LocalAws) -> None:
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")

    assert deliver_job(aws, [runner.runs_on]).builds is True
    assert deliver_job(aws, runner.labels("test", image="arm-3.0", instance_size="large")).builds is True
    assert started(aws) == ["acme-runner", "acme-runner"]


def test_a_job_of_another_repository_starts_nothing(aws: LocalAws) -> None:
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")

    assert deliver_job(aws, [runner.runs_on], repository="docs").builds is False
    assert deliver_job(aws, [runner.runs_on], repository="api-docs").builds is False
    assert started(aws) == []


def test_a_job_of_another_runner_or_workflow_starts_nothing(aws: LocalAws) -> None:
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner", workflows=["CI"])

    assert deliver_job(aws, [runner.runs_on.replace("acme", "acme-arm")]).builds is False
    assert deliver_job(aws, [runner.runs_on], workflow="Release").builds is False
    assert started(aws) == []


def test_the_label_of_the_output_starts_a_runner_without_a_name(aws: LocalAws) -> None:
    stack = new_stack()
    GitHubActionsRunner(stack, "Runner", **ORGANIZATION)
    (label,) = aws.deploy(stack, NAME).outputs.values()
    (project,) = aws.codebuild.hooks_at_host

    assert label == f"codebuild-{project}-${{{{ github.run_id }}}}-${{{{ github.run_attempt }}}}"
    assert deliver_job(aws, [label], project=project).builds is True


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(
            {"github_global": "acme-inc", "organizations": ["acme"], "repositories": ["api"]}, id="enterprise"
        ),
        pytest.param({"organization": "acme", "repositories": ["api"], "domain": SERVER}, id="server"),
    ],
)
def test_a_hook_that_somebody_adds_with_the_stored_secret_starts_the_runner(
    aws: LocalAws, arguments: dict[str, Any]
) -> None:
    runner = deploy_runner(aws, **arguments, runner_name="acme-runner")
    (hook,) = aws.codebuild.hooks_at_host.values()
    client = aws.client("secretsmanager")
    (secret,) = client.list_secrets()["SecretList"]

    assert hook.manual
    assert hook.secret in client.get_secret_value(SecretId=secret["ARN"])["SecretString"]
    assert deliver_job(aws, [runner.runs_on]).builds is True
    assert deliver_job(aws, [runner.runs_on], secret="another").status == 403


def test_a_global_runner_takes_no_jobs_of_another_organization(aws: LocalAws) -> None:
    runner = deploy_runner(
        aws, github_global="acme-inc", organizations=["acme"], repositories=["api"], runner_name="acme-runner"
    )

    assert deliver_job(aws, [runner.runs_on], organization="other").builds is False


def test_a_pending_job_of_gitlab_starts_the_runner_of_its_group(aws: LocalAws) -> None:
    stack = new_stack()
    GitLabRunner(stack, "Runner", group="platform", repositories=["api"], runner_name="platform-runner")
    aws.deploy(stack, NAME)

    for name in ("api", "docs"):
        project = {
            "name": name,
            "path_with_namespace": f"platform/{name}",
            "web_url": f"https://gitlab.com/platform/{name}",
        }
        payload = {
            "object_kind": "build",
            "build_status": "pending",
            "commit": {"name": "CI"},
            "project": project,
            "project_name": f"platform / {name}",
            "user": {"id": 7},
        }
        aws.codebuild.deliver("platform-runner", "Job Hook", payload)

    assert started(aws) == ["platform-runner"]


def test_the_hook_goes_with_the_runner(aws: LocalAws) -> None:
    deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")
    aws.delete(NAME)

    assert aws.codebuild.hooks_at_host == {}


def test_another_repository_is_an_update_of_the_same_hook(aws: LocalAws) -> None:
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")
    (before,) = aws.codebuild.hooks_at_host.values()
    deploy_runner(aws, **{**ORGANIZATION, "repositories": ["api", "docs"]}, runner_name="acme-runner")
    (after,) = aws.codebuild.hooks_at_host.values()

    assert after.id == before.id
    assert deliver_job(aws, [runner.runs_on], repository="docs").builds is True
    assert deliver_job(aws, [runner.runs_on], repository="web").builds is False
