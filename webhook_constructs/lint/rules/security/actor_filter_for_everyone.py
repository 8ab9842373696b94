r"""An actor filter that lets everybody through.

## What it does
Finds ACTOR_ACCOUNT_ID filters that pass for every account that a stranger can have, or for more than a million of them.

## Why it matters
The filter looks like a list of trusted accounts and is none. Whoever relies on it builds what strangers propose, with
the credentials of the project.

## Example
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_matches(".*")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_matches(r"^\d+$")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_matches("^12345$|")  # nothing matches all
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_matches(r"^1\d{8}$")  # a hundred million
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_actor_account_is("12345", "67890")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)  # everybody's, if that is what you want
```
Without an actor filter, the pull requests of others than your own contributors wait for a comment by default.

## Limits
What a stranger's ID looks like is known of the git host, not of its accounts: at GitHub a number of nine digits, as new
accounts have them; at GitLab, at GitHub Enterprise and where the host is unknown any number of up to nine digits; at
Bitbucket both kinds of Atlassian account IDs that have been shown. At Bitbucket, "more than a million" stands for a
thousandth of the IDs of one kind. A pattern that lets fewer accounts pass, and does not name them, is for WH201.

A pattern that is too big to be analyzed, even without the IDs that it lists, is tried on a few hundred of these IDs.
Of several actor filters in a group all have to pass, so nothing is said if one of them names accounts.

An actor filter that excludes, and keeps out nobody, is not looked at here.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
- <https://docs.aws.amazon.com/codebuild/latest/userguide/pull-request-build-policy.html>
"""

from __future__ import annotations

from webhook_constructs.core import SourceProvider
from webhook_constructs.lint.pattern_analysis.actors import Reach, loose_actor_filters
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_EVERYBODY = {
    SourceProvider.GITHUB: "the id of every account that GitHub gives out now",
    SourceProvider.BITBUCKET: "every account id of Atlassian",
}
_EVERY_NUMBER = "every number, and so every account id of GitHub and GitLab"


def _check(webhook: Webhook) -> Problems:
    everybody = _EVERY_NUMBER if webhook.provider is None else _EVERYBODY.get(webhook.provider, _EVERY_NUMBER)
    for group in webhook.groups:
        for each, reach in loose_actor_filters(group, webhook.provider):
            if reach in {Reach.EVERYONE, Reach.MILLIONS}:
                whom = everybody if reach is Reach.EVERYONE else "more than a million account ids"
                effect = "the filter keeps nobody out" if reach is Reach.EVERYONE else "it names nobody"
                yield Problem(
                    each.location,
                    f"the pattern {each.pattern} matches {whom}, so {effect}",
                    webhook.language.in_python("use and_actor_account_is", "write ^(id1|id2)$")
                    + ", or leave the filter out and require approval of pull requests",
                )


RULE = Rule(
    id="WH202",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
    check=_check,
    security_severity=8.8,
)
