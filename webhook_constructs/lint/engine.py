"""Applies the rules."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

from webhook_constructs.core import WebhookSettings
from webhook_constructs.core.groups.problems import is_too_large
from webhook_constructs.core.patterns.analysis import is_beyond_reading
from webhook_constructs.core.patterns.step_budget import RunOverError, is_run_over, running, spend_in_run
from webhook_constructs.lint.findings.finding import CRASHED, NOT_JUDGED, Finding

from .context import Context
from .open_patterns import found_whatever_comes_in
from .partly_known import UnresolvedSettingError
from .pattern_analysis.actors import is_undecided_actor
from .pattern_analysis.loose_refs import is_undecided_ref
from .rule import Group, PlacedFilter, Problem, Rule, RuleAcross, RuleOnOne, Webhook
from .rules import RULES, RULES_ACROSS

__all__ = ["described_crash", "judge", "judge_across"]

_STEPS_A_FINDING = 300  # to word and to show it
_CHARACTERS_A_STEP = 4  # of a message, which is kept for each combination of values until all are judged


def judge(settings: WebhookSettings, context: Context, rules: Sequence[RuleOnOne] | None = None) -> tuple[Finding, ...]:
    """Apply the rules on one webhook; `lint` explains it.

    Args:
        settings: The settings.
        context: What else is known.
        rules: The rules. Default: all, and what none of them judges is told.
    """

    def applied(webhook: Webhook) -> list[Finding]:
        return [finding for rule in (RULES if rules is None else rules) for finding in _found(rule, webhook)]

    with running():
        webhook = Webhook.of(settings, context)
        found = applied(webhook)
        found += found_whatever_comes_in(settings, lambda some: applied(Webhook.of(some, context)), found)
        skipped = [*_too_large(webhook), *_not_judged()] if rules is None else []
    return (*sorted(found, key=_order), *skipped)


def judge_across(
    webhooks: Sequence[WebhookSettings],
    contexts: Sequence[Context] | None = None,
    rules: Sequence[RuleAcross] = RULES_ACROSS,
) -> tuple[tuple[Finding, ...], ...]:
    """Apply the rules on all webhooks of an app; `lint_across` explains it."""
    found: tuple[list[Finding], ...] = tuple([] for _ in webhooks)
    known = [Context()] * len(webhooks) if contexts is None else contexts
    with running(webhooks=len(webhooks)):
        read = tuple(Webhook.of(settings, context) for settings, context in zip(webhooks, known, strict=True))
        for rule in rules if read else ():
            try:
                with suppress(RunOverError):
                    for index, problem in _problems(rule, read):
                        found[index].append(_finding(rule, problem))
            except Exception as error:  # noqa: BLE001, PERF203 - one bad rule must not hide what the others say
                found[0].append(_crash(rule, error))
        skipped = tuple(_not_judged())
    return tuple((*findings, *skipped) for findings in found)


def _problems(rule: RuleAcross, webhooks: Sequence[Webhook]) -> Iterable[tuple[int, Problem]]:
    """Return what a rule finds; where it asks for what is not known, it is asked about the other webhooks alone."""
    places = [index for index, webhook in enumerate(webhooks) if not webhook.context.unknown]
    if len(places) == len(webhooks):
        return rule.check(webhooks)
    try:
        return list(rule.check(webhooks))
    except UnresolvedSettingError:
        found = rule.check([webhooks[index] for index in places])
        return [(places[index], problem) for index, problem in found]


def _found(rule: RuleOnOne, webhook: Webhook) -> Iterator[Finding]:
    try:
        for problem in rule.check(webhook):
            yield _finding(rule, problem)
            steps = len(problem.message) // _CHARACTERS_A_STEP
            # A finding on a group or a setting takes no look at patterns, and counts only if it shows a long one.
            if problem.location.filter is not None or steps > _STEPS_A_FINDING:
                spend_in_run(_STEPS_A_FINDING + steps)
    except (UnresolvedSettingError, RunOverError):
        return
    except Exception as error:  # noqa: BLE001 - one bad rule must not hide what the others say
        yield _crash(rule, error)


def _too_large(webhook: Webhook) -> Iterator[Finding]:
    """Name the filters that no rule judges, or not every rule, because of what their patterns take."""
    with suppress(RunOverError):
        for each, group in (*webhook.filters(), *webhook.branch_filters):
            spend_in_run(0)
            reason = _why_not_judged(each, group, webhook)
            if reason is not None:
                yield NOT_JUDGED.finding(*reason, each.location)


def _why_not_judged(each: PlacedFilter, group: Group, webhook: Webhook) -> tuple[str, str] | None:
    """Return why not every rule judges a pattern, and what to do about it."""
    if each.pattern is None:
        if not is_too_large(each.filter):
            return None
        fact = f"no rule says anything about the pattern {each.filter.pattern}, which is too large to be judged"
        return fact, "repeat less in it, or write it as several patterns"
    if is_beyond_reading(each.pattern.text):
        fact = f"not every rule can read the pattern {each.pattern}, which is too long or nested too deeply"
        return fact, "write it shorter and with fewer parentheses"
    if is_undecided_ref(each, group) or is_undecided_actor(each, webhook.provider):
        reason = r"because it is too big to be analyzed or holds \B or \C"
        fact = f"not every rule can tell what the pattern {each.pattern} matches, {reason}"
        return fact, r"repeat less in it, write it as several patterns, or write it without \B and \C"
    return None


def _not_judged() -> Iterator[Finding]:
    """Return the finding that the budget did not suffice for all rules."""
    if is_run_over():
        yield NOT_JUDGED.finding(
            "not every rule was applied, because the patterns up to here take more work than is allowed",
            "repeat less in the patterns, write fewer of them, or judge fewer webhooks at a time",
        )


def _order(finding: Finding) -> tuple[bool, str, int]:
    """Return what findings are sorted by: rule and group. Settings come before groups, and crashes come last."""
    group = finding.location.group
    return finding.id == CRASHED.id, finding.id, -1 if group is None else group


def _finding(rule: Rule[Any], problem: Problem) -> Finding:
    severity = problem.severity or rule.severity
    return Finding(rule.id, rule.name, severity, problem.location, problem.message, problem.fix)


def described_crash(error: Exception) -> str:
    """Name the type of an exception and where it was raised, but not its text, which could hold anything."""
    *_, (frame, line) = traceback.walk_tb(error.__traceback__)  # `extract_tb` would read the source files
    return f"{type(error).__name__} in {frame.f_code.co_name}, line {line}"


def _crash(rule: Rule[Any], error: Exception) -> Finding:
    """Return the finding that a rule crashed, and where: the message of the exception could hold anything."""
    message = f"rule {rule.id} {rule.name} crashed with {described_crash(error)}"
    fix = f"report it with the settings of this webhook, and acknowledge {CRASHED.id} until it is mended"
    return CRASHED.finding(message, fix)
