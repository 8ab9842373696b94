"""A constructor that raises leaves the tree of constructs, and the policies of the handler, as they were."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct

from tests.cdk.apps import PUSH_TO_MAIN, US, add_webhook, imported, make_stack, template_of
from webhook_constructs import CodeBuildWebhook, CodeBuildWebhookHandler, SourceProvider
from webhook_constructs.cdk import CodeBuildWebhookError

if TYPE_CHECKING:
    from collections.abc import Callable

REGIONS = ("af-south-1", "ap-east-1", "ap-south-1", "ca-west-1", "eu-north-1", "eu-west-1", "eu-west-2", "sa-east-1")


def tree(stack: cdk.Stack) -> list[str]:
    return [construct.node.path for construct in stack.node.root.node.find_all()]


def in_region(stack: cdk.Stack, region: str) -> codebuild.IProject:
    arn = f"arn:aws:codebuild:{region}:{US.account}:project/api"
    return codebuild.Project.from_project_arn(stack, f"Project-{region}", arn)


def with_a_webhook(stack: cdk.Stack) -> None:
    add_webhook(stack, imported(stack, "first", "FirstProject"), "First")


def with_eight_regions(stack: cdk.Stack) -> None:
    for region in REGIONS:
        add_webhook(stack, in_region(stack, region), region)


def with_full_policies(stack: cdk.Stack) -> None:
    for index in range(245):
        name = cdk.CfnParameter(stack, f"Name{index}").value_as_string
        try:
            add_webhook(stack, imported(stack, name, f"Project{index}"), f"Webhook{index}")
        except CodeBuildWebhookError:
            return


def empty(_: cdk.Stack) -> None:
    """A stack without a handler."""


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "argument": ({"build_type": "BUILDS"}, "no such build_type"),
    "settings": ({"branch_filter": "main", "filter_groups": [PUSH_TO_MAIN]}, "branch_filter"),
    "name": ({"project": "a b"}, "the project's name must be"),
    "account": ({"project": "arn:aws:codebuild:us-east-1:444455556666:project/api"}, "cannot reach another account"),
    "no-secret": ({"manual_creation": True}, "nothing keeps them"),
    "rotation": ({"rotate_secret_on": "1"}, "rotate_secret_on is set"),
    "rotation-with-a-secret": (
        {"rotate_secret_on": "1", "secret": True, "source_provider": SourceProvider.BITBUCKET},
        "has no secret",
    ),
    "id-taken": ({"construct_id": "Taken"}, "already a Construct with name 'Taken'"),
    "id-empty": ({"construct_id": ""}, "construct_id must be a text that is not empty, got ''"),
    "id-of-another-type": (
        {"construct_id": None, "build_type": 1},
        "construct_id must be a text that is not empty, got",
    ),
}


@pytest.mark.parametrize("before", [empty, with_a_webhook], ids=["first-of-the-stack", "another"])
@pytest.mark.parametrize(("arguments", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_refused_webhook_leaves_nothing(
    arguments: dict[str, Any], expected: str, before: Callable[[cdk.Stack], None]
) -> None:
    stack = make_stack(env=US)
    before(stack)
    Construct(stack, "Taken")
    given = {"construct_id": "Webhook", "project": "api", **arguments}
    make = codebuild.Project.from_project_arn if given["project"].startswith("arn:") else None
    project = (make or codebuild.Project.from_project_name)(stack, "Project", given.pop("project"))
    there = tree(stack)

    with pytest.raises((CodeBuildWebhookError, RuntimeError), match=re.escape(expected)):
        CodeBuildWebhook(stack, given.pop("construct_id"), project=project, **given)

    assert tree(stack) == there


@pytest.mark.parametrize("before", [with_eight_regions, with_full_policies])
@pytest.mark.parametrize("secret", [None, True], ids=["no-secret", "secret"])
def test_a_webhook_for_which_the_policies_have_no_room_leaves_nothing(
    before: Callable[[cdk.Stack], None], secret: Any
) -> None:
    stack = make_stack(env=US)
    before(stack)
    project = in_region(stack, "us-west-2")
    template, there = template_of(stack), tree(stack)

    with pytest.raises(CodeBuildWebhookError, match="and can have 9: "):
        add_webhook(stack, project, "Webhook", secret=secret, manual_creation=secret)

    assert tree(stack) == there
    assert template_of(stack) == template


class FailingSecret:
    """A secret of somebody else's, one member of which fails."""

    def __init__(self, member: str) -> None:
        self._member = member

    def grant_read(self) -> None:
        """What tells a secret from other constructs."""

    @property
    def secret_arn(self) -> str:
        return self._unless("secret_arn", "arn:aws:secretsmanager:us-east-1:111122223333:secret:a")

    @property
    def secret_full_arn(self) -> str:
        return self._unless("secret_full_arn", f"{self.secret_arn}-123456")

    @property
    def encryption_key(self) -> None:
        self._unless("encryption_key", "")

    def _unless(self, member: str, value: str) -> str:
        if member == self._member:
            raise KeyError(member)
        return value


@pytest.mark.parametrize("before", [empty, with_a_webhook], ids=["first-of-the-stack", "another"])
@pytest.mark.parametrize("member", ["secret_arn", "secret_full_arn", "encryption_key"])
def test_whichever_step_fails_nothing_is_left(member: str, before: Callable[[cdk.Stack], None]) -> None:
    stack = make_stack(env=US)
    before(stack)
    project = imported(stack)
    there = tree(stack)

    with pytest.raises(KeyError, match=member):
        add_webhook(stack, project, "Webhook", secret=FailingSecret(member), manual_creation=True)

    assert tree(stack) == there
    add_webhook(stack, project, "Webhook")


def test_after_a_refused_first_webhook_the_handler_can_be_configured() -> None:
    stack = make_stack()
    with pytest.raises(CodeBuildWebhookError):
        add_webhook(stack, imported(stack), manual_creation=True)

    handler = CodeBuildWebhookHandler.of(stack, vpc=ec2.Vpc(stack, "Vpc"))

    assert add_webhook(stack, imported(stack, "web", "Web")).handler is handler


def test_a_refused_webhook_takes_no_handler_away_that_was_there() -> None:
    stack = make_stack()
    handler = CodeBuildWebhookHandler.of(stack)
    with pytest.raises(CodeBuildWebhookError):
        add_webhook(stack, imported(stack), manual_creation=True)

    assert CodeBuildWebhookHandler.of(stack) is handler


def test_a_given_secret_stays() -> None:
    stack = make_stack()
    secret = secretsmanager.Secret(stack, "Given")
    project = imported(stack, "a b")
    there = tree(stack)
    with pytest.raises(CodeBuildWebhookError):
        add_webhook(stack, project, secret=secret, manual_creation=True)

    assert tree(stack) == there


def test_more_than_eight_other_regions_are_named() -> None:
    stack = make_stack(env=US)
    with_eight_regions(stack)

    with pytest.raises(CodeBuildWebhookError) as refused:
        add_webhook(stack, in_region(stack, "us-west-2"), "Webhook")

    assert str(refused.value).partition("): ")[2] == (
        "the role of the webhook handler needs 10 managed policies of up to 6144 characters, and can have 9: 1 for the "
        "webhooks of 9 projects and 9 for the other regions that projects are in (af-south-1, ap-east-1, ap-south-1, "
        "ca-west-1, eu-north-1, eu-west-1, eu-west-2, sa-east-1, us-west-2); put the webhooks of some regions into "
        "another stack, nested or not: each stack has a handler of its own"
    )
