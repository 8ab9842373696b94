"""Webhooks that move between projects and regions, beside webhooks of others: nothing is lost, nothing is touched."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codebuild as codebuild

from tests.e2e.stacks import (
    MAIN,
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    failure_of,
    hooks,
    identities,
    make_project,
    new_stack,
    resources,
    stack_with,
)
from webhook_constructs import CodeBuildWebhook, FilterGroup, SourceProvider
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

EVERY_PUSH = [["PUSH"]]
IRELAND, FRANKFURT, TOKYO = "eu-west-1", "eu-central-1", "ap-northeast-1"


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    for name in ("api", "web", "third"):
        make_project(aws, name)
    for region in (IRELAND, FRANKFURT, TOKYO):
        make_project(aws, "api", region)


def create_by_hand(aws: LocalAws, project: str, region: str | None = None, branch: str = "main") -> None:
    """Make a webhook that no stack of ours owns; one for `main` is in the state of a webhook with TO_MAIN."""
    groups = [[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": f"^refs/heads/{branch}$"}]]
    aws.client("codebuild", region).create_webhook(projectName=project, filterGroups=groups)


def believed(aws: LocalAws) -> set[str]:
    """The projects that CloudFormation believes to have a webhook of the stack."""
    found = aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    ids = [item["PhysicalResourceId"] for item in found if item["ResourceType"] == "Custom::CodeBuildWebhook"]
    return {physical_id.partition("#")[0] for physical_id in ids}


FOREIGN = [pytest.param("release", id="another-state"), pytest.param("main", id="the-same-state")]


@pytest.mark.parametrize("branch", FOREIGN)
def test_a_region_change_that_is_rolled_back_leaves_a_foreign_webhook_in_the_other_region_alone(
    aws: LocalAws, branch: str
) -> None:
    create_by_hand(aws, "api", IRELAND, branch)
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    before = identities(aws)
    stack = new_stack()
    add_failure(stack, after=add_webhook(stack, region=IRELAND, filter_groups=[TO_MAIN]))

    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before
    aws.delete(NAME)
    assert list(identities(aws)) == [f"api@{IRELAND}"]
    assert identities(aws)[f"api@{IRELAND}"] == before[f"api@{IRELAND}"]


def test_a_region_change_that_arrived_and_is_rolled_back_leaves_only_the_old_webhook(aws: LocalAws) -> None:
    aws.deploy(stack_with(filter_groups=[TO_MAIN]), NAME)
    before = identities(aws)
    stack = new_stack()
    add_failure(stack, after=add_webhook(stack, region=IRELAND, filter_groups=[TO_MAIN]))

    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before


def in_regions(*regions: str) -> cdk.Stack:
    stack = new_stack()
    for region in regions:
        add_webhook(stack, "api", f"Webhook-{region}", region, filter_groups=[TO_MAIN])
    return stack


@pytest.mark.parametrize(("gone", "kept"), [(IRELAND, FRANKFURT), (FRANKFURT, IRELAND)])
def test_of_webhooks_in_two_regions_the_one_that_is_taken_out_is_gone(aws: LocalAws, gone: str, kept: str) -> None:
    aws.deploy(in_regions(IRELAND, FRANKFURT), NAME)
    assert hooks(aws) == {f"api@{IRELAND}": MAIN, f"api@{FRANKFURT}": MAIN}
    before = identities(aws)

    aws.deploy(in_regions(kept), NAME)

    assert identities(aws) == {f"api@{kept}": before[f"api@{kept}"]}
    assert gone != kept


def test_a_webhook_that_moves_from_one_region_to_another_arrives_and_the_old_one_is_gone(aws: LocalAws) -> None:
    aws.deploy(stack_with(region=FRANKFURT, filter_groups=[TO_MAIN]), NAME)
    aws.deploy(stack_with(region=IRELAND, filter_groups=[TO_MAIN]), NAME)

    assert hooks(aws) == {f"api@{IRELAND}": MAIN}
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_webhooks_of_two_regions_that_change_places_with_a_third_all_arrive(aws: LocalAws) -> None:
    aws.deploy(in_regions(IRELAND, FRANKFURT), NAME)
    aws.deploy(in_regions(FRANKFURT, TOKYO), NAME)

    assert hooks(aws) == {f"api@{FRANKFURT}": MAIN, f"api@{TOKYO}": MAIN}
    aws.delete(NAME)
    assert hooks(aws) == {}


@pytest.mark.parametrize("declared", ["before", "after"])
def test_an_addition_in_a_third_region_that_is_rolled_back_is_gone(aws: LocalAws, declared: str) -> None:
    existing: dict[str, Any] = {"construct_id": "Webhook-existing", "region": IRELAND, "filter_groups": [TO_MAIN]}
    stack = new_stack()
    add_webhook(stack, **existing)
    aws.deploy(stack, NAME)
    before = identities(aws)

    stack = new_stack()
    if declared == "after":
        add_webhook(stack, **existing)
    added = add_webhook(stack, construct_id="Added", region=TOKYO, filter_groups=[TO_MAIN])
    if declared == "before":
        add_webhook(stack, **existing)
    add_failure(stack, after=added)
    failed = failure_of(aws, stack)

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert "no-such-project" in str(failed)
    assert identities(aws) == before


def two(w1: str, w2: str | None = None, group_of_w2: FilterGroup = TO_MAIN) -> cdk.Stack:
    stack = new_stack()
    add_webhook(stack, w1, "W1", filter_groups=[TO_MAIN])
    if w2 is not None:
        add_webhook(stack, w2, "W2", filter_groups=[group_of_w2])
    return stack


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(TO_MAIN, id="in-one-state"),
        pytest.param(TO_RELEASE, id="in-two"),
    ],
)
@pytest.mark.parametrize("last", ["third", "web"])
def test_a_webhook_that_takes_the_place_of_one_that_moves_on_fails_or_ends_consistent(
    aws: LocalAws, group: FilterGroup, last: str
) -> None:
    """CreateWebhook on api finds the other one there, which leaves only when the update is through."""
    aws.deploy(two("api"), NAME)
    aws.deploy(two("web"), NAME)
    aws.deploy(two("web", "api", group), NAME)
    before = identities(aws)
    assert set(before) == {"web", "api"}

    try:
        aws.deploy(two("api", last, group), NAME)
    except DeploymentFailed as failed:
        assert failed.status == "UPDATE_ROLLBACK_COMPLETE"  # noqa: PT017 - either this or the end state alone
        assert identities(aws) == before

    assert set(hooks(aws)) == believed(aws)
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_a_webhook_that_moves_back_onto_one_of_somebody_else_in_the_same_state_fails(aws: LocalAws) -> None:
    aws.deploy(two("api"), NAME)
    aws.deploy(two("web"), NAME)
    create_by_hand(aws, "api")
    before = identities(aws)

    failed = failure_of(aws, two("api"))

    assert "the project has a webhook already" in str(failed)
    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert identities(aws) == before
    aws.delete(NAME)
    assert identities(aws) == {"api": before["api"]}


MANUAL: dict[str, Any] = {"manual_creation": True, "secret": True}


def broken(stack: cdk.Stack) -> Path:
    def edit(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            webhook["Properties"]["FilterGroups"] = [["PUSH"]]

    return edited(stack, edit)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        pytest.param(
            lambda: stack_with(filter_groups=[TO_MAIN], **MANUAL),
            lambda: stack_with(filter_groups=[TO_MAIN], secret=True),
            "Set allow_new_secret=True",
            id="manual-to-automatic",
        ),
        pytest.param(
            lambda: stack_with(filter_groups=[TO_MAIN], **MANUAL),
            lambda: stack_with(branch_filter="^main$", **MANUAL),
            "Set allow_new_secret=True",
            id="manual-groups-to-branch-filter",
        ),
        pytest.param(
            lambda: stack_with(filter_groups=[TO_MAIN], **MANUAL),
            lambda: broken(stack_with(filter_groups=[TO_MAIN], **MANUAL)),
            "FilterGroups[0][0] must be a map, got str",
            id="manual-and-properties-that-cannot-be-read",
        ),
        pytest.param(
            lambda: stack_with(filter_groups=[TO_MAIN]),
            lambda: broken(stack_with(filter_groups=[TO_MAIN])),
            "FilterGroups[0][0] must be a map, got str",
            id="automatic-and-properties-that-cannot-be-read",
        ),
    ],
)
def test_an_update_that_is_refused_is_rolled_back_clean(
    aws: LocalAws, before: Callable[[], cdk.Stack], after: Callable[[], cdk.Stack | Path], reason: str
) -> None:
    aws.deploy(before(), NAME)
    there, shown = identities(aws), hooks(aws)

    failed = failure_of(aws, after())

    assert failed.status == "UPDATE_ROLLBACK_COMPLETE"
    assert reason in str(failed)
    assert identities(aws) == there
    assert hooks(aws) == shown
    aws.delete(NAME)
    assert hooks(aws) == {}


@pytest.mark.parametrize("region", ["mars north 1", "nowhere_1", "", "xx-nowhere-1"])
def test_a_create_with_a_region_that_cannot_be_used_is_rolled_back_to_nothing(aws: LocalAws, region: str) -> None:
    def edit(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            webhook["Properties"]["Region"] = region

    create_by_hand(aws, "web")
    before = identities(aws)

    failed = failure_of(aws, edited(stack_with("web", region=IRELAND, filter_groups=[TO_MAIN]), edit))

    assert failed.status == "ROLLBACK_COMPLETE"
    assert identities(aws) == before


def test_a_project_of_another_account_that_a_parameter_names_is_refused(aws: LocalAws) -> None:
    stack = new_stack()
    arn = cdk.CfnParameter(stack, "Project").value_as_string
    project = codebuild.Project.from_project_arn(stack, "Imported", arn)
    CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB, filter_groups=[TO_MAIN])

    with pytest.raises(DeploymentFailed) as failed:
        aws.deploy(stack, NAME, {"Project": "arn:aws:codebuild:us-east-1:999999999999:project/api"})

    assert "project api is in account 999999999999 and this stack in 000000000000" in str(failed.value)
    assert failed.value.status == "ROLLBACK_COMPLETE"
    assert hooks(aws) == {}


def test_a_project_of_this_account_that_a_parameter_names_gets_its_webhook(aws: LocalAws) -> None:
    stack = new_stack()
    arn = cdk.CfnParameter(stack, "Project").value_as_string
    project = codebuild.Project.from_project_arn(stack, "Imported", arn)
    CodeBuildWebhook(stack, "Webhook", project=project, source_provider=SourceProvider.GITHUB, filter_groups=[TO_MAIN])

    aws.deploy(stack, NAME, {"Project": f"arn:aws:codebuild:{IRELAND}:000000000000:project/api"})
    assert list(hooks(aws).values()) == [MAIN]

    aws.delete(NAME)
    assert hooks(aws) == {}
