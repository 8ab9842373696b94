"""Runners for the tests, and what is read back from their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.cdk.apps import make_stack, template_of
from webhook_constructs import GitHubActionsRunner, GitLabRunner

if TYPE_CHECKING:
    import aws_cdk as cdk

CONNECTION = "arn:aws:codeconnections:us-east-1:111122223333:connection/8c11a4ba"
SERVER = "https://git.example.com"
LOCATION = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"
ACME: dict[str, Any] = {"organization": "acme", "repositories": ["api", "web"]}
NAMED = {**ACME, "runner_name": "acme-runner"}


def github_runner(stack: cdk.Stack | None = None, **arguments: Any) -> GitHubActionsRunner:
    return GitHubActionsRunner(stack or make_stack(), "Runner", **(arguments or NAMED))


def gitlab_runner(stack: cdk.Stack | None = None, **arguments: Any) -> GitLabRunner:
    return GitLabRunner(stack or make_stack(), "Runner", **arguments)


def resources_of_runner(runner: GitHubActionsRunner | GitLabRunner) -> dict[str, dict[str, Any]]:
    """What is below a runner, by its logical id without the hash."""
    found = template_of(runner.webhook.handler.place.stack)["Resources"].items()
    return {name[:-8]: resource for name, resource in found if name.startswith("Runner")}


def project_of(runner: GitHubActionsRunner | GitLabRunner) -> dict[str, Any]:
    properties: dict[str, Any] = resources_of_runner(runner)["RunnerProject"]["Properties"]
    return properties


def webhook_of(runner: GitHubActionsRunner | GitLabRunner) -> dict[str, Any]:
    properties: dict[str, Any] = resources_of_runner(runner)["RunnerWebhook"]["Properties"]
    return properties


def variables_of(runner: GitHubActionsRunner) -> dict[str, Any]:
    variables = project_of(runner)["Environment"].get("EnvironmentVariables", [])
    return {each["Name"]: each["Value"] for each in variables}


def group_of(runner: GitHubActionsRunner | GitLabRunner) -> list[str]:
    """The filters of the one group of a runner."""
    (group,) = webhook_of(runner)["FilterGroups"]
    return [f"{each['Type']} {each['Pattern']}" for each in group]
