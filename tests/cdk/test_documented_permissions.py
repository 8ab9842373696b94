"""What the pages say that the role may do is synthesised, and a VPC must lead where they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.cdk.apps import make_stack, resources_of
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
PAGE, _, IN_A_NETWORK = (ROOT / "docs" / "permissions.md").read_text().partition("\n## In a VPC\n")
ACTION = re.compile(r"`((?:codebuild|cloudformation|logs|secretsmanager|kms|ec2):[A-Z]\w+)`")
DECISIONS = sorted(path for path in (ROOT / "docs" / "adr").glob("0*.md") if ACTION.search(path.read_text()))


def synthesised(*, with_vpc: bool) -> list[frozenset[str]]:
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
    return [frozenset(found) for row in PAGE.splitlines() if row.startswith("|") and (found := ACTION.findall(row))]


def in_order(sets: Iterable[frozenset[str]]) -> list[list[str]]:
    return sorted(sorted(each) for each in sets)


def test_the_page_lists_what_the_role_may_do_and_nothing_else() -> None:
    assert in_order(listed()) == in_order(synthesised(with_vpc=True))
    without = [each for each in listed() if not any(action.startswith("ec2:") for action in each)]
    assert in_order(without) == in_order(synthesised(with_vpc=False))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_names_no_action_that_the_role_has_not(path: Path) -> None:
    assert set(ACTION.findall(path.read_text())) <= set().union(*synthesised(with_vpc=True))


def test_a_network_must_lead_to_every_service_that_the_function_calls() -> None:
    clients = (ROOT / "webhook_constructs" / "handler" / "services.py").read_text()
    called = set(re.findall(r'_client\("(\w+)"', clients))
    documented = set(re.findall(r"\(.*?`(\w+)`\)", IN_A_NETWORK))

    assert len(called) > 3
    assert documented == {*called, "s3"}
