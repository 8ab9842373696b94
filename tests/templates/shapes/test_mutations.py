"""A literal and a parameter with that literal as its default are judged alike, and the parameter is named."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from tests.extent import RUNS_ALL
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.judging import PlacedFinding, judge_templates
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.values.open_values import as_text

from .test_shapes import bodies

NAME = "Mutated"
_EVERY = 1 if RUNS_ALL else 8
_LOOKED_AT = ("Triggers", "Source", "FilterGroups", "BranchFilter", "BuildType", "PullRequestBuildPolicy")


def leaves(value: Any, steps: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The ways to the literals for which a function can stand: none of those that are a function's own."""
    if isinstance(value, list):
        for index, each in enumerate(value):
            yield from leaves(each, (*steps, index))
    elif isinstance(value, dict):
        for key, each in value.items():
            if key == "Fn::If":
                for arm in (1, 2):
                    yield from leaves(each[arm], (*steps, key, arm))
            elif not key.startswith("Fn::") and key != "Ref":
                yield from leaves(each, (*steps, key))
    elif as_text(value) is not None:
        yield steps


def mutations() -> Iterator[Any]:
    number = 0
    for name, body in bodies():
        for logical_id, resource in body["Resources"].items():
            properties = as_mapping(as_mapping(resource).get("Properties"))
            for key in _LOOKED_AT:
                for steps in leaves(properties.get(key), ("Resources", logical_id, "Properties", key)):
                    number += 1
                    if number % _EVERY == 0:
                        yield pytest.param(body, steps, id=f"{name}-{'.'.join(map(str, steps[1:]))}")


def mutated(body: Any, steps: tuple[Any, ...], **declared: Any) -> Any:
    found = deepcopy(body)
    around = found
    for step in steps[:-1]:
        around = around[step]
    declared = {"Type": "String", **declared}
    if declared.pop("known", True):
        declared["Default"] = around[steps[-1]]
    around[steps[-1]] = {"Ref": NAME}
    found.setdefault("Parameters", {})[NAME] = declared
    return found


def judged(body: Any) -> list[PlacedFinding]:
    return [each for webhook in judge_templates([Template(body)], ["t"]).webhooks for each in webhook.findings]


def keys(found: list[PlacedFinding]) -> list[tuple[str, str, str]]:
    return sorted((each.finding.id, str(each.finding.severity), str(each.steps)) for each in found)


@pytest.mark.parametrize(("body", "steps"), list(mutations()))
def test_a_parameter_with_a_default_is_judged_as_the_literal(body: Any, steps: tuple[Any, ...]) -> None:
    found = judged(mutated(body, steps))
    whatever = {(each.finding.id, each.steps) for each in judged(mutated(body, steps, known=False))}

    assert keys(found) == keys(judged(body))
    assert {(each.finding.id, each.steps) for each in found if f"{NAME}=" in each.finding.message}.isdisjoint(whatever)
