r"""A filter group that nothing can pass.

## What it does
Finds groups that no event can pass, and names the smallest cause: a filter that nothing passes, or that no ref of the
group's events or no path passes; two filters that exclude each other; or several that do so together.

## Why it matters
All filters of a group have to pass. A group that nothing passes starts no build, and nobody is told: CodeBuild takes
it without a word. Mostly a pattern asks for less than the whole value (refs are `refs/heads/<branch>`, paths begin
without a slash), or two filters were meant as alternatives.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("refs/heads/^main$")  # nothing comes before the start
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^main$")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_head_ref_matches("^refs/tags/v")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^/docs/")
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^docs/$")  # no path ends with a slash
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_tag_is("v1")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("1").and_actor_account_is("2")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
FilterGroup.in_event_of(EventAction.PUSH).and_file_under("docs")
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PUSH).and_tag_is("v1"),
))
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("1", "2")
```

## Limits
A group is found if it is dead for all of its events; one that is dead for some of them is not. An account that is no
account id is for WH307. A filter that keeps every file out is not found, because an event can have no files [assumed:
no-files]. A branch that is itself named `refs/heads/...`, which git allows, is taken for a slip. Questions that are too
big for an answer get none, and of more than a thousand pairs of filters in a group the rest is not looked at. A branch
filter is judged on the bare name of the branch, so one that asks for `refs/heads/` is found.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, islice

from webhook_constructs.core import FilterGroup, FilterType, SourceProvider, is_unsatisfiable
from webhook_constructs.core.groups.account_ids import account_ids
from webhook_constructs.lint.pattern_analysis import never_matching
from webhook_constructs.lint.pattern_analysis.actors import Reach, reach_of
from webhook_constructs.lint.pattern_analysis.logins import logins_in
from webhook_constructs.lint.pattern_analysis.possible_values import lets_none_pass, said_of
from webhook_constructs.lint.pattern_analysis.sample_values import samples
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.method_calls import call_of_names, names_in

__all__ = ["RULE"]

_MOST_PAIRS = 1_000


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        filters = [each for each in group.filters if not _is_for_others(each, webhook.provider)]
        alone = [problem for each in filters for problem in _alone(each, group, webhook.provider)]
        yield from alone or _together(filters, group)
    for each, group in webhook.branch_filters:
        yield from _alone(each, group, webhook.provider)


def _is_for_others(placed: PlacedFilter, provider: SourceProvider | None) -> bool:
    if placed.type is FilterType.EVENT:
        return True
    logins = logins_in(placed, provider)
    return logins is not None and logins.are_all


def _keeps_everybody_out(placed: PlacedFilter, provider: SourceProvider | None) -> bool:
    """Check whether a filter keeps out every account of a host whose ids are documented, as `!^[0-9]+$` does."""
    return (
        placed.is_excluding
        and placed.type is FilterType.ACTOR_ACCOUNT_ID
        and provider is not None
        and account_ids(provider).are_documented
        and reach_of(placed.pattern, provider) is Reach.EVERYONE
    )


def _alone(placed: PlacedFilter, group: Group, provider: SourceProvider | None) -> Problems:
    """Find a filter that nothing passes."""
    pattern = placed.pattern
    if pattern is None or not (lets_none_pass(placed, group) or _keeps_everybody_out(placed, provider)):
        return
    if placed.is_excluding:
        fact = f"every {said_of(placed, group)} matches {pattern}, which is kept out"
        fix = "write what is to be kept out, or take the filter out"
    else:
        fact, fix = never_matching.explain(placed, pattern, group), never_matching.fix(placed, pattern, group)
    effect = "so nothing starts a build" if placed.is_branch_filter else "so nothing passes the group"
    yield Problem(placed.location, f"{fact}, {effect}", fix)


def _together(filters: Sequence[PlacedFilter], group: Group) -> Problems:
    """Find filters on the same thing that nothing passes together: two of them, or else all."""
    for filter_type in dict.fromkeys(each.type for each in filters):
        same = [each for each in filters if each.type is filter_type]
        if len(same) == 1 or samples(same[0], group) or not _is_dead(same, group):
            continue
        pairs = islice(combinations(same, 2), _MOST_PAIRS)
        pair = next((pair for pair in pairs if _is_dead(pair, group)), None)
        if pair is None:
            places = ", ".join(f"{group.place_of(each)} ({each.filter})" for each in same)
            yield Problem(group.location, f"no {filter_type} passes all of {places}", "put them into several groups")
        else:
            one, other = pair
            said = f"nothing passes both {group.place_of(one)} ({one.filter}) and this filter ({other.filter})"
            yield Problem(other.location, said, _advice_on_pair(one, other, group))


def _is_dead(filters: Sequence[PlacedFilter], group: Group) -> bool:
    events = (each.filter for each in group.on(FilterType.EVENT))
    return is_unsatisfiable(FilterGroup.of([*events, *(each.filter for each in filters)])) is True


def _advice_on_pair(one: PlacedFilter, other: PlacedFilter, group: Group) -> str:
    if one.is_excluding or other.is_excluding:
        return "take one of the two out"
    names = names_in(one.pattern), names_in(other.pattern)
    call = call_of_names(group, one.filter, [*names[0], *names[1]]) if all(names) else None
    return "put them into two groups" if call is None else f"use {call}"


RULE = Rule(
    id="WH301",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
