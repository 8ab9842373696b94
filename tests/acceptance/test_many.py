"""Many webhooks at once."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.acceptance.account import Account
from tests.acceptance.conftest import MakeProject
from tests.acceptance.record import Observation, Record
from tests.acceptance.stacks import MAIN, Stacks, add_webhook

MANY = 25
MOST_HOOKS = 20
AUTOMATIC = 5  # a repository at GitHub takes 20 hooks, and may have some


def manual(stack: cdk.Stack, name: str, number: int) -> dict[str, Any]:
    secret = secretsmanager.CfnSecret(stack, f"Secret{number}", name=name)
    imported = secretsmanager.Secret.from_secret_complete_arn(stack, f"Imported{number}", secret.ref)
    return {"manual_creation": True, "secret": imported}


def test_many_webhooks_are_created_and_deleted_at_once(
    account: Account, stacks: Stacks, record: Record, make_project: MakeProject, what: str
) -> None:
    projects = [make_project() for _ in range(MANY)]
    stack = stacks.new(what)
    for number, project in enumerate(projects):
        arguments = {} if number < AUTOMATIC else manual(stack, account.names(f"{what}-{number}"), number)
        add_webhook(stack, project, f"Webhook{number}", **arguments)

    created = stacks.deploy(stack, what)

    throttled = any("Throttling" in reason for reason in created.reasons)
    answer = "some calls were throttled for too long" if throttled else f"{MANY} webhooks of one stack were created"
    record.observe("api-rates", Observation.of(answer, holds=not throttled))
    assert created.status == "CREATE_COMPLETE"
    assert [account.patterns(project) for project in projects] == [MAIN] * MANY
    assert stacks.delete(what).status == "DELETE_COMPLETE"
    assert [account.webhook(project) for project in projects] == [{}] * MANY


def test_one_hook_more_than_a_repository_takes_is_refused_with_a_text_that_is_known(
    account: Account, make_project: MakeProject
) -> None:
    """GitHub takes 20 hooks per event [doc: docs.github.com, Types of webhooks]; some may be there already."""
    projects = [make_project() for _ in range(MOST_HOOKS + 1)]

    def add_hooks() -> None:
        for project in projects:
            account.codebuild.create_webhook(projectName=project)

    with pytest.raises(account.codebuild.exceptions.OAuthProviderException, match="limit reached"):
        add_hooks()
