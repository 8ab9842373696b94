"""What the refs of an event begin with."""

from __future__ import annotations

from webhook_constructs.core.service.filter_type import FilterType

from .event_actions import PULL_REQUEST_ACTIONS, EventAction

__all__ = ["ref_prefixes"]

_HEADS = ("refs/heads/",)
_BEGINNINGS = {
    (FilterType.HEAD_REF, EventAction.PUSH): (*_HEADS, "refs/tags/"),
    **{
        (filter_type, event): _HEADS
        for filter_type in (FilterType.HEAD_REF, FilterType.BASE_REF)
        for event in PULL_REQUEST_ACTIONS
    },
}


def ref_prefixes(filter_type: FilterType, event: EventAction | str) -> tuple[str, ...]:
    """Return what the values of a filter begin with, as far as they are refs of which that is documented.

    Args:
        filter_type: What the filter looks at.
        event: An event, or its name.

    Returns:
        The beginnings, any of which a value has: the head of a push begins with `refs/heads/` or `refs/tags/`, and the
        head and the base of a pull request with `refs/heads/`
        (https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]). Empty for all others.

    Examples:
        >>> ref_prefixes(FilterType.HEAD_REF, EventAction.PUSH)
        ('refs/heads/', 'refs/tags/')
    """
    return _BEGINNINGS.get((filter_type, event), ())  # type: ignore[arg-type]  # an event is its name
