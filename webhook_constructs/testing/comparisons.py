"""Assertions on what changes when the settings of a webhook change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import Any, Literal

from webhook_constructs.core import (
    ApproverRole,
    Comparison,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Verdict,
    WebhookConstructsError,
    WebhookEvent,
    WebhookSettings,
    compare,
)
from webhook_constructs.core.comparison.witness import described
from webhook_constructs.core.decisions.approval import approval_of
from webhook_constructs.core.decisions.decision import check_settings
from webhook_constructs.core.events.event_arguments import NO_ROLE
from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS

from .assertions import Webhook

__all__ = ["assert_only_starts", "assert_same_builds"]

_OF_SCOPES = frozenset({FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME})
_WAITED = [Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS]


def assert_same_builds(before: Webhook | WebhookSettings | None, after: Webhook | WebhookSettings | None) -> None:
    """Assert that the same events start builds before and after a change.

    Args:
        before: The construct of the webhook or its settings before the change; None for no webhook.
        after: The same after the change.

    Raises:
        AssertionError: An event starts a build on one side only, or that is unknown. The message shows such events.
        WebhookConstructsError: An argument has the wrong type.

    Examples:
        >>> from webhook_constructs import FilterGroup, WebhookSettings
        >>> pushes = FilterGroup.on_push()
        >>> before = WebhookSettings([pushes.and_head_ref_matches("^refs/heads/(main|dev)$")])
        >>> assert_same_builds(before, WebhookSettings([pushes.and_branch_is("dev", "main")]))
        >>> assert_same_builds(before, WebhookSettings([pushes.and_branch_is("main")]))
        Traceback (most recent call last):
            ...
        AssertionError: expected the same builds before and after
        stops:
          PUSH refs/heads/dev
            before: build: filter_groups[0] passes
            after: no build: filter_groups[0]: HEAD_REF 'refs/heads/dev' does not match ^refs/heads/main$
        widens: no
    """
    __tracebackhide__ = True  # pytest points to the test, and not to here
    found = compare(_settings(before), _settings(after))
    if not found.is_same:
        msg = f"expected the same builds before and after\n{found}"
        raise AssertionError(msg)


def assert_only_starts(
    before: Webhook | WebhookSettings | None, after: Webhook | WebhookSettings, *events: WebhookEvent
) -> None:
    """Assert that a change starts builds for the given events and for nothing else.

    A value that an event does not set stands for every value: `push("dev")` is every push to `dev`, whoever pushes and
    whatever files change. `WebhookEvent(action=EventAction.PUSH)` is every push. The head branch of a pull request also
    stands for every branch.

    Args:
        before: The construct of the webhook or its settings before the change; None for no webhook.
        after: The same after the change, with filter groups.
        *events: The events that should start builds.

    Raises:
        AssertionError: An event starts nothing new, another event starts, an event stops, or that is unknown. The
            message shows such events.
        WebhookConstructsError: An argument has the wrong type, the webhook after the change has no filter groups, or no
            event is given.

    Examples:
        >>> from webhook_constructs import FilterGroup, WebhookSettings
        >>> from webhook_constructs.testing import push
        >>> pushes = FilterGroup.on_push()
        >>> before = WebhookSettings([pushes.and_branch_is("main")])
        >>> assert_only_starts(before, WebhookSettings([pushes.and_branch_is("main", "dev")]), push("dev"))
        >>> assert_only_starts(before, WebhookSettings([pushes.and_branch_glob("*")]), push("dev"))
        Traceback (most recent call last):
            ...
        AssertionError: expected to start nothing but PUSH refs/heads/dev
        starts:
          PUSH refs/heads/topic
            before: no build: filter_groups[0]: HEAD_REF 'refs/heads/topic' does not match ^refs/heads/main$
            after: build: filter_groups[0] passes
        widens: no
    """
    __tracebackhide__ = True
    one, other = _settings(before), _settings(after)
    if other is None or not other.filter_groups or not events:
        msg = "assert_only_starts needs events, and a webhook with filter groups after the change"
        raise WebhookConstructsError(msg)
    named = " and ".join(map(described, events))
    unexpected = _unexpected(one, other, events)
    if unexpected.starts or unexpected.stops or unexpected.unknown:
        msg = f"expected to start nothing but {named}\n{unexpected}"
        raise AssertionError(msg)
    for each in events:
        if not compare(one, _with_groups(other, _narrowed(other.filter_groups, each))).starts:
            msg = f"expected a build that did not start before the change, for {described(each)}\n{compare(one, other)}"
            raise AssertionError(msg)


def _settings(webhook: Webhook | WebhookSettings | None) -> WebhookSettings | None:
    settings: Any = getattr(webhook, "settings", webhook)
    if settings is not None:
        check_settings(settings)
    found: WebhookSettings | None = settings
    return found


def _unexpected(before: WebhookSettings | None, after: WebhookSettings, events: Sequence[WebhookEvent]) -> Comparison:
    """Return what stops, and what starts for other events: because of filters, or because nobody has to approve it."""
    whole = compare(before, after)
    by_filters = compare(_with_policy_of(after, before), _without_all(after, events))
    starts, unknown = by_filters.starts, (*whole.unknown, *by_filters.unknown)
    if before is not None and before.filter_groups:
        named = [*_of_all_authors(before, after, events)]
        by_approval = compare(_without_all(before, named), _without_all(after, named))
        starts += tuple(each for each in by_approval.starts if each.before is Verdict.WAITS_FOR_APPROVAL)
    return replace(whole, starts=starts, unknown=tuple(dict.fromkeys(unknown)), widening=None)


def _with_policy_of(other: WebhookSettings, settings: WebhookSettings | None) -> WebhookSettings | None:
    if settings is None:
        return None
    policy, is_old = other.pull_request_build_policy, other.may_predate_approval
    return replace(settings, pull_request_build_policy=policy, may_predate_approval=is_old)


def _without_all(settings: WebhookSettings, events: Iterable[WebhookEvent]) -> WebhookSettings | None:
    return _with_groups(settings, _groups_without(settings.filter_groups, events))


def _with_groups(settings: WebhookSettings, groups: Sequence[FilterGroup]) -> WebhookSettings | None:
    """Return settings with other groups; None for no webhook, as one without groups would build for everything."""
    return replace(settings, filter_groups=tuple(groups)) if groups else None


def _groups_without(groups: Sequence[FilterGroup], events: Iterable[WebhookEvent]) -> list[FilterGroup]:
    """Return groups that let everything pass that these do, but for some events."""
    found = list(groups)
    for event in events:
        found = [part for group in found for part in _without(group, event)]
    return found


def _without(group: FilterGroup, event: WebhookEvent) -> Iterator[FilterGroup]:
    """Return what a group lets pass that is not such an event: another action, or another value for one filter."""
    names = _event_names(group)
    if event.action not in names:
        yield group
        return
    others = [name for name in names if name != event.action]
    if others:
        yield _for_events(group, others)
    for each in _filters(group, event):
        other = replace(each, exclude_matched_pattern=not each.exclude_matched_pattern)
        yield FilterGroup.of((*_for_events(group, [event.action]).filters, other))


def _narrowed(groups: Sequence[FilterGroup], event: WebhookEvent) -> list[FilterGroup]:
    """Return groups that let only such an event pass."""
    return [
        FilterGroup.of((*_for_events(group, [event.action]).filters, *_filters(group, event)))
        for group in groups
        if event.action in _event_names(group)
    ]


def _event_names(group: FilterGroup) -> tuple[str, ...]:
    return tuple(name for each in group.filters if each.type is FilterType.EVENT for name in each.event_names or ())


def _for_events(group: FilterGroup, names: Sequence[str]) -> FilterGroup:
    event = Filter(FilterType.EVENT, ",".join(names))
    return FilterGroup.of((event, *(each for each in group.filters if each.type is not FilterType.EVENT)))


def _filters(group: FilterGroup, event: WebhookEvent) -> Iterator[Filter]:
    """Return the filters that an event is described by, in a group for such events."""
    is_pull_request = event.action in PULL_REQUEST_ACTIONS
    has_scope = any(each.type in _OF_SCOPES for each in group.filters)
    for of in FilterType:
        text = event.text_for(of)
        is_open = (of is FilterType.HEAD_REF and is_pull_request) or (of in _OF_SCOPES and not has_scope)
        if text is not None and not is_open:
            yield Filter(of, f"^{escaped(text)}$")
    for path in event.files or ():
        yield Filter(FilterType.FILE_PATH, f"^{escaped(path)}$")


def _of_all_authors(
    before: WebhookSettings, after: WebhookSettings, events: Sequence[WebhookEvent]
) -> Iterator[WebhookEvent]:
    """Return the events of which every author that needs no approval any more is named.

    No filter looks at authors, so that the events of several authors count as one if these are all that are concerned.
    """
    for event in events:
        same = [each for each in events if _plain(each) == _plain(event)]
        freed = _freed(before, after, event.action) if event.action in PULL_REQUEST_ACTIONS else ()
        if all(any(_is_of(each, author) for each in same) for author in freed):
            yield event


def _freed(before: WebhookSettings, after: WebhookSettings, action: EventAction) -> Iterator[WebhookEvent]:
    """Return an event for each author who needs approval before a change and none after it."""
    hosts = {each.provider.value.partition("_")[0] for each in (before, after) if each.provider is not None}
    roles: list[ApproverRole | Literal["none"]] = [NO_ROLE]
    roles += [each for each in ApproverRole if not hosts or each.host in hosts]
    for role, is_from_fork in product(roles, (True, False)):
        event = WebhookEvent(action=action, author_role=role, from_fork=is_from_fork)
        if [approval_of(each, event, frozenset()).verdict for each in (before, after)] == _WAITED:
            yield event


def _plain(event: WebhookEvent) -> WebhookEvent:
    return replace(event, author_role=None, from_fork=None, approved=None)


def _is_of(event: WebhookEvent, author: WebhookEvent) -> bool:
    roles, origins = (event.author_role, author.author_role), (event.from_fork, author.from_fork)
    return all(pair[0] in {None, pair[1]} for pair in (roles, origins))
