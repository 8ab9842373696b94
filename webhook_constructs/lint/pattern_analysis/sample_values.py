"""Values that pass the filters of a group: where one of them does not pass those of another, no question is needed."""

from __future__ import annotations

from webhook_constructs.core.patterns.pattern import steps_of_search
from webhook_constructs.core.patterns.step_budget import spend_in_run
from webhook_constructs.lint.rule import Group, PlacedFilter

from .likely_texts import likely_text
from .possible_values import beginnings_of

__all__ = ["passes", "samples"]

_STEPS_A_FILTER = 4
_NOT_NAMED = "~"  # no branch or tag can be that, so that hardly a pattern asks for it


def samples(like: PlacedFilter, group: Group) -> list[str]:
    """Give some values that pass the filters of a group on what some filter looks at.

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


def passes(value: str, placed: PlacedFilter) -> bool:
    """Tell whether a value passes a filter; it does not where that cannot be told."""
    if placed.pattern is None:
        return False
    spend_in_run(steps_of_search(placed.pattern.text, len(value)))
    return placed.pattern.search(value) is not placed.is_excluding
