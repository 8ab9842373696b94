"""Stages that an app makes several times: copies of one webhook, each in an account or region of its own."""

from __future__ import annotations

import aws_cdk as cdk
import pytest

from tests.cdk.annotated import annotated
from tests.cdk.apps import EU, OTHER, PUSH_TO_MAIN, US, add_webhook, github_project, github_webhook, staged
from tests.cdk.pipelines import build_action, cfn_pipeline, connection
from webhook_constructs import EventAction, FilterGroup

SAME_EVENT, SAME_BRANCH = "WH407", "WH408"
TAGS = FilterGroup.in_event_of(EventAction.PUSH).and_any_tag()


def copies(*environments: cdk.Environment | None) -> cdk.App:
    app = cdk.App()
    for index, env in enumerate(environments):
        stack = staged(app, f"Stage{index}", env)
        github_webhook(stack)
        cfn_pipeline(stack, connection(), build_action("other"))
    return app


@pytest.mark.parametrize("environments", [(US, OTHER), (US, EU), (US, EU, OTHER)])
def test_copies_in_different_accounts_or_regions_are_no_double_build(environments: tuple[cdk.Environment, ...]) -> None:
    assert annotated(copies(*environments), SAME_EVENT) == {}


@pytest.mark.parametrize("number", [2, 3, 5])
def test_where_the_environment_is_not_known_one_line_is_for_all_copies(number: int) -> None:
    found = annotated(copies(*[None] * number), SAME_EVENT)

    last = f"/Stage{number - 1}/Stack/Webhook"
    (text,) = found.pop(last)
    assert found == {}
    assert "this webhook and its copies Stage0/Stack/Webhook" in text
    assert "say so with the env of each stage" in text


def test_one_copy_whose_environment_is_not_known_is_told_of_the_others() -> None:
    found = annotated(copies(US, OTHER, None), SAME_EVENT)

    (text,) = found.pop("/Stage2/Stack/Webhook")
    assert found == {}
    assert "its copies Stage0/Stack/Webhook and Stage1/Stack/Webhook" in text


def test_copies_in_one_account_and_region_are_told_of_each_other() -> None:
    app = cdk.App()
    for index in range(2):
        github_webhook(staged(app, f"Stage{index}", US), project_name=f"api-{index}")

    (text,) = annotated(app, SAME_EVENT)["/Stage1/Stack/Webhook"]
    assert "Stage0/Stack/Webhook (PUSH)" in text


@pytest.mark.parametrize("env", [None, OTHER])
def test_each_copy_is_told_of_its_own_pipeline_alone(env: cdk.Environment | None) -> None:
    found = annotated(copies(None, env), SAME_BRANCH)

    assert list(found) == ["/Stage0/Stack/Webhook", "/Stage1/Stack/Webhook"]
    for index, texts in enumerate(found.values()):
        (text,) = texts
        assert f"Stage{index}/Stack/Pipeline" in text
        assert f"Stage{1 - index}" not in text


@pytest.mark.parametrize("env", [None, OTHER])
def test_a_webhook_is_not_told_of_another_one_in_a_stage_that_has_a_copy(env: cdk.Environment | None) -> None:
    app = cdk.App()
    for name, place in (("Dev", env), ("Prod", US)):
        stack = staged(app, name, place)
        github_webhook(stack, "One")
        github_webhook(stack, "Two")

    found = annotated(app, SAME_EVENT)

    for path, texts in found.items():
        others = [text for text in texts if "its copies" not in text]
        other = "One" if path.endswith("Two") else "Two"
        assert [f"{path.rpartition('/')[0][1:]}/{other} (PUSH)" in text for text in others] == [True]


def test_copies_that_share_no_event_are_left_alone() -> None:
    app = cdk.App()
    for name, group in (("Dev", TAGS), ("Prod", PUSH_TO_MAIN)):
        stack = staged(app, name)
        add_webhook(stack, github_project(stack), filter_groups=[group])

    assert annotated(app, SAME_EVENT) == {}
