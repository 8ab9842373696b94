"""What the page says that the deploying role needs, against the resources in templates and AWS's schemas of them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER

from tests.neighbours.apps import option_app

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
HANDLER = "CodeBuildWebhookHandler"
CUSTOM = "Custom::CodeBuildWebhook"


def documented() -> dict[str, set[str]]:
    """The actions by the type of the resource; a row without a type belongs to the one above."""
    _, _, section = PAGE.read_text().partition("\n## What the deploying role needs\n")
    found: dict[str, set[str]] = {}
    resource_type = ""
    for row in section.partition("\n## ")[0].splitlines():
        if row.startswith(("| `", "| |")):
            _, first, actions, _, _ = row.split("|")
            resource_type = first.strip(" `") or resource_type
            found.setdefault(resource_type, set()).update(re.findall(r"`(\w+:\w+)`", actions))
    return found


def synthesized() -> set[str]:
    """The types of the resources that the constructs add to the stacks of an app with every option."""
    types = set()
    for path in Path(option_app().synth().directory).rglob("*.template.json"):
        for name, resource in json.loads(path.read_text(encoding="utf-8"))["Resources"].items():
            description = str(resource.get("Properties", {}).get("Description"))
            if HANDLER in name or resource["Type"] == CUSTOM or "secret of a CodeBuild webhook" in description:
                types.add(resource["Type"])
    return types


def test_every_type_of_resource_has_its_actions() -> None:
    assert documented().keys() == synthesized()
    assert all(documented().values())


def permissions(resource_type: str) -> set[str]:
    """The actions that AWS's schema of a type names, whatever properties a resource has."""
    schema = PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", resource_type).schema
    return {action for handler in schema["handlers"].values() for action in handler["permissions"]}


def test_cloudformation_needs_every_action_for_that_type() -> None:
    found = documented()

    assert found.pop(CUSTOM) == {"lambda:InvokeFunction"}
    assert {each: actions - permissions(each) for each, actions in found.items()} == {each: set() for each in found}


def test_the_actions_that_create_read_and_delete_each_type_are_there() -> None:
    for resource_type, actions in documented().items():
        if resource_type != CUSTOM:
            verbs = {action.partition(":")[2] for action in actions}
            for verb in ("Create|Put", "Get|Describe", "Delete"):
                assert any(re.match(verb, each) for each in verbs), (resource_type, verb)
