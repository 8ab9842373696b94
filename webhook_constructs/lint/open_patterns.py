"""What is found in patterns of which the deployment writes a part, whatever it writes there.

Such a pattern is judged with several texts in the place of what is open, each of another kind: a plain name, nothing,
everything, alternatives, and a pattern with anchors of its own. What is found with each of them is found whatever comes
in. A text with which RE2 refuses the pattern, or with which its group never passes, says nothing about the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from webhook_constructs.core import Filter, FilterGroup, FilterType, WebhookSettings
from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_unresolved
from webhook_constructs.core.values.wire import as_mapping

from .findings.finding import Finding
from .rule import Location

__all__ = ["found_whatever_comes_in"]

_NAMES = tuple(map(chr, range(0x13000, 0x13010)))
"""Letters that no branch has. Twice, each stands for a plain name, and is shown as what is open; once, for a prefix."""

_SAMPLES = (
    "",
    ".*",
    "x|y",
    "|",
    "x$",
    "^x",
    "^refs/heads/x",
    "^refs/heads/x$",
    "main",
    "123",
    "^123$",
    ")",
    "]",
    "x\\",
)
_OPEN = re.compile(r"\$\{Token\[[^\]]*\]\}|\{\{resolve:[^}]*\}\}")
_REFUSED, _NEVER = "WH102", "WH301"
_INSTEAD = {"WH203": {"WH302", "WH308"}, "WH201": {"WH202"}}
"""Findings that take the place of others: a pattern for everything is not anchored either, and so with a glob."""


def found_whatever_comes_in(
    settings: WebhookSettings, judge: Callable[[WebhookSettings], Sequence[Finding]], known: Sequence[Finding]
) -> Iterator[Finding]:
    """Return what is found in the patterns of a webhook that are open, beside what is found anyway.

    Args:
        settings: The settings.
        judge: Returns what is found in settings without open patterns.
        known: What is found anyway.
    """
    if not any(is_unresolved(each) for each in _patterns(settings)):
        return
    shown: dict[str, str] = {}
    named = _with(settings, lambda pieces: _named(pieces, shown))
    if not shown:
        return
    places = {(each.id, each.location) for each in known}
    judged = _Judged(judge(named))
    candidates = [each for each in judged.findings if (each.id, each.location) not in places]
    samples = [judged]
    for text in _SAMPLES:
        candidates = [each for each in candidates if _may_hold(each, samples)]
        if not candidates:
            return
        samples.append(_Judged(judge(_with(settings, partial(_filled, text=text)))))
    for each in candidates:
        if _holds(each, samples):
            yield replace(each, message=_put_back(each.message, shown), fix=_put_back(each.fix, shown))


def _patterns(settings: WebhookSettings) -> Iterator[Text | None]:
    yield settings.branch_filter
    yield from (each.pattern for group in settings.filter_groups for each in group.filters)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What is found with one text in the place of what is open."""

    findings: Sequence[Finding]

    def has(self, finding: Finding) -> bool:
        ids = {finding.id, *_INSTEAD.get(finding.id, ())}
        return any(each.id in ids and each.location == finding.location for each in self.findings)

    def counts_for(self, finding: Finding) -> bool:
        """Check whether the text says something about the place of a finding."""
        empty = {_REFUSED} if finding.id == _NEVER else {_REFUSED, _NEVER}
        return not any(each.id in empty and _meet(each.location, finding.location) for each in self.findings)


def _may_hold(finding: Finding, samples: Sequence[_Judged]) -> bool:
    """Check whether a finding is there with each text that says something."""
    return all(each.has(finding) for each in samples if each.counts_for(finding))


def _holds(finding: Finding, samples: Sequence[_Judged]) -> bool:
    """Check the same; if no text says anything, the finding has to be there with each."""
    says_nothing = not any(each.counts_for(finding) for each in samples)
    return all(each.has(finding) for each in samples if says_nothing or each.counts_for(finding))


def _meet(one: Location, other: Location) -> bool:
    """Check whether a finding at one place is about a part of what another is about."""
    return other.group is None or (one.group == other.group and (None in {one.filter, other.filter} or one == other))


def _with(settings: WebhookSettings, written: Callable[[Sequence[str | Mapping[str, Any]]], str]) -> WebhookSettings:
    """Put texts into the open patterns of which a part is known."""

    def text(pattern: Text) -> Text:
        pieces = _pieces(pattern) if is_unresolved(pattern) else []
        return written(pieces) if any(isinstance(each, str) and each for each in pieces) else pattern

    groups = tuple(
        FilterGroup.of(
            each
            if each.type is FilterType.EVENT
            else Filter(each.type, text(each.pattern), each.exclude_matched_pattern)
            for each in group.filters
        )
        for group in settings.filter_groups
    )
    branch = settings.branch_filter
    return replace(settings, filter_groups=groups, branch_filter=None if branch is None else text(branch))


def _pieces(pattern: Text) -> list[Any]:
    """Return what a pattern consists of: texts that are known, and objects in the places of what is open."""
    found: list[Any] = []
    for piece in pieces_of(pattern.to_cfn()) if isinstance(pattern, UnresolvedValue) else [pattern]:
        if not isinstance(piece, str):
            found.append(piece)
            continue
        end = 0
        for each in _OPEN.finditer(piece):
            found += [piece[end : each.start()], {"Text": each[0]}]
            end = each.end()
        found.append(piece[end:])
    return found


def _named(pieces: Sequence[Any], shown: dict[str, str]) -> str:
    """Put a name of its own in the place of each thing that is open, and note how it is shown."""
    letters = {text: letter for letter, text in shown.items()}
    found = []
    for each in pieces:
        if isinstance(each, str):
            found.append(each)
            continue
        text = _shown(each)
        letter = letters.setdefault(text, _NAMES[min(len(letters), len(_NAMES) - 1)])
        shown.setdefault(letter, text)
        found.append(2 * letter)
    return "".join(found)


def _filled(pieces: Sequence[Any], text: str) -> str:
    return "".join(each if isinstance(each, str) else text for each in pieces)


def _shown(piece: Any) -> str:
    """Return how people read something that is open."""
    name, argument = next(iter(as_mapping(piece).items()), ("...", None))
    if name == "Text":
        return str(argument)
    if name == "Ref":
        return f"${{{argument}}}"
    if name == "Fn::GetAtt" and isinstance(argument, list):
        return f"${{{'.'.join(map(str, argument))}}}"
    return f"${{{str(name).removeprefix('Fn::')}}}"


def _put_back(text: str, shown: Mapping[str, str]) -> str:
    for letter, name in shown.items():
        text = text.replace(2 * letter, name).replace(letter, name)
    return text
