"""Logins where account ids belong."""

from __future__ import annotations

import re
from dataclasses import dataclass

from webhook_constructs.core import FilterType, Pattern, SourceProvider, is_disjoint, is_unsatisfiable
from webhook_constructs.core.groups.account_ids import AccountIds, account_ids, id_texts_of, read_as_ids
from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.patterns.literal_texts import LiteralText
from webhook_constructs.core.patterns.step_budget import once_in_run
from webhook_constructs.lint.rule import PlacedFilter

__all__ = ["Logins", "logins_in"]

_MOST_TEXTS = 64  # that are looked at one by one
_OF_NUMBERS = re.compile(r"[\^(]*[0-9][0-9|()^$]*")


@dataclass(frozen=True, slots=True)
class Logins:
    """What no account id matches.

    Attributes:
        are_all: Whether no account id matches the pattern at all.
        texts: The texts in the pattern that no account id holds, empty if the pattern is more than texts.
    """

    are_all: bool
    texts: tuple[str, ...]


def logins_in(placed: PlacedFilter, provider: SourceProvider | None) -> Logins | None:
    """Find what stands for an account in a filter and can be no account id.

    Args:
        placed: The filter.
        provider: The git host. Of a host that is not known, an id is anything that is one at GitHub or Bitbucket; of
            GitLab's ids the pages do not say what they are [assumed: gitlab-actor].

    Returns:
        What was found; None if there is nothing, or if that cannot be told.
    """
    ids, pattern = account_ids(provider), placed.pattern
    if placed.type is not FilterType.ACTOR_ACCOUNT_ID or pattern is None or not ids.are_documented:
        return None
    if _OF_NUMBERS.fullmatch(pattern.text):
        return None
    return once_in_run((logins_in, pattern, provider), lambda: _logins(pattern, ids))


def _logins(pattern: Pattern, ids: AccountIds) -> Logins | None:
    said = [each for each in pattern.literal_texts or () if each.text]
    doubtful = [each for each in said if not each.text.isdigit()]
    if pattern.literal_texts is None or len(doubtful) > _MOST_TEXTS:
        return Logins(are_all=True, texts=()) if _is_apart(pattern, ids) else None
    found = {each.text for each in doubtful if _is_no_id(each, ids)}
    are_all = found == {each.text for each in said}
    # Beside ids, what holds no letter is no login, but a separator with an id: (^|,)12345(,|$) is for 12345 alone.
    named = found if are_all else {each for each in found if any(map(str.isalpha, each))}
    return Logins(are_all, tuple(sorted(named))) if named else None


def _is_apart(pattern: Pattern, ids: AccountIds) -> bool:
    likely = likely_text(pattern.text)
    matched = pattern.search_in_run((likely, likely.lower()))
    if Pattern(ids.every).search_in_run(matched):
        return False
    holds_none = id_texts_of(read_as_ids(pattern, ids)) == frozenset()
    if not holds_none and is_disjoint(pattern, Pattern(ids.every)) is not True:
        return False
    return bool(matched) or is_unsatisfiable(pattern) is False


def _is_no_id(text: LiteralText, ids: AccountIds) -> bool:
    """Check whether no ID is or holds a text, which mostly is seen by its characters, or by its being an ID."""
    if not all(ord(character) in ids.characters for character in text.text):
        return True
    if Pattern(ids.every).search_in_run((text.text,)):
        return False
    written = Pattern(f"{'^' if text.at_start else ''}{escaped(text.text)}{'$' if text.at_end else ''}")
    return is_disjoint(written, Pattern(ids.every)) is True
