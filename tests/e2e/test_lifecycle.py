"""Every line of the handler's contract, deployed through CloudFormation; the hooks at the git host are the judge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    PUSH,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_webhook,
    edited,
    hooks,
    identities,
    make_project,
    new_stack,
    operations,
    physical_ids,
    resources,
    stack_with,
)
from webhook_constructs import BuildType, CodeBuildWebhook, CommentApproval, PullRequestBuildPolicy, WebhookScope
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

ORGANIZATION_SOURCE = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION"


@pytest.fixture(autouse=True)
def _project(aws: LocalAws) -> None:
    make_project(aws, "api")


def test_create_update_and_delete(aws: LocalAws) -> None:
    created = aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    assert hooks(aws) == {"api": MAIN}
    assert created.outputs["Url"].startswith("https://api.github.com/repos/acme/api/hooks/")
    assert physical_ids(aws) == ["api"]

    updated = aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"api": RELEASE}
    assert updated.outputs == created.outputs
    assert physical_ids(aws) == ["api"]

    aws.delete(NAME)
    assert hooks(aws) == {}
    assert operations(aws) == ["CreateWebhook", "UpdateWebhook", "DeleteWebhook"]


def test_a_create_takes_one_call_of_codebuild(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert [call.operation for call in aws.codebuild.calls] == ["CreateWebhook"]


def test_an_update_sends_the_full_desired_state(aws: LocalAws) -> None:
    policy = PullRequestBuildPolicy(CommentApproval.DISABLED)
    everything: dict[str, Any] = {"build_type": BuildType.BUILD_BATCH, "pull_request_build_policy": policy}
    aws.deploy(stack_with(filter_groups=[TO_MAIN], **everything), NAME)
    aws.deploy(stack_with(filter_groups=[TO_RELEASE], **everything), NAME)

    assert aws.codebuild.calls[-1].parameters == {
        "projectName": "api",
        "filterGroups": [
            [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/release$"}]
        ],
        "buildType": "BUILD_BATCH",
        "pullRequestBuildPolicy": {"requiresCommentApproval": "DISABLED"},
    }


def test_another_project_is_another_physical_id_and_the_old_webhook_goes(aws: LocalAws) -> None:
    make_project(aws, "web")
    aws.deploy(stack_with("api", filter_groups=[TO_MAIN]), NAME)
    aws.deploy(stack_with("web", filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {"web": MAIN}
    (physical_id,) = physical_ids(aws)
    assert physical_id.startswith("web#moved-from=api:")
    assert operations(aws) == ["CreateWebhook", "CreateWebhook", "DeleteWebhook"]

    aws.deploy(stack_with("web", filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"web": RELEASE}
    aws.deploy(stack_with("api", filter_groups=[TO_RELEASE]), NAME)
    assert hooks(aws) == {"api": RELEASE}
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_another_region_is_another_webhook_and_the_old_one_goes(aws: LocalAws) -> None:
    make_project(aws, "api", "eu-west-1")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.deploy(stack_with(region="eu-west-1", filter_groups=[TO_MAIN]), NAME)
    assert hooks(aws) == {"api@eu-west-1": MAIN}

    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    assert hooks(aws) == {"api": MAIN}
    aws.delete(NAME)
    assert hooks(aws) == {}


SCOPED = {"webhook_scope": WebhookScope.github_organization("acme")}
RESCOPED = {"webhook_scope": WebhookScope.github_organization("acme-labs")}
POLICY = {"pull_request_build_policy": PullRequestBuildPolicy(CommentApproval.DISABLED)}
MANUAL = {"manual_creation": True, "secret": True, "allow_new_secret": True}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param({}, MANUAL, id="manual"),
        pytest.param(MANUAL, {}, id="automatic"),
        pytest.param(SCOPED, RESCOPED, id="scope"),
        pytest.param({"filter_groups": [TO_MAIN]}, {}, id="filter-groups-taken-away"),
        pytest.param({"branch_filter": "^main$"}, {}, id="branch-filter-taken-away"),
        pytest.param({"branch_filter": "^main$"}, {"filter_groups": [TO_MAIN]}, id="branch-filter-to-groups"),
        pytest.param(POLICY, {}, id="policy-taken-away"),
    ],
)
def test_what_an_update_cannot_change_is_replaced_inside_one_update(
    aws: LocalAws, before: dict[str, Any], after: dict[str, Any]
) -> None:
    if before is SCOPED:
        source = {"type": "GITHUB", "location": ORGANIZATION_SOURCE}
        aws.client("codebuild").update_project(name="api", source=source)
    aws.deploy(stack_with(**before), NAME)
    (old,) = aws.codebuild.hooks_at_host.values()

    aws.deploy(stack_with(**after), NAME)

    (new,) = aws.codebuild.hooks_at_host.values()
    assert new.id != old.id
    assert new.manual == ("manual_creation" in after)
    assert (new.scope is not None) == ("webhook_scope" in after)
    assert operations(aws) == ["CreateWebhook", "DeleteWebhook", "CreateWebhook"]
    assert physical_ids(aws) == ["api"]


def test_replacing_a_manual_webhook_is_refused_and_rolled_back_untouched(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN], manual_creation=True, secret=True), NAME)
    before = identities(aws)

    with pytest.raises(DeploymentFailed, match="Set allow_new_secret=True") as failed:
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before
    assert operations(aws) == ["CreateWebhook"]


def test_a_build_type_that_is_taken_away_becomes_a_build_in_place(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN], build_type=BuildType.BUILD_BATCH), NAME)
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert aws.codebuild.hooks_at_host["api"].build_type == "BUILD"
    assert operations(aws) == ["CreateWebhook", "UpdateWebhook"]


def test_a_webhook_that_was_deleted_outside_is_created_again_by_the_next_update(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")
    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)

    assert hooks(aws) == {"api": RELEASE}


@pytest.mark.parametrize("gone", ["webhook", "project"])
def test_deleting_what_is_gone_succeeds(aws: LocalAws, gone: str) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")
    if gone == "project":
        aws.client("codebuild").delete_project(name="api")

    aws.delete(NAME)

    assert hooks(aws) == {}


def test_a_deletion_that_is_refused_succeeds_if_the_webhook_is_gone(aws: LocalAws) -> None:
    make_project(aws, "web")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")
    aws.codebuild.fail_always("DeleteWebhook", "OAuthProviderException", "the token has expired")

    aws.deploy(stack_with("web", filter_groups=[TO_MAIN]), NAME)

    assert [(event.event["RequestType"], event.error) for event in aws.lambda_events][-1] == ("Delete", None)


def test_a_policy_from_outside_that_an_update_does_not_take_away_goes_with_a_replacement(aws: LocalAws) -> None:
    """What UpdateWebhook answers is compared with what is desired."""
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    policy = {"requiresCommentApproval": "DISABLED"}
    aws.client("codebuild").update_webhook(projectName="api", pullRequestBuildPolicy=policy)
    before = identities(aws)

    aws.deploy(stack_with(filter_groups=[TO_RELEASE]), NAME)

    assert hooks(aws) == {"api": RELEASE}
    assert aws.codebuild.hooks_at_host["api"].comment_approval == "ALL_PULL_REQUESTS"
    assert identities(aws) != before


def test_a_webhook_of_somebody_else_survives_a_create_that_finds_it(aws: LocalAws) -> None:
    aws.client("codebuild").create_webhook(projectName="api", branchFilter="somebody-elses")
    before = aws.codebuild.hooks_at_host

    with pytest.raises(DeploymentFailed, match="the project has a webhook already, and a project can have only one"):
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert aws.codebuild.hooks_at_host == before
    aws.delete(NAME)
    assert aws.codebuild.hooks_at_host == before


def test_an_adopted_webhook_is_not_deleted_by_a_change_that_needs_another_one(aws: LocalAws) -> None:
    groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
    aws.client("codebuild").create_webhook(projectName="api", filterGroups=groups)
    adopting = {"on_existing": ADOPT}
    aws.deploy(stack_with(filter_groups=[TO_MAIN], **adopting), NAME)
    before = identities(aws)

    with pytest.raises(DeploymentFailed, match="is never deleted while on_existing says ADOPT") as failed:
        aws.deploy(stack_with(branch_filter="^main$", **adopting), NAME)

    assert failed.value.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (identities(aws), hooks(aws)) == (before, {"api": MAIN})
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    assert identities(aws) == before
    aws.deploy(stack_with(branch_filter="^main$"), NAME)
    assert physical_ids(aws) == ["api"]
    assert identities(aws) != before


def test_creating_is_awaited_until_the_webhook_is_active(aws: LocalAws) -> None:
    aws.codebuild.status_sequence = ("CREATING", "ACTIVE")
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {"api": MAIN}
    assert [call.operation for call in aws.codebuild.calls] == ["CreateWebhook", "BatchGetProjects"]


def test_create_failed_is_the_reason_of_the_failure_and_leaves_nothing(aws: LocalAws) -> None:
    aws.codebuild.status_sequence = ("CREATING", ("CREATE_FAILED", "the group is not known"))

    with pytest.raises(DeploymentFailed, match="the webhook could not be created: the group is not known"):
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {}
    assert aws.client("codebuild").batch_get_projects(names=["api"])["projects"][0].get("webhook") is None


def test_a_region_without_statuses_counts_as_active(aws: LocalAws) -> None:
    aws.codebuild.report_status = False
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {"api": MAIN}


def test_shortly_before_its_own_deadline_the_function_cleans_up_and_answers(aws: LocalAws) -> None:
    """A function of 16 seconds keeps 15 for the end: the wait for the status is cut off after one."""
    aws.codebuild.status_sequence = ("CREATING",)

    def shorten(template: dict[str, Any]) -> None:
        for function in resources(template, "AWS::Lambda::Function"):
            function["Properties"]["Timeout"] = 16

    with pytest.raises(DeploymentFailed, match="the services had not answered when the function's time was up"):
        aws.deploy(edited(stack_with(filter_groups=[TO_MAIN]), shorten), NAME)

    assert hooks(aws) == {}
    assert [event.invocations for event in aws.lambda_events] == [1, 1]


def test_a_reason_of_any_length_fits_into_the_answer(aws: LocalAws) -> None:
    aws.codebuild.fail_next("CreateWebhook", "OAuthProviderException", "because " * 2000)

    with pytest.raises(DeploymentFailed, match="CreateWebhook of project api failed with OAuthProviderException"):
        aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)

    failed = aws.lambda_events[0].answer
    assert failed is not None
    assert 4000 < len(failed) <= 4096


def test_a_property_of_the_wrong_shape_is_a_reason_and_not_a_crash(aws: LocalAws) -> None:
    def break_groups(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            webhook["Properties"]["FilterGroups"] = [["PUSH"]]

    with pytest.raises(DeploymentFailed, match=r"FilterGroups\[0\]\[0\] must be a map, got str"):
        aws.deploy(edited(stack_with(filter_groups=[TO_MAIN]), break_groups), NAME)

    assert hooks(aws) == {}


def test_a_project_of_another_account_that_synthesis_could_not_see_is_refused(aws: LocalAws) -> None:
    def set_account(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            webhook["Properties"]["Account"] = "999999999999"

    with pytest.raises(DeploymentFailed, match="project api is in account 999999999999 and this stack in 000000000000"):
        aws.deploy(edited(stack_with(filter_groups=[TO_MAIN]), set_account), NAME)

    assert hooks(aws) == {}


def test_many_webhooks_in_one_stack(aws: LocalAws) -> None:
    stack = new_stack()
    names = [f"project-{index}" for index in range(20)]
    for name in names:
        make_project(aws, name)
        add_webhook(stack, name, f"Webhook-{name}", filter_groups=[PUSH])
    aws.deploy(stack, NAME)

    assert sorted(aws.codebuild.hooks_at_host) == sorted(names)
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_a_retained_webhook_survives_its_stack(aws: LocalAws) -> None:
    import aws_cdk  # noqa: PLC0415 - only here

    aws.deploy(stack_with(filter_groups=[TO_MAIN], removal_policy=aws_cdk.RemovalPolicy.RETAIN), NAME)
    aws.delete(NAME)

    assert hooks(aws) == {"api": MAIN}


def test_a_project_of_the_app_and_its_webhook_come_and_go_together(aws: LocalAws) -> None:
    from aws_cdk import aws_codebuild as codebuild  # noqa: PLC0415 - only here

    stack = new_stack()
    project = codebuild.Project(stack, "Api", source=codebuild.Source.git_hub(owner="acme", repo="api"))
    CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[TO_MAIN])
    aws.deploy(stack, NAME)
    assert list(hooks(aws).values()) == [MAIN]

    aws.delete(NAME)
    assert hooks(aws) == {}
