"""What an event has to fulfill to pass a group, as literals: one for each filter.

A clause is true of an event if all of its literals are. What cannot be written as a literal, because nobody knows what
it asks for, is a doubt: of a clause with doubts, the literals say only what an event cannot do without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from webhook_constructs.core.decisions.decision import searched
from webhook_constructs.core.decisions.event_values import EventValues, event_values
from webhook_constructs.core.decisions.filter_trace import FilterOutcome, group_trace
from webhook_constructs.core.decisions.unfiltered_webhook import groups_of, implied_values
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.filter import Filter, event_names_of
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.patterns.analysis import tree_of
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import RunOverError
from webhook_constructs.core.patterns.syntax_tree import Anchor, AnchorKind, Choice, Repeat, Sequence, Tree
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    RELEASE_ACTIONS,
    EventAction,
    FilterType,
)
from webhook_constructs.core.values.unresolved import is_unresolved

from .side import Side

__all__ = ["Clause", "Literal", "clauses_of", "in_refs", "values_for"]

_BRANCHES, _TAGS = "^refs/heads/", "^refs/tags/"
_SCOPE = "the scope is known only when the stack is deployed"
_BRANCH_FILTER = "the branch filter is known only when the stack is deployed"
_OTHER_VALUES = "a branch filter that is written so cannot be compared with filters on whole refs"
_START = Anchor(AnchorKind.TEXT_START)
_PART = re.compile(r"\\Q.*?(?:\\E|\Z)|\\.|\[\^?\]?(?:\\.|\[:\^?[a-z]+:\]|[^\]\\])*\]|.", re.DOTALL)
_FLAGS = re.compile(r"\(\?[A-Za-z]+\)")
_OF_ANY = (FilterType.ACTOR_ACCOUNT_ID, FilterType.REPOSITORY_NAME, FilterType.ORGANIZATION_NAME)
_OF_CODE = (FilterType.HEAD_REF, FilterType.FILE_PATH, FilterType.COMMIT_MESSAGE)
_OF_RELEASES = (FilterType.TAG_NAME, FilterType.RELEASE_NAME)
_MEMBERS = {
    FilterType.HEAD_REF: "head_ref",
    FilterType.BASE_REF: "base_ref",
    FilterType.ACTOR_ACCOUNT_ID: "actor",
    FilterType.FILE_PATH: "files",
    FilterType.COMMIT_MESSAGE: "message",
    FilterType.WORKFLOW_NAME: "workflow_name",
    FilterType.TAG_NAME: "tag_name",
    FilterType.RELEASE_NAME: "release_name",
    FilterType.REPOSITORY_NAME: "repository_name",
    FilterType.ORGANIZATION_NAME: "organization_name",
}


@dataclass(frozen=True, slots=True)
class Literal:
    """What one filter asks for.

    Attributes:
        of: What it looks at.
        pattern: The pattern. Of files, one of them has to match it.
        excluded: Whether it is true if the pattern does not match. Of files, none may match it. Default: it is not.
    """

    of: FilterType
    pattern: str
    excluded: bool = False

    def negated(self) -> Literal:
        """Return what is true where this is not."""
        return Literal(self.of, self.pattern, not self.excluded)


@dataclass(frozen=True, slots=True)
class Clause:
    """What an event has to fulfill to pass a group.

    Attributes:
        literals: What has to hold.
        doubts: Why it is not certain that an event passes that fulfills the literals.
        is_unresolved: Whether a doubt is about a value that is known only when the stack is deployed.
        filters: The filters of the group: groups of the same filters are the same.
    """

    literals: tuple[Literal, ...]
    doubts: tuple[str, ...] = ()
    is_unresolved: bool = False
    filters: frozenset[Filter] = frozenset()


def values_for(action: EventAction) -> dict[FilterType, str]:
    """Return what filters can look at in an event, each with the member of the event that holds it."""
    looked_at: tuple[FilterType, ...] = (FilterType.WORKFLOW_NAME,)
    if action in RELEASE_ACTIONS:
        looked_at = _OF_RELEASES
    elif action is EventAction.PUSH:
        looked_at = _OF_CODE
    elif action in PULL_REQUEST_ACTIONS:
        looked_at = (*_OF_CODE, FilterType.BASE_REF)
    return {each: _MEMBERS[each] for each in (*looked_at, *_OF_ANY)}


def clauses_of(side: Side, action: EventAction) -> tuple[Clause, ...]:
    """Return what an event of an action has to fulfill to pass a webhook: any one clause.

    Args:
        side: The webhook, which CodeBuild does not refuse.
        action: The action.
    """
    if side.settings is None:
        return ()
    found = [clause for group in groups_of(side.settings) for clause in _of_group(side, group, action)]
    place = tuple(Literal(of, pattern) for of, pattern in side.place)
    is_unfiltered = not side.settings.filter_groups
    unknown = [_SCOPE] if "scope" in side.unknown else []
    unknown += [_BRANCH_FILTER] if is_unfiltered and "branch_filter" in side.unknown else []
    return tuple(
        Clause(
            tuple(dict.fromkeys((*each.literals, *place))),
            (*each.doubts, *unknown),
            each.is_unresolved or bool(unknown),
            each.filters,
        )
        for each in found
    )


def _of_group(side: Side, group: FilterGroup, action: EventAction) -> Iterator[Clause]:
    events = [each for each in group.filters if each.type is FilterType.EVENT]
    others = [each for each in group.filters if each.type is not FilterType.EVENT]
    names = event_names_of(events)
    if names is not None and action.value not in names:
        return
    outcome, doubt = _tried(side, events, action)
    if outcome is FilterOutcome.FAILED:
        return
    literals, doubts = [], [doubt]
    for each in others:
        literal, doubt = _literal(side, each, action)
        literals += [] if literal is None else [literal]
        doubts.append(doubt)
    known = Clause(
        tuple(literals),
        tuple(dict.fromkeys(filter(None, doubts))),
        any(is_unresolved(each.pattern) for each in group.filters),
        frozenset(group.filters),
    )
    yield known
    if others and not side.webhook.filter_groups and action is EventAction.PUSH:
        _, doubt = _tried(side, others, action, head_ref="refs/tags/v1.0")
        yield Clause((Literal(FilterType.HEAD_REF, _TAGS),), tuple(filter(None, (doubt,))), known.is_unresolved)


def _literal(side: Side, each: Filter, action: EventAction) -> tuple[Literal | None, str | None]:
    """Return what a filter asks for, or why that is not known."""
    outcome, doubt = _tried(side, [each], action)
    if outcome is FilterOutcome.UNDECIDED:
        return None, doubt
    pattern = str(each.pattern)
    if not side.webhook.filter_groups:
        try:
            of_refs = in_refs(pattern)
        except RunOverError:
            of_refs = None
        if of_refs is None:
            return Literal(FilterType.HEAD_REF, _BRANCHES), _OTHER_VALUES
        pattern = of_refs
    return Literal(each.type, pattern, each.exclude_matched_pattern), None


def _tried(
    side: Side, filters: Iterable[Filter], action: EventAction, **given: str
) -> tuple[FilterOutcome, str | None]:
    """Return what a decision knows of some filters: whether they can pass, and why they are undecided."""
    settings = side.webhook
    members = {name: ("x",) if name == "files" else "refs/heads/x" for name in values_for(action).values()}
    probe = WebhookEvent(action=action, **{**members, **given})  # type: ignore[arg-type]  # texts, and a tuple of files

    def values_of(filter_type: FilterType) -> EventValues:
        scope = None if settings.scope is None else settings.scope.scope_type
        found = event_values(probe, filter_type, settings.provider, scope)
        return found if settings.filter_groups else implied_values(filter_type, found)

    trace = group_trace(None, FilterGroup.of(filters), values_of, searched)
    doubts = (f"{each.filter}: {each.undecided_because}" for each in trace.filters if each.undecided_because)
    return trace.outcome, next(doubts, None)


def in_refs(pattern: str) -> str | None:
    """Return a pattern that matches the refs of those branches whose bare names a pattern matches.

    Args:
        pattern: A pattern that RE2 accepts.

    Returns:
        The pattern; None if it cannot be written.

    Examples:
        >>> in_refs("^main$"), in_refs("main"), in_refs("^a$|^b")
        ('^refs/heads/(?:main$)', '^refs/heads/(?s:.*)(?:main)', '^refs/heads/(?:a$)|^refs/heads/(?:b)')
    """
    tree = tree_of(pattern)
    if tree is None:
        return None
    flags = found[0] if (found := _FLAGS.match(pattern)) else ""
    rest = pattern[len(flags) :]
    if isinstance(tree, Choice):
        options = [flags + each for each in _options_of(rest)]
        if len(options) > 1 and tree == Choice(tuple(filter(None, map(tree_of, options)))):
            written = [in_refs(each) for each in options]
            return None if None in written else "|".join(map(str, written))
    is_begun = isinstance(tree, Sequence) and tree.items[:1] == (_START,) and rest.startswith("^")
    if _asks_for_start(Sequence(tree.items[1:]) if is_begun and isinstance(tree, Sequence) else tree):
        return None
    group = f"{flags[:-1] or '(?'}:{rest[is_begun:]})"
    of_refs = f"{_BRANCHES}{group}" if is_begun else f"{_BRANCHES}(?s:.*){group}"
    return of_refs if Pattern.if_valid(of_refs) is not None else None


def _options_of(pattern: str) -> list[str]:
    """Return what stands between the bars of a pattern that are in no group and no class."""
    options, depth = [""], 0
    for part in _PART.findall(pattern):
        depth += {"(": 1, ")": -1}.get(part, 0)
        if part == "|" and not depth:
            options.append("")
        else:
            options[-1] += part
    return options


def _asks_for_start(tree: Tree) -> bool:
    """Check whether a pattern asks somewhere for the start of the text or of a line."""
    if isinstance(tree, Anchor):
        return tree.kind in {AnchorKind.TEXT_START, AnchorKind.LINE_START}
    if isinstance(tree, Repeat):
        return _asks_for_start(tree.item)
    parts = tree.options if isinstance(tree, Choice) else tree.items if isinstance(tree, Sequence) else ()
    return any(map(_asks_for_start, parts))
