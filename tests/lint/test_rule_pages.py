"""Every rule's page: complete, and true of the rule."""

from __future__ import annotations

import ast
import re
from typing import Any

import pytest

import webhook_constructs
from webhook_constructs.core import FilterGroup, WebhookSettings
from webhook_constructs.lint import Context, PipelineSource, Severity, lint, lint_across
from webhook_constructs.lint.findings.finding import CRASHED
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.rules import RULES, RULES_ACROSS

ALL: tuple[Rule[Any], ...] = (*RULES, *RULES_ACROSS)
SECTIONS = ["What it does", "Why it matters", "Example", "Use instead", "Limits", "References"]
NAMES = {name: getattr(webhook_constructs, name) for name in webhook_constructs.__all__ if not name.startswith("CodeB")}
FOR_PAGES = {"Context": Context, "PipelineSource": PipelineSource, "lint": lint, "lint_across": lint_across}

each_rule = pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)


def section(rule: Rule[Any], title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", rule.documentation, re.MULTILINE | re.DOTALL)
    assert found is not None
    return found[1].strip()


def examples(rule: Rule[Any], title: str) -> list[str]:
    """The expressions in the Python blocks: groups, settings, lists of settings, what `lint` or `lint_across` says."""
    blocks = re.findall(r"```python\n(.*?)```", section(rule, title), re.DOTALL)
    assert blocks
    statements = [statement for block in blocks for statement in ast.parse(block).body]
    assert all(isinstance(statement, ast.Expr) for statement in statements)
    return [ast.unparse(statement) for statement in statements]


def ids_found(expression: str) -> list[str]:
    value = eval(expression, {**NAMES, **FOR_PAGES})
    if isinstance(value, FilterGroup):
        value = WebhookSettings((value,))
    if isinstance(value, WebhookSettings):
        value = lint(value)
    if isinstance(value, list):
        value = (*lint_across(value), *map(lint, value))
    return [finding.id for each in value for finding in (each if isinstance(each, tuple) else [each])]


@each_rule
def test_a_page_has_its_sections_in_order(rule: Rule[Any]) -> None:
    title, *_ = rule.documentation.splitlines()

    assert title.endswith(".")
    assert re.findall(r"^## (.*)$", rule.documentation, re.MULTILINE) == SECTIONS
    assert all(section(rule, title) for title in SECTIONS)


@each_rule
def test_the_example_is_found(rule: Rule[Any]) -> None:
    for expression in examples(rule, "Example"):
        assert rule.id in ids_found(expression), expression


@each_rule
def test_what_to_use_instead_is_not_found_nor_worse(rule: Rule[Any]) -> None:
    for expression in examples(rule, "Use instead"):
        found = ids_found(expression)
        assert rule.id not in found, expression
        others = {each.id: each.severity for each in ALL}
        assert all(others[each] is not Severity.ERROR for each in found), expression


def test_an_id_and_a_name_are_used_once() -> None:
    assert len({rule.id for rule in ALL}) == len({rule.name for rule in ALL}) == len(ALL)
    assert CRASHED.id not in {rule.id for rule in ALL}


def test_rules_are_in_the_order_of_their_ids() -> None:
    assert [rule.id for rule in RULES] == sorted(rule.id for rule in RULES)
    assert [rule.id for rule in RULES_ACROSS] == sorted(rule.id for rule in RULES_ACROSS)


@each_rule
def test_an_error_is_documented_or_has_been_seen(rule: Rule[Any]) -> None:
    if rule.severity is Severity.ERROR:
        assert rule.certainty in {Certainty.DOCUMENTED, Certainty.OBSERVED}


@each_rule
def test_a_source_is_an_address_or_re2_and_stands_in_the_references(rule: Rule[Any]) -> None:
    for source in rule.source.split(", "):
        assert source in {"RE2", "the settings alone"} or source.startswith("https://")
        assert source in section(rule, "References") or source == "the settings alone"
