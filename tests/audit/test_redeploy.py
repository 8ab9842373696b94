"""An audit of what the construct has deployed: it finds what was changed outside, and its advice mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.audit.conftest import PUSH
from tests.e2e.stacks import NAME, TO_MAIN, make_project, new_stack, stack_with
from tests.e2e.test_adoption_of_triggers import BY_THE_CDK, project_in
from webhook_constructs import CodeBuildWebhook, OnExistingWebhook, PullRequestBuildPolicy
from webhook_constructs.audit import judge, read, targets_of
from webhook_constructs.core import ApproverRole, CommentApproval
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

WRITERS = PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS, (ApproverRole.GITHUB_WRITE,))
EU = "eu-west-1"
KINDS = [
    pytest.param({}, id="automatic"),
    pytest.param({"manual_creation": True, "secret": True}, id="manual"),
    pytest.param({"pull_request_build_policy": WRITERS}, id="policy"),
    pytest.param({"region": EU}, id="in-another-region"),
]


def changes(*regions: str) -> list[tuple[str, str]]:
    outcome = judge(read(targets_of([], regions), [NAME]))
    found = [each for each in outcome.findings if each.finding.id in {"WH003", "WH004"}]
    assert outcome.unread == ()
    assert ["redeploy_on" in each.finding.fix for each in found] == [True] * len(found)
    return [(each.finding.id, each.subject.rpartition("/")[2]) for each in found]


@pytest.mark.parametrize("arguments", KINDS)
def test_what_was_changed_outside_is_found_and_redeploy_on_mends_it(aws: LocalAws, arguments: dict[str, Any]) -> None:
    region = arguments.get("region")
    regions = ("us-east-1", region) if region else ()
    codebuild = aws.client("codebuild", region)
    make_project(aws, "api", region)

    def deploy(redeploy_on: str | None = None) -> None:
        aws.deploy(stack_with(filter_groups=[TO_MAIN], redeploy_on=redeploy_on, **arguments), NAME)

    deploy()
    assert changes(*regions) == []

    codebuild.update_webhook(projectName="api", filterGroups=[[PUSH]])
    assert changes(*regions) == [("WH004", "api")]
    deploy("1")
    assert changes(*regions) == []

    codebuild.delete_webhook(projectName="api")
    assert changes(*regions) == [("WH003", "api")]
    deploy("2")
    assert changes(*regions) == []


APPROVES_ALL = {"requiresCommentApproval": "DISABLED"}


def fixes() -> list[str]:
    return [each.finding.fix for each in judge(read(targets_of([], []), [NAME])).findings if each.finding.id == "WH004"]


def test_a_policy_that_somebody_gave_to_a_manual_webhook_takes_another_webhook_or_a_hand(aws: LocalAws) -> None:
    arguments: dict[str, Any] = {"filter_groups": [TO_MAIN], "manual_creation": True, "secret": True}
    make_project(aws, "api")
    aws.deploy(stack_with(**arguments), NAME)
    aws.client("codebuild").update_webhook(projectName="api", pullRequestBuildPolicy=APPROVES_ALL)

    [fix] = fixes()
    assert fix == (
        "take the change back by hand, or put what is live into the code, or deploy the stack with another redeploy_on "
        "of the webhook, which creates it again if allow_new_secret=True allows that: its payload URL and secret change"
    )
    with pytest.raises(DeploymentFailed, match="allow_new_secret"):
        aws.deploy(stack_with(redeploy_on="1", **arguments), NAME)
    aws.deploy(stack_with(redeploy_on="2", allow_new_secret=True, **arguments), NAME)
    assert fixes() == []


def test_a_policy_that_somebody_gave_to_an_adopted_webhook_takes_a_hand(aws: LocalAws) -> None:
    arguments: dict[str, Any] = {"filter_groups": [TO_MAIN], "on_existing": OnExistingWebhook.ADOPT}
    make_project(aws, "api")
    aws.client("codebuild").create_webhook(projectName="api", filterGroups=[[PUSH]])
    aws.deploy(stack_with(**arguments), NAME)
    aws.client("codebuild").update_webhook(projectName="api", pullRequestBuildPolicy=APPROVES_ALL)

    [fix] = fixes()

    assert fix.startswith("take the change back by hand, or put what is live into the code: a webhook that was adopted")
    with pytest.raises(DeploymentFailed):
        aws.deploy(stack_with(redeploy_on="1", **arguments), NAME)


def test_roles_that_no_code_names_are_brought_back_by_naming_them(aws: LocalAws) -> None:
    policy = {"requiresCommentApproval": "ALL_PULL_REQUESTS", "approverRoles": ["GITHUB_READ"]}
    make_project(aws, "api")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.client("codebuild").update_webhook(
        projectName="api", filterGroups=[[PUSH]], buildType="BUILD", pullRequestBuildPolicy=policy
    )
    roles = (
        "write the policy with its approver_roles into the code, and deploy: redeploy_on leaves roles that the code "
        "does not name"
    )

    [first] = fixes()
    aws.deploy(stack_with(filter_groups=[TO_MAIN], redeploy_on="1"), NAME)
    assert (first.startswith(f"{roles}; deploy the stack with another redeploy_on"), fixes()) == (True, [roles])

    named = PullRequestBuildPolicy(
        CommentApproval.ALL_PULL_REQUESTS,
        (ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_MAINTAIN, ApproverRole.GITHUB_WRITE),
    )
    aws.deploy(stack_with(filter_groups=[TO_MAIN], redeploy_on="1", pull_request_build_policy=named), NAME)
    assert fixes() == []


def test_a_repository_that_the_project_does_not_have_is_found_and_mended_in_the_code(aws: LocalAws) -> None:
    make_project(aws, "api")
    aws.deploy(stack_with(filter_groups=[TO_MAIN], repository="https://github.com/acme/web"), NAME)

    [found] = [each.finding for each in judge(read(targets_of([], []), [NAME])).findings if each.finding.id == "WH004"]
    assert found.message.endswith(": source_location is github.com/acme/api and not github.com/acme/web")
    assert found.fix == (
        "give the project the repository back that the stack states, or write the one that it has into the code "
        "(repository= of an imported project), and deploy"
    )
    aws.deploy(stack_with(filter_groups=[TO_MAIN], repository="git@github.com:acme/api.git"), NAME)
    assert fixes() == []


def test_a_webhook_of_a_region_that_was_not_asked_is_named(aws: LocalAws) -> None:
    make_project(aws, "api", EU)
    aws.deploy(stack_with(region=EU, filter_groups=[TO_MAIN]), NAME)

    [unread] = judge(read(targets_of([], ["us-east-1"]), [NAME])).unread

    assert unread.what.startswith("stack Stack: Webhook")
    assert unread.why == (
        "it is not compared: project api in eu-west-1 was not read; it is gone, or the region was not asked (--region)"
    )


def test_the_triggers_and_the_construct_of_one_project_are_both_compared(aws: LocalAws) -> None:
    stack = new_stack()
    project = project_in(stack, **BY_THE_CDK)
    CodeBuildWebhook(stack, "ApiWebhook", project=project, filter_groups=[TO_MAIN], on_existing=OnExistingWebhook.ADOPT)
    aws.deploy(stack, NAME)
    aws.client("codebuild").delete_webhook(projectName="api")

    found = judge(read(targets_of([], []), [NAME])).findings

    names = sorted(each.finding.message.partition(" (")[2] for each in found if each.finding.id == "WH003")
    assert [name.partition(")")[0][:-8] for name in names] == ["Api", "ApiWebhook"]
