"""The constructs, `lint cdk.out` and the plugin say the same of one app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

if not hasattr(cdk, "IPolicyValidationPlugin"):
    pytest.skip("needs aws-cdk-lib 2.257", allow_module_level=True)

from tests.cdk import test_double_builds, test_followed_references, test_project_names, test_stages
from tests.cdk.double_builds.apps import APPS
from tests.cdk.double_builds.engines import Found, look

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SCENARIOS: dict[str, Callable[[cdk.App], Any]] = {
    **APPS,
    **test_double_builds.SEEN,
    **test_double_builds.UNSEEN,
    **test_project_names.SEEN,
    **test_project_names.UNSEEN,
    **test_followed_references.ONE,
    **test_followed_references.TWO,
    **{make.__name__: make for make in (*test_stages.SEEN, *test_stages.UNSEEN)},
}
LEAST = 60

# What only the templates show, because no file of the CDK shows it on the construct any more or yet.
FINISHED: dict[str, Found] = {
    "by_the_name_of_an_export": {("WH406", "Prod/Stack/Webhook")},
    "copies_in_one_account_and_region": {("WH407", "Stage0/Stack/Webhook")},
    "export_of_a_finished_stage_with_a_webhook": {("WH110", "Dev/Stack/Webhook")},
    "l2_pipeline": {("WH406", "Prod/Stack/Webhook")},
    "later_stage_in_a_group_of_groups": {("WH406", "Hooks/Prod/Stack/Webhook")},
    "pipeline_in_a_later_stage_without_webhooks": {("WH406", "Hooks/Stack/Webhook")},
    "project_with_a_name_in_a_stage_and_pipeline_in_the_app": {("WH406", "Prod/Stack/Webhook")},
    "secret_of_two_stages": {("WH113", "Prod/Stack/api")},
    "stage_that_is_added_to_a_pipeline": {("WH406", "Prod/Stack/Webhook")},
    "stage_whose_name_begins_like_that_of_another": {("WH406", "Prod/Stack/Webhook")},
    "stages_in_a_stack": {("WH406", "Deploys/Hooks/Stack/Webhook")},
    "two_stages_of_one_account": {("WH406", "Two/Stack/Webhook")},
    "webhook_imports_the_project_of_the_app": {("WH406", "Prod/Stack/Webhook")},
    "webhook_in_a_stage_and_pipeline_in_the_app": {("WH406", "Prod/Stack/Webhook")},
    "webhook_in_a_stage_of_a_stage": {("WH406", "Outer/Inner/Stack/Webhook")},
}
"""The half of a pair that is in a stage which is finished: the other half is told."""
HIDDEN: dict[str, Found] = {
    "copies_for_two_accounts_that_only_the_deployment_knows": {
        ("WH406", "Dev/Stack/Webhook"),
        ("WH406", "Prod/Stack/Webhook"),
    },
    "pipeline_that_cannot_be_rendered": {("WH406", "Stack/Webhook")},
    "products_of_service_catalog": {("WH406", "Stack/OneStack/Project"), ("WH406", "Stack/TwoStack/Project")},
    "stack_set": {("WH406", "Stack/Deployed/Project")},
}
"""What is acknowledged as an annotation, which no file records; what the CDK can render only after the validation; and
what is in the template of a product or a StackSet, of which the CDK shows no annotation."""


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_say_the_same(name: str, tmp_path: Path) -> None:
    told = look(SCENARIOS[name], tmp_path)

    assert told.plugin == told.lint
    assert told.of_webhooks(told.lint) - told.constructs == {**FINISHED, **HIDDEN}.get(name, set())
    assert told.of_webhooks(told.constructs) - told.lint == set()
    assert {rule for rule, _ in FINISHED.get(name, ())} <= {rule for rule, _ in told.constructs}


def test_there_are_enough_scenarios() -> None:
    assert len(SCENARIOS) >= LEAST
    assert {*FINISHED, *HIDDEN} <= SCENARIOS.keys()
