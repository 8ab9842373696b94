r"""A dot in a file name that stands for any character.

## What it does
Finds dots before a letter or digit in filters on paths, such as the one in `buildspec.yml`, without a backslash.

## Why it matters
In a pattern, a dot is any character: `^buildspec.yml$` matches `buildspec-yml` too, and `.py$` matches `copy`. Mostly
no such file is there, so that nothing comes of it.

## Example
```python
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_matches("^src/app.py$")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_path_does_not_match("buildspec.yml")
```

## Use instead
```python
FilterGroup.in_event_of(EventAction.PUSH).and_file_path_is("src/app.py")
FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED).and_file_path_does_not_match(r"buildspec\.yml")
```

## Limits
A dot that is repeated (`.*`, `.+`, `.?`), in brackets, or not before a letter or digit is what it is. Where a glob was
written, WH308 says so and this rule nothing.

## References
- RE2: <https://github.com/google/re2/wiki/Syntax>
"""

from __future__ import annotations

import re
from itertools import pairwise

from webhook_constructs.core import FilterType, Pattern
from webhook_constructs.core.patterns.tokens import Atom, atoms_of
from webhook_constructs.lint.pattern_analysis.mistaken_globs import mistaken_glob
from webhook_constructs.lint.rule import Certainty, Group, PlacedFilter, Problem, Problems, Rule, Severity, Webhook
from webhook_constructs.lint.wording.method_calls import call_of_names, names_in

__all__ = ["RULE"]

_AT_A_GLANCE = re.compile(r"(?<!\\)\.[\w(]")  # most patterns hold no such dot, and need not be read


def _check(webhook: Webhook) -> Problems:
    for each, group in webhook.filters(FilterType.FILE_PATH):
        if each.pattern is None or not _AT_A_GLANCE.search(each.pattern.text) or mistaken_glob(each) is not None:
            continue
        dots = _dots(each.pattern.text)
        if dots:
            which = "the dot" if len(dots) == 1 else f"{len(dots)} dots"
            are = "is any character" if len(dots) == 1 else "are any character each"
            advice = _advice(each, group, _escaped(each.pattern.text, dots))
            yield Problem(each.location, f"{which} in {each.pattern} {are}", advice)


def _dots(text: str) -> list[int]:
    """Return the places of the dots before a letter or digit, which may be the first in parentheses."""
    atoms = atoms_of(text)
    return [dot.begin for dot, after in pairwise(atoms) if _is_meant(dot, after, text)]


def _is_meant(dot: Atom, after: Atom, text: str) -> bool:
    between = text[dot.end : after.begin]
    return dot.text == "." and not dot.repeat and between in {"", "(", "(?:"} and after.text.isalnum()


def _escaped(text: str, dots: list[int]) -> str:
    for place in reversed(dots):
        text = f"{text[:place]}\\{text[place:]}"
    return text


def _advice(placed: PlacedFilter, group: Group, text: str) -> str:
    names = names_in(Pattern.if_valid(text))
    call = call_of_names(group, placed.filter, names)
    written = f"write {group.language.pattern(text)}"
    return written if call is None else f"{written}, or use {call}"


RULE = Rule(
    id="WH310",
    severity=Severity.INFO,
    certainty=Certainty.VERIFIED,
    source="RE2",
    check=_check,
)
