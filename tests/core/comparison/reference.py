"""Random pairs of settings, and what becomes of each event of a small universe, by brute force.

The reference knows the documentation in a few lines and nothing of `decide`: groups are alternatives, filters have to
pass all, a pattern is searched, one changed file is enough, and an excluded pattern must match nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product
from random import Random
from typing import Any, TypeAlias

import re2

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    Verdict,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
)
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.support_matrix import events_for

__all__ = ["in_universe", "random_pair", "reference_verdict"]

_BRANCHES = tuple(f"refs/heads/{name}" for name in ("main", "main-2", "develop", "release/2.0", "x/main"))
_FILES = ("README.md", "docs/index.md", "src/app.py", "src/docs/a.md")
UNIVERSE: dict[FilterType, tuple[Any, ...]] = {
    FilterType.HEAD_REF: (*_BRANCHES, "refs/tags/v1.0", "refs/tags/main"),
    FilterType.BASE_REF: _BRANCHES[:4],
    FilterType.ACTOR_ACCOUNT_ID: ("1234", "5678", "12345", "91234", "583231"),
    FilterType.FILE_PATH: tuple(files for size in range(3) for files in combinations(_FILES, size)),
    FilterType.COMMIT_MESSAGE: ("Fix the build", "[skip ci] Fix", "deploy"),
    FilterType.WORKFLOW_NAME: ("Build", "Test"),
    FilterType.TAG_NAME: ("v1.0", "v1.0-rc1", "nightly"),
    FilterType.RELEASE_NAME: ("Version 1.0", "Nightly"),
    FilterType.REPOSITORY_NAME: ("api", "my-api", "web"),
    FilterType.ORGANIZATION_NAME: ("acme", "acme-labs"),
}
_REFS = (
    *("^refs/heads/main$", "^refs/heads/main", "refs/heads/main$", "main", "^refs/heads/(main|develop)$", "^main$", ""),
    *("^refs/heads/(develop|main)$", "^refs/heads/release/.*", "^refs/heads/", "^refs/heads/.*$", "^refs/tags/"),
    *("^refs/heads/release/[0-9]+[.][0-9]+$", "^refs/heads/main$|develop", "(?i)MAIN$"),
)
_PATTERNS = {
    FilterType.HEAD_REF: _REFS,
    FilterType.BASE_REF: _REFS,
    FilterType.ACTOR_ACCOUNT_ID: ("^(1234|5678)$", "^(1234|5678)", "1234", "^1234$", "^5678$", "^[0-9]+$", "5678$"),
    FilterType.FILE_PATH: ("^docs/", "docs/", r"\.md$", "^src/", "^(docs|src)/", "^README[.]md$", ".", "[.]py$"),
    FilterType.COMMIT_MESSAGE: (r"\[skip ci\]", "^deploy$", "deploy", "(?i)fix", "^[A-Z]"),
    FilterType.WORKFLOW_NAME: ("^Build$", "Build", "(Build|Test)"),
    FilterType.TAG_NAME: ("^v", r"^v[0-9]+\.[0-9]+$", "rc"),
    FilterType.RELEASE_NAME: ("^Version", "[0-9]"),
    FilterType.REPOSITORY_NAME: ("^api$", "api", "^(api|web)$"),
    FilterType.ORGANIZATION_NAME: ("^acme$", "acme"),
}
_STRANGER = "583231"
_ROLES = ("none", ApproverRole.GITHUB_READ, ApproverRole.GITHUB_WRITE, ApproverRole.GITHUB_ADMIN)
_OF_STRANGERS = PULL_REQUEST_ACTIONS - {EventAction.PULL_REQUEST_MERGED} | {EventAction.WORKFLOW_JOB_QUEUED}
_ENDED = (EventAction.PULL_REQUEST_MERGED, EventAction.PULL_REQUEST_CLOSED)
_POLICIES = (
    None,
    None,
    PullRequestBuildPolicy(CommentApproval.DISABLED),
    PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, [ApproverRole.GITHUB_ADMIN]),
    PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS),
)
_DEFAULT = PullRequestBuildPolicy(
    CommentApproval.ALL_PULL_REQUESTS,
    [ApproverRole.GITHUB_ADMIN, ApproverRole.GITHUB_MAINTAIN, ApproverRole.GITHUB_WRITE],
)
_WHOLE = WebhookScope.github_global("acme")  # the only scope in which every filter is allowed

Event: TypeAlias = "dict[FilterType, Any]"
_Settings: TypeAlias = "WebhookSettings | None"


def random_pair(seed: int) -> tuple[WebhookSettings | None, WebhookSettings | None]:
    """Return settings and other settings, most of which are the first ones with one or two changes."""
    random = Random(seed)
    before = _settings(random)
    if random.random() < 0.2:
        after: WebhookSettings | None = _settings(random)
    elif random.random() < 0.03:
        after = None
    else:
        after = before
        for _ in range(random.choice((0, 1, 1, 1, 2))):
            after = _changed(random, after)
    return (before, after) if random.random() < 0.5 else (after, before)


def _settings(random: Random) -> WebhookSettings:
    groups = [_group(random) for _ in range(random.choice((1, 1, 2, 2, 3, 4)))]
    return _of(groups, random.choice(_POLICIES))


def _of(groups: list[FilterGroup], policy: PullRequestBuildPolicy | None) -> WebhookSettings:
    return WebhookSettings(groups, scope=_WHOLE, provider=SourceProvider.GITHUB, pull_request_build_policy=policy)


def _group(random: Random) -> FilterGroup:
    actions = random.choice(
        (
            [EventAction.PUSH],
            [EventAction.PUSH],
            [EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED],
            [EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED],
            [EventAction.PUSH, EventAction.PULL_REQUEST_CREATED],
            [EventAction.RELEASED],
            [EventAction.WORKFLOW_JOB_QUEUED],
        )
    )
    filters = [_filter(random, actions) for _ in range(random.choice((0, 1, 1, 2, 2, 3, 4)))]
    return FilterGroup.of([Filter(FilterType.EVENT, ",".join(actions)), *filters])


def _filter(random: Random, actions: list[EventAction]) -> Filter:
    allowed = [each for each in _PATTERNS if events_for(each).issuperset(actions)]
    if not {*actions} <= PULL_REQUEST_ACTIONS | {EventAction.PUSH}:
        allowed.remove(FilterType.HEAD_REF)  # of which no page says what it is there
    of = random.choice(allowed)
    return Filter(of, random.choice(_PATTERNS[of]), random.random() < 0.3)


def _changed(random: Random, settings: WebhookSettings) -> WebhookSettings:
    groups, policy = list(settings.filter_groups), settings.pull_request_build_policy
    index = random.randrange(len(groups))
    filters = list(groups[index].filters)
    actions = [EventAction(name) for name in groups[index].event_names or ()]
    kind = random.choice(("drop", "add", "change", "change", "invert", "policy", "more", "fewer"))
    place = random.randrange(1, len(filters)) if len(filters) > 1 else 0
    if kind == "policy":
        policy = random.choice(_POLICIES)
    elif kind == "more":
        groups.append(_group(random))
    elif kind == "fewer" and len(groups) > 1:
        del groups[index]
    elif kind == "add" or not place:
        filters.append(_filter(random, actions))
    elif kind == "drop":
        del filters[place]
    else:
        old = filters[place]
        pattern = random.choice(_PATTERNS[old.type]) if kind == "change" else old.pattern
        filters[place] = Filter(old.type, pattern, old.exclude_matched_pattern != (kind == "invert"))
    if index < len(groups) and kind not in {"more", "fewer", "policy"}:
        groups[index] = FilterGroup.of(filters)
    return _of(groups, policy)


def in_universe(before: _Settings, after: _Settings) -> tuple[set[tuple[EventAction, Verdict, Verdict]], bool]:
    """Return which verdicts differ in the universe, for each action, and whether a stranger gains there.

    A stranger gets from no build to one that may start or wait, or anybody from waiting to a build. Strangers do not
    merge, and where filters look at accounts they have the ID that no pattern names.
    """
    differing: set[tuple[EventAction, Verdict, Verdict]] = set()
    is_wider = False
    for action, event, passed in _cases(before, after):
        pairs = _pairs_of_verdicts(before, after, action, passed)
        differing.update((action, *pair) for pair in pairs if pair[0] is not pair[1])
        can_cause = event.get(FilterType.ACTOR_ACCOUNT_ID, _STRANGER) == _STRANGER and action in _OF_STRANGERS
        is_gained = passed == (False, True) and can_cause
        is_wider = is_wider or is_gained or (Verdict.WAITS_FOR_APPROVAL, Verdict.BUILDS) in pairs
    return differing, is_wider


def reference_verdict(settings: _Settings, event: WebhookEvent) -> Verdict:
    """Return what becomes of any event."""
    values = {each: event.files if each is FilterType.FILE_PATH else event.text_for(each) for each in FilterType}
    if not _passes(settings, event.action, values):
        return Verdict.NO_BUILD
    is_of_pull_request = event.action in PULL_REQUEST_ACTIONS
    return _verdict(settings, event.action, event.author_role if is_of_pull_request else None, is_fork=event.from_fork)


def _cases(before: _Settings, after: _Settings) -> Iterator[tuple[EventAction, Event, tuple[bool, bool]]]:
    """Return each event of the universe that one of the settings lets pass, and which do."""
    groups = [group for settings in (before, after) if settings is not None for group in settings.filter_groups]
    named = {name for group in groups for name in group.event_names or ()}
    for action in (each for each in EventAction if each in named):
        asked = {each.type for group in groups if action in (group.event_names or ()) for each in group.filters}
        for event in _events(action, sorted(asked - {FilterType.EVENT})):
            passed = _passes(before, action, event), _passes(after, action, event)
            if any(passed):
                yield action, event, passed


def _pairs_of_verdicts(
    before: _Settings, after: _Settings, action: EventAction, passed: tuple[bool, bool]
) -> set[tuple[Verdict, Verdict]]:
    return {
        (
            _verdict(before, action, role, is_fork=from_fork) if passed[0] else Verdict.NO_BUILD,
            _verdict(after, action, role, is_fork=from_fork) if passed[1] else Verdict.NO_BUILD,
        )
        for role, from_fork in _authors(action)
    }


def _events(action: EventAction, fields: list[FilterType]) -> Iterator[Event]:
    values = [
        tuple(each for each in UNIVERSE[field] if field is not FilterType.HEAD_REF or _is_head(action, each))
        for field in fields
    ]
    return (dict(zip(fields, each, strict=True)) for each in product(*values))


def _is_head(action: EventAction, ref: str) -> bool:
    return action is EventAction.PUSH or ref.startswith("refs/heads/")


def _authors(action: EventAction) -> tuple[tuple[Any, bool | None], ...]:
    return tuple(product(_ROLES, (True, False))) if action in PULL_REQUEST_ACTIONS else ((None, None),)


def _passes(settings: WebhookSettings | None, action: EventAction, event: Event) -> bool:
    return settings is not None and any(
        action in (group.event_names or ())
        and all(
            _matches(str(each.pattern), event[each.type]) is not each.exclude_matched_pattern
            for each in group.filters
            if each.type is not FilterType.EVENT
        )
        for group in settings.filter_groups
    )


@lru_cache(None)
def _matches(pattern: str, value: Any) -> bool:
    return any(re2.search(pattern, each) is not None for each in ((value,) if isinstance(value, str) else value))


@lru_cache(None)
def _verdict(settings: WebhookSettings | None, action: EventAction, role: Any, *, is_fork: bool | None) -> Verdict:
    policy = (settings and settings.pull_request_build_policy) or _DEFAULT
    asks = policy.requires_comment_approval
    if role is None or asks is CommentApproval.DISABLED or role in (policy.approver_roles or _DEFAULT.approver_roles):
        return Verdict.BUILDS
    if asks is CommentApproval.FORK_PULL_REQUESTS and is_fork is False:
        return Verdict.BUILDS
    return Verdict.UNDECIDED if action in _ENDED else Verdict.WAITS_FOR_APPROVAL
