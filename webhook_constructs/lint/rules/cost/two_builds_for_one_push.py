"""A push to the branch of an open pull request that starts two builds.

## What it does
Finds a group for PUSH and a group for PULL_REQUEST_UPDATED, or one group for both, that one push can pass as both. It
is said once for a webhook.

## Why it matters
A push to a branch with an open pull request is two events at the git host: the push, and the update of the pull
request. Where both pass, CodeBuild starts two builds of the same commit, and bills two.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED)
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_any_branch(),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_UPDATED).and_base_branch_is("main"),
))
```

## Use instead
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_UPDATED),
))
```

## Limits
That both builds are started follows from what git hosts send [assumed: double-events]. Up to five branches by name,
such as `main` in a group for PUSH, are not worth a word: pull requests are seldom made from them. None is made from a
branch of a merge queue (`^refs/heads/gh-readonly-queue/`). Only names written out count as names, so
`^refs/heads/v[12]$` stands for any number of branches. Groups whose filters on files cannot both pass are left alone.
Of very many groups, only the first pairs with the fewest filters are compared.

## References
- <https://docs.github.com/en/webhooks/webhook-events-and-payloads>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, is_unsatisfiable
from webhook_constructs.core.patterns.analysis import begins_with
from webhook_constructs.lint.pattern_analysis.sample_values import passes
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_HANDFUL = 5
_MOST_PAIRS = 64
_UPDATED = EventAction.PULL_REQUEST_UPDATED
_OF_QUEUE = "refs/heads/gh-readonly-queue/"
_BRANCHES = ("refs/heads/topic", "refs/heads/feature/topic", "refs/heads/release/1.0")


def _check(webhook: Webhook) -> Problems:
    known = [(group, group.events) for group in webhook.groups if group.events]
    updated = [group for group, events in known if _UPDATED in events]
    pushed = [group for group, events in known if EventAction.PUSH in events and not _is_for_queue(group)]
    pairs = product(_fewest_filters_first(pushed if updated else []), _fewest_filters_first(updated))
    for push, update in islice(pairs, _MOST_PAIRS):
        if _can_both_pass(push, update):
            other = "once more" if push is update else update.place
            said = (
                f"a push to a branch with an open pull request can pass this group as PUSH and {other} as {_UPDATED}, "
                "which starts two builds"
            )
            method = webhook.language.in_python(" (and_branch_is)")
            fix = f"name the branches to build on PUSH{method}, or take one of the two events out"
            yield Problem(push.location, said, fix)
            return


def _is_for_queue(group: Group) -> bool:
    """Check whether a group is for the branches of a merge queue, from which no pull request comes."""
    return any(
        each.pattern is not None and not each.is_excluding and begins_with(each.pattern.text, _OF_QUEUE)
        for each in _heads(group)
    )


def _fewest_filters_first(groups: Iterable[Group]) -> list[Group]:
    """Leave out the groups for a few branches, and those of which something is known only on deployment."""
    told = (group for group in groups if all(each.pattern is not None for each in _conditions(group)))
    return sorted((group for group in told if _is_for_many(_heads(group))), key=lambda group: len(group.filters))


def _conditions(group: Group) -> list[PlacedFilter]:
    return [each for each in group.filters if each.type is not FilterType.EVENT]


def _heads(*groups: Group) -> list[PlacedFilter]:
    return [each for group in groups for each in group.on(FilterType.HEAD_REF)]


def _is_for_many(heads: list[PlacedFilter]) -> bool:
    """Check whether filters on HEAD_REF can let more than a few branches through."""
    for each in heads:
        if each.pattern is None or each.is_excluding:
            continue
        texts = each.pattern.literal_texts
        if texts is not None and all(text.at_start and text.at_end for text in texts):
            return sum(_pass(text.text, heads) for text in texts) > _HANDFUL
    return True


def _pass(head: str, heads: Iterable[PlacedFilter]) -> bool:
    """Check whether a ref is a branch and passes all filters."""
    return head.startswith("refs/heads/") and all(passes(head, each) for each in heads)


def _can_both_pass(push: Group, update: Group) -> bool:
    """Check whether one push can pass both; what only one of two groups looks at is taken to let something pass."""
    one, other = _heads(push), [] if push is update else _heads(update)
    if not _is_for_many([*one, *other]):
        return False
    asked = [] if _are_for_branches(one, other) else [each.filter for each in (*one, *other)]
    if push is not update:
        asked += _compared(_conditions(push), _conditions(update))
    group = FilterGroup.of([Filter(FilterType.EVENT, _UPDATED.value), *asked])
    return not asked or is_unsatisfiable(group) is False


def _are_for_branches(one: list[PlacedFilter], other: list[PlacedFilter]) -> bool:
    """Check whether it can be seen that some branch passes; automata are for what cannot be seen."""
    if any(_pass(branch, [*one, *other]) for branch in _BRANCHES):
        return True
    including = [each.pattern for each in (*one, *other) if each.pattern is not None and not each.is_excluding]
    is_clear = not one or not other or {each.filter for each in one} == {each.filter for each in other}
    return is_clear and bool(including) and all(begins_with(pattern.text, "refs/heads/") for pattern in including)


def _compared(one: list[PlacedFilter], other: list[PlacedFilter]) -> Iterator[Filter]:
    """Return the filters on what both groups look at, besides the branch, unless they say the same of it."""
    for of in dict.fromkeys(each.type for each in one):  # in the order of the filters: what is asked costs the run
        these, those = (dict.fromkeys(each.filter for each in filters if each.type is of) for filters in (one, other))
        if of is not FilterType.HEAD_REF and those and these.keys() != those.keys():
            yield from these | those


RULE = Rule(
    id="WH401",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.github.com/en/webhooks/webhook-events-and-payloads",
    check=_check,
)
