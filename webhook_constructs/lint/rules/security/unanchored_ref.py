r"""A filter on branches or tags that also lets through others than it names.

## What it does
Finds HEAD_REF and BASE_REF filters with a pattern that is not anchored at both ends in every alternative, and does not
say by `.*` that anything may come there. The finding shows a ref that passes and would not if the pattern had to match
the whole ref.

## Why it matters
CodeBuild searches a pattern in the whole ref. `refs/heads/main` also lets `refs/heads/main-2` through, and `main$` lets
`refs/heads/not-main` through: branches that nobody protects, built with what is meant for the protected one. The
`and_branch_is("main")` of aws-cdk-lib's own filter groups writes `refs/heads/main`.

`|` splits the whole pattern. `^refs/heads/(main|develop)|release/.+$` means `^refs/heads/(main|develop)` or
`release/.+$`: the first alternative has no end, and the second has no start. Put the alternatives into parentheses.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/main")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/main|develop$")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/(main|develop)|release/.+$")  # main-2 too
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(r"^refs/tags/v\d+\.\d+\.\d+")  # v1.2.3-rc1 too
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/release(/.*)?")  # release-2 too
FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_ref_matches("refs/heads/main$")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main", "develop")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/(main|develop|release/.+)$")
FilterGroup.in_event_of(EventAction.PUSH).and_tag_glob("v*")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches("^refs/heads/main.*")  # main-2 too, and it says so
FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_base_branch_is("main")
```

## Limits
A pattern for many refs that lacks only the start, such as `refs/heads/feature/.*`, is an info: what else it matches is
a ref like `refs/heads/x/refs/heads/feature/a`. `and_branch_is("feature/.*")` of aws-cdk-lib writes such patterns. A
glob is for WH308.

A pattern that plainly is a prefix is right as it is. It ends with `.*` (`^refs/heads/release/.*`, `^refs/heads/v.*`),
whose only meaning can be that anything follows; with a slash or another mark after which a name goes on
(`^refs/heads/release/`, `^refs/heads/release-`, `^refs/heads/main(/|$)`); with one character after the last slash, or
a v after such a mark (`^refs/tags/v`, `^refs/tags/api-v`), because nobody means the tag v; or with any digits after
one of these (`^refs/tags/v[0-9]`, `^refs/tags/v\d+`, `^refs/heads/release/[0-9]+`), because a number can go on. Digits
after a dot are the last of a version, which mostly is to be whole (`^refs/tags/v\d+\.\d+\.\d+`). `^refs/heads/main`
and `^refs/heads/feature` look alike, and only their author knows which is meant; `.*` says so to the reader as well.

`.*` right before `refs/`, as in `^.*refs/heads/main$`, is named though it says that anything may stand there: no ref
has anything before `refs/`, so what it lets through is a branch such as `x/refs/heads/main`.

A ref has one line, so `(?m)^` is an anchor here; `\b` is none. Nothing is said where no ref that git allows shows the
flaw, about a pattern that matches every ref or none, and in groups that are for releases or workflow jobs alone, where
HEAD_REF can hold anything [assumed: refs-of-other-events]. A pattern that is too big to be analyzed is tried with the
name that it most likely matches, and if that shows nothing, WH006 names it. A branch filter is judged in the same way,
on the bare name of the branch.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType
from webhook_constructs.lint.pattern_analysis.loose_refs import loose_ref
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]


def _check(webhook: Webhook) -> Problems:
    for each, group in (*webhook.filters(FilterType.HEAD_REF, FilterType.BASE_REF), *webhook.branch_filters):
        loose = None if each.is_excluding else loose_ref(each, group)
        if loose is not None:
            yield Problem(
                each.location,
                f"the pattern {each.pattern} {loose.flaw}, so {loose.more} passes too",
                loose.advice,
                Severity.INFO if loose.is_prefix else None,
            )


RULE = Rule(
    id="WH203",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
    security_severity=5.5,
)
