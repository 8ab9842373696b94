"""Pull requests filtered by where they come from, where it was to be where they go.

## What it does
Finds groups for pull requests whose only ref that is asked for is a HEAD_REF of branches that pull requests are merged
into and hardly ever made from: main, master, trunk, mainline, develop and development.

## Why it matters
HEAD_REF of a pull request is the branch it comes from; the branch it is to be merged into is
BASE_REF. "Merged pull requests with HEAD_REF main" are not those merged into main, but those made from it, which do not
exist, or those from the branch main of a fork.

## Example
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_branch_is("main")
FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_CREATED).and_branch_is("main", "develop")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main")
WebhookSettings((
    FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main", "develop"),
    FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main", "develop"),
))
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_branch_is("develop").and_base_branch_is("main")
```

## Limits
Only patterns that are nothing but such names are found. With a filter on BASE_REF in the group, the HEAD_REF is taken
to be meant: where releases are pull requests from develop into main, say so by adding it.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType, Pattern
from webhook_constructs.lint.pattern_analysis.merge_targets import MERGED_INTO, advice_on_target, is_mistaken_target
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_HEADS = "refs/heads/"


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(FilterType.HEAD_REF):
        names = [] if each.is_excluding else _names(each.pattern)
        if names and is_mistaken_target(group, names):
            said = ", ".join(names)
            yield Problem(
                each.location,
                f"HEAD_REF of a pull request is the branch it comes from, so pull requests from {said} pass, and "
                f"not those into {said}",
                advice_on_target(group, names),
            )


def _names(pattern: Pattern | None) -> list[str]:
    """Return the names of branches that a pattern asks for, if it asks for nothing else."""
    if pattern is None or not any(name in pattern.text for name in MERGED_INTO):
        return []
    texts = pattern.literal_texts or ()
    if any(each.at_start and not each.text.startswith(_HEADS) for each in texts):
        return []  # no ref matches it, which is for WH301
    names = {each.text.removeprefix(_HEADS) for each in texts}
    return sorted(names)


RULE = Rule(
    id="WH306",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
