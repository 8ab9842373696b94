"""Values that pass the filters of a group: where one of them does not pass those of another, no question is needed."""

from __future__ import annotations

from collections.abc import Sequence

from webhook_constructs.core import Pattern
from webhook_constructs.core.patterns.automaton import find_text
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.patterns.pattern import steps_of_search
from webhook_constructs.core.patterns.program import Program, program_of
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError, spend_in_run
from webhook_constructs.lint.rule import Group, PlacedFilter

from .possible_values import beginnings_of

__all__ = ["common_branch", "passes", "samples"]

_STEPS_A_FILTER = 4
_MOST_STEPS = 20_000  # of a question for a branch
_LIKELY_BRANCH = "refs/heads/main"
_BRANCH = r"^refs/heads/[0-9A-Za-z]+([/._-][0-9A-Za-z]+)*$"
_NOT_NAMED = "~"  # no branch or tag can be that, so that hardly a pattern asks for it


def samples(like: PlacedFilter, group: Group) -> list[str]:
    """Return some values that pass the filters of a group on what some filter looks at.

    Args:
        like: The filter, of any group.
        group: The group.

    Returns:
        Values that all filters of the group on the same thing let pass, one file for several files; none if it is not
        easy to find any.
    """
    filters = group.on(like.type)
    spend_in_run(_STEPS_A_FILTER * len(filters))
    wanted = [each.pattern for each in filters if each.pattern is not None and not each.is_excluding]
    texts = [likely_text(pattern.text) for pattern in wanted] if wanted else [_NOT_NAMED]
    values = {
        text if text.startswith(beginning) else beginning + text
        for text in texts
        for beginning in beginnings_of(like, group)
    }
    return [value for value in sorted(values) if all(passes(value, each) for each in filters)]


def common_branch(filters: Sequence[PlacedFilter]) -> str | None:
    """Find a branch whose ref passes some filters on refs.

    Args:
        filters: The filters, of any groups.

    Returns:
        The ref; None if there is none, or if that cannot be told.
    """
    wanted = [each.pattern.text for each in filters if each.pattern is not None and not each.is_excluding]
    for ref in (_LIKELY_BRANCH, *map(likely_text, wanted)):
        if Pattern(_BRANCH).search(ref) and all(passes(ref, each) for each in filters):
            return ref
    kept_out = [each.pattern.text for each in filters if each.pattern is not None and each.is_excluding]
    budget = Budget(_MOST_STEPS)
    try:
        found = find_text(_programs([_BRANCH, *wanted], budget), _programs(kept_out, budget), budget)
    except GaveUpError:
        found = None
    spend_in_run(budget.spent)
    return found if found is not None and all(passes(found, each) for each in filters) else None


def _programs(patterns: Sequence[str], budget: Budget) -> tuple[Program, ...]:
    found: list[Program] = []
    for pattern in patterns:
        budget.spend_on_reading(pattern)
        program = program_of((pattern, False))
        if program is None:
            raise GaveUpError
        found.append(program)
    return tuple(found)


def passes(value: str, placed: PlacedFilter) -> bool:
    """Check whether a value passes a filter; it does not where that cannot be told."""
    if placed.pattern is None:
        return False
    spend_in_run(steps_of_search(placed.pattern.text, len(value)))
    return placed.pattern.search(value) is not placed.is_excluding
