"""What the README and the guide show of decisions is what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from webhook_constructs import EventAction, FilterGroup, WebhookEvent, WebhookSettings, decide
from webhook_constructs.core import Assumption, assumption
from webhook_constructs.testing import assert_builds, assert_no_build, pull_request, push

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "why-did-it-build.md").read_text()
README = (ROOT / "README.md").read_text()
PUSH_TO_MAIN = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
MADE_WHERE_IT_MATTERS = {"support", "event-switched-on"}


def test_the_guide_lists_every_assumption() -> None:
    table = GUIDE.partition("| name | what is taken for granted |")[2].partition("\n\n")[0]
    listed = [name for row in table.splitlines()[2:] for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])]
    known = {each.name for each in vars(assumption).values() if isinstance(each, Assumption)}

    assert sorted(listed) == sorted(known | MADE_WHERE_IT_MATTERS)


def test_the_guide_shows_what_a_decision_says() -> None:
    group = PUSH_TO_MAIN.and_file_under("services/api")
    event = WebhookEvent.push(branch="main", files=["services/web/index.html"])

    assert f"```\n{decide(WebhookSettings((group,)), event)}\n```" in GUIDE


def test_the_readme_shows_what_a_failure_says() -> None:
    groups = (
        PUSH_TO_MAIN,
        FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
        .and_base_branch_is("main")
        .and_actor_account_is("1234567", "7654321"),
    )
    settings = WebhookSettings(groups)

    assert_builds(settings, push("main"))
    assert_no_build(settings, push("main-of-somebody-else"))
    assert_no_build(settings, pull_request(base="main", actor="31337"))
    with pytest.raises(AssertionError) as caught:
        assert_builds(settings, push("mian"))
    assert f"```\nAssertionError: {caught.value}\n```" in README
