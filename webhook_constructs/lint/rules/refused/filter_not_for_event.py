"""A filter in a group with an event that it is not for.

## What it does
Finds filters that are documented not to work with an event of their group, at the git host if it is known, else at any
host: BASE_REF is for pull requests, FILE_PATH and COMMIT_MESSAGE are for pushes and pull requests, TAG_NAME and
RELEASE_NAME for releases, WORKFLOW_NAME for workflow jobs.

## Why it matters
A filter has to be supported by all events of its group. CodeBuild refused such a webhook with these words: "The
following filter types are not allowed for GitHub webhook when EVENT is [PUSH]: [BASE_REF]. Make sure input filter types
are supported by all the EVENT types specified."

## Example
```python
FilterGroup.from_api(
    [{"type": "EVENT", "pattern": "PUSH, PULL_REQUEST_CREATED"}, {"type": "BASE_REF", "pattern": "^refs/heads/main$"}]
)
```

## Use instead
```python
WebhookSettings(
    (
        FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),
        FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_base_branch_is("main"),
    )
)
```

## Limits
The rejection was observed only for BASE_REF with PUSH at GitHub; for the others the page on filters says "works with
... only". Filters on repositories and organizations are for WH105, events that the git host does not send for WH104,
and where AWS's pages disagree or are silent [assumed: support] for WH126 to WH128.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider
from webhook_constructs.core.service.support_matrix import SCOPED_FILTERS, event_support, events_for
from webhook_constructs.lint.rule import Certainty, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.lint.wording.lists import listed

__all__ = ["RULE"]

_OTHERWISE = {
    FilterType.BASE_REF: ("for the branch of a push", "and_branch_is", "^refs/heads/name$"),
    FilterType.TAG_NAME: ("for the push of a tag", "and_tag_is", "^refs/tags/name$"),
}


def _check(webhook: Webhook) -> Problems:
    provider = webhook.provider
    for each, group in webhook.filters():
        allowed = events_for(each.type, provider)
        wrong = (group.events or frozenset()) - allowed
        if each.type in SCOPED_FILTERS or not wrong:
            continue
        wrong, allowed = _sent(provider, wrong), _sent(provider, allowed)
        if wrong:
            host = "a webhook" if provider is None else f"a {provider} webhook"
            only = f"only when it is {listed(allowed)}" if allowed else "and no event there is for it"
            yield Problem(
                each.location,
                f"filter type {each.type} is not allowed for {host} when EVENT is {listed(wrong)}, {only}",
                _fix(each.type, wrong, webhook.language, is_alone=allowed.isdisjoint(group.events or ())),
            )


def _sent(provider: SourceProvider | None, events: frozenset[EventAction]) -> frozenset[EventAction]:
    return frozenset(event for event in events if not event_support(provider, event).is_certainly_wrong)


def _fix(filter_type: FilterType, wrong: frozenset[EventAction], language: Language, *, is_alone: bool) -> str:
    way = "take the filter out" if is_alone else f"make a group of its own for {listed(wrong)} without it"
    if EventAction.PUSH not in wrong or filter_type not in _OTHERWISE:
        return way
    whose, method, pattern = _OTHERWISE[filter_type]
    written = method if hasattr(FilterGroup.in_event_of(*wrong), method) else pattern
    return f"{way}; {whose} use HEAD_REF ({language.in_python(written, pattern)})"


RULE = Rule(
    id="WH103",
    severity=Severity.ERROR,
    certainty=Certainty.DOCUMENTED,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
