"""Webhooks that a construct takes over, and that move: between names, projects and stacks."""

from __future__ import annotations

import aws_cdk as cdk

from tests.acceptance.account import Account
from tests.acceptance.conftest import MakeProject
from tests.acceptance.stacks import MAIN, Stacks, add_webhook
from webhook_constructs import OnExistingWebhook

ADOPT = OnExistingWebhook.ADOPT
ON_PUSH = [[{"type": "EVENT", "pattern": "PUSH"}]]


def test_a_webhook_that_is_there_already_is_left_alone_and_named(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    before = account.codebuild.create_webhook(projectName=project, filterGroups=ON_PUSH)["webhook"]["url"]

    failed = stacks.deploy(stacks.with_webhook(what, project), what)

    assert failed.status == "ROLLBACK_COMPLETE"
    assert "the project has a webhook already" in failed.reasons[0]
    assert (account.webhook(project)["url"], account.patterns(project)) == (before, [["PUSH"]])


def test_a_webhook_that_is_adopted_gets_the_settings_and_outlives_the_stack(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    before = account.codebuild.create_webhook(projectName=project, filterGroups=ON_PUSH)["webhook"]["url"]

    assert stacks.deploy(stacks.with_webhook(what, project, on_existing=ADOPT), what).status == "CREATE_COMPLETE"

    assert (account.webhook(project)["url"], account.patterns(project)) == (before, MAIN)
    assert stacks.physical_ids(what) == [f"{project}#adopted"]
    stacks.delete(what)
    assert account.webhook(project)["url"] == before
    assert account.host.lives(before) in {True, None}


def test_a_construct_that_is_renamed_keeps_its_webhook(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    stacks.deploy(stacks.with_webhook(what, project), what)
    before = account.webhook(project)["url"]

    stacks.deploy(stacks.with_webhook(what, project, construct_id="NewName", on_existing=ADOPT), what)
    stacks.deploy(stacks.with_webhook(what, project, construct_id="NewName"), what)

    assert account.webhook(project)["url"] == before
    assert stacks.physical_ids(what) == [project]
    stacks.delete(what)
    assert account.webhook(project) == {}


def test_a_webhook_of_another_project_is_deleted_on_the_old_one(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    old, new = make_project(), make_project()
    stacks.deploy(stacks.with_webhook(what, old), what)

    assert stacks.deploy(stacks.with_webhook(what, new), what).status == "UPDATE_COMPLETE"

    assert (account.webhook(old), account.patterns(new)) == ({}, MAIN)


def test_a_webhook_that_leaves_the_code_is_deleted(
    account: Account, stacks: Stacks, make_project: MakeProject, what: str
) -> None:
    leaving, staying = make_project(), make_project()
    both = stacks.with_webhook(what, staying)
    add_webhook(both, leaving, "Leaving")
    stacks.deploy(both, what)

    assert stacks.deploy(stacks.with_webhook(what, staying), what).status == "UPDATE_COMPLETE"

    assert (account.webhook(leaving), account.patterns(staying)) == ({}, MAIN)


def test_a_webhook_that_is_retained_is_taken_over_by_a_second_construct(
    account: Account, stacks: Stacks, project: str, what: str
) -> None:
    """Each of the stacks of a move is a stack of its own; here the second follows the first under its name."""
    stacks.deploy(stacks.with_webhook(what, project, removal_policy=cdk.RemovalPolicy.RETAIN), what)
    before = account.webhook(project)["url"]
    stacks.delete(what)
    assert account.webhook(project)["url"] == before

    stacks.deploy(stacks.with_webhook(what, project, on_existing=ADOPT), what)
    stacks.deploy(stacks.with_webhook(what, project), what)

    assert (account.webhook(project)["url"], stacks.physical_ids(what)) == (before, [project])
    stacks.delete(what)
    assert account.webhook(project) == {}


def test_a_project_of_the_stack_and_its_webhook_come_and_go_together(
    account: Account, stacks: Stacks, what: str
) -> None:
    stack = stacks.new(what)
    name = stacks.add_project(stack, what)
    add_webhook(stack, name).node.add_dependency(stack.node.find_child("Project"))

    assert stacks.deploy(stack, what).status == "CREATE_COMPLETE"

    assert account.patterns(name) == MAIN
    url = account.webhook(name)["url"]
    assert stacks.delete(what).status == "DELETE_COMPLETE"
    assert account.codebuild.batch_get_projects(names=[name])["projects"] == []
    assert account.host.lives(url) in {False, None}
