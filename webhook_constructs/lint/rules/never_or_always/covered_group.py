"""A filter group that changes nothing, because another one lets pass whatever it does.

## What it does
Finds groups that another group of the webhook covers: every event that passes the one also passes the
other. It names the other group.

## Why it matters
An event starts a build when any group passes. A group that is covered by another one can be taken out, and nothing
changes. Mostly the other one lets more through than it was meant to: filters of one group do not narrow another.

## Example
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_any_branch(),
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_under("src"),
))
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch()
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_under("src")
```

## Limits
The first 64 groups are compared with each other, with up to 64 questions that take more than a look. A group that
several others cover only together is not found, nor one that is covered for some of its events, nor what questions too
big for an answer are about. A filter that keeps a file out is taken to keep an event out as soon as one changed file
matches, as in AWS's advice on `buildspec.yml` [assumed: excluded-files]. Equal groups are for WH305, groups that
nothing passes for WH301.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
"""

from __future__ import annotations

from collections.abc import Sequence

from webhook_constructs.core import FilterType, is_subset, is_unsatisfiable
from webhook_constructs.lint.pattern_analysis.sample_values import passes, samples
from webhook_constructs.lint.rule import Certainty, Group, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_MOST_GROUPS = 64
_MOST_QUESTIONS = 64


def _check(webhook: Webhook) -> Problems:
    groups = [group for group in webhook.groups[:_MOST_GROUPS] if group.events]
    left = _MOST_QUESTIONS
    for group in groups:
        candidates = [other for other in groups if other is not group and _may_cover(other, group)][:left]
        left -= len(candidates)
        covering = _covering(candidates, group)
        if covering is not None:
            said = f"whatever passes the group passes {covering.place} anyway ({covering.group})"
            yield Problem(group.location, said, f"take the group out, or narrow {covering.place}")


def _may_cover(other: Group, group: Group) -> bool:
    """Check whether it takes a question to know, or a look shows that another group lets less pass."""
    if not _has_events_of(other, group):
        return False
    written = {(each.type, each.filter.pattern, each.is_excluding) for each in group.filters}
    return all(
        each.type is FilterType.EVENT
        or (each.type, each.filter.pattern, each.is_excluding) in written
        or all(passes(value, each) for value in samples(each, group))
        for each in other.filters
    )


def _has_events_of(group: Group, other: Group) -> bool:
    return bool(group.events and other.events and other.events <= group.events)


def _covering(candidates: Sequence[Group], group: Group) -> Group | None:
    """Return the first group that covers another; of two that cover each other, only the later one is covered."""
    for other in candidates:
        if other.group == group.group or is_subset(group.group, other.group) is not True:
            continue
        if is_unsatisfiable(group.group):
            return None
        is_earlier = (other.location.group or 0) < (group.location.group or 0)
        if is_earlier or not (_has_events_of(group, other) and is_subset(other.group, group.group)):
            return other
    return None


RULE = Rule(
    id="WH303",
    severity=Severity.WARNING,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html",
    check=_check,
)
