from __future__ import annotations

import pytest

from webhook_constructs.lint import Location
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.places import property_path, property_steps
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, TemplateWebhook


@pytest.mark.parametrize(
    ("location", "of_triggers", "of_ours"),
    [
        pytest.param(Location(0, 2), "Properties.Triggers.FilterGroups[0][2]", "Properties.FilterGroups[0][2]", id="f"),
        pytest.param(Location(1), "Properties.Triggers.FilterGroups[1]", "Properties.FilterGroups[1]", id="group"),
        pytest.param(
            Location(member="scope"), "Properties.Triggers.ScopeConfiguration", "Properties.ScopeConfiguration", id="s"
        ),
        pytest.param(Location(member="secret"), "Properties.Triggers", "Properties", id="no-property"),
        pytest.param(Location(), "Properties.Triggers", "Properties", id="webhook"),
    ],
)
def test_a_place_in_the_settings_is_a_property_of_the_resource(
    location: Location, of_triggers: str, of_ours: str
) -> None:
    paths = [
        property_path(property_steps(location, TemplateWebhook("Api", kind))) for kind in (PROJECT_TYPE, WEBHOOK_TYPE)
    ]

    assert paths == [of_triggers, of_ours]


@pytest.mark.parametrize(
    ("unread", "text"),
    [
        (Skipped("a.json", "it is empty"), "a.json: it is empty"),
        (Skipped("a.json", "it is no JSON", 3, 7), "a.json:3:7: it is no JSON"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_place(unread: Skipped, text: str) -> None:
    assert str(unread) == text
