"""Every block of docs/guides/ is real: Python synthesizes, commands are run, and what is shown is what they print."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import botocore.session
import pytest
import yaml
from botocore import xform_name

from tests.examples.guide_blocks import GUIDES, NAMES, OUTPUT, Block, all_blocks, blocks, examples_of
from webhook_constructs.cli import main

ROOT = GUIDES.parents[1]
EXAMPLES = ROOT / "examples"
NOT_RUN = {
    ". .venv/bin/activate": "the tests have an environment",
    "make acceptance": "it takes minutes, or an account: tests/acceptance_runs/test_findings.py",
    "make acceptance-clean": "it takes an account: tests/acceptance_runs/test_leftovers.py",
    "make setup": "it makes the environment that the tests run in",
    "curl -H": "it needs what runs elsewhere: tests/testing/local/service/test_github_api.py",
    "export": "it sets a variable of a shell",
    "npx cdk bootstrap": "it needs an account; tests/e2e/ runs the CDK CLI on the embedded AWS",
    "npx aws-cdk@2 deploy": "it needs an account; tests/cli/generate/test_live_webhooks.py deploys such an app",
    "npx cdk deploy": "it needs an account; tests/examples/ deploys what the guides say on the embedded AWS",
    "npx cdk synth": "it takes seconds: the fixture `examples` has synthesized each example with the CLI's context",
    "gh api": "it asks GitHub",
    ". ./aws.sh": "it sets the variables of a shell: tests/cli/commands/test_local_aws.py",
    "terraform plan": "it needs Terraform and an account",
    "terraform show": "it needs Terraform: the page has a plan as a file",
    "pip install": "it would change the environment that the tests run in",
    "pytest": "it runs an example's own tests, which are a part of these",
    "webhook-constructs local-aws serve": "it runs until somebody ends it: tests/cli/commands/test_local_aws.py",
}
"""Commands that are neither run here nor known to botocore, with the reason."""

SHOWN_WITHOUT_A_COMMAND = {
    "audit": "a region that denies 990 of 1,000 projects, and a strange response; tests/audit has such regions",
    "existing-project": "a deployment that fails: test_existing_project.py deploys it",
    "verify-on-your-account": "the end of a run of minutes: tests/acceptance_runs/test_findings.py",
}
"""Guides with an output that no block above it prints, with where it is tested."""

READ_BY = {
    ("audit", "json"): "tests/audit/reading/test_permissions.py",
    ("lint-in-ci", "toml"): "tests/cli/test_hook_and_guide.py",
    ("lint-in-ci", "yaml"): "tests/cli/test_hook_and_guide.py",
    ("migrate-from-terraform", "terraform"): "tests/examples/test_guide_snippets.py",
    ("organization-runners", "yaml"): "tests/examples/test_guide_snippets.py",
    ("review-filters", "bash"): "tests/examples/test_review_filters.py",
    ("review-filters", "yaml"): "tests/examples/test_review_filters.py",
    ("verify-on-your-account", "json"): "tests/acceptance_runs/test_policy.py",
}
"""The tests that read what is neither a command, code nor a file that a command reads."""

PREPARED = {"audit": "live_webhooks", "generate": "live_webhooks"}
"""The fixture that makes what a guide takes for granted, besides the examples."""

ACCOUNT = ("000000000000", "111122223333")
"""The account of the embedded AWS, and the one that the guides show."""

SOMEBODY = {
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""Who commits, without the settings of whoever runs the tests."""

(BEGINNING,) = (block for block in blocks("README") if block.language == "python")
"""What the Python of every guide goes on from."""

GLOBAL_OPTIONS = {"--query", "--output"}


def test_the_index_names_every_guide() -> None:
    named = re.findall(r"\]\(([a-z0-9-]+)\.md\)", (GUIDES / "README.md").read_text())

    assert sorted(named) == NAMES
    assert {path.suffix for path in GUIDES.iterdir()} == {".md"}


def test_every_guide_has_an_example_and_every_example_a_guide() -> None:
    linked = {guide: examples_of(guide) for guide in NAMES}
    there = {path.parent.name for path in EXAMPLES.glob("*/app.py")}

    assert [guide for guide, examples in linked.items() if not examples] == []
    assert {example for examples in linked.values() for example in examples} == there


def test_what_is_shown_is_below_what_prints_it() -> None:
    alone = [block.place.rpartition("-")[0] for block in all_blocks(*OUTPUT)]

    assert list(dict.fromkeys(alone)) == list(SHOWN_WITHOUT_A_COMMAND)


def test_every_other_block_is_read_by_a_test() -> None:
    others = {
        (block.place.rpartition("-")[0], block.language)
        for block in all_blocks()
        if block.language not in ("python", "sh", *OUTPUT) and block.title is None
    }

    assert others == READ_BY.keys()
    assert [path for path in READ_BY.values() if not (ROOT / path).is_file()] == []


def test_the_label_of_a_job_is_for_the_runner_of_the_example(examples: Path) -> None:
    (workflow,) = (yaml.safe_load(block.text) for block in blocks("organization-runners") if block.language == "yaml")
    label = re.sub(r"-\$\{\{ github\.run_(id|attempt) \}\}", "", workflow["jobs"]["test"]["runs-on"])
    app = (examples / "github_organization" / "app.py").read_text()

    assert f'runner_name="{label.removeprefix("codebuild-")}"' in app


def test_the_policy_of_the_audit_is_that_of_its_example(examples: Path) -> None:
    (policy,) = (json.loads(block.text) for block in blocks("audit") if block.language == "json")
    resources = json.loads((examples / "audit" / "cdk.out" / "Audit.template.json").read_text())["Resources"].values()
    documents = [each["Properties"].get("PolicyDocument") for each in resources if "ManagedPolicy" in each["Type"]]

    assert policy in documents


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in all_blocks("python")])
def test_python_synthesises_and_prints_what_is_shown(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    if ("Validations" in block.text or "WebhookValidationPlugin" in block.text) and not hasattr(cdk, "Validations"):
        pytest.skip("needs aws-cdk-lib 2.257")
    names: dict[str, Any] = {}
    exec(compile(BEGINNING.text, BEGINNING.place, "exec"), names)  # the guides are our own
    exec(compile(block.text, block.place, "exec"), names)

    assert capsys.readouterr().out == (block.shown or "")
    makes_one = any(each in block.text for each in ("CodeBuildWebhook(", "Runner("))
    assert ("Custom::CodeBuildWebhook" in str(names["app"].synth().get_stack_by_name("Stack").template)) == makes_one


def is_known_to_aws(words: list[str]) -> bool:
    """Check whether a command of the AWS CLI exists with its options."""
    aws, service, command, *rest = words
    model = botocore.session.get_session().get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    members = model.operation_model(operations[command]).input_shape.members
    options = {f"--{xform_name(name, '-')}" for name in members} | GLOBAL_OPTIONS
    return aws == "aws" and {word for word in rest if word.startswith("--")} <= options


def run(words: list[str]) -> None:
    """Do what a command line says, in this process where it is ours."""
    if any(words[: len(known.split())] == known.split() for known in NOT_RUN):
        return
    if words[0] == "webhook-constructs":
        assert main(words[1:]) in (0, 1), "0 is nothing found that counts, 1 is something, and 2 is a mistake"
    elif words[0] == "cd":
        os.chdir(words[1])
    elif words[0] == "git":
        subprocess.run(words, env={**os.environ, **SOMEBODY}, check=True)
    else:
        assert is_known_to_aws(words)


@pytest.mark.parametrize("guide", ["README", *NAMES])
@pytest.mark.usefixtures("clone")
def test_commands_print_what_is_shown(
    request: pytest.FixtureRequest, capfd: pytest.CaptureFixture[str], guide: str
) -> None:
    if guide in PREPARED:
        request.getfixturevalue(PREPARED[guide])
    capfd.readouterr()
    for block in blocks(guide):
        if block.title is not None:
            Path(block.title).write_text(block.text)
        if block.language == "sh":
            for words in block.commands:
                run(words)
            printed = capfd.readouterr()
            assert block.shown in (None, (printed.out + printed.err).replace(*ACCOUNT)), block.place
