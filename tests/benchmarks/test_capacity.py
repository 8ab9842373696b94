"""How many webhooks one stack takes is what the page on permissions says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.capacity import capacity

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
SAID = {
    int(length): int(number)
    for number, length in re.findall(r"(\d+)\s+with (?:project names of )?(\d+)", PAGE.read_text())
}


def test_the_page_names_four_lengths() -> None:
    assert list(SAID) == [40, 60, 100, 150]


@pytest.mark.parametrize(("length", "bound"), [(40, "resources"), (60, "policies"), (150, "policies")])
def test_one_stack_takes_as_many_webhooks_as_the_page_says(length: int, bound: str) -> None:
    assert capacity(length) == (SAID[length], bound)
