r"""An exclusion that also keeps out what it does not name.

## What it does
Finds HEAD_REF, BASE_REF and ACTOR_ACCOUNT_ID filters that exclude, and whose pattern is not anchored as WH201 and WH203
ask of those that include.

## Why it matters
CodeBuild searches a pattern in the value. With `refs/heads/main` excluded, `refs/heads/main-2` is not built either, and
with the account 12345 excluded, neither is what 9123457 does. Nobody is let in, but builds are missing.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("refs/heads/main")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_does_not_match("12345")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_branch_is_not("main")
FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_is_not("12345")
FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_does_not_match("^refs/heads/dependabot/")
```

## Limits
What plainly is a prefix, and where anchors cannot be told, is as for WH201 and WH203. Nothing is said about a pattern
that keeps out everything: it is not its anchors that are wrong. A login is for WH307, and a glob for WH308.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
- <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

from webhook_constructs.core import FilterType, SourceProvider
from webhook_constructs.lint.pattern_analysis.actors import FLAWS, reach_of
from webhook_constructs.lint.pattern_analysis.logins import logins_in
from webhook_constructs.lint.pattern_analysis.loose_refs import loose_ref
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.languages import Language

__all__ = ["RULE"]

_REFS = (FilterType.HEAD_REF, FilterType.BASE_REF)


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(FilterType.ACTOR_ACCOUNT_ID, *_REFS):
        if each.is_excluding:
            yield from (
                _on_actor(each, webhook.provider, group.language) if each.type not in _REFS else _on_ref(each, group)
            )


def _on_actor(each: PlacedFilter, provider: SourceProvider | None, language: Language) -> Problems:
    flaw = FLAWS.get(reach_of(each.pattern, provider))
    logins = logins_in(each, provider)
    if flaw is not None and (logins is None or not logins.are_all):
        yield Problem(
            each.location,
            f"the pattern {each.pattern} {flaw} are kept out too",
            language.in_python("use and_actor_account_is_not, or ") + "write ^(id1|id2)$",
        )


def _on_ref(each: PlacedFilter, group: Group) -> Problems:
    loose = loose_ref(each, group)
    if loose is not None:
        yield Problem(
            each.location,
            f"the pattern {each.pattern} {loose.flaw}, so {loose.more} is kept out too",
            loose.advice,
        )


RULE = Rule(
    id="WH211",
    severity=Severity.INFO,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
    security_severity=3.5,
)
