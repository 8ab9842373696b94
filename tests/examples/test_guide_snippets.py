"""Every snippet of docs/guides/ is real: the Python synthesises, and the commands exist with these parameters."""

from __future__ import annotations

import re
import shlex
import textwrap
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import botocore.session
import click
import pytest
from aws_cdk import aws_codebuild as codebuild
from botocore import xform_name

import webhook_constructs
from webhook_constructs.cli.commands import commands

GUIDES = Path(__file__).parents[2] / "docs" / "guides"
GLOBAL_OPTIONS = {"--query", "--output"}


def blocks(language: str) -> list[Any]:
    """Return the blocks of a language, each with the guide and the line that it is from."""
    found = []
    for path in sorted(GUIDES.glob("*.md")):
        text = path.read_text()
        for match in re.finditer(rf"^( *)```{language}\n(.*?)^\1```$", text, re.DOTALL | re.MULTILINE):
            line = text.count("\n", 0, match.start()) + 1
            found.append(pytest.param(textwrap.dedent(match[2]), id=f"{path.stem}-{line}"))
    return found


def test_the_index_names_every_guide() -> None:
    named = re.findall(r"\]\(([a-z0-9-]+\.md)\)", (GUIDES / "README.md").read_text())

    assert sorted([*named, "README.md"]) == sorted(path.name for path in GUIDES.iterdir())


def test_every_link_to_a_file_leads_somewhere() -> None:
    links = [
        path.parent / link for path in GUIDES.glob("*.md") for link in re.findall(r"\]\(([^):#]+)\)", path.read_text())
    ]

    assert [link for link in links if not link.exists()] == []


@pytest.mark.parametrize("snippet", blocks("python"))
def test_python_synthesises(snippet: str) -> None:
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
    exec(compile(snippet, "snippet", "exec"), names)  # the guides are our own

    makes_one = "CodeBuildWebhook(" in snippet
    assert ("Custom::CodeBuildWebhook" in str(app.synth().get_stack_by_name("Stack").template)) == makes_one


@pytest.mark.parametrize("snippet", blocks("sh"))
def test_commands_exist(snippet: str) -> None:
    if snippet.startswith("webhook-constructs "):
        _, name, *arguments = shlex.split(snippet)
        commands.commands[name].make_parser(click.Context(commands.commands[name])).parse_args(arguments)
        return
    aws, service, command, *rest = shlex.split(snippet)
    model = botocore.session.get_session().get_service_model(service)
    operations = {xform_name(name, "-"): name for name in model.operation_names}
    members = model.operation_model(operations[command]).input_shape.members
    options = {f"--{xform_name(name, '-')}" for name in members} | GLOBAL_OPTIONS

    assert aws == "aws"
    assert {word for word in rest if word.startswith("--")} <= options
