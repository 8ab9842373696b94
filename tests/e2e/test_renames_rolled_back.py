"""Constructs that get another id in an update that CloudFormation takes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.renames import IRELAND, adopting, kept, make_projects, of
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    failing_stack,
    failure_of,
    hooks,
    identities,
    physical_ids,
)

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    make_projects(aws)


@pytest.mark.parametrize(
    ("group", "patterns"),
    [pytest.param(TO_MAIN, MAIN, id="in-one-state"), pytest.param(TO_RELEASE, RELEASE, id="in-two")],
)
def test_a_rename_that_is_rolled_back_leaves_the_webhook_to_the_old_construct(
    aws: LocalAws, group: Any, patterns: list[list[str]]
) -> None:
    """CloudFormation sends the old resource nothing on the way back: what was changed with the rename stays changed."""
    aws.deploy(of(Old="api", Beside="web"), NAME)
    before = identities(aws)
    stack = of(Beside="web")
    add_failure(stack, after=add_webhook(stack, "api", "New", on_existing=ADOPT, filter_groups=[group]))

    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before
    assert sorted(physical_ids(aws)) == ["api", "web"]
    assert hooks(aws) == {"api": patterns, "web": MAIN}
    aws.deploy(of(Old=("api", {"redeploy_on": "1"}), Beside="web"), NAME)
    assert hooks(aws) == {"api": MAIN, "web": MAIN}
    aws.deploy(of(Beside="web"), NAME)
    assert identities(aws) == {"web": before["web"]}


@pytest.mark.parametrize("region", ["", IRELAND], ids=["own-region", "another-region"])
def test_a_rename_whose_second_step_is_rolled_back_keeps_the_webhook_adopted_and_the_next_makes_it_ours(
    aws: LocalAws, region: str
) -> None:
    place = f"api@{region}" if region else "api"
    aws.deploy(of(Old=("api", {"region": region})), NAME)
    before = identities(aws)
    aws.deploy(of(New=adopting("api", region=region)), NAME)

    assert (
        failure_of(aws, failing_stack(construct_id="New", filter_groups=[TO_MAIN], region=region)).status
        == "UPDATE_ROLLBACK_COMPLETE"
    )
    assert identities(aws) == before
    assert physical_ids(aws) == [f"{place}#adopted"]
    assert kept(aws) == [place, place]

    aws.deploy(of(New=("api", {"region": region})), NAME)
    assert identities(aws) == before
    assert physical_ids(aws) == [place]

    aws.deploy(of(Other="web"), NAME)
    assert hooks(aws) == {"web": MAIN}


def test_a_webhook_that_has_moved_is_made_ours_and_keeps_its_mark_also_where_that_is_rolled_back(aws: LocalAws) -> None:
    """The mark of a move goes with the project, and so an update never leaves an id that differs in it alone."""
    aws.deploy(of(First="api", Second="web"), NAME)
    aws.deploy(of(First=adopting("web"), Second="docs"), NAME)
    before = identities(aws)
    adopted = next(physical_id for physical_id in physical_ids(aws) if physical_id.startswith("web#moved-from=api:"))
    assert adopted.endswith("#adopted")
    ours = adopted.removesuffix("#adopted")

    stack = of(Second="docs")
    add_failure(stack, after=add_webhook(stack, "web", "First", filter_groups=[TO_MAIN]))
    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"
    assert identities(aws) == before
    assert adopted in physical_ids(aws)

    for group in (TO_MAIN, TO_RELEASE):
        aws.deploy(of(First=("web", {"filter_groups": [group]}), Second="docs"), NAME)
        assert identities(aws) == before
        assert ours in physical_ids(aws)

    aws.deploy(of(Second="docs"), NAME)
    assert set(hooks(aws)) == {"docs"}


def test_a_webhook_that_a_second_step_creates_again_stays_where_that_is_rolled_back(aws: LocalAws) -> None:
    """The step has found none; the resource that it is rolled back to has the one that it has made."""
    aws.deploy(of(Old="api"), NAME)
    aws.deploy(of(New=adopting("api")), NAME)
    aws.client("codebuild").delete_webhook(projectName="api")

    assert (
        failure_of(aws, failing_stack(construct_id="New", filter_groups=[TO_MAIN])).status == "UPDATE_ROLLBACK_COMPLETE"
    )

    assert hooks(aws) == {"api": MAIN}
    assert physical_ids(aws) == ["api#adopted"]


def test_a_move_that_is_rolled_back_deletes_the_webhook_that_it_has_made_and_keeps_the_adopted_one(
    aws: LocalAws,
) -> None:
    aws.client("codebuild").create_webhook(projectName="api")
    aws.deploy(of(Webhook=adopting("api")), NAME)
    before = identities(aws)

    assert failure_of(aws, failing_stack("web", filter_groups=[TO_MAIN])).status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before
    assert physical_ids(aws) == ["api#adopted"]
