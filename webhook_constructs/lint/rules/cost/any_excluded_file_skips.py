"""A filter that keeps out a whole change because of one file in it.

## What it does
Finds groups with a FILE_PATH filter that excludes. Of several in a group the first is named.

## Why it matters
Such a filter skips the build as soon as one changed file matches, not only when all of them do. With `^docs/`
excluded, a commit that changes `docs/index.md` and `src/app.py` is not built, and what is wrong with it is found by a
later build.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_not_under("docs")
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_path_glob_not("*.md")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_under("src", "tests")
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main").and_file_path_glob("*.py", "pyproject.toml")
```
There is no filter for "all files but these": RE2 has no lookahead, so name what is to be built.

## Limits
No page of AWS spells out the change that has files of both kinds [assumed: excluded-files]. That any file is enough is
the only reading under which AWS's own advice, to exclude `buildspec.yml` against builds of somebody's changes to it,
protects anything. A filter that keeps out that file is meant so, and nothing is said about it.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html>
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType, Pattern
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_PROTECTED = ("buildspec.yml", "buildspec.yaml")


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        for each in group.on(FilterType.FILE_PATH):
            if each.is_excluding and each.pattern is not None and not _is_to_protect(each.pattern):
                method = ", such as and_file_under" if group.offers("and_file_under") else ""
                yield Problem(
                    each.location,
                    f"one changed file that matches {each.pattern} skips the build, whatever else has changed",
                    f"name the files to build for with a FILE_PATH filter that includes{method}",
                )
                break


def _is_to_protect(pattern: Pattern) -> bool:
    return any(map(pattern.search, _PROTECTED))


RULE = Rule(
    id="WH402",
    severity=Severity.INFO,
    certainty=Certainty.INFERRED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/webhooks.html",
    check=_check,
)
