"""Events that CloudFormation cancels while their function still runs: nothing that they change stays."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.canceled import KINDS, SECRET, Case, make_equal_webhook
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    TO_MAIN,
    TO_RELEASE,
    failure_of,
    hooks,
    identities,
    physical_ids,
)
from webhook_constructs.testing.local import LocalAws

GOES_ON_AFTER_THE_FIRST_LOOK_AND_DIES = """

def _plant_look():
    import os
    import pathlib
    import sys

    from . import codebuild

    index = sys.modules[__name__]
    handle, read, create = index.handler, codebuild.CodeBuild.read, codebuild.CodeBuild.create
    kinds = []

    def handler(event, context):
        kinds[:] = [(event["RequestType"], event["ResourceProperties"].get("State"))]
        handle(event, context)

    def look(self, name):
        found = read(self, name)
        if kinds == [("Delete", "paused")]:
            pathlib.Path({go!r}).touch()
        return found

    def create_and_die(self, *arguments):
        created = create(self, *arguments)
        if kinds == [("Create", "paused")]:
            os._exit(1)
        return created

    index.handler, codebuild.CodeBuild.read, codebuild.CodeBuild.create = handler, look, create_and_die


_plant_look()
"""


@pytest.fixture
def case(aws: LocalAws, tmp_path: Path) -> Case:
    return Case(aws, tmp_path)


@KINDS
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("dies", [False, True], ids=["goes-on", "dies"])
def test_a_canceled_create_leaves_no_webhook(case: Case, kind: dict[str, Any], moment: str, *, dies: bool) -> None:
    case.pauses("create", moment, dies=dies)
    case.deploy()
    case.cancel(filter_groups=[TO_MAIN], **kind)
    assert hooks(case.aws) == {"api": MAIN}
    assert (physical_ids(case.aws), case.agrees()) == (["api"], True)


def test_a_create_that_was_canceled_before_it_has_created_anything_creates_nothing(case: Case) -> None:
    case.pauses("create_or_adopt")
    case.is_allowed_all = True
    case.deploy()
    case.cancel(filter_groups=[TO_MAIN])
    assert [call.operation for call in case.aws.codebuild.calls if call.parameters.get("projectName") == "web"] == []


@pytest.mark.parametrize("times", [4, 1000], ids=["for-seconds", "for-good"])
def test_a_look_at_the_project_that_is_denied_does_not_block_the_rollback(case: Case, times: int) -> None:
    """The role is new, and its permissions do not work everywhere yet."""
    case.pauses("create_or_adopt")
    case.aws.deny_next("codebuild:BatchGetProjects", times)
    failed = failure_of(case.aws, case.template(fails=True, state="paused", filter_groups=[TO_MAIN]))
    log = case.end()
    assert (failed.status, hooks(case.aws)) == ("ROLLBACK_COMPLETE", {})
    is_named = "project web could not be looked at (AccessDeniedException)" in "\n".join(case.aws.log_lines())
    assert is_named is (times > 4)
    assert "Create of project web: FAILED" in log


def test_the_log_says_that_a_canceled_update_is_taken_back(case: Case) -> None:
    case.pauses("update")
    case.deploy(filter_groups=[TO_MAIN])
    log = case.cancel(filter_groups=[TO_RELEASE])
    assert "CloudFormation has canceled this event: what it has changed of project web is taken back" in log


def test_a_webhook_of_somebody_else_survives_the_canceled_create_of_an_equal_one(case: Case) -> None:
    case.pauses("read")
    case.deploy()
    make_equal_webhook(case.aws)
    before = identities(case.aws)
    log = case.cancel(filter_groups=[TO_MAIN])
    assert identities(case.aws) == before
    assert "nothing proves" not in log


def test_a_webhook_that_somebody_else_has_made_since_survives_the_end_of_the_canceled_create(case: Case) -> None:
    case.pauses("create", "after")
    case.deploy()
    case.begin(filter_groups=[TO_MAIN])
    assert hooks(case.aws) == {"api": MAIN}
    make_equal_webhook(case.aws)
    before = identities(case.aws)
    case.end()
    assert identities(case.aws) == before


def test_the_webhook_of_another_construct_survives_the_canceled_create_of_an_equal_one(case: Case) -> None:
    """The rollback has created it again, so it is as young as what the canceled event would have created."""
    case.deploy()
    case.cancel(api={"branch_filter": "^release$"}, project="api", filter_groups=[TO_MAIN])
    assert (hooks(case.aws), physical_ids(case.aws)) == ({"api": MAIN}, ["api"])


def test_what_a_canceled_create_creates_between_the_two_looks_is_deleted(case: Case) -> None:
    case.code += GOES_ON_AFTER_THE_FIRST_LOOK_AND_DIES.format(go=str(case.pause.folder / "go"))
    failed = failure_of(case.aws, case.template(fails=True, state="paused", filter_groups=[TO_MAIN]))
    calls = [call.operation for call in case.aws.codebuild.calls if call.parameters.get("projectName") == "web"]
    assert calls == ["CreateWebhook", "DeleteWebhook"]
    assert (failed.status, hooks(case.aws)) == ("ROLLBACK_COMPLETE", {})


def test_what_a_canceled_create_that_adopts_has_created_stays_and_is_named(case: Case) -> None:
    """Nobody can tell it from one that was there before."""
    case.pauses("create", "after", dies=True)
    case.deploy()
    case.cancel(filter_groups=[TO_MAIN], on_existing=ADOPT)
    assert hooks(case.aws) == {"api": MAIN, "web": MAIN}
    assert "nothing proves that a canceled event of this stack has created it" in "\n".join(case.aws.log_lines())


def test_an_adopted_webhook_survives_the_canceled_event(case: Case) -> None:
    """Its settings stay as the event left them: the role may not update it any more once the rollback is through."""
    case.pauses("update", "after")
    case.deploy()
    groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
    case.aws.client("codebuild").create_webhook(projectName="web", filterGroups=groups)
    before = identities(case.aws)
    log = case.cancel(filter_groups=[TO_MAIN], on_existing=ADOPT)
    assert identities(case.aws) == before
    assert "what a canceled event has changed of the webhook of project web stays: AccessDeniedException" in log


@KINDS
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_canceled_update_leaves_what_the_rollback_has_put_there(
    case: Case, kind: dict[str, Any], moment: str
) -> None:
    case.pauses("update", moment)
    case.deploy(filter_groups=[TO_MAIN], **kind)
    before = identities(case.aws)
    case.cancel(filter_groups=[TO_RELEASE], **kind)
    assert (identities(case.aws), hooks(case.aws)["web"], case.agrees()) == (before, MAIN, True)


@KINDS
@pytest.mark.parametrize("call", ["delete", "create"])
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_canceled_replacement_leaves_what_the_rollback_has_put_there(
    case: Case, kind: dict[str, Any], call: str, moment: str
) -> None:
    case.pauses(call, moment)
    case.deploy(filter_groups=[TO_MAIN], **kind)
    case.cancel(branch_filter="^release$", **kind)
    assert (hooks(case.aws), case.agrees()) == ({"api": MAIN, "web": MAIN}, True)
    assert physical_ids(case.aws) == ["api", "web"]


def test_a_secret_that_a_canceled_replacement_stores_late_is_not_the_current_one(case: Case) -> None:
    case.pauses("keep")
    case.deploy(filter_groups=[TO_MAIN], **SECRET)
    case.cancel(branch_filter="^release$", **SECRET)
    assert (hooks(case.aws), case.agrees()) == ({"api": MAIN, "web": MAIN}, True)


@KINDS
@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("dies", [False, True], ids=["goes-on", "dies"])
def test_a_canceled_move_leaves_no_webhook_on_the_new_project(
    case: Case, kind: dict[str, Any], moment: str, *, dies: bool
) -> None:
    case.pauses("create", moment, dies=dies)
    case.deploy(filter_groups=[TO_MAIN], **kind)
    before = identities(case.aws)
    case.cancel(project="other", filter_groups=[TO_MAIN], **kind)
    assert (identities(case.aws), case.agrees()) == (before, True)
    assert physical_ids(case.aws) == ["api", "web"]


@pytest.mark.parametrize(("call", "moment"), [("update", "after"), ("announce_rotation", "after"), ("keep", "before")])
def test_a_canceled_rotation_leaves_the_secret_that_works(case: Case, call: str, moment: str) -> None:
    case.pauses(call, moment)
    case.deploy(filter_groups=[TO_MAIN], rotate_secret_on="a", **SECRET)
    before = identities(case.aws)
    case.cancel(filter_groups=[TO_MAIN], rotate_secret_on="b", **SECRET)
    assert (identities(case.aws), case.agrees()) == (before, True)


def test_a_canceled_create_of_a_stack_that_keeps_what_failed_leaves_no_webhook(case: Case) -> None:
    """With --no-rollback no Delete comes."""
    case.pauses("create", "after")
    case.deploy()
    cloudformation = case.aws.client("cloudformation")
    template = json.loads(case.template(fails=True, state="paused", filter_groups=[TO_MAIN]).read_text())
    body = json.dumps({"Resources": template["Resources"], "Outputs": template.get("Outputs", {})})
    cloudformation.update_stack(
        StackName=NAME,
        TemplateBody=body,
        DisableRollback=True,
        Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    )
    while (status := cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"]).endswith("PROGRESS"):
        time.sleep(0.02)
    assert status == "UPDATE_FAILED"
    case.end()
    assert hooks(case.aws) == {"api": MAIN}
