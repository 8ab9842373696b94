"""Reading what was written gives what was there."""

from __future__ import annotations

import json

from hypothesis import given

from tests.core.property import strategies
from webhook_constructs.core import FilterGroup, WebhookSettings


@given(strategies.any_groups)
def test_a_group_is_read_as_it_was_written(group: FilterGroup) -> None:
    for other in (FilterGroup.from_api(group.to_api()), FilterGroup.from_cfn(group.to_cfn())):
        assert other == group
        assert hash(other) == hash(group)
        assert type(other) is type(group)
        assert other.problems() == group.problems()


@given(strategies.settings)
def test_settings_are_read_as_they_were_written(settings: WebhookSettings) -> None:
    assert WebhookSettings.from_api(settings.to_api()) == settings
    assert WebhookSettings.from_cfn(settings.to_cfn()) == settings


@given(strategies.settings)
def test_what_is_written_is_json(settings: WebhookSettings) -> None:
    assert WebhookSettings.from_cfn(json.loads(json.dumps(settings.to_cfn()))) == settings


@given(strategies.settings)
def test_the_order_of_groups_and_filters_does_not_count(settings: WebhookSettings) -> None:
    turned = tuple(FilterGroup.of(reversed(group.filters)) for group in reversed(settings.filter_groups))

    assert WebhookSettings(turned) == WebhookSettings(settings.filter_groups)
    assert hash(WebhookSettings(turned)) == hash(WebhookSettings(settings.filter_groups))
