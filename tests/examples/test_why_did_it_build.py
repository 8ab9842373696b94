"""The guide lists everything that decisions take for granted."""

from __future__ import annotations

import re

from tests.examples.guide_blocks import GUIDES
from webhook_constructs.core import Assumption
from webhook_constructs.core.service import assumptions as assumption

MADE_WHERE_IT_MATTERS = {"support", "event-switched-on"}


def test_the_guide_lists_every_assumption() -> None:
    guide = (GUIDES / "why-did-it-build.md").read_text()
    table = guide.partition("| name | what is taken for granted |")[2].partition("\n\n")[0]
    listed = [name for row in table.splitlines()[2:] for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])]
    known = {each.name for each in vars(assumption).values() if isinstance(each, Assumption)}

    assert sorted(listed) == sorted(known | MADE_WHERE_IT_MATTERS)
