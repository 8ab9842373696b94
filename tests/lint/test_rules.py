"""Every rule on its cases."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from tests.lint.case import Bad, BadAcross, Cases, CasesAcross, Good, GoodAcross
from webhook_constructs.lint import lint, lint_across
from webhook_constructs.lint.rules import RULES, RULES_ACROSS

if TYPE_CHECKING:
    from webhook_constructs.lint import Finding
    from webhook_constructs.lint.rule import Rule, RuleAcross, RuleOnOne


def written_for(rule: Rule[Any]) -> Any:
    return import_module(f"tests.lint.cases.{rule.check.__module__.rpartition('.')[2]}").CASES


def cases_of(rule: RuleOnOne) -> Cases:
    cases = written_for(rule)
    assert isinstance(cases, Cases)
    return cases


def cases_across_of(rule: RuleAcross) -> CasesAcross:
    cases = written_for(rule)
    assert isinstance(cases, CasesAcross)
    return cases


def text_of(finding: Finding) -> str:
    return f"{finding.location}: {finding.message}; {finding.fix}"


def said_by(rule: RuleOnOne, case: Bad | Good) -> list[str]:
    return [text_of(each) for each in lint(case.settings, case.context) if each.id == rule.id]


def said_across_by(rule: RuleAcross, case: BadAcross | GoodAcross) -> dict[int, list[str]]:
    found = enumerate(lint_across(case.webhooks, case.contexts))
    said = {index: [text_of(each) for each in findings if each.id == rule.id] for index, findings in found}
    return {index: texts for index, texts in said.items() if texts}


BAD = [pytest.param(rule, case, id=f"{rule.id}-{name}") for rule in RULES for name, case in cases_of(rule).bad.items()]
RIGHT = [
    pytest.param(rule, case, id=f"{rule.id}-{name}")
    for rule in RULES
    for cases in [cases_of(rule)]
    for named in (cases.good, cases.near_misses, cases.unresolved)
    for name, case in named.items()
]
BAD_ACROSS = [
    pytest.param(rule, case, id=f"{rule.id}-{name}")
    for rule in RULES_ACROSS
    for name, case in cases_across_of(rule).bad.items()
]
RIGHT_ACROSS = [
    pytest.param(rule, case, id=f"{rule.id}-{name}")
    for rule in RULES_ACROSS
    for cases in [cases_across_of(rule)]
    for named in (cases.good, cases.near_misses, cases.unresolved)
    for name, case in named.items()
]


@pytest.mark.parametrize(("rule", "case"), BAD)
def test_a_rule_says_what_is_wrong(rule: RuleOnOne, case: Bad) -> None:
    expected = [case.says] if isinstance(case.says, str) else list(case.says)

    assert said_by(rule, case) == expected


@pytest.mark.parametrize(("rule", "case"), RIGHT)
def test_a_rule_says_nothing_of_what_is_right_or_cannot_be_told(rule: RuleOnOne, case: Good) -> None:
    assert said_by(rule, case) == []


@pytest.mark.parametrize(("rule", "case"), BAD_ACROSS)
def test_a_rule_across_webhooks_says_what_is_wrong_with_which(rule: RuleAcross, case: BadAcross) -> None:
    assert said_across_by(rule, case) == {index: [text] for index, text in case.says.items()}


@pytest.mark.parametrize(("rule", "case"), RIGHT_ACROSS)
def test_a_rule_across_webhooks_says_nothing_of_what_is_right_or_cannot_be_told(
    rule: RuleAcross, case: GoodAcross
) -> None:
    assert said_across_by(rule, case) == {}


@pytest.mark.parametrize("rule", [*RULES, *RULES_ACROSS], ids=lambda rule: rule.id)
def test_a_rule_has_enough_cases(rule: Rule[Any]) -> None:
    cases = written_for(rule)

    assert len(cases.bad) >= 2
    assert len(cases.good) >= 2
    assert len(cases.near_misses) >= 1
    assert len(cases.unresolved) >= 1
