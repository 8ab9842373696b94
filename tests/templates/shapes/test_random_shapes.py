"""Templates of the shapes with random changes: none crashes a rule, and nothing is passed over without a word."""

from __future__ import annotations

import json
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from tests.extent import RUNS_ALL
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.judging import JudgedTemplates, judge_templates
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .test_shapes import bodies

SEEDS = 10
TEMPLATES = (20_000 if RUNS_ALL else 600) // SEEDS
BODIES = [body for _, body in bodies()]
GARBAGE: list[Any] = [None, True, 7, "", "x", "^(", [], {}, [[]], {"a": 1}, "${Token[T.1]}", "{{resolve:ssm:x}}"]


def functions(value: Any) -> list[Any]:
    """Functions that stand for a value, or for something that holds it."""
    return [
        {"Fn::If": ["IsProd", value, {"Ref": "AWS::NoValue"}]},
        {"Fn::If": ["No", value, value]},
        {"Ref": "Branch"},
        {"Ref": "Nothing"},
        {"Fn::Sub": "x-${Branch}-${AWS::Region}-${!x}"},
        {"Fn::Sub": ["${a}", {"a": value}]},
        {"Fn::Join": ["", [value, {"Ref": "Branch"}]]},
        {"Fn::Join": [value, value]},
        {"Fn::Select": [0, [value]]},
        {"Fn::Select": ["9", {"Fn::Split": [",", {"Ref": "Branch"}]}]},
        {"Fn::FindInMap": ["Branches", {"Ref": "AWS::Region"}, "Pattern"]},
        {"Fn::FindInMap": ["M", value, "x", {"DefaultValue": value}]},
        {"Fn::ForEach::L": ["X", ["a", "b"], {"K${X}": value}]},
        {"Fn::ForEach::L": value},
        {"Fn::Transform": {"Name": "AWS::Include"}},
        {"Fn::ImportValue": value},
        {"Fn::GetAtt": value},
        {"Ref": value},
        [value],
        [value, value],
    ]


def changed(body: Any, random: Random) -> Any:
    found = deepcopy(body)
    for _ in range(random.randint(1, 3)):
        places = [
            (found, key) for key in found if key in ("Resources", "Parameters", "Conditions", "Mappings", "Transform")
        ]
        around, key = random.choice(places)
        while random.random() < 0.85 and isinstance(around[key], (dict, list)) and around[key]:
            around = around[key]
            key = random.choice(list(around)) if isinstance(around, dict) else random.randrange(len(around))
        if random.random() < 0.15:
            del around[key]
        else:
            around[key] = deepcopy(random.choice([*functions(around[key]), *GARBAGE]))
        if not isinstance(found.get("Resources"), dict):
            return body
    return found


def passed_over(body: Any, judged: JudgedTemplates) -> list[str]:
    """The webhooks of which a part is not read, and of which nobody says so."""
    has_values = any(key in body for key in ("Parameters", "Conditions", "Mappings"))
    return [
        each.webhook.logical_id
        for each in judged.webhooks
        if (each.webhook.problems and not any(placed.finding.id == "WH008" for placed in each.findings))
        or (each.webhook.settings is None and not (each.open_parts or each.webhook.problems or has_values))
    ]


def hidden(body: Any, judged: JudgedTemplates) -> list[str]:
    """The resources with filters that are neither judged nor named as not seen."""
    named = {each.webhook.logical_id for each in judged.webhooks}
    named |= {step for each in judged.unseen for step in each.steps if isinstance(step, str)}
    return [
        key
        for key, resource in body["Resources"].items()
        if isinstance(resource, dict) and resource.get("Type") in (PROJECT_TYPE, WEBHOOK_TYPE)
        if (properties := as_mapping(resource.get("Properties"))).keys() & {"Triggers", "FilterGroups"}
        if "Condition" not in resource and "Fn::If" not in as_mapping(properties.get("Triggers"))  # may be none
        if '"EVENT"' in json.dumps(resource) and key not in named
    ]


@pytest.mark.parametrize("seed", range(SEEDS))
def test_random_changes_crash_nothing_and_hide_nothing(seed: int) -> None:
    random = Random(seed)
    for _ in range(TEMPLATES):
        body = changed(random.choice(BODIES), random)
        judged = judge_templates([Template(body)], ["t"])
        crashes = [
            str(placed.finding) for each in judged.webhooks for placed in each.findings if placed.finding.id == "WH001"
        ]

        assert (crashes, passed_over(body, judged), hidden(body, judged)) == ([], [], []), body
