"""A merge that starts two builds.

## What it does
Finds a group for PUSH and a group for PULL_REQUEST_MERGED, or one group for both, that one merge can pass as both. It
is said once for a webhook, with a branch that shows it.

## Why it matters
Merging a pull request is two events at the git host: the merge, and a push to the branch that the pull request goes
into. Where both pass, CodeBuild starts two builds of the same commit, and bills two.

## Example
```python
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main"),
))
FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_MERGED)
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("develop"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main"),
))
```

## Limits
That both builds are started follows from what git hosts send [assumed: double-events]. HEAD_REF of the push is
compared with BASE_REF of the merge, and a BASE_REF of a group for both keeps it from being read. Groups whose filters
on files or actors cannot both pass are left alone. Messages are not compared: the two events can have two head
commits. Of very many groups, only the first pairs are compared.

## References
- <https://docs.github.com/en/webhooks/webhook-events-and-payloads>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
"""

from __future__ import annotations

from itertools import islice, product

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, is_unsatisfiable
from webhook_constructs.lint.pattern_analysis.sample_values import common_branch
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_MOST_PAIRS = 64
_MERGED = EventAction.PULL_REQUEST_MERGED
_EVENT = Filter(FilterType.EVENT, _MERGED.value)
_SAME_OF_BOTH = (FilterType.FILE_PATH, FilterType.ACTOR_ACCOUNT_ID, FilterType.REPOSITORY_NAME)
_LOOKED_AT = {FilterType.HEAD_REF, FilterType.BASE_REF, *_SAME_OF_BOTH}


def _check(webhook: Webhook) -> Problems:
    pushed = [group for group in webhook.groups if EventAction.PUSH in (group.events or ())]
    merged = [group for group in webhook.groups if _MERGED in (group.events or ())]
    for push, merge in islice(product(pushed, merged), _MOST_PAIRS):
        branch = _built_twice(push, merge)
        if branch is not None:
            other = "once more" if push is merge else merge.place
            said = (
                f"a merge into a branch such as {branch} can pass this group as PUSH and {other} as {_MERGED}, which "
                "starts two builds"
            )
            yield Problem(push.location, said, "take one of the two events out: a merge is also a push")
            return


def _built_twice(push: Group, merge: Group) -> str | None:
    """Return a branch whose merges pass both groups."""
    if any(each.pattern is None for group in (push, merge) for each in group.filters if each.type in _LOOKED_AT):
        return None
    if push is merge and any(_is_of_names(each) for each in push.on(FilterType.HEAD_REF)):
        return None  # a pull request from main, say, does not go into main
    branch = common_branch([*push.on(FilterType.HEAD_REF), *merge.on(FilterType.BASE_REF)])
    shared = [each.filter for group in (push, merge) for each in group.on(*_SAME_OF_BOTH)]
    can_pass = not shared or is_unsatisfiable(FilterGroup.of([_EVENT, *dict.fromkeys(shared)])) is False
    return branch if can_pass else None


def _is_of_names(head: PlacedFilter) -> bool:
    return head.pattern is not None and not head.is_excluding and head.pattern.literal_texts is not None


RULE = Rule(
    id="WH409",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.github.com/en/webhooks/webhook-events-and-payloads",
    check=_check,
)
