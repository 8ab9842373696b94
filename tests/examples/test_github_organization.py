"""The runner of an organization in eight lines, deployed: jobs of the repositories that it names start it."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.test_runners import deliver_job
from tests.neighbours.apps import run_app
from webhook_constructs import GitHubActionsRunner

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

EXAMPLES = Path(__file__).parents[2] / "examples"
OF_ORGANIZATIONS = ("github_global", "github_organization", "gitlab_group", "gitlab_self_managed_group")
ESCAPES = ("override", "default_child", "Cfn", "PolicyStatement", "add_to_role_policy")


def test_a_runner_with_a_connection_is_eight_lines() -> None:
    tree = ast.parse((EXAMPLES / "github_organization" / "app.py").read_text(encoding="utf-8"))
    (runner,) = (node.value for node in tree.body if isinstance(node, ast.Expr) and "Runner" in ast.dump(node.value))

    assert runner.end_lineno is not None
    assert runner.end_lineno - runner.lineno + 1 == 8
    assert "connection_arn" in {each.arg for each in ast.walk(runner) if isinstance(each, ast.keyword)}


@pytest.mark.parametrize("example", OF_ORGANIZATIONS)
def test_no_example_of_a_runner_has_an_escape_hatch(example: str) -> None:
    text = (EXAMPLES / example / "app.py").read_text(encoding="utf-8").replace("cdk.CfnOutput", "")

    assert [each for each in ESCAPES if each in text] == []


def test_a_job_of_a_named_repository_starts_it_and_one_of_another_does_not(aws: LocalAws) -> None:
    app = run_app(EXAMPLES / "github_organization" / "app.py")
    (runner,) = (node for node in app.node.find_all() if isinstance(node, GitHubActionsRunner))
    aws.deploy(runner.project.stack, "GitHubOrganization")

    answers = {name: deliver_job(aws, [runner.runs_on], repository=name).builds for name in ("api", "web", "docs")}

    assert answers == {"api": True, "web": True, "docs": False}
    assert [build.project for build in aws.codebuild.builds] == ["acme-runner", "acme-runner"]
