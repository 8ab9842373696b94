"""What to do about a webhook that is there."""

from __future__ import annotations

from webhook_constructs.core.service.on_existing_webhook import OnExistingWebhook


def test_a_choice_shows_the_name_that_the_property_uses() -> None:
    assert [str(each) for each in OnExistingWebhook] == ["FAIL", "ADOPT"]
