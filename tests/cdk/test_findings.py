"""What the rules find, as the CDK shows it on the webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild
from aws_cdk.assertions import Annotations, Match

from tests.cdk.annotated import acknowledge_annotation, acknowledge_validation
from tests.cdk.apps import PUSH_TO_MAIN, github_project, make_stack, template_of
from webhook_constructs import (
    CodeBuildWebhook,
    CommentApproval,
    EventAction,
    FilterGroup,
    PullRequestBuildPolicy,
    SourceProvider,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

PUSH = FilterGroup.in_event_of(EventAction.PUSH)
UNANCHORED = PUSH.and_actor_account_matches("12345")
UNANCHORED_ACTOR = "webhook-constructs::WH201"
RELEASED = FilterGroup.in_event_of(EventAction.RELEASED)
TEXT = (
    "unanchored-actor: filter_groups[0][1]: the pattern 12345 is not anchored at both ends, so accounts whose id "
    "contains a match pass; use and_actor_account_is, or write ^(id1|id2)$"
)


def messages(stack: cdk.Stack, level: str, path: str = "*") -> list[str]:
    """The texts of a level, each with its id where it has one."""
    found = getattr(Annotations.from_stack(stack), f"find_{level}")(path, Match.any_value())
    return [str(message.entry.data) for message in found]


def with_webhook(
    group: FilterGroup = UNANCHORED, *, project: Callable[[cdk.Stack], codebuild.IProject] = github_project
) -> tuple[cdk.Stack, CodeBuildWebhook]:
    stack = make_stack()
    return stack, CodeBuildWebhook(stack, "Webhook", project=project(stack), filter_groups=[group])


def test_a_warning_is_on_the_webhook_with_its_id() -> None:
    stack, _ = with_webhook()

    assert messages(stack, "warning", "/Stack/Webhook") == [f"{TEXT} [ack: webhook-constructs::WH201]"]
    assert messages(stack, "error") == []


def test_nothing_is_said_of_what_is_right() -> None:
    stack, _ = with_webhook(PUSH_TO_MAIN)

    assert [messages(stack, level) for level in ("error", "warning", "info")] == [[], [], []]


def test_a_privileged_project_that_strangers_may_build_in_is_a_warning() -> None:
    stack = make_stack()
    project = codebuild.Project(
        stack,
        "Api",
        source=codebuild.Source.git_hub(owner="acme", repo="api"),
        environment=codebuild.BuildEnvironment(privileged=True),
    )
    CodeBuildWebhook(
        stack,
        "Webhook",
        project=project,
        filter_groups=[FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)],
        pull_request_build_policy=PullRequestBuildPolicy(CommentApproval.DISABLED),
    )

    [found] = [each for each in messages(stack, "warning") if "WH208" in each]
    assert "without approval, in a project where its environment is privileged; require" in found


acknowledged_both_ways = pytest.mark.parametrize("acknowledge", [acknowledge_annotation, acknowledge_validation])


@acknowledged_both_ways
def test_a_warning_is_acknowledged_on_the_webhook(acknowledge: Callable[[IConstruct, str], None]) -> None:
    stack, webhook = with_webhook()
    acknowledge(webhook, UNANCHORED_ACTOR)

    assert messages(stack, "warning") == []


@acknowledged_both_ways
def test_a_warning_is_acknowledged_on_the_stack_before_it_arises(
    acknowledge: Callable[[IConstruct, str], None],
) -> None:
    stack = make_stack()
    acknowledge(stack, UNANCHORED_ACTOR)
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[UNANCHORED])

    assert messages(stack, "warning") == []


@acknowledged_both_ways
def test_acknowledging_one_webhook_hides_no_other(acknowledge: Callable[[IConstruct, str], None]) -> None:
    stack, webhook = with_webhook()
    other = github_project(stack, "Other")
    CodeBuildWebhook(stack, "OtherWebhook", project=other, filter_groups=[UNANCHORED])
    acknowledge(webhook, UNANCHORED_ACTOR)

    assert messages(stack, "warning", "/Stack/Webhook") == []
    assert len(messages(stack, "warning", "/Stack/OtherWebhook")) == 1


def test_what_is_known_only_on_deployment_is_not_guessed() -> None:
    stack = make_stack()
    actor = cdk.CfnParameter(stack, "Actor").value_as_string
    group = PUSH.and_actor_account_matches(actor)
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[group])

    assert messages(stack, "warning") == []


def test_a_token_is_not_spelled_out() -> None:
    """Two equal filters are that, whatever the token stands for; its number says nothing."""
    stack = make_stack()
    branch = cdk.CfnParameter(stack, "Branch").value_as_string
    group = PUSH.and_head_ref_matches(branch).and_head_ref_matches(branch)
    CodeBuildWebhook(stack, "Webhook", project=github_project(stack), filter_groups=[group])

    (message,) = messages(stack, "warning")
    assert "HEAD_REF matches (known on deployment)" in message


def test_an_error_names_the_rule_and_cannot_be_acknowledged() -> None:
    bitbucket = codebuild.Source.bit_bucket(owner="acme", repo="api")
    stack, webhook = with_webhook(RELEASED, project=lambda scope: github_project(scope, source=bitbucket))
    cdk.Annotations.of(webhook).acknowledge_warning("webhook-constructs::WH104")

    (message,) = messages(stack, "error", "/Stack/Webhook")
    assert message.startswith("WH104 event-not-sent: filter_groups[0][0]: ")
    assert "BITBUCKET" in message
    assert "RELEASED" in message


def test_the_host_of_an_imported_project_is_not_guessed() -> None:
    stack = make_stack()
    one, other = (codebuild.Project.from_project_name(stack, name, name) for name in ("docs-site", "api"))
    CodeBuildWebhook(stack, "Unknown", project=one, filter_groups=[RELEASED])
    CodeBuildWebhook(stack, "Stated", project=other, filter_groups=[RELEASED], source_provider=SourceProvider.BITBUCKET)

    assert messages(stack, "error", "/Stack/Unknown") == []
    assert len(messages(stack, "error", "/Stack/Stated")) == 1


def test_twenty_one_webhooks_on_one_repository_are_seen_once_however_often_the_app_is_synthesized() -> None:
    stack = make_stack()
    for index in range(21):
        CodeBuildWebhook(
            stack, f"Webhook{index}", project=github_project(stack, f"Project{index}"), filter_groups=[PUSH_TO_MAIN]
        )
    template_of(stack)

    (message,) = messages(stack, "warning")
    assert message.endswith(" [ack: webhook-constructs::WH405]")
    assert len(messages(stack, "warning", "/Stack/Webhook20")) == 1


def test_webhooks_in_different_stacks_of_an_app_are_seen_together() -> None:
    app = cdk.App()
    stacks = [make_stack(f"Stack{index}", app=app) for index in range(3)]
    for stack in stacks:
        for index in range(7):
            CodeBuildWebhook(
                stack, f"Webhook{index}", project=github_project(stack, f"Project{index}"), filter_groups=[PUSH_TO_MAIN]
            )

    assert [len(messages(stack, "warning")) for stack in stacks] == [0, 0, 1]


@pytest.mark.skipif(not hasattr(cdk.Annotations, "add_info_v2"), reason="before aws-cdk-lib 2.230, it has no id")
def test_an_info_is_shown_and_no_more() -> None:
    stack, _ = with_webhook(PUSH.and_file_path_is_not("README.md"))

    assert messages(stack, "error") == []
    assert [text.rpartition(" ")[2] for text in messages(stack, "info")] == ["webhook-constructs::WH402]"]
