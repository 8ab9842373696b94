"""Code for the webhooks of an account, on the embedded AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from tests.audit.conftest import PUSH, aws, make_project, running_aws

if TYPE_CHECKING:
    from tests.cli.conftest import Command
    from webhook_constructs.testing.local import Hook, LocalAws

__all__ = ["aws", "running_aws"]  # the fixtures

MAIN = [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]
REGION = ("--region", "us-east-1")


def deploy(aws: LocalAws, module: str) -> None:
    """Deploy the stack of a module, in a new app."""
    names: dict[str, Any] = {"__name__": "webhooks"}
    exec(compile(module, "webhooks.py", "exec", dont_inherit=True), names)
    aws.deploy(names["Webhooks"](cdk.App(), "Webhooks"), "Webhooks")


def hook(aws: LocalAws) -> Hook:
    return aws.codebuild.hooks_at_host["native"]


def test_a_live_webhook_is_adopted_changed_and_left_alone(command: Command, aws: LocalAws) -> None:
    make_project(aws, "native", [MAIN])
    first = hook(aws)

    module = command("generate", "live:", *REGION)
    assert module.startswith('"""CodeBuild webhooks, written by webhook-constructs generate."""\n')
    deploy(aws, module)
    adopted = hook(aws)
    assert (adopted.id, adopted.filter_groups) == (first.id, first.filter_groups)

    assert '.and_branch_is("main")' in module
    deploy(aws, module.replace('.and_branch_is("main")', '.and_branch_is("main", "dev")'))
    changed = hook(aws)
    assert changed.id == first.id
    assert [each.pattern for each in changed.filter_groups[0]] == ["PUSH", "^refs/heads/(main|dev)$"]

    aws.delete("Webhooks")
    assert hook(aws) == changed


def test_only_the_projects_that_are_named(command: Command, aws: LocalAws) -> None:
    make_project(aws, "native", [MAIN])
    make_project(aws, "other", [[PUSH]])
    make_project(aws, "without")

    module = command("generate", "live:", *REGION, "--project", "other")
    assert '"native"' not in module
    assert 'codebuild.Project.from_project_name(self, "Other", "other")' in module

    code, out, err = command.run("generate", "live:", *REGION, "--project", "without", "--project", "absent")
    assert code == 2
    assert "class Webhooks" not in out
    assert err == (
        "webhook-constructs: live:: project absent was not read: check its name and the region (--region)\n"
        "webhook-constructs: live: 000000000000/us-east-1: project without has no webhook\n"
    )


def test_a_project_needs_the_source_live(command: Command) -> None:
    code, _, err = command.run("generate", "cdk.out", "--project", "api")

    assert code == 2
    assert "it is for the source live:, which is not given" in err
