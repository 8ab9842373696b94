"""Random pairs of settings of all kinds, and random events that they may treat differently.

Settings of all git hosts, with branch filters, policies and patterns that are odd; some patterns have lost an anchor
or a letter, or are for any case. Events are made of values that people write, and of what the patterns ask for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any, TypeAlias

from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
    WebhookScope,
    WebhookSettings,
)
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.service.enums import PULL_REQUEST_ACTIONS, RELEASE_ACTIONS
from webhook_constructs.core.service.support_matrix import events_for

__all__ = ["STRANGERS", "random_event", "random_settings"]

Pair: TypeAlias = "tuple[WebhookSettings | None, WebhookSettings | None]"

STRANGERS = ("7", "198982749")
"""Accounts that no pattern names."""

_REFS = (
    *(
        "^refs/heads/main$",
        "^refs/heads/main",
        "main",
        "(?i)main",
        "(?i)^refs/heads/MAIN$",
        "^refs/heads/(main|develop)$",
    ),
    *("^refs/heads/(?:develop|main)$", "^refs/heads/release/.*", "^refs/heads/", ".*", "", "^refs/tags/v[0-9]+", "v1"),
    *(
        r"^refs/heads/\w+$",
        "^refs/heads/[^/]+$",
        r"^refs/heads/\p{Lu}",
        r"\bmain\b",
        "^refs/(heads|tags)/main$",
        "^main$",
    ),
    *("x*", "^refs/heads/(a|b)*$", "[[:upper:]]", r"\.", r"-\d+$", "^$", "^refs/heads/.{3}$", "^refs/heads/ma?in$"),
    *("(^refs/heads/a$)|(b$)", "^refs/heads/(main|release/.+)$", "(?s)^refs/heads/.*$"),
)
_PATTERNS: dict[FilterType, tuple[str, ...]] = {
    FilterType.HEAD_REF: _REFS,
    FilterType.BASE_REF: _REFS,
    FilterType.ACTOR_ACCOUNT_ID: (
        *("^1234$", "1234", "^(1234|5678)$", "^(5678|1234)$", "^1234|5678$", "^[0-9]+$", r"^\d{4}$", "", "^12"),
        *("^octocat$", "5d5355e8c6b9320d9ea5b28d", "^5d5355e8c6b9320d9ea5b28d$"),
    ),
    FilterType.FILE_PATH: (
        *("^docs/", "docs/", r"\.md$", "^src/.*[.]py$", "^(docs|src)/", "", "^README", "(?i)readme", "^[^/]+$", "^.*$"),
        *(r"^\.github/", "^src/(?:a|b)/", r"\.(md|txt)$"),
    ),
    FilterType.COMMIT_MESSAGE: (
        *(r"\[skip ci\]", "[skip ci]", "^deploy$", "(?m)^deploy$", "deploy", "(?i)fix", "^[A-Z]", "(?s)a.*b", "a.*b"),
        *("^$", "", r"\S", r"[^\x00-\x7f]", "^.{0,5}$", r"\n"),
    ),
    FilterType.WORKFLOW_NAME: ("^CI$", "CI", "(?i)ci", "^(CI|Test)$", ""),
    FilterType.TAG_NAME: ("^v", "^v1$", "^v1", "rc", r"^v\d+\.\d+$"),
    FilterType.RELEASE_NAME: ("^Version", "(?i)beta", "^$", ""),
    FilterType.REPOSITORY_NAME: ("^api$", "api", "^(api|web)$", "(?i)^API$"),
    FilterType.ORGANIZATION_NAME: ("^acme$", "acme", "(?i)acme"),
}
_NAMES = (
    "main",
    "develop",
    "Main",
    "MAIN",
    "main-2",
    "x/main",
    "release/2.0",
    "a",
    "b",
    "aab",
    "v1",
    "v1.0",
    "mai",
    "Ü",
)
_VALUES: dict[FilterType, tuple[str, ...]] = {
    FilterType.ACTOR_ACCOUNT_ID: ("1234", "5678", "12345", "91234", *STRANGERS, "5d5355e8c6b9320d9ea5b28d"),
    FilterType.FILE_PATH: ("README.md", "docs/index.md", "src/app.py", "src/a/x.py", "src/docs/a.md", ".github/ci.yml"),
    FilterType.COMMIT_MESSAGE: (
        "Fix the build",
        "[skip ci] x",
        "deploy",
        "x\ndeploy\ny",
        "a\nb",
        "a b",
        "",
        "é",
        "Deploy",
    ),
    FilterType.WORKFLOW_NAME: ("CI", "Test", "ci", "CI 2"),
    FilterType.TAG_NAME: ("v1", "v1.0", "v1-rc", "x"),
    FilterType.RELEASE_NAME: ("Version 1", "Beta", "beta", ""),
    FilterType.REPOSITORY_NAME: ("api", "web", "API", "my-api"),
    FilterType.ORGANIZATION_NAME: ("acme", "acme-labs", "Acme"),
}
_EVENTS = (
    *("PUSH", "PUSH", "PUSH, PULL_REQUEST_CREATED", "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED", "PULL_REQUEST_MERGED"),
    *("PULL_REQUEST_CLOSED", "PULL_REQUEST_CREATED , PULL_REQUEST_CREATED", "RELEASED", "PRERELEASED,RELEASED"),
    *("WORKFLOW_JOB_QUEUED", "PULL_REQUEST_REOPENED"),
)
_BRANCH_FILTERS = (None, "^main$", "main", "(?i)^main$", "^(main|dev)$", "^a$|^b", "release/.*", ".*")
_HOSTS = (None, SourceProvider.GITHUB, *SourceProvider)
_REF = re.compile(r"refs/(heads|tags)/[A-Za-z0-9]+([./_-][A-Za-z0-9]+)*")
_PLAIN = re.compile(r"[A-Za-z0-9 ._/-]+")


def random_settings(random: Random) -> Pair:
    """Return settings and other settings, most of which are the first ones with one or two changes."""
    host = random.choice(_HOSTS)
    scope = (
        WebhookScope.github_global("big") if host in {None, SourceProvider.GITHUB} and random.random() < 0.3 else None
    )
    before = _settings(random, host, scope)
    after: WebhookSettings | None = _settings(random, host, scope)
    if random.random() < 0.85:
        after = before
        for _ in range(random.choice((1, 1, 2))):
            after = _changed(random, after)
    elif random.random() < 0.3:
        after = None
    return (before, after) if random.random() < 0.5 else (after, before)


def random_event(random: Random, pair: Pair) -> WebhookEvent:
    """Return an event that one of the settings is likely to be for."""
    settings = [each for each in pair if each is not None]
    groups = [group for each in settings for group in each.filter_groups]
    named = [name for group in groups for name in group.event_names or ()]
    action = EventAction(random.choice(named)) if named and random.random() < 0.9 else random.choice(tuple(EventAction))

    def asked(of: FilterType) -> list[str]:
        return sorted({likely_text(str(each.pattern)) for group in groups for each in group.filters if each.type is of})

    def text(of: FilterType) -> str:
        return random.choice([*_VALUES[of], *filter(_PLAIN.fullmatch, asked(of))])

    def ref(of: FilterType) -> str:
        kinds = ("heads", "tags") if action is EventAction.PUSH else ("heads",)
        refs = [f"refs/{kind}/{name}" for kind in kinds for name in _NAMES]
        likely = (each for each in asked(of) if _REF.fullmatch(each) and each.split("/")[1] in kinds)
        return random.choice([*refs, *likely])

    values: dict[str, Any] = {
        "actor": text(FilterType.ACTOR_ACCOUNT_ID),
        "repository_name": text(FilterType.REPOSITORY_NAME),
        "organization_name": text(FilterType.ORGANIZATION_NAME),
    }
    if action in RELEASE_ACTIONS:
        values |= {"tag_name": text(FilterType.TAG_NAME), "release_name": text(FilterType.RELEASE_NAME)}
    elif action is EventAction.WORKFLOW_JOB_QUEUED:
        values |= {"workflow_name": text(FilterType.WORKFLOW_NAME)}
    else:
        files = random.sample(_VALUES[FilterType.FILE_PATH], random.randrange(3))
        values |= {"head_ref": ref(FilterType.HEAD_REF), "files": files, "message": text(FilterType.COMMIT_MESSAGE)}
    if action in PULL_REQUEST_ACTIONS:
        roles = _roles(settings[0].provider)
        values |= {
            "base_ref": ref(FilterType.BASE_REF),
            "author_role": random.choice(("none", "none", None, *roles)),
            "from_fork": random.choice((True, False, None)),
        }
    return WebhookEvent(action=action, **values)


def _settings(random: Random, host: SourceProvider | None, scope: WebhookScope | None) -> WebhookSettings:
    policy = _policy(random, host)
    if scope is None and random.random() < 0.12:
        branch_filter = random.choice(_BRANCH_FILTERS)
        return WebhookSettings(branch_filter=branch_filter, provider=host, pull_request_build_policy=policy)
    groups = [_group(random, is_scoped=scope is not None) for _ in range(random.choice((1, 1, 2, 2, 3, 4)))]
    may_predate = random.random() < 0.05
    return WebhookSettings(
        groups, provider=host, scope=scope, pull_request_build_policy=policy, may_predate_approval=may_predate
    )


def _group(random: Random, *, is_scoped: bool) -> FilterGroup:
    events = Filter(FilterType.EVENT, random.choice(_EVENTS))
    return FilterGroup.of(
        [events, *(_filter(random, events, is_scoped=is_scoped) for _ in range(random.choice((0, 1, 1, 2, 2, 3))))]
    )


def _filter(random: Random, events: Filter, *, is_scoped: bool) -> Filter:
    actions = {EventAction(name) for name in events.event_names or ()}
    allowed = [each for each in _PATTERNS if events_for(each).issuperset(actions)]
    if not actions <= PULL_REQUEST_ACTIONS | {EventAction.PUSH}:
        allowed.remove(FilterType.HEAD_REF)  # of which no page says what it is there
    if not is_scoped:
        allowed = [each for each in allowed if each not in {FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME}]
    of = random.choice(allowed)
    return Filter(of, _pattern(random, of), random.random() < 0.25)


def _pattern(random: Random, of: FilterType) -> str:
    pattern = random.choice(_PATTERNS[of])
    return random.choice(tuple(_written_otherwise(random, pattern))) if random.random() < 0.3 else pattern


def _written_otherwise(random: Random, pattern: str) -> Iterator[str]:
    place = random.randrange(len(pattern) + 1)
    yield from (pattern.lstrip("^"), pattern.rstrip("$"), f"(?i){pattern}", f"^(?:{pattern})$", f"({pattern})")
    yield from (pattern[:place] + pattern[place + 1 :], f"{pattern}|z", pattern.replace("main", "(main|dev)"))


def _policy(random: Random, host: SourceProvider | None) -> PullRequestBuildPolicy | None:
    if random.random() < 0.4:
        return None
    roles = _roles(host) if random.random() < 0.8 else tuple(ApproverRole)
    return PullRequestBuildPolicy(random.choice(tuple(CommentApproval)), random.sample(roles, random.randrange(4)))


def _roles(host: SourceProvider | None) -> tuple[ApproverRole, ...]:
    name = (host or SourceProvider.GITHUB).value.partition("_")[0]
    return tuple(each for each in ApproverRole if each.host == name)


def _changed(random: Random, settings: WebhookSettings) -> WebhookSettings:
    groups, is_scoped = list(settings.filter_groups), settings.scope is not None
    kind = random.choice(("policy", "more", "fewer", "order", "add", "drop", "invert", "change", "rewrite", "events"))
    if not groups or kind == "policy":
        return replace(settings, pull_request_build_policy=_policy(random, settings.provider))
    index = random.randrange(len(groups))
    filters = list(groups[index].filters)
    place = random.randrange(1, len(filters)) if len(filters) > 1 else 0
    if kind == "more":
        groups.append(_group(random, is_scoped=is_scoped))
    elif kind == "fewer" and len(groups) > 1:
        del groups[index]
    elif kind == "order":
        random.shuffle(groups)
    elif kind == "events" and not place:
        groups[index] = FilterGroup.of([Filter(FilterType.EVENT, random.choice(_EVENTS))])
    elif kind == "add" or not place:
        groups[index] = FilterGroup.of([*filters, _filter(random, filters[0], is_scoped=is_scoped)])
    elif kind == "drop":
        groups[index] = FilterGroup.of([*filters[:place], *filters[place + 1 :]])
    else:
        old = filters[place]
        rewritten = random.choice(tuple(_written_otherwise(random, str(old.pattern))))
        pattern = {"change": _pattern(random, old.type), "invert": str(old.pattern)}.get(kind, rewritten)
        filters[place] = Filter(old.type, pattern, old.exclude_matched_pattern != (kind == "invert"))
        groups[index] = FilterGroup.of(filters)
    return replace(settings, filter_groups=tuple(groups))
