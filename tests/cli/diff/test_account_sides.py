"""Sides of `diff` that are a deployed stack or a live account, on the embedded AWS."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.conftest import PUSH, allowing, aws, make_profile, make_project, running_aws
from tests.audit.reading.test_permissions import STACK
from tests.cli.conftest import webhook, write

if TYPE_CHECKING:
    from tests.cli.conftest import Command
    from webhook_constructs.testing.local import LocalAws

__all__ = ["aws", "running_aws"]  # the fixtures

MAIN = [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/main$"}]
PULL_REQUESTS = [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]
STOPS = """\
changed  native (Api)
  stops:
    PUSH refs/heads/topic
      before: build: filter_groups[0] passes
      after: no build: filter_groups[0]: HEAD_REF 'refs/heads/topic' does not match ^refs/heads/main$
1 webhook: 1 changed; widens who can start builds: no
"""


def stack(groups: Any, **properties: Any) -> dict[str, Any]:
    found = copy.deepcopy(STACK)
    written = found["Resources"]["Api"]["Properties"]
    written["Triggers"]["FilterGroups"] = groups
    written |= properties
    return found


def test_a_deployed_stack_and_its_template(command: Command, aws: LocalAws, tmp_path: Path) -> None:
    aws.deploy(STACK, "Ci")
    path = write(tmp_path / "t.json", stack([MAIN]))

    assert command("diff", "stack:Ci", path) == STOPS
    assert command("diff", "stack:Ci", write(tmp_path / "same.json", STACK)) == (
        "1 webhook: 1 same; widens who can start builds: no\n"
    )


def test_the_values_of_the_stack_count_and_its_names_do_not_matter(
    command: Command, aws: LocalAws, tmp_path: Path
) -> None:
    """The project has no name in the template, and the pattern is a parameter's value."""
    pattern = {"Fn::Sub": "^refs/heads/${Branch}$"}
    described = stack([[MAIN[0], {"Type": "HEAD_REF", "Pattern": pattern}]])
    del described["Resources"]["Api"]["Properties"]["Name"]
    described["Parameters"] = {"Branch": {"Type": "String", "Default": "main"}}
    aws.client("cloudformation").create_stack(
        StackName="Ci",
        TemplateBody=json.dumps(described),
        Parameters=[{"ParameterKey": "Branch", "ParameterValue": "dev"}],
    )
    path = write(tmp_path / "t.json", described)

    code, out, err = command.run("diff", "stack:Ci", path)

    assert (code, err) == (0, "")
    assert out.startswith("changed  Api")
    assert "    PUSH refs/heads/main\n" in out
    assert "    PUSH refs/heads/dev\n" in out
    assert command("diff", "stack:Ci", path, "--parameter", "Branch=dev").startswith("1 webhook: 1 same")


@pytest.mark.parametrize("options", [(), ("--region", "us-east-1")])
def test_a_live_account_and_a_template(
    command: Command, aws: LocalAws, tmp_path: Path, options: tuple[str, ...]
) -> None:
    make_project(aws, "native", [[PUSH]])
    make_project(aws, "other", [[PUSH]])
    make_project(aws, "without")
    path = write(tmp_path / "t.json", stack([MAIN]))

    assert command("diff", "live:", path, *options) == (
        STOPS.replace("1 changed;", "1 changed; 1 other webhook of the account not compared;")
    )


def test_what_the_account_does_not_have_is_new(command: Command, aws: LocalAws, tmp_path: Path) -> None:
    make_project(aws, "native")
    path = write(tmp_path / "t.json", stack([MAIN]))

    code, out, _ = command.run("diff", "live:", path)

    assert (code, out.splitlines()[0]) == (1, "new      native (Api): widens")
    assert command("diff", path, "live:").splitlines()[0] == "removed  native (Api)"


def test_a_project_without_a_known_name_cannot_be_looked_for(command: Command, aws: LocalAws, tmp_path: Path) -> None:
    make_project(aws, "native", [[PUSH]])
    path = write(tmp_path / "t.json", {"Resources": {"Api": webhook({"Fn::ImportValue": "Project"})}})

    code, out, _ = command.run("diff", path, "live:")

    assert code == 1
    assert "    the name of its project is known only on deployment: compare with stack:NAME in place of live:\n" in out


def test_two_live_sides_are_refused(command: Command) -> None:
    assert command.refused("diff", "live:", "live:") == (
        "webhook-constructs: both sides are live:, which is one account at one time: name something else for one of "
        "them\n"
    )


def test_a_stack_that_is_not_there(command: Command, aws: LocalAws) -> None:
    assert command.refused("diff", "stack:Nowhere", "none:") == (
        "webhook-constructs: stack Nowhere: there is no such stack in us-east-1\n"
    )
    assert aws.client("cloudformation").list_stacks()["StackSummaries"] == []


def test_an_account_that_may_not_be_read(
    command: Command, aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(*make_profile(aws, tmp_path, allowing(("s3:GetObject", "*"))).popitem())

    refused = command.refused("diff", "live:", "none:", "--profile", "auditor")

    assert refused.startswith("webhook-constructs: us-east-1 (profile auditor): projects: AccessDenied")


def test_a_project_that_may_not_be_read_makes_the_answer_incomplete(
    command: Command, aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("native", "secret"):
        make_project(aws, name, [[PUSH]])
    policy = allowing(
        ("codebuild:ListProjects", "*"), ("codebuild:BatchGetProjects", "arn:aws:codebuild:*:*:project/native")
    )
    monkeypatch.setenv(*make_profile(aws, tmp_path, policy).popitem())

    code, out, err = command.run("diff", "live:", write(tmp_path / "t.json", stack([MAIN])), "--profile", "auditor")

    assert (code, out) == (2, STOPS)
    assert err.startswith("webhook-constructs: us-east-1 (profile auditor): 1 of 2 projects (secret): AccessDenied")


@pytest.mark.parametrize(("side", "who"), [("stack:Ci", "a side that begins with stack:"), ("live:", "the side live:")])
def test_without_boto3_the_command_says_what_to_install(side: str, who: str) -> None:
    script = (
        "import sys; sys.modules['boto3'] = None\nfrom webhook_constructs.cli import main\n"
        f"sys.exit(main(['diff', '{side}', 'none:']))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"webhook-constructs: {who} needs boto3: pip install 'webhook-constructs[audit]'\n"


ALLOWED = {
    "stack:Ci": ("cloudformation:DescribeStacks", "cloudformation:ListStackResources", "cloudformation:GetTemplate"),
    "live:": ("codebuild:ListProjects", "codebuild:BatchGetProjects"),
}


@pytest.mark.parametrize("side", ALLOWED)
def test_what_the_guide_names_is_enough_to_read(
    command: Command, aws: LocalAws, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, side: str
) -> None:
    guide = (Path(__file__).parents[3] / "docs" / "guides" / "review-filters.md").read_text()
    aws.deploy(STACK, "Ci")
    monkeypatch.setenv(*make_profile(aws, tmp_path, allowing((list(ALLOWED[side]), "*"))).popitem())
    path = write(tmp_path / "t.json", STACK)

    assert command("diff", side, path, "--profile", "auditor") == "1 webhook: 1 same; widens who can start builds: no\n"
    assert all(each.partition(":")[2] in guide for each in ALLOWED[side])
