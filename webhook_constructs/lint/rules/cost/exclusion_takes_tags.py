"""A filter that keeps out some branches and lets every tag through.

## What it does
Finds groups for PUSH whose filters on HEAD_REF all exclude, and let tags through.

## Why it matters
The push of a tag is a PUSH too, with the ref `refs/tags/<tag>`. What excludes a branch does not match that, so that
each tag starts a build, of a commit that has mostly been built before.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is_not("main")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("^refs/heads/dependabot/")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_any_branch().and_branch_is_not("main")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("^refs/(tags|heads/dependabot)/")
```

## Limits
A group without any filter on HEAD_REF is taken to be for tags as well as branches. Nothing is said about a group with
a FILE_PATH filter that includes: whether CodeBuild knows the files of a tag is not documented
[assumed: files-of-tag].

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook-events-sdk.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, is_unsatisfiable
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_PUSH_OF_A_TAG = (
    Filter(FilterType.EVENT, EventAction.PUSH.value),
    Filter(FilterType.HEAD_REF, "^refs/tags/"),
)
_TAGS = ("refs/tags/v1.0.0", "refs/tags/latest")


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        if group.events is None or EventAction.PUSH not in group.events:
            continue
        refs = group.on(FilterType.HEAD_REF)
        if refs and all(each.is_excluding for each in refs) and not _has_files(group) and _let_tags_through(refs):
            excluded = ", ".join(str(each.pattern) for each in refs)
            only = group.language.filter(FilterType.HEAD_REF, "^refs/heads/")
            way = f"and_any_branch() ({only})" if group.offers("and_any_branch") else only
            yield Problem(
                group.location,
                f"the only filters on HEAD_REF exclude ({excluded}), so the push of a tag starts a build too",
                f"add {way}, or exclude ^refs/tags/ as well",
            )


def _has_files(group: Group) -> bool:
    return any(not each.is_excluding for each in group.on(FilterType.FILE_PATH))


def _let_tags_through(excluding: tuple[PlacedFilter, ...]) -> bool:
    patterns = [each.pattern for each in excluding if each.pattern is not None]
    if len(patterns) < len(excluding):
        return False
    if any(not any(pattern.search(tag) for pattern in patterns) for tag in _TAGS):
        return True
    return is_unsatisfiable(FilterGroup.of([*_PUSH_OF_A_TAG, *(each.filter for each in excluding)])) is False


RULE = Rule(
    id="WH403",
    severity=Severity.INFO,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook-events-sdk.html",
    check=_check,
)
