"""What an audit calls is what its guide says, and no more; and a user with just that policy can do all of it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from tests.audit.conftest import ANYBODY, PUSH, make_pipeline, make_profile, make_project
from webhook_constructs.audit import READ_ACTIONS, judge, read, targets_of

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

GUIDE = (Path(__file__).parents[3] / "docs" / "guides" / "audit.md").read_text()
POLICY = json.loads(GUIDE.partition("```json\n")[2].partition("```")[0])
STACK: dict[str, Any] = {
    "Resources": {
        "Api": {
            "Type": "AWS::CodeBuild::Project",
            "Properties": {
                "Name": "native",
                "Source": {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"},
                "Artifacts": {"Type": "NO_ARTIFACTS"},
                "Environment": {"Type": "LINUX_CONTAINER", "Image": "i", "ComputeType": "BUILD_GENERAL1_SMALL"},
                "ServiceRole": "arn:aws:iam::000000000000:role/build",
                "Triggers": {"Webhook": True, "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]},
            },
        }
    }
}


def declared() -> set[str]:
    return {f"{service}:{action}" for service, actions in READ_ACTIONS.items() for action in actions}


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every operation that any client of boto3 calls, at the boundary to the network."""
    called: set[str] = set()
    make = boto3.session.Session.client

    def client(self: Any, service: str, *arguments: Any, **options: Any) -> Any:
        made = make(self, service, *arguments, **options)
        made.meta.events.register("before-call", lambda model, **_: called.add(f"{service}:{model.name}"))
        return made

    monkeypatch.setattr(boto3.session.Session, "client", client)
    return called


def test_the_policy_of_the_guide_is_what_is_declared() -> None:
    allowed = [action for statement in POLICY["Statement"] for action in statement["Action"]]

    assert {statement["Effect"] for statement in POLICY["Statement"]} == {"Allow"}
    assert sorted(allowed) == sorted(declared())


def test_what_is_declared_only_reads() -> None:
    """By the names that AWS gives to what reads; IAM's access levels are not in the service models."""
    assert [each for each in declared() if not re.search(r":(BatchGet|Describe|Get|List)[A-Z]", each)] == []


def test_a_user_with_just_that_policy_can_do_all_of_it_and_nothing_else_is_called(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: set[str]
) -> None:
    make_project(aws, "api", [ANYBODY])
    make_project(aws, "web", [[PUSH]])
    make_pipeline(aws, "web")
    aws.deploy(STACK, "Ci")
    aws.client("codebuild").delete_webhook(projectName="native")
    monkeypatch.setenv(*make_profile(aws, tmp_path, POLICY).popitem())
    hooks = aws.codebuild.hooks_at_host
    called.clear()

    outcome = judge(read(targets_of(["auditor"], []), ["Ci"]))

    assert outcome.unread == ()
    assert {"WH003", "WH201", "WH406"} <= {each.finding.id for each in outcome.findings}
    assert called == declared()
    assert aws.codebuild.hooks_at_host == hooks


@pytest.mark.parametrize("action", sorted(declared()))
def test_no_action_of_the_policy_is_too_much(
    aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    make_project(aws, "web", [[PUSH]])
    make_pipeline(aws, "web")
    aws.deploy(STACK, "Ci")
    statements = [
        {**statement, "Action": [each for each in statement["Action"] if each != action]}
        for statement in POLICY["Statement"]
    ]
    monkeypatch.setenv(*make_profile(aws, tmp_path, {**POLICY, "Statement": statements}).popitem())

    unread = read(targets_of(["auditor"], []), ["Ci"]).unread

    assert unread
    assert all(f"not authorized to perform: {action}" in each.why for each in unread)
