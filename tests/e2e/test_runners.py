"""A runner, deployed: jobs that carry its label and come from a repository that it names start it, and no others do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.cdk.runners.apps import CONNECTION, SERVER
from tests.e2e.stacks import NAME, failure_of, identities, new_stack
from webhook_constructs import GitHubActionsRunner, GitLabRunner

if TYPE_CHECKING:
    import aws_cdk as cdk

    from webhook_constructs.testing.local import Delivery, LocalAws

ORGANIZATION: dict[str, Any] = {"organization": "acme", "repositories": ["api", "web"], "connection_arn": CONNECTION}


def deploy_runner(aws: LocalAws, **arguments: Any) -> GitHubActionsRunner:
    stack = new_stack()
    runner = GitHubActionsRunner(stack, "Runner", **arguments)
    aws.deploy(stack, NAME)
    return runner


def runner_stack(construct_id: str = "Runner", **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    GitHubActionsRunner(stack, construct_id, **arguments)
    return stack


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


def projects(aws: LocalAws) -> list[str]:
    names: list[str] = aws.client("codebuild").list_projects()["projects"]
    return names


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


def test_a_job_whose_label_names_no_run_starts_nothing(aws: LocalAws) -> None:
    deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")

    delivery = deliver_job(aws, ["codebuild-acme-runner"])

    assert delivery.builds is False
    assert "the label codebuild-acme-runner names no run" in delivery.text
    assert deliver_job(aws, ["codebuild-acme-runner-1001"]).builds is False
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


def test_the_hook_and_the_project_go_with_the_runner(aws: LocalAws) -> None:
    stack = runner_stack(**ORGANIZATION, runner_name="acme-runner")
    GitHubActionsRunner(stack, "Other", **ORGANIZATION, runner_name="acme-other")
    aws.deploy(stack, NAME)
    deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")

    assert list(aws.codebuild.hooks_at_host) == projects(aws) == ["acme-runner"]
    aws.delete(NAME)
    assert list(aws.codebuild.hooks_at_host) == projects(aws) == []


def test_another_repository_is_an_update_of_the_same_hook(aws: LocalAws) -> None:
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")
    (before,) = aws.codebuild.hooks_at_host.values()
    deploy_runner(aws, **{**ORGANIZATION, "repositories": ["api", "docs"]}, runner_name="acme-runner")
    (after,) = aws.codebuild.hooks_at_host.values()

    assert after.id == before.id
    assert deliver_job(aws, [runner.runs_on], repository="docs").builds is True
    assert deliver_job(aws, [runner.runs_on], repository="web").builds is False


@pytest.mark.parametrize("name", ["acme-old", None])
def test_another_name_moves_the_hook_to_another_project(aws: LocalAws, name: str | None) -> None:
    aws.deploy(runner_stack(**ORGANIZATION, runner_name=name), NAME)
    runner = deploy_runner(aws, **ORGANIZATION, runner_name="acme-new")

    assert list(aws.codebuild.hooks_at_host) == projects(aws) == ["acme-new"]
    assert deliver_job(aws, [runner.runs_on], project="acme-new").builds is True


def test_another_name_gives_a_hook_that_somebody_adds_another_secret(aws: LocalAws) -> None:
    arguments: dict[str, Any] = {"organization": "acme", "repositories": ["api"], "domain": SERVER}
    deploy_runner(aws, **arguments, runner_name="acme-old")
    (before,) = aws.codebuild.hooks_at_host.values()
    deploy_runner(aws, **arguments, runner_name="acme-new")
    (after,) = aws.codebuild.hooks_at_host.values()
    client = aws.client("secretsmanager")
    (secret,) = client.list_secrets()["SecretList"]

    assert after.project == "acme-new"
    assert after.secret != before.secret
    assert str(after.secret) in client.get_secret_value(SecretId=secret["ARN"])["SecretString"]


def test_another_construct_id_with_the_same_name_fails_and_loses_nothing(aws: LocalAws) -> None:
    aws.deploy(runner_stack("Old", **ORGANIZATION, runner_name="acme-runner"), NAME)
    before = identities(aws)
    failed = failure_of(aws, runner_stack("New", **ORGANIZATION, runner_name="acme-runner"))

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "already exists: acme-runner" in str(failed)
    assert identities(aws) == before


def test_another_construct_id_with_another_name_moves_the_hook(aws: LocalAws) -> None:
    aws.deploy(runner_stack("Old", **ORGANIZATION, runner_name="acme-old"), NAME)
    aws.deploy(runner_stack("New", **ORGANIZATION, runner_name="acme-new"), NAME)

    assert list(identities(aws)) == projects(aws) == ["acme-new"]


def test_another_organization_makes_the_hook_again(aws: LocalAws) -> None:
    deploy_runner(aws, **ORGANIZATION, runner_name="acme-runner")
    (before,) = aws.codebuild.hooks_at_host.values()
    runner = deploy_runner(aws, **{**ORGANIZATION, "organization": "acme-labs"}, runner_name="acme-runner")
    (after,) = aws.codebuild.hooks_at_host.values()

    assert (before.repository, after.repository) == ("acme", "acme-labs")
    assert deliver_job(aws, [runner.runs_on], organization="acme-labs").builds is True


def test_another_organization_needs_a_word_where_somebody_has_added_the_hook(aws: LocalAws) -> None:
    arguments: dict[str, Any] = {"repositories": ["api"], "domain": SERVER, "runner_name": "acme-runner"}
    aws.deploy(runner_stack(organization="acme", **arguments), NAME)
    before = identities(aws)

    assert "Set allow_new_secret=True" in str(failure_of(aws, runner_stack(organization="acme-labs", **arguments)))
    assert identities(aws) == before
    aws.deploy(runner_stack(organization="acme-labs", **arguments, allow_new_secret=True), NAME)
    assert identities(aws).keys() == before.keys()
    assert identities(aws) != before


@pytest.mark.parametrize(
    "connections",
    [(None, CONNECTION), (CONNECTION, None), (CONNECTION, f"{CONNECTION}0")],
    ids=["new", "gone", "other"],
)
def test_another_connection_keeps_the_hook(aws: LocalAws, connections: tuple[str | None, str | None]) -> None:
    first, second = ({**ORGANIZATION, "connection_arn": each} for each in connections)
    deploy_runner(aws, **first, runner_name="acme-runner")
    before = identities(aws)
    runner = deploy_runner(aws, **second, runner_name="acme-runner")

    assert identities(aws) == before
    assert deliver_job(aws, [runner.runs_on]).builds is True


def test_runners_beside_each_other_take_each_its_own_jobs(aws: LocalAws) -> None:
    stack = new_stack()
    names = ("acme-small", "acme-large")
    small, large = (GitHubActionsRunner(stack, name, **ORGANIZATION, runner_name=name) for name in names)
    aws.deploy(stack, NAME)

    assert [deliver_job(aws, [each.runs_on], project=name).builds for each in (small, large) for name in names] == [
        True,
        False,
        False,
        True,
    ]
