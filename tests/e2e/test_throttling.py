"""Throttled calls, permissions that arrive late, and answers that get lost: what passes is waited for, nothing else."""

from __future__ import annotations

from typing import Any

import aws_cdk as cdk
import pytest

from tests.e2e.stacks import (
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    hooks,
    make_project,
    new_stack,
    operations,
    stack_with,
)
from tests.extent import RUNS_ALL
from webhook_constructs import FilterGroup, SourceProvider
from webhook_constructs.testing.local import DeploymentFailed, LocalAws

CONNECTION_DENIED = "Access denied to connection arn:aws:codeconnections:us-east-1:000000000000:connection/1"
NUMBER = 100 if RUNS_ALL else 40
WEBHOOKS = [f"project-{index}" for index in range(NUMBER)]
THROTTLED = NUMBER * 3 // 2


def results_of(aws: LocalAws, operation: str) -> list[str | None]:
    return [call.error for call in aws.codebuild.calls if call.operation == operation]


def all_of_them(group: FilterGroup) -> cdk.Stack:
    stack = new_stack()
    for name in WEBHOOKS:
        add_webhook(stack, name, name, filter_groups=[group])
    return stack


def test_many_webhooks_under_throttling_are_all_created_updated_and_deleted(aws: LocalAws) -> None:
    for name in WEBHOOKS:
        make_project(aws, name)
    for operation in ("CreateWebhook", "UpdateWebhook", "DeleteWebhook"):
        aws.codebuild.fail_next(operation, "ThrottlingException", "Rate exceeded", times=THROTTLED)

    aws.deploy(all_of_them(TO_MAIN), NAME)
    assert hooks(aws) == dict.fromkeys(WEBHOOKS, MAIN)
    aws.deploy(all_of_them(TO_RELEASE), NAME)
    assert hooks(aws) == dict.fromkeys(WEBHOOKS, RELEASE)
    aws.delete(NAME)
    assert hooks(aws) == {}

    for operation in ("CreateWebhook", "UpdateWebhook", "DeleteWebhook"):
        errors = results_of(aws, operation)
        assert (errors.count("ThrottlingException"), errors.count(None)) == (THROTTLED, NUMBER)
        assert len(errors) == THROTTLED + NUMBER


@pytest.fixture
def project(aws: LocalAws) -> str:
    make_project(aws, "api")
    return "api"


AUTOMATIC: dict[str, Any] = {}
MANUAL = {"manual_creation": True, "secret": True}
BOTH = pytest.mark.parametrize("kind", [AUTOMATIC, MANUAL], ids=["automatic", "manual"])


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("action", "kind"),
    [
        pytest.param("codebuild:CreateWebhook", AUTOMATIC, id="create-automatic"),
        pytest.param("codebuild:CreateWebhook", MANUAL, id="create-manual"),
        pytest.param("codebuild:BatchGetProjects", MANUAL, id="look-before-create-manual"),
        pytest.param("secretsmanager:GetSecretValue", MANUAL, id="read-the-secret"),
        pytest.param("secretsmanager:PutSecretValue", MANUAL, id="write-the-secret"),
    ],
)
def test_a_role_that_is_denied_three_times_and_then_allowed_creates(
    aws: LocalAws, action: str, kind: dict[str, Any]
) -> None:
    aws.deny_next(action, times=3)

    aws.deploy(stack_with(filter_groups=[TO_MAIN], **kind), NAME)

    assert hooks(aws) == {"api": MAIN}
    denied = ["AccessDeniedException"] * 3 if action == "codebuild:CreateWebhook" else []
    assert results_of(aws, "CreateWebhook") == [*denied, None]


@pytest.mark.usefixtures("project")
def test_a_role_that_is_denied_three_times_and_then_allowed_updates(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.deny_next("codebuild:UpdateWebhook", times=3)

    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)

    assert hooks(aws) == {"api": RELEASE}
    assert results_of(aws, "UpdateWebhook") == [*["AccessDeniedException"] * 3, None]


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("action", ["codebuild:DeleteWebhook", "codebuild:CreateWebhook"])
def test_a_role_that_is_denied_three_times_and_then_allowed_replaces(aws: LocalAws, action: str) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.deny_next(action, times=3)

    aws.deploy(stack_with(branch_filter="^release$"), NAME)

    assert hooks(aws) == {"api": []}
    assert results_of(aws, action.partition(":")[2])[-4:] == [*["AccessDeniedException"] * 3, None]


@pytest.mark.usefixtures("project")
def test_a_role_that_is_denied_three_times_and_then_allowed_deletes(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.deny_next("codebuild:DeleteWebhook", times=3)

    aws.delete(NAME)

    assert hooks(aws) == {}


@pytest.mark.usefixtures("project")
def test_a_role_that_stays_denied_does_not_keep_a_stack_that_goes_and_names_what_stays(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.deny_next("codebuild:DeleteWebhook", times=1000)

    aws.delete(NAME)

    assert hooks(aws) == {"api": MAIN}
    assert "the webhook of project api stays, because its deletion was refused" in "\n".join(aws.log_lines())


@pytest.mark.usefixtures("project")
def test_a_role_that_stays_denied_fails_the_create_after_a_minute_and_leaves_nothing(aws: LocalAws) -> None:
    aws.deny_next("codebuild:CreateWebhook", times=1000)

    with pytest.raises(DeploymentFailed, match="the role of the webhook handler lacks this permission"):
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {}
    assert 5 <= len(results_of(aws, "CreateWebhook")) <= 40


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("code", ["OAuthProviderException", "InvalidInputException"])
def test_a_connection_that_is_denied_twice_and_then_allowed_creates(aws: LocalAws, code: str) -> None:
    aws.codebuild.fail_next("CreateWebhook", code, CONNECTION_DENIED, times=2)

    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {"api": MAIN}
    assert results_of(aws, "CreateWebhook") == [code, code, None]


@pytest.mark.usefixtures("project")
def test_a_connection_that_is_denied_twice_and_then_allowed_updates(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.codebuild.fail_next("UpdateWebhook", "OAuthProviderException", CONNECTION_DENIED, times=2)

    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)

    assert hooks(aws) == {"api": RELEASE}


@pytest.mark.usefixtures("project")
@BOTH
def test_a_refusal_of_the_git_host_is_not_repeated(aws: LocalAws, kind: dict[str, Any]) -> None:
    aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "the token has expired")

    with pytest.raises(DeploymentFailed, match="the token has expired"):
        aws.deploy(stack_with(filter_groups=[TO_MAIN], **kind), NAME)

    assert hooks(aws) == {}
    assert operations(aws) == ["CreateWebhook"]


@pytest.mark.usefixtures("project")
@BOTH
def test_a_create_whose_answer_is_lost_ends_with_one_hook_that_goes_with_its_stack(
    aws: LocalAws, kind: dict[str, Any]
) -> None:
    aws.codebuild.fail_next("CreateWebhook", "InternalServerException", "lost", before=False)

    aws.deploy(stack_with(filter_groups=[TO_MAIN], **kind), NAME)

    assert hooks(aws) == {"api": MAIN}
    assert results_of(aws, "CreateWebhook")[0] == "InternalServerException"
    aws.delete(NAME)
    assert hooks(aws) == {}


@pytest.mark.parametrize("is_theirs", [False, True], ids=["none-before", "one-before"])
def test_a_create_on_bitbucket_whose_answer_is_lost_ends_with_one_hook_and_touches_no_other(
    aws: LocalAws, *, is_theirs: bool
) -> None:
    make_project(aws, "api", source_type="BITBUCKET")
    stack = stack_with(filter_groups=[TO_MAIN], source_provider=SourceProvider.BITBUCKET)
    if is_theirs:
        groups = [[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]]
        aws.client("codebuild").create_webhook(projectName="api", filterGroups=groups)
    before = aws.codebuild.hooks_at_host
    aws.codebuild.fail_next("CreateWebhook", "InternalServerException", "lost", before=is_theirs)

    if is_theirs:
        with pytest.raises(DeploymentFailed, match="the project has a webhook already"):
            aws.deploy(stack, NAME)
    else:
        aws.deploy(stack, NAME)
        assert hooks(aws) == {"api": MAIN}
        aws.delete(NAME)

    assert aws.codebuild.hooks_at_host == before


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("operation", ["UpdateWebhook", "DeleteWebhook"])
def test_an_update_or_delete_whose_answer_is_lost_is_sent_again(aws: LocalAws, operation: str) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.codebuild.fail_next(operation, "InternalServerException", "lost", before=False)

    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"api": RELEASE}
    aws.delete(NAME)

    assert hooks(aws) == {}
    assert results_of(aws, operation)[0] == "InternalServerException"
    assert len(results_of(aws, operation)) == 2
