"""The constructs, `lint cdk.out` and the plugin say the same of one app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

if not hasattr(cdk, "IPolicyValidationPlugin"):
    pytest.skip("needs aws-cdk-lib 2.257", allow_module_level=True)

from tests.cdk import test_double_builds, test_followed_references, test_project_names, test_stages
from tests.cdk.double_builds.apps import APPS
from tests.cdk.double_builds.engines import look

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

# What only the templates show. The half of a pair that is in a stage which is finished:
FINISHED = {}
# What is resolved to something else after the stage is validated, or acknowledged where no file shows it:
HIDDEN = {}


@pytest.mark.parametrize("name", SCENARIOS)
def test_all_say_the_same(name: str, tmp_path: Path) -> None:
    told = look(SCENARIOS[name], tmp_path)

    assert told.plugin == told.lint
    assert told.of_webhooks(told.lint) - told.constructs == {**FINISHED, **HIDDEN}.get(name, set())
    assert told.of_webhooks(told.constructs) - told.lint == set()


def test_there_are_enough_scenarios() -> None:
    assert len(SCENARIOS) >= LEAST
    assert {*FINISHED, *HIDDEN} <= SCENARIOS.keys()
