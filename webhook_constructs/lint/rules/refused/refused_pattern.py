r"""A pattern that RE2 refuses.

## What it does
Finds patterns that RE2 does not accept: lookaround, backreferences, atomic groups, possessive repeats, counts above
1000, and slips such as a bracket that is not closed.

## Why it matters
CodeBuild documents RE2 for its patterns and answers others with InvalidInputException, so that the deployment fails.
Python's `re`, JavaScript and PCRE accept much that RE2 does not.

## Example
```python
FilterGroup.from_api(
    [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/(?!main$)"}]
)
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch().and_branch_is_not("main")  # matches, and is excluded
```

## Limits
RE2 here is the implementation in C++ [assumed: re2-implementation]. A pattern that is known in part only on
deployment is not looked at. The `and_..._matches` methods refuse such a pattern at once, so this comes from a template,
a live webhook or `from_api`.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

from webhook_constructs.core.groups.problems import refusal_of
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, _ in (*webhook.filters(), *webhook.branch_filters):
        refusal = refusal_of(each.filter) if each.pattern is None else None
        if refusal is not None:
            fix = refusal.advice or "write a pattern that RE2 accepts"
            yield Problem(each.location, refusal.summary, fix)


RULE = Rule(
    id="WH102",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
