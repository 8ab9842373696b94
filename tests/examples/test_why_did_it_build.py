"""What the guide shows of decisions is what they say."""

from __future__ import annotations

import re
from pathlib import Path

from webhook_constructs import EventAction, FilterGroup, WebhookEvent, WebhookSettings, decide
from webhook_constructs.core import Assumption, assumption

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "guides" / "why-did-it-build.md").read_text()
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
