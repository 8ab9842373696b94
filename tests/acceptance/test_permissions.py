"""IAM as it is synthesized: it is enough, and each permission of CodeBuild and Secrets Manager is needed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.acceptance.account import Account
from tests.acceptance.stacks import TO_RELEASE, Stacks, Template
from tests.acceptance.test_secrets import manual_stack


def without(action: str) -> Callable[[Template], None]:
    """Take an action out of the policies of the handler."""

    def edit(template: Template) -> None:
        policies = [each for each in template["Resources"].values() if each["Type"] == "AWS::IAM::ManagedPolicy"]
        for policy in policies:
            document = policy["Properties"]["PolicyDocument"]
            for statement in document["Statement"]:
                statement["Action"] = [each for each in statement["Action"] if each != action]
            document["Statement"] = [each for each in document["Statement"] if each["Action"]]

    return edit


@pytest.mark.parametrize("action", ["codebuild:CreateWebhook", "secretsmanager:PutSecretValue"])
def test_without_a_permission_nothing_is_created(
    account: Account, stacks: Stacks, project: str, what: str, action: str
) -> None:
    failed = stacks.deploy(manual_stack(stacks, project, what), what, without(action))

    assert failed.status == "ROLLBACK_COMPLETE"
    assert action in failed.reasons[0]
    assert account.webhook(project) == {}


def test_without_the_permission_to_update_a_webhook_stays_as_it_is(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)

    changed = stacks.with_webhook(what, project, filter_groups=[TO_RELEASE])
    failed = stacks.deploy(changed, what, without("codebuild:UpdateWebhook"))

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "codebuild:UpdateWebhook" in failed.reasons[0]
    assert account.webhook(project) == before


def test_the_handler_has_no_permission_for_every_resource(stacks: Stacks, project: str, what: str) -> None:
    found: list[Template] = []
    stacks.deploy(stacks.with_webhook(what, project), what, found.append)

    documents = [
        each["Properties"]["PolicyDocument"]
        for each in found[0]["Resources"].values()
        if each["Type"] == "AWS::IAM::ManagedPolicy"
    ]
    statements = [statement for document in documents for statement in document["Statement"]]
    assert statements
    assert [each for each in statements if each["Resource"] == "*"] == []
