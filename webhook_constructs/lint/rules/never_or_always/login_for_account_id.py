r"""A login where an account id belongs.

## What it does
Finds ACTOR_ACCOUNT_ID filters with a pattern, or with one alternative of it, that no account id matches.

## Why it matters
The filter compares the id of the account, which is a number at GitHub and GitHub Enterprise, and never the login.
CodeBuild takes a login without a word. One that is to let somebody in lets nobody in; one that is to keep somebody out
keeps nobody out.

## Example
```python
WebhookSettings(
    (FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^octocat$"),),
    provider=SourceProvider.GITHUB,
)
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches("^(583231|dependabot-bot)$")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is("583231")  # what api.github.com/users/octocat shows
```

## Limits
At Bitbucket, an ID cannot be distinguished from a login, and the pages of AWS are unclear about GitLab's IDs,
so nothing is said there [assumed: gitlab-actor]. Where the git host is not known, only what can be no id of GitHub or
Bitbucket is found. An alternative is found in patterns that are nothing but texts, and among ids only one with a letter
in it.

## References
- <https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html>
- <https://github.com/cloudtools/troposphere/issues/1372>
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from webhook_constructs.core import FilterType, SourceProvider
from webhook_constructs.lint.pattern_analysis.logins import logins_in
from webhook_constructs.lint.rule import Certainty, Group, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_LOGIN = re.compile(r"@?([A-Za-z0-9][A-Za-z0-9-]{0,38}(\[bot\])?)")
_NUMBERS = re.compile(r"[0-9\s,;|^$()]*")
_IDS = {
    SourceProvider.GITHUB: "ids at GitHub are numbers",
    SourceProvider.GITHUB_ENTERPRISE: "ids at GitHub Enterprise are numbers",
    None: "ids are numbers at GitHub and those of Atlassian at Bitbucket",
}


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(FilterType.ACTOR_ACCOUNT_ID):
        logins = logins_in(each, webhook.provider)
        if logins is None:
            continue
        what = str(each.pattern) if logins.are_all else f"{', '.join(logins.texts)} in {each.pattern}"
        numbers = re.findall("[0-9]+", str(each.pattern)) if _NUMBERS.fullmatch(str(each.pattern)) else []
        effect = "is kept out" if each.is_excluding else "passes"
        yield Problem(
            each.location,
            f"no account id matches {what}, so nobody {effect} by it: "
            f"{_IDS[webhook.provider]}, {'without blanks and commas' if numbers else 'never logins'}",
            _numbers(numbers, group) if numbers else _advice(logins.texts, webhook.provider),
        )


def _numbers(ids: Sequence[str], group: Group) -> str:
    """Return the fix for ids with blanks, commas or semicolons around or between them."""
    written = f"^({'|'.join(ids)})$" if len(ids) > 1 else f"^{ids[0]}$"
    return f"write {group.language.pattern(written)}"


def _advice(texts: Sequence[str], provider: SourceProvider | None) -> str:
    found = _LOGIN.fullmatch(texts[0] if texts else "")
    login = found[1].replace("[", "%5B").replace("]", "%5D") if found else "LOGIN"
    if provider is SourceProvider.GITHUB_ENTERPRISE:
        return f"write the id that /api/v3/users/{login} of the server shows"
    return f"write the id that https://api.github.com/users/{login} shows"


RULE = Rule(
    id="WH307",
    severity=Severity.WARNING,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html",
    check=_check,
)
