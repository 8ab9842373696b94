"""An event that is none of CodeBuild's.

## What it does
Finds names in EVENT filters that are none of CodeBuild's nine events, empty places in the list, and empty lists. An
EVENT filter holds a list of names with commas between them, and no pattern.

## Why it matters
No page of AWS says whether the service rejects such a filter [assumed: unknown-event] or ignores the name. If it
ignores it, the builds that were meant never start.

## Example
```python
FilterGroup.from_api([{"type": "EVENT", "pattern": "push"}])
FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH|RELEASED"}])
FilterGroup.from_api([{"type": "EVENT", "pattern": "PUSH,"}])
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH, EventAction.RELEASED)
```

## Limits
Blanks around names are right and are left out of the messages. An event that is newer than this package is taken for
unknown; then acknowledge the warning. Names that are known only on deployment are not looked at.

## References
- <https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html>
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import get_close_matches

from webhook_constructs.core import EventAction, FilterType
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.lint.rule import Certainty, PlacedFilter, Problem, Problems, Rule, Severity, Webhook

__all__ = ["RULE"]

_KNOWN = {event.value: event for event in EventAction}
# What GitHub calls them: https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc].
_AT_GITHUB = {
    "PULL_REQUEST_OPENED": EventAction.PULL_REQUEST_CREATED,
    "PULL_REQUEST_SYNCHRONIZE": EventAction.PULL_REQUEST_UPDATED,
}
_MERGE_QUEUE = re.compile("MERGE.?(GROUP|QUEUE)")
_PULL_REQUEST = "PULL_REQUEST_"
_ALIKE = 0.8
_LONGEST_COMPARED = 40


def _check(webhook: Webhook) -> Problems:
    for each, _ in webhook.filters(FilterType.EVENT):
        names = each.filter.event_names
        if names is not None:
            yield from _problems(each, names)


def _problems(each: PlacedFilter, names: tuple[str, ...]) -> Problems:
    got = str(each.filter.pattern)
    if not names:
        yield Problem(each.location, f"the EVENT filter names no event, got {shown(got)}", f"write {_one_of(_KNOWN)}")
    elif "" in got.split(","):
        yield Problem(each.location, f"there is nothing before or after a comma of {shown(got)}", "take the comma out")
    for name in names:
        if name not in _KNOWN:
            yield Problem(each.location, f"CodeBuild documents no event {shown(name)}", f"write {_meant_by(name)}")


def _meant_by(name: str) -> str:
    """Return the events that may be meant: written otherwise, without commas, in GitHub's words, cut or mistyped."""
    upper = name.upper()
    if _MERGE_QUEUE.search(upper):
        return "PUSH, with HEAD_REF ^refs/heads/gh-readonly-queue/: that is where a merge queue pushes"
    words = re.findall(r"[A-Z_]+", upper.replace("-", "_"))
    events = [_KNOWN.get(word) or _AT_GITHUB.get(word) for word in words]
    if events and None not in events:
        return ",".join(dict.fromkeys(map(str, events)))
    part = f"_{upper.strip('_')}_"
    return _one_of([known for known in _KNOWN if part in f"_{known}_"] or _alike(upper))


def _alike(name: str) -> list[str]:
    begin = _PULL_REQUEST if name.startswith(_PULL_REQUEST) else ""
    family = {known.removeprefix(begin): known for known in _KNOWN if known.startswith(begin)}
    near = get_close_matches(name.removeprefix(begin)[:_LONGEST_COMPARED], family, n=1, cutoff=_ALIKE)
    return [family[each] for each in near] or list(family.values())


def _one_of(names: Collection[str]) -> str:
    return ", ".join(names) if len(names) == 1 else f"one or more of {', '.join(names)}"


RULE = Rule(
    id="WH122",
    severity=Severity.WARNING,
    certainty=Certainty.UNKNOWN,
    source="https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html",
    check=_check,
)
