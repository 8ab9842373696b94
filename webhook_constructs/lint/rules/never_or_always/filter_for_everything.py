r"""A filter that filters nothing.

## What it does
Finds filters that every event of their group passes: one that includes, with a pattern that every value matches, and
one that excludes, with a pattern that no value matches.

## Why it matters
Such a filter looks like a condition and is none. Mostly it was meant to be one: `main` without `refs/heads/` after an
anchor excludes no branch.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches(".*")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_ref_matches("^refs/heads/")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_head_ref_does_not_match("^refs/tags/")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("^main$")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH)
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main")
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch()  # ^refs/heads/ keeps out tags
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch().and_branch_is_not("main")
```

## Limits
A filter of pull requests that says in so many words that any branch passes, such as `^refs/heads/.*`, is an info: for
pushes it keeps out tags, and it is often copied from there. Each filter is looked at alone. Filters on files are
judged by what their pattern says of each path. An actor filter that lets everybody pass is for WH202, a login for
WH307, a glob for WH308 and an empty pattern for WH124. Questions that are too big for an answer get none.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

import re

from webhook_constructs.core import FilterType, Pattern
from webhook_constructs.lint.pattern_analysis import never_matching
from webhook_constructs.lint.pattern_analysis.mistaken_globs import mistaken_glob
from webhook_constructs.lint.pattern_analysis.possible_values import lets_all_pass, said_of
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_ANY_BRANCH = re.compile(r"\^?\(?refs\\?/heads\\?/\)?(\(?\.[*+]\)?)?\$?")


def _check(webhook: Webhook) -> Problems:
    for each, group in (*webhook.filters(), *webhook.branch_filters):
        pattern = each.pattern
        if pattern is None or (each.type is FilterType.ACTOR_ACCOUNT_ID and not each.is_excluding):
            continue
        if not lets_all_pass(each, group) or mistaken_glob(each) is not None:
            continue
        if each.is_excluding:
            said = f"{never_matching.explain(each, pattern, group)}, so the filter keeps nothing out"
            yield Problem(each.location, said, never_matching.fix(each, pattern, group))
        elif each.is_branch_filter:
            said = f"every branch matches {pattern}, so the branch filter lets everything pass"
            yield Problem(each.location, said, "leave the branch filter out, or write which branches are to pass")
        else:
            said = f"every {said_of(each, group)} matches {pattern}, so the filter lets everything pass"
            severity = Severity.INFO if _is_any_branch(pattern) else None
            yield Problem(each.location, said, "take the filter out, or write what is to pass", severity)


def _is_any_branch(pattern: Pattern) -> bool:
    """Check whether a pattern says in so many words that any branch may pass, as it is right for pushes."""
    return _ANY_BRANCH.fullmatch(pattern.text) is not None


RULE = Rule(
    id="WH302",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
