"""Canceled events that go on when the rollback, or a later deployment, is over: what that has brought about stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.canceled import KINDS, SECRET, Case
from tests.e2e.stacks import (
    MAIN,
    PUSH,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    hooks,
    identities,
)
from webhook_constructs.testing.local import LocalAws

TO_THIRD = PUSH.and_branch_is("third")


@pytest.fixture
def case(aws: LocalAws, tmp_path: Path) -> Case:
    return Case(aws, tmp_path)


def test_a_later_update_that_looks_like_the_canceled_one_stands(case: Case) -> None:
    case.pauses("update", "after")
    case.deploy(filter_groups=[TO_MAIN])
    case.begin(filter_groups=[TO_RELEASE])
    case.deploy(filter_groups=[TO_RELEASE])
    case.end()
    assert hooks(case.aws)["web"] == RELEASE


@KINDS
@pytest.mark.parametrize(
    "changed", [{"filter_groups": [TO_RELEASE]}, {"branch_filter": "^release$"}], ids=["update", "replacement"]
)
def test_a_canceled_event_that_comes_after_a_later_update_changes_nothing(
    case: Case, kind: dict[str, Any], changed: dict[str, Any]
) -> None:
    case.pauses("read", "after")
    case.deploy(filter_groups=[TO_MAIN], **kind)
    case.begin(**changed, **kind)
    case.deploy(filter_groups=[TO_THIRD], **kind)
    before = identities(case.aws)
    case.end()
    assert (hooks(case.aws)["web"], identities(case.aws)) == ([["PUSH", "^refs/heads/third$"]], before)
    assert case.agrees()


def test_a_canceled_rotation_that_ends_after_a_later_one_leaves_the_secret_that_works(case: Case) -> None:
    case.pauses("keep")
    case.deploy(filter_groups=[TO_MAIN], rotate_secret_on="a", **SECRET)
    case.begin(filter_groups=[TO_MAIN], rotate_secret_on="b", **SECRET)
    case.deploy(filter_groups=[TO_MAIN], rotate_secret_on="c", **SECRET)
    case.end()
    assert case.agrees()


def test_the_webhook_of_a_later_create_survives_a_canceled_one_that_cannot_store_its_secret(case: Case) -> None:
    """The rollback has deleted the secret of the canceled event."""
    case.pauses("create", "after")
    case.deploy()
    case.begin(filter_groups=[TO_MAIN], **SECRET)
    case.deploy(filter_groups=[TO_MAIN], **SECRET)
    before = identities(case.aws)
    case.end()
    assert (identities(case.aws), case.agrees()) == (before, True)


def test_what_a_canceled_replacement_has_deleted_after_the_rollback_comes_back_if_it_fails(case: Case) -> None:
    case.pauses("delete")
    case.deploy(filter_groups=[TO_MAIN], **SECRET)
    case.begin(branch_filter="^release$", **SECRET)
    case.aws.codebuild.fail_next("CreateWebhook", "InvalidInputException", "no such filter")
    case.end()
    assert (hooks(case.aws), case.agrees()) == ({"api": MAIN, "web": MAIN}, True)


@KINDS
@pytest.mark.parametrize("dies", [False, True], ids=["goes-on", "dies"])
def test_a_rollback_creates_what_a_canceled_replacement_is_deleting(
    case: Case, kind: dict[str, Any], *, dies: bool
) -> None:
    case.pauses("delete", "after", dies=dies)
    case.deploy(filter_groups=[TO_MAIN], **kind)
    case.aws.codebuild.delete_seconds = 30.0
    case.begin(branch_filter="^release$", **kind)
    case.aws.sleep(40)
    assert hooks(case.aws) == {"api": MAIN, "web": MAIN}
    case.end()
    assert (hooks(case.aws), case.agrees()) == ({"api": MAIN, "web": MAIN}, True)
