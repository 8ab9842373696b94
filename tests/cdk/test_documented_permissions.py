"""What the pages say that the role may do is synthesized, and a VPC must lead where they say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import make_stack, resources_of
from tests.docs.pages import blocks
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
PATH = ROOT / "docs" / "permissions.md"
SECTIONS = dict(section.split("\n", 1) for section in PATH.read_text().split("\n## ")[1:])
ACTION = re.compile(r"`((?:codebuild|cloudformation|logs|secretsmanager|kms|ec2):[A-Z]\w+)`")
DECISIONS = sorted(path for path in (ROOT / "docs" / "adr").glob("0*.md") if ACTION.search(path.read_text()))


def synthesized(*, with_vpc: bool) -> list[frozenset[str]]:
    """The actions of each statement of a role that serves a webhook with all it can have."""
    stack = make_stack()
    if with_vpc:
        CodeBuildWebhookHandler.of(stack, vpc=ec2.Vpc(stack, "Vpc"))
    secret = secretsmanager.Secret(stack, "Secret", encryption_key=kms.Key(stack, "Key"))
    project = codebuild.Project.from_project_name(stack, "Imported", "api")
    CodeBuildWebhook(stack, "Webhook", project=project, manual_creation=True, secret=secret)
    policies = resources_of(stack, "AWS::IAM::ManagedPolicy").values()
    return [
        frozenset(statement["Action"])
        for policy in policies
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
    ]


def listed() -> list[frozenset[str]]:
    """The actions of each row of the table."""
    rows = SECTIONS["What the function may do"].splitlines()
    return [frozenset(found) for row in rows if row.startswith("|") and (found := ACTION.findall(row))]


def in_order(sets: Iterable[frozenset[str]]) -> list[list[str]]:
    return sorted(sorted(each) for each in sets)


def test_the_page_lists_what_the_role_may_do_and_nothing_else() -> None:
    assert in_order(listed()) == in_order(synthesized(with_vpc=True))
    without = [each for each in listed() if not any(action.startswith("ec2:") for action in each)]
    assert in_order(without) == in_order(synthesized(with_vpc=False))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_names_no_action_that_the_role_has_not(path: Path) -> None:
    assert set(ACTION.findall(path.read_text())) <= set().union(*synthesized(with_vpc=True))


def test_a_network_must_lead_to_every_service_that_the_function_calls() -> None:
    clients = (ROOT / "webhook_constructs" / "handler" / "services.py").read_text()
    called = set(re.findall(r'_client\("(\w+)"', clients))
    documented = set(re.findall(r"\(.*?`(\w+)`\)", SECTIONS["In a VPC"]))

    assert len(called) > 3
    assert documented == {*called, "s3"}


def test_the_page_on_defaults_says_in_the_same_words_what_the_role_may_delete() -> None:
    page, defaults = (" ".join(each.read_text().split()) for each in (PATH, ROOT / "docs" / "secure-by-default.md"))
    start = page.index("The role may delete the webhook of any project")
    sentence = page[start : page.index(". ", start) + 1]

    assert sentence.endswith("before it deletes a webhook that has left the stack.")
    assert sentence in defaults


def test_the_example_of_a_role_of_your_own_prints_what_to_grant(capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = blocks(PATH, "python")
    exec(compile(example, str(PATH), "exec"), {})  # the page is our own

    printed = json.loads(capsys.readouterr().out)
    assert [frozenset(each["Action"]) for each in printed] == [
        each
        for each in synthesized(with_vpc=False)
        if not any("secret" in action or "kms" in action for action in each)
    ]
    assert json.dumps(printed).count(":stack/Ci/*") == 1
