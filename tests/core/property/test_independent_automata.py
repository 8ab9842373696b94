"""The answers, compared with those of automata that somebody else wrote."""

from __future__ import annotations

from typing import Any

import interegular
from hypothesis import given

from tests.core.property import strategies
from webhook_constructs.core import Pattern, is_disjoint, is_subset


@given(strategies.simple_patterns, strategies.simple_patterns)
def test_two_kinds_of_automata_give_the_same_answers(one: str, other: str) -> None:
    first: Any = interegular.parse_pattern(one).to_fsm()
    second: Any = interegular.parse_pattern(other).to_fsm()
    mine, yours = Pattern(f"^(?:{one})$"), Pattern(f"^(?:{other})$")

    assert is_subset(mine, yours) is first.difference(second).empty()
    assert is_disjoint(mine, yours) is first.intersection(second).empty()
