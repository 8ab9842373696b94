"""What a filter of a webhook finds in an event: its values, or why they are not known."""

from __future__ import annotations

from dataclasses import dataclass, replace

from webhook_constructs.core.events.payload import NO_COMMITS
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.service.assumptions import (
    EVENT_SWITCHED_ON,
    FILES_OF_TAG,
    FILES_OF_UPDATE,
    FORK_HEAD,
    PULL_REQUEST_MESSAGE,
    SUPPORT,
    Assumption,
)
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    EventAction,
    FilterType,
    SourceProvider,
    WebhookScopeType,
)
from webhook_constructs.core.service.support_matrix import (
    Support,
    SupportCell,
    event_support,
    filter_support,
    scope_event_support,
    scope_support,
)

__all__ = ["MAX_BEYOND_LIMIT", "WAYS_OUT", "EventValues", "event_values"]

_MOST_FILES = 100
_MOST_FILES_AT_BITBUCKET = 3_000
MAX_BEYOND_LIMIT = 3_000  # files that do not count are searched only to say what they would have made of the answer
_GIVE = {
    FilterType.HEAD_REF: "no page says what it is for such an event",
    FilterType.BASE_REF: "the event does not say which branch it is for",
    FilterType.ACTOR_ACCOUNT_ID: "the event does not say who caused it: give actor",
    FilterType.FILE_PATH: "the changed files are not known: give files",
    FilterType.COMMIT_MESSAGE: "the message of the head commit is not known: give message",
    FilterType.WORKFLOW_NAME: "the event does not say what the workflow is called: give workflow_name",
    FilterType.TAG_NAME: "the event does not say which tag it is for: give tag_name",
    FilterType.RELEASE_NAME: "the event does not say what the release is called: give release_name",
    FilterType.REPOSITORY_NAME: "the event does not say which repository it is of: give repository_name",
    FilterType.ORGANIZATION_NAME: "the event does not say which organization it is of: give organization_name",
}
WAYS_OUT = {text: text.rpartition(": give ")[2] for text in (*_GIVE.values(), NO_COMMITS[1]) if ": give " in text}
"""Why a filter is undecided because the event does not say something, and the argument of the event that says it."""


@dataclass(frozen=True, slots=True)
class EventValues:
    """What filters of one type find in an event.

    Attributes:
        values: The values that count, for EVENT the name of the event; None if they are unknown.
        beyond_limit: Changed files beyond the limit of CodeBuild, which does not look at them; the first 3,000 of them.
        not_searched: The number of changed files beyond even those. Default: none.
        is_complete: Whether the event names every value. Default: it does.
        undecided_because: Why a filter on the values is undecided. Default: it is not.
        assumptions: What a decision on the values assumes.
    """

    values: tuple[str, ...] | None
    beyond_limit: tuple[str, ...] = ()
    not_searched: int = 0
    is_complete: bool = True
    undecided_because: str | None = None
    assumptions: tuple[Assumption, ...] = ()


def event_values(
    event: WebhookEvent,
    filter_type: FilterType,
    provider: SourceProvider | None = None,
    scope: WebhookScopeType | None = None,
) -> EventValues:
    """Return what a filter looks at.

    Args:
        event: The event.
        filter_type: What the filter looks at.
        provider: The git host of the webhook. Default: not known.
        scope: What the webhook covers. Default: a single repository.

    Examples:
        >>> from webhook_constructs.core import WebhookEvent
        >>> event_values(WebhookEvent.push(branch="main"), FilterType.HEAD_REF).values
        ('refs/heads/main',)
    """
    if filter_type is FilterType.EVENT:
        return _of_event(event, provider, scope)
    cells = (filter_support(provider, event.action, filter_type), scope_support(provider, filter_type, scope))
    refused = next((cell for cell in cells if cell.is_certainly_wrong), None)
    if refused is not None:
        return EventValues(
            None, undecided_because=f"CodeBuild does not take it here: {refused.note} ({refused.source})"
        )
    values = event.files if filter_type is FilterType.FILE_PATH else _single(event.text_for(filter_type))
    if values is None:
        return EventValues(None, undecided_because=_doubt(event, filter_type) or _GIVE[filter_type])
    assumptions = tuple(dict.fromkeys((*_disputed(cells), *_assumed(event, filter_type))))
    if filter_type is not FilterType.FILE_PATH:
        return EventValues(values, assumptions=assumptions)
    at_bitbucket = SourceProvider.BITBUCKET in {provider, event.provider}
    most = _MOST_FILES_AT_BITBUCKET if at_bitbucket else _MOST_FILES
    return EventValues(
        values[:most],
        values[most : most + MAX_BEYOND_LIMIT],
        max(0, len(values) - most - MAX_BEYOND_LIMIT),
        event.has_all_files,
        assumptions=assumptions,
    )


def _of_event(event: WebhookEvent, provider: SourceProvider | None, scope: WebhookScopeType | None) -> EventValues:
    cell = event_support(provider, event.action)
    doubt = _doubt(event, FilterType.EVENT)
    if cell.is_certainly_wrong:
        doubt = f"{provider} has no such event for CodeBuild: {cell.note} ({cell.source})"
    cells = (cell, scope_event_support(scope, event.action))
    assumptions = (*_disputed(cells), *_assumed(event, FilterType.EVENT))
    if cell.support is Support.DOCUMENTED and cell.note is not None and event.provider is None:
        assumptions = (*assumptions, replace(EVENT_SWITCHED_ON, what=f"{event.action} arrives", why=cell.note))
    return EventValues((event.action.value,), undecided_because=doubt, assumptions=assumptions)


def _single(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else (text,)


def _doubt(event: WebhookEvent, filter_type: FilterType) -> str | None:
    return next((text for about, text in event.doubts if about is filter_type), None)


def _disputed(cells: tuple[SupportCell, ...]) -> tuple[Assumption, ...]:
    return tuple(
        replace(SUPPORT, why=f"{cell.note} ({cell.source})")
        for cell in cells
        if cell.support in {Support.UNDOCUMENTED, Support.DISPUTED}
    )


def _assumed(event: WebhookEvent, filter_type: FilterType) -> tuple[Assumption, ...]:
    found = [assumption for about, assumption in event.assumptions if about is filter_type]
    if filter_type is FilterType.FILE_PATH:
        if (event.head_ref or "").startswith("refs/tags/"):
            found.append(FILES_OF_TAG)
        if event.action is EventAction.PULL_REQUEST_UPDATED:
            found.append(FILES_OF_UPDATE)
    if filter_type is FilterType.HEAD_REF and event.from_fork and FORK_HEAD not in found:
        found.append(FORK_HEAD)
    if filter_type is FilterType.COMMIT_MESSAGE and event.action in PULL_REQUEST_ACTIONS:
        found.append(PULL_REQUEST_MESSAGE)
    return tuple(found)
