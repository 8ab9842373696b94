"""Manual webhooks: their payload URL and secret in Secrets Manager, and rotation."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.acceptance.account import Account
from tests.acceptance.record import Record, Result
from tests.acceptance.stacks import TO_RELEASE, Stacks, add_webhook


def manual_stack(stacks: Stacks, project: str, what: str, **arguments: Any) -> cdk.Stack:
    """A stack with a manual webhook, whose secret has a name of the run."""
    stack = stacks.new(what)
    secret = secretsmanager.Secret(stack, "Secret", secret_name=stacks.account.names(f"{what}-secret"))
    webhook = add_webhook(stack, project, **{"manual_creation": True, "secret": secret, **arguments})
    assert webhook.secret is secret
    return stack


def stored_values(account: Account, record: Record, what: str) -> tuple[str, str]:
    """The payload URL and the secret that are stored."""
    found = account.client("secretsmanager").get_secret_value(SecretId=account.names(f"{what}-secret"))
    value = json.loads(found["SecretString"])
    assert value.keys() == {"payloadUrl", "secret"}
    record.keep_confidential(*value.values())
    return value["payloadUrl"], value["secret"]


def stored(account: Account, record: Record, what: str) -> tuple[str, str]:
    """Digests of the payload URL and the secret that are stored: a test that fails prints what it has compared."""
    url, secret = (hashlib.sha256(value.encode()).hexdigest() for value in stored_values(account, record, what))
    return url, secret


def test_the_payload_url_and_secret_of_a_manual_webhook_are_stored(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    assert stacks.deploy(manual_stack(stacks, project, what), what).status == "CREATE_COMPLETE"

    payload_url, secret = stored_values(account, record, what)
    assert (payload_url.partition("://")[0], bool(secret)) == ("https", True)
    assert not account.webhook(project).get("url")


def test_an_update_of_a_manual_webhook_leaves_what_is_stored(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    stacks.deploy(manual_stack(stacks, project, what), what)
    before = stored(account, record, what)

    stacks.deploy(manual_stack(stacks, project, what, filter_groups=[TO_RELEASE]), what)

    assert stored(account, record, what) == before


def test_a_change_that_would_make_a_new_secret_fails_and_changes_nothing(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    stacks.deploy(manual_stack(stacks, project, what), what)
    before = stored(account, record, what)

    failed = stacks.deploy(manual_stack(stacks, project, what, filter_groups=[], branch_filter="^main$"), what)

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "Set allow_new_secret=True" in failed.reasons[0]
    assert stored(account, record, what) == before


def test_a_change_that_may_make_a_new_secret_stores_it(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    stacks.deploy(manual_stack(stacks, project, what), what)
    before = stored(account, record, what)

    stack = manual_stack(stacks, project, what, filter_groups=[], branch_filter="^main$", allow_new_secret=True)
    assert stacks.deploy(stack, what).status == "UPDATE_COMPLETE"

    after = stored(account, record, what)
    assert after[0] != before[0]
    assert after[1] != before[1]


def test_a_rotation_stores_another_secret_or_fails_with_the_way_out(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    """Which of the two is what `rotation-returns-secret` assumes."""
    stacks.deploy(manual_stack(stacks, project, what, rotate_secret_on="1"), what)
    before = stored(account, record, what)

    rotated = stacks.deploy(manual_stack(stacks, project, what, rotate_secret_on="2"), what)

    after = stored(account, record, what)
    seen = record.observations.get("rotation-returns-secret")
    if rotated.status == "UPDATE_COMPLETE":
        assert after[0] == before[0]
        assert after[1] != before[1]
        assert seen is None or seen.result is Result.HOLDS
    else:
        assert "returned none" in rotated.reasons[0]
        assert seen is None or seen.result is Result.DIFFERS


def test_no_output_and_no_event_of_the_stack_has_the_secret(
    account: Account, stacks: Stacks, record: Record, project: str, what: str
) -> None:
    stacks.deploy(manual_stack(stacks, project, what), what)
    name = account.names(what)
    cloudformation = account.client("cloudformation")

    shown = json.dumps(
        [
            cloudformation.describe_stacks(StackName=name)["Stacks"],
            cloudformation.describe_stack_events(StackName=name)["StackEvents"],
            cloudformation.get_template(StackName=name)["TemplateBody"],
        ],
        default=str,
    )

    values = stored_values(account, record, what)
    assert [index for index, value in enumerate(values) if value in shown] == []
