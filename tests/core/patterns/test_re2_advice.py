"""What to write instead; the refused inputs show every advice in its text."""

from __future__ import annotations

from webhook_constructs.core.patterns.re2_advice import advice_on


def test_where_there_is_nothing_to_say_there_is_no_advice() -> None:
    assert advice_on("z-a]") is None
