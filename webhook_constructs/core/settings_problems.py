"""What the service is certain to refuse about the settings of a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.patterns.step_budget import running
from webhook_constructs.core.settings.scope_problems import scope_problems
from webhook_constructs.core.values.unresolved import may_be_no_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.settings.webhook_settings import WebhookSettings

__all__ = ["has_both_filters", "has_empty_branch_filter", "settings_problems"]


def settings_problems(settings: WebhookSettings) -> tuple[str, ...]:
    """Say what the service is certain to refuse about settings.

    Args:
        settings: The settings; `WebhookSettings.problems` says which problems there are.
    """
    with running():
        return tuple(_problems(settings))


def has_both_filters(settings: WebhookSettings) -> bool:
    """Tell whether there is a branch filter beside filter groups.

    A branch filter that can turn out to be none when the stack is deployed does not count.

    Examples:
        >>> from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings
        >>> pushes = FilterGroup.in_event_of(EventAction.PUSH)
        >>> has_both_filters(WebhookSettings((pushes,), branch_filter="^main$"))
        True
    """
    branch_filter = settings.branch_filter
    return bool(settings.filter_groups) and branch_filter is not None and not may_be_no_value(branch_filter)


def has_empty_branch_filter(settings: WebhookSettings) -> bool:
    """Tell whether the branch filter is a text with nothing in it."""
    return settings.branch_filter == ""


def _problems(settings: WebhookSettings) -> Iterator[str]:
    if has_both_filters(settings):
        yield (
            f"branch_filter and filter_groups are both given, got branch_filter {str(settings.branch_filter)!r}: "
            "use filter_groups, with a filter on HEAD_REF in place of the branch filter"
        )
    if has_empty_branch_filter(settings):
        yield "branch_filter is empty: leave it out to take every branch"
    for problem, way_out in scope_problems(settings):
        yield f"{problem}; {way_out}"
    for index, group in enumerate(settings.filter_groups):
        for problem in group.problems():
            yield f"filter_groups[{index}]: {problem}"
