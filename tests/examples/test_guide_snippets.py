"""Every block of docs/guides/ is real: Python synthesises, commands are run, and what is shown is what they print."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import aws_cdk as cdk
import botocore.session
import pytest
from aws_cdk import aws_codebuild as codebuild
from botocore import xform_name

import webhook_constructs
from tests.examples.guide_blocks import GUIDES, NAMES, OUTPUT, Block, all_blocks, blocks, examples_of
from webhook_constructs.cli import main

EXAMPLES = GUIDES.parents[1] / "examples"
NOT_RUN = {
    ". .venv/bin/activate": "the tests have an environment",
    "make setup": "it makes the environment that the tests run in",
    "npx cdk deploy": "it needs an account; tests/examples/ deploys what the guides say on the embedded AWS",
    "npx cdk synth": "it takes seconds: the fixture `examples` has synthesised each example with the CLI's context",
    "pip install": "it would change the environment that the tests run in",
    "pytest": "it runs an example's own tests, which are a part of these",
}
"""Commands that are neither run here nor known to botocore, with the reason."""

SHOWN_WITHOUT_A_COMMAND = {
    "audit": "a region that denies 990 of 1,000 projects; tests/audit has such regions",
    "existing-project": "a deployment that fails: test_existing_project.py deploys it",
}
"""Guides with an output that no block above it prints, with where it is tested."""

PREPARED = {"audit": "live_webhooks"}
"""The fixture that makes what a guide takes for granted, besides the examples."""

ACCOUNT = ("000000000000", "111122223333")
"""The account of the embedded AWS, and the one that the guides show."""

SOMEBODY = {
    **{f"GIT_{who}_{what}": "a@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
"""Who commits, without the settings of whoever runs the tests."""

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
    alone = {block.place.rpartition("-")[0] for block in all_blocks(*OUTPUT)}

    assert alone == SHOWN_WITHOUT_A_COMMAND.keys()


@pytest.mark.parametrize("block", [pytest.param(block, id=block.place) for block in all_blocks("python")])
def test_python_synthesises_and_prints_what_is_shown(block: Block, capsys: pytest.CaptureFixture[str]) -> None:
    app = cdk.App()
    stack = cdk.Stack(app, "Stack")
    names = {
        **{name: getattr(webhook_constructs, name) for name in webhook_constructs.__all__},
        "WebhookValidationPlugin": webhook_constructs.WebhookValidationPlugin,
        "cdk": cdk,
        "codebuild": codebuild,
        "app": app,
        "stack": stack,
        "project": codebuild.Project(stack, "Own", source=codebuild.Source.git_hub(owner="acme", repo="api")),
    }
    exec(compile(block.text, block.place, "exec"), names)  # the guides are our own

    assert capsys.readouterr().out == (block.shown or "")
    makes_one = "CodeBuildWebhook(" in block.text
    assert ("Custom::CodeBuildWebhook" in str(app.synth().get_stack_by_name("Stack").template)) == makes_one


def is_known_to_aws(words: list[str]) -> bool:
    """Tell whether a command of the AWS CLI exists with its options."""
    aws, service, command, *rest = words
    model = botocore.session.get_session().get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    members = model.operation_model(operations[command]).input_shape.members
    options = {f"--{xform_name(name, '-')}" for name in members} | GLOBAL_OPTIONS
    return aws == "aws" and {word for word in rest if word.startswith("--")} <= options


def run(words: list[str]) -> None:
    """Do what a command line says, in this process where it is ours."""
    if words[0] == "webhook-constructs":
        assert main(words[1:]) in (0, 1), "0 is nothing found that counts, 1 is something, and 2 is a mistake"
    elif words[0] == "cd":
        os.chdir(words[1])
    elif words[0] == "git":
        subprocess.run(words, env={**os.environ, **SOMEBODY}, check=True)
    elif words[0] == "aws":
        assert is_known_to_aws(words)
    else:
        assert [known for known in NOT_RUN if words[: len(known.split())] == known.split()]


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
