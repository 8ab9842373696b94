r"""An actor filter that also lets through accounts it does not name.

## What it does
Finds ACTOR_ACCOUNT_ID filters with a pattern that is not anchored at both ends in every alternative, and anchored ones
that match IDs of any length, or ten IDs or more that they do not spell out.

## Why it matters
CodeBuild searches a pattern in the value. Without anchors, the id 12345 also lets 9123457 through. Account ids of
GitHub are given out in sequence, so that an account whose id contains a trusted one can be had in days; in January 2026
that hole was shown to let strangers run code in builds of AWS's own public repositories (CodeBreach). AWS's pages show
the filter with the placeholder `actor-account-id`: with a number in its place it has the same hole.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("12345|67890")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^12345|67890$")  # one anchor in each alternative
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^12345(|67890$)")  # one alternative has one only
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^.*12345$")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches(r"^12345\d{4}$")  # ten thousand accounts
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("12345", "67890")  # ^(12345|67890)$
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^12345$|^67890$")
```

## Limits
A filter that lets everybody or more than a million accounts through is for WH202, whatever anchors it has; one that
excludes is for WH211. Of several actor filters in a group all have to pass, so nothing is said if one of them names
accounts, or if its pattern is known only on deployment.

A list of IDs is right at any length if it is anchored at both ends, `(?i)` and `(?m)` included, and so is every pattern
that matches fewer than ten IDs. A pattern of more IDs than characters, such as `^(1|2|3|4){4}$`, is no list.
At GitHub, an ID has one line, one word and no separator, so `(?m)^12345$`, `\b12345\b` and `(^|,)12345(,|$)` let nobody
else pass. What the IDs of GitLab and Bitbucket can hold is not documented [assumed: gitlab-actor, atlassian-ids], so
there a missing anchor is named.

A pattern that is too big to be analyzed is tried on IDs that strangers can have. If it lacks an anchor, it is named. If
nothing can be told, WH006 names the filter.

The actor is whoever caused the event. When somebody trusted reopens or closes the pull request of a stranger, the
filter passes; no rule says anything about that.

## References
- <https://www.wiz.io/blog/wiz-research-codebreach-vulnerability-aws-codebuild>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook-events-sdk.html>
- <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

from webhook_constructs.lint.pattern_analysis.actors import FLAWS, Reach, loose_actor_filters
from webhook_constructs.lint.pattern_analysis.logins import logins_in
from webhook_constructs.lint.rule import Certainty, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_REACHES = {Reach.UNANCHORED, Reach.REPEATED, Reach.MANY}  # more accounts are for WH202


def _check(webhook: Webhook) -> Problems:
    for group in webhook.groups:
        for each, reach in loose_actor_filters(group, webhook.provider):
            if reach in _REACHES and not _lets_nobody_in(each, webhook):
                yield Problem(
                    each.location,
                    f"the pattern {each.pattern} {FLAWS[reach]} pass",
                    webhook.language.in_python("use and_actor_account_is, or ") + "write ^(id1|id2)$",
                )


def _lets_nobody_in(actor: PlacedFilter, webhook: Webhook) -> bool:
    logins = logins_in(actor, webhook.provider)
    return logins is not None and logins.are_all


RULE = Rule(
    id="WH201",
    severity=Severity.WARNING,
    certainty=Certainty.OBSERVED,
    source="https://www.wiz.io/blog/wiz-research-codebreach-vulnerability-aws-codebuild",
    check=_check,
    security_severity=9.1,
)
