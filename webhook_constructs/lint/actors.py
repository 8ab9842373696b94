"""Whom the ACTOR_ACCOUNT_ID filters of a group let through."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from webhook_constructs.core import FilterType, Pattern, SourceProvider, is_disjoint, is_subset
from webhook_constructs.core.regex_analysis import tree_of
from webhook_constructs.core.regex_tree import AnchorKind, Characters, Choice, Repeat, Sequence, is_anchored

from .plain_patterns import is_plain_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.regex_tree import Tree

    from .webhook import Group, PlacedFilter

__all__ = ["Reach", "loose_actor_filters", "reach_of"]


class Reach(Enum):
    """Which accounts a pattern matches."""

    NAMED = "accounts that it names"
    UNANCHORED = "every account whose id contains a match, for want of an anchor"
    REPEATED = "every account whose id contains a match, because a part of it can be of any length"
    EVERYONE = "every account"
    UNKNOWN = "cannot be told"


_ID_CHARACTERS = frozenset(map(ord, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"))
_DIGITS = frozenset(map(ord, "0123456789"))

# What passes for everyone is judged by ids that a stranger can have. GitHub numbers its accounts in sequence, and the
# new ones have had nine digits for years: https://api.github.com/users/Copilot shows 198982749. How long the numbers of
# a server of one's own are is not known. Bitbucket's ids are of two kinds, as far as ids have been shown.
_UUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_NUMBERS = ("^[1-9][0-9]{0,8}$", ("1", "7041", "198982749"))
_STRANGERS: dict[SourceProvider | None, tuple[str, tuple[str, ...]]] = {
    SourceProvider.GITHUB: ("^[1-9][0-9]{8}$", ("100000000", "198982749")),
    SourceProvider.BITBUCKET: (
        f"^([0-9][0-9a-f]{{23}}|[0-9]{{6}}:{_UUID})$",
        ("5b10a2844c20165700ede21f", "712020:0c1f2a34-56b7-489d-8e0f-a1b2c3d4e5f6"),
    ),
}
"""By git host, a pattern of the ids that strangers can have, and some that it matches."""


def reach_of(pattern: Pattern | None, provider: SourceProvider | None) -> Reach:
    r"""Tell which accounts a pattern of an ACTOR_ACCOUNT_ID filter matches.

    Args:
        pattern: The pattern; None where it cannot be judged.
        provider: The git host; None where it is not known, when ids are taken for numbers.

    Examples:
        >>> reach_of(Pattern("^(1|2)$"), None).name, reach_of(Pattern("^1|2$"), None).name
        ('NAMED', 'UNANCHORED')
        >>> reach_of(Pattern(r"^12\d*$"), None).name, reach_of(Pattern(r"^\d+$"), None).name
        ('REPEATED', 'EVERYONE')
    """
    if pattern is None or not pattern.text:  # what the service does with an empty pattern, no page says
        return Reach.UNKNOWN
    if is_plain_names(pattern.text):
        return Reach.NAMED
    return Reach.EVERYONE if _is_for_everyone(pattern, provider) else _reach_by_anchors(pattern, provider)


def loose_actor_filters(group: Group, provider: SourceProvider | None) -> Iterator[tuple[PlacedFilter, Reach]]:
    """Give the including actor filters of a group that let through accounts they do not name, and whom.

    None if another one of the group names accounts, or may do so: all filters of a group have to pass.
    """
    including = [each for each in group.on(FilterType.ACTOR_ACCOUNT_ID) if not each.is_excluding]
    reached = [(each, reach_of(each.pattern, provider)) for each in including]
    if all(reach not in {Reach.NAMED, Reach.UNKNOWN} for _, reach in reached):
        yield from reached


def _reach_by_anchors(pattern: Pattern, provider: SourceProvider | None) -> Reach:
    anchors = pattern.is_anchored_at_start, pattern.is_anchored_at_end
    if None in anchors:
        return Reach.UNKNOWN
    if all(anchors):
        return Reach.REPEATED if _is_of_any_length(pattern, provider) else Reach.NAMED
    texts = pattern.literal_texts  # which knows the ways that can never lead to a match
    are_names = texts is not None and all(each.at_start and each.at_end for each in texts)
    return Reach.NAMED if are_names else Reach.UNANCHORED


def _is_for_everyone(pattern: Pattern, provider: SourceProvider | None) -> bool:
    ids, examples = _STRANGERS.get(provider, _NUMBERS)
    return all(map(pattern.search, examples)) and is_subset(Pattern(ids), pattern) is True


def _is_of_any_length(pattern: Pattern, provider: SourceProvider | None) -> bool:
    tree = tree_of(pattern.text)
    if tree is None or not _varies(tree):
        return False
    # At Bitbucket no id is a mere number.
    return provider is not SourceProvider.BITBUCKET or is_disjoint(Pattern("[a-f:]"), pattern) is False


def _varies(tree: Tree) -> bool:
    """Tell whether an id that matches can grow: a part can be of any length, or any digit may be there or not."""
    if isinstance(tree, Repeat):
        if tree.most is None and _holds_characters_of_ids(tree.item):
            return True
        return (tree.most != tree.least and _is_any_digit(tree.item)) or _varies(tree.item)
    if isinstance(tree, Sequence):
        return any(map(_varies, _between_anchors(tree.items)))
    return isinstance(tree, Choice) and any(map(_varies, tree.options))


def _between_anchors(items: tuple[Tree, ...]) -> tuple[Tree, ...]:
    """Leave out what comes before the start of the text or after its end, and so matches nothing."""
    starts = [index for index, item in enumerate(items) if is_anchored(item, AnchorKind.TEXT_START)]
    ends = [index for index, item in enumerate(items) if is_anchored(item, AnchorKind.TEXT_END)]
    return items[max(starts, default=0) : min(ends, default=len(items)) + 1]


def _holds_characters_of_ids(tree: Tree) -> bool:
    if isinstance(tree, Characters):
        allowed = tree.allowed
        return allowed is not None and any(each in allowed for each in _ID_CHARACTERS)
    if isinstance(tree, Repeat):
        return _holds_characters_of_ids(tree.item)
    if isinstance(tree, Sequence):
        return any(map(_holds_characters_of_ids, tree.items))
    return isinstance(tree, Choice) and any(map(_holds_characters_of_ids, tree.options))


def _is_any_digit(tree: Tree) -> bool:
    return isinstance(tree, Characters) and tree.allowed is not None and all(each in tree.allowed for each in _DIGITS)
