"""Webhooks that were judged before count for others, and are not compared with each other again."""

from __future__ import annotations

from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings
from webhook_constructs.lint import Context, lint_across

SETTINGS = WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH),), source_location="https://github.com/acme/api.git"
)


def said(*names: str) -> list[str]:
    """What WH407 says of webhooks; the names of those that are finished end in `!`."""
    contexts = [Context(path=name, is_finished=name.endswith("!")) for name in names]
    found = lint_across([SETTINGS] * len(names), contexts)
    return [" ".join(each.message for each in findings if each.id == "WH407") for findings in found]


def test_two_that_are_finished_are_not_compared() -> None:
    assert said("one!", "two!") == ["", ""]


def test_they_are_compared_with_what_is_new_wherever_that_stands() -> None:
    one, two, new = said("one!", "two!", "new")

    assert "two!" not in one
    assert "one!" not in two
    assert "new (PUSH)" in one
    assert all(name in new for name in ("one! (PUSH)", "two! (PUSH)"))


def test_the_new_ones_come_before_the_bound() -> None:
    *_, new = said(*(f"{index}!" for index in range(30)), "new")

    assert "0! (PUSH)" in new
