"""Every rule on its cases."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.lint.case import Bad, Cases, Good
from webhook_constructs.lint import lint
from webhook_constructs.lint.rules import RULES

if TYPE_CHECKING:
    from webhook_constructs.lint.rule import RuleOnOne


def module_of(rule: RuleOnOne) -> str:
    return rule.check.__module__.rpartition(".")[2]


def cases_of(rule: RuleOnOne) -> Cases:
    cases = import_module(f"tests.lint.cases.{module_of(rule)}").CASES
    assert isinstance(cases, Cases)
    return cases


def said_by(rule: RuleOnOne, case: Bad | Good) -> list[str]:
    found = lint(case.settings, case.context)
    return [f"{each.location}: {each.message}; {each.fix}" for each in found if each.id == rule.id]


BAD = [pytest.param(rule, case, id=f"{rule.id}-{name}") for rule in RULES for name, case in cases_of(rule).bad.items()]
RIGHT = [
    pytest.param(rule, case, id=f"{rule.id}-{name}")
    for rule in RULES
    for cases in [cases_of(rule)]
    for name, case in {**cases.good, **cases.near_misses, **cases.unresolved}.items()
]


@pytest.mark.parametrize(("rule", "case"), BAD)
def test_a_rule_says_what_is_wrong(rule: RuleOnOne, case: Bad) -> None:
    expected = [case.says] if isinstance(case.says, str) else list(case.says)

    assert said_by(rule, case) == expected


@pytest.mark.parametrize(("rule", "case"), RIGHT)
def test_a_rule_says_nothing_of_what_is_right_or_cannot_be_told(rule: RuleOnOne, case: Good) -> None:
    assert said_by(rule, case) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_has_enough_cases(rule: RuleOnOne) -> None:
    cases = cases_of(rule)

    assert len(cases.bad) >= 2
    assert len(cases.good) >= 2
    assert len(cases.near_misses) >= 1
    assert len(cases.unresolved) >= 1
