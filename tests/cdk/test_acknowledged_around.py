"""A warning is acknowledged on anything around the webhook, before it arises or after."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from constructs import Construct
from packaging.version import Version

from tests.cdk.annotated import acknowledge_annotation, acknowledge_validation, annotated
from tests.cdk.apps import add_webhook, imported
from webhook_constructs import EventAction, FilterGroup

if TYPE_CHECKING:
    from collections.abc import Callable

    from constructs import IConstruct

UNANCHORED_ACTOR = "webhook-constructs::WH201"
FILTER = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345")
WHERE = ("App", "Stage", "Stack", "Unit")
OLD = Version(version("aws-cdk-lib")) < Version("2.271")


def tree() -> dict[str, Construct]:
    app = cdk.App()
    stage = cdk.Stage(app, "Stage")
    stack = cdk.Stack(stage, "Stack")
    return {"App": app, "Stage": stage, "Stack": stack, "Unit": Construct(stack, "Unit")}


def webhook_in(scope: Construct, name: str = "Webhook") -> IConstruct:
    return add_webhook(scope, imported(scope, name.lower(), f"{name}Project"), name, filter_groups=[FILTER])


@pytest.mark.parametrize("acknowledge", [acknowledge_annotation, acknowledge_validation])
@pytest.mark.parametrize("where", WHERE)
@pytest.mark.parametrize("when", ["before", "after", "between"])
def test_a_warning_is_acknowledged_wherever_the_webhook_is_in(
    acknowledge: Callable[[IConstruct, str], None], where: str, when: str
) -> None:
    if OLD and where in {"App", "Stage"} and when != "after":
        pytest.skip("an older CDK forgets what is acknowledged on a construct before it is found there")
    scopes = tree()
    if when == "between":
        webhook_in(scopes["Unit"], "First")
    if when != "after":
        acknowledge(scopes[where], UNANCHORED_ACTOR)
    webhook_in(scopes["Unit"])
    if when == "after":
        acknowledge(scopes[where], UNANCHORED_ACTOR)

    assert annotated(scopes["App"], UNANCHORED_ACTOR) == {}


def test_what_nobody_has_acknowledged_is_said_once_and_not_of_the_app() -> None:
    scopes = tree()
    webhook_in(scopes["Unit"])

    found = annotated(scopes["App"], UNANCHORED_ACTOR)

    assert {path: len(texts) for path, texts in found.items()} == {"/Stage/Stack/Unit/Webhook": 1}


def test_the_app_acknowledges_no_other_finding() -> None:
    scopes = tree()
    acknowledge_annotation(scopes["App"], "webhook-constructs::WH203")
    webhook_in(scopes["Unit"])

    assert list(annotated(scopes["App"], UNANCHORED_ACTOR)) == ["/Stage/Stack/Unit/Webhook"]


def test_another_app_acknowledges_nothing() -> None:
    scopes, others = tree(), tree()
    acknowledge_annotation(others["App"], UNANCHORED_ACTOR)
    webhook_in(scopes["Unit"])

    assert list(annotated(scopes["App"], UNANCHORED_ACTOR)) == ["/Stage/Stack/Unit/Webhook"]
