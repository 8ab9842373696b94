"""Several constructs that mean one project, and constructs that swap their projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.e2e.renames import adopting, kept, make_projects, of
from tests.e2e.stacks import (
    ADOPT,
    MAIN,
    NAME,
    RELEASE,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    failure_of,
    hooks,
    identities,
    new_stack,
    physical_ids,
)

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws


@pytest.fixture(autouse=True)
def _projects(aws: LocalAws) -> None:
    make_projects(aws)


def test_names_that_are_swapped_fail_and_lose_nothing(aws: LocalAws) -> None:
    """To CloudFormation each construct stays and its project changes, and there the other one's webhook is."""
    aws.deploy(of(First="api", Second="web"), NAME)
    before = identities(aws)

    failed = failure_of(aws, of(First="web", Second="api"))

    assert "the project has a webhook already" in str(failed)
    assert identities(aws) == before
    assert physical_ids(aws) == ["api", "web"]
    aws.delete(NAME)
    assert hooks(aws) == {}


def test_names_that_are_swapped_with_adopt_take_each_others_webhook_over(aws: LocalAws) -> None:
    aws.deploy(of(First="api", Second=("web", {"filter_groups": [TO_RELEASE]})), NAME)
    before = identities(aws)

    release = {"filter_groups": [TO_RELEASE]}
    aws.deploy(of(First=adopting("web", **release), Second=adopting("api")), NAME)
    assert identities(aws) == before
    assert hooks(aws) == {"api": MAIN, "web": RELEASE}
    assert sorted(kept(aws)) == ["api", "web"]

    aws.deploy(of(First=("web", release), Second="api"), NAME)
    assert identities(aws) == before
    aws.deploy(of(Second="api"), NAME)
    assert identities(aws) == {"api": before["api"]}


def test_names_that_are_swapped_with_adopt_and_rolled_back_are_as_before(aws: LocalAws) -> None:
    aws.deploy(of(First="api", Second="web"), NAME)
    before = identities(aws)
    stack = new_stack()
    add_webhook(stack, "web", "First", on_existing=ADOPT, filter_groups=[TO_MAIN])
    second = add_webhook(stack, "api", "Second", on_existing=ADOPT, filter_groups=[TO_MAIN])
    add_failure(stack, after=second)

    assert failure_of(aws, stack).status == "UPDATE_ROLLBACK_COMPLETE"

    assert identities(aws) == before
    aws.deploy(of(Second="web"), NAME)
    assert identities(aws) == {"web": before["web"]}


def test_of_two_constructs_of_one_project_the_one_that_stays_keeps_the_webhook(aws: LocalAws) -> None:
    """A mistake. It ends with the webhook alive, which belongs to the construct that was there before it."""
    aws.deploy(of(First="api"), NAME)
    before = identities(aws)
    aws.deploy(of(First="api", Second=adopting("api")), NAME)

    aws.deploy(of(Second=adopting("api")), NAME)
    assert identities(aws) == before
    aws.delete(NAME)
    assert identities(aws) == before


def test_of_two_constructs_of_one_project_that_are_ours_the_last_one_deletes_the_webhook(aws: LocalAws) -> None:
    aws.deploy(of(First="api"), NAME)
    aws.deploy(of(First="api", Second=adopting("api")), NAME)
    aws.deploy(of(First="api", Second="api"), NAME)
    assert physical_ids(aws) == ["api", "api"]

    aws.deploy(of(Other="web"), NAME)

    assert hooks(aws) == {"web": MAIN}


def test_two_constructs_of_one_project_go_together_with_their_stack(aws: LocalAws) -> None:
    aws.deploy(of(First="api"), NAME)
    aws.deploy(of(First="api", Second=adopting("api")), NAME)

    aws.delete(NAME)

    assert hooks(aws) == {}


@pytest.mark.parametrize(("maker", "taker"), [("First", "Second"), ("Second", "First")])
def test_two_constructs_of_one_project_that_go_in_one_update_take_the_webhook_along(
    aws: LocalAws, maker: str, taker: str
) -> None:
    """A mistake, too. Both are marked as being deleted before either Delete is sent, so none of them stays."""
    aws.deploy(of(Other="web", **{maker: "api"}), NAME)
    both: dict[str, Any] = {maker: "api", taker: adopting("api")}
    aws.deploy(of(Other="web", **both), NAME)

    aws.deploy(of(Other="web"), NAME)

    assert set(hooks(aws)) == {"web"}
