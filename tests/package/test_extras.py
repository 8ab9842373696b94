"""The package without an extra and with each alone: what it promises works, and what is missing says how to get it."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import TO_MAIN, template, webhook, write
from tests.github_payloads import push
from tests.package.environment import ROOT, Environment
from tests.package.live_account import assert_a_live_webhook_is_judged

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Making = Callable[[str], Environment]

pytestmark = pytest.mark.package

SYNTHESIS = """
import sys
import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup
from webhook_constructs.testing import assert_builds, assert_no_build, push

app = cdk.App(outdir="cdk.out")
stack = cdk.Stack(app, "Stack")
project = codebuild.Project.from_project_name(stack, "Project", "api")
groups = [FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")]
webhook = CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=groups)
assert_builds(webhook.settings, push("main"))
assert_no_build(webhook.settings, push("topic"))
app.synth()
print(*sorted({"boto3", "ministack", "click", "yaml"} & set(sys.modules)))
"""

DEPLOYMENT = """
from webhook_constructs.testing.local import LocalAws

project = {"Type": "AWS::CodeBuild::Project", "Properties": {
    "Name": "api", "ServiceRole": "arn:aws:iam::000000000000:role/api", "Artifacts": {"Type": "NO_ARTIFACTS"},
    "Environment": {"Type": "LINUX_CONTAINER", "Image": "i", "ComputeType": "BUILD_GENERAL1_SMALL"},
    "Source": {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"},
    "Triggers": {"Webhook": True, "FilterGroups": [[{"Type": "EVENT", "Pattern": "PUSH"}]]},
}}
with LocalAws() as aws:
    print(aws.deploy({"Resources": {"Project": project}}, "Api").status, *aws.codebuild.hooks_at_host)
"""


@pytest.fixture
def environment_with(wheel: Path, tmp_path: Path) -> Making:
    """Makes an environment of the wheel with the extras that are named; the rest is as it was last tested."""
    return lambda extras: Environment.make(tmp_path, "--constraints", ROOT / "constraints.txt", f"{wheel}{extras}")


def test_without_an_extra_an_app_synthesises_and_its_webhooks_are_tested(environment_with: Making) -> None:
    environment = environment_with("")

    assert environment.script(SYNTHESIS) == "\n"  # nothing of an extra was imported

    resources = json.loads((environment.folder / "cdk.out" / "Stack.template.json").read_text())["Resources"]
    assert [item["Type"] for item in resources.values()].count("Custom::CodeBuildWebhook") == 1
    (asset,) = (environment.folder / "cdk.out").glob("asset.*.zip")
    assert set(zipfile.ZipFile(asset).namelist()) == {
        f"handler/{file.name}" for file in (ROOT / "webhook_constructs" / "handler").glob("*.py")
    }
    command = environment.run("webhook-constructs", "lint", "cdk.out")
    assert (command.returncode, command.stdout, command.stderr) == (
        2,
        "",
        "webhook-constructs: the command needs click: pip install 'webhook-constructs[cli]'\n",
    )
    assert environment.failing("import webhook_constructs.audit") == (
        "ModuleNotFoundError: webhook_constructs.audit needs boto3: pip install 'webhook-constructs[audit]'"
    )
    assert environment.failing("import webhook_constructs.testing.local") == (
        "ImportError: webhook_constructs.testing.local needs boto3 and ministack: "
        "pip install 'webhook-constructs[local]'"
    )


def test_the_extra_cli_is_enough_for_every_command_that_asks_no_account(environment_with: Making) -> None:
    environment = environment_with("[cli]")
    template(
        environment.folder / "template.json",
        Api=webhook(groups=[[*TO_MAIN, {"Type": "ACTOR_ACCOUNT_ID", "Pattern": "12345"}]]),
    )
    write(environment.folder / "push.json", push())
    (environment.folder / "pyproject.toml").write_text('[tool.webhook-constructs]\nfail-on = "warning"\n')

    linted = environment.run("webhook-constructs", "lint", "template.json")
    explained = environment.run("webhook-constructs", "explain", "template.json", "--event", "push.json")
    rule = environment.run("webhook-constructs", "rules", "WH201")
    audited = environment.run("webhook-constructs", "audit")

    assert (linted.returncode, linted.stderr) == (1, "")
    assert "WH201 unanchored-actor" in linted.stdout
    assert (explained.returncode, explained.stderr) == (0, "")
    assert (rule.returncode, rule.stderr) == (0, "")
    assert "unanchored-actor" in rule.stdout
    assert (audited.returncode, audited.stdout, audited.stderr) == (
        2,
        "",
        "webhook-constructs: audit needs boto3: pip install 'webhook-constructs[audit]'\n",
    )


def test_the_extra_audit_is_enough_to_judge_an_account(environment_with: Making) -> None:
    assert_a_live_webhook_is_judged(environment_with("[audit]"))


def test_the_extra_local_is_enough_to_deploy(environment_with: Making) -> None:
    assert environment_with("[local]").script(DEPLOYMENT) == "CREATE_COMPLETE api\n"
