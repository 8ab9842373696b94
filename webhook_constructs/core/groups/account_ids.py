"""What the account IDs of a git host look like: the one place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from webhook_constructs.core.patterns.analysis import WRITTEN_A_STEP, tree_of
from webhook_constructs.core.patterns.code_points import CodePoints
from webhook_constructs.core.patterns.literal_texts import MOST_WRITTEN, LiteralText, literal_texts
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.restricted import restricted
from webhook_constructs.core.patterns.step_budget import Budget, spend_in_run, spend_in_run_on_reading
from webhook_constructs.core.patterns.syntax_tree import Tree
from webhook_constructs.core.service.enums import SourceProvider

__all__ = ["AccountIds", "account_ids", "id_texts_of", "read_as_ids"]


@dataclass(frozen=True, slots=True)
class AccountIds:
    """What the account IDs of a git host look like.

    Attributes:
        every: A pattern of everything that can be an ID.
        counted: Patterns that together match the IDs that can be counted to see whether a pattern names accounts.
        longer: A pattern of what is longer than these, and looks like an ID.
        strangers: A pattern of the IDs that strangers can have.
        forms: Patterns of IDs, each with the number that counts as many: a thousandth of those that strangers can have.
        characters: What IDs are made of.
        are_documented: Whether the host documents what its IDs look like.
    """

    every: str
    counted: frozenset[str]
    longer: str
    strangers: str
    forms: tuple[tuple[str, int], ...]
    characters: CodePoints
    are_documented: bool = True


def account_ids(provider: SourceProvider | None) -> AccountIds:
    """Return what the account IDs of a git host look like.

    Args:
        provider: The git host; None where it is unknown, when IDs can be those of any host.
    """
    return _UNKNOWN_HOST if provider is None else _AT.get(provider, _GITLAB)


def read_as_ids(pattern: Pattern, ids: AccountIds) -> Tree | None:
    """Return what a pattern asks of IDs; None if it is too long or nested too deeply to be read."""
    spend_in_run_on_reading(pattern.text)
    spend_in_run(len(pattern.text))
    tree = tree_of(pattern.text)
    return None if tree is None else restricted(tree, ids.characters)


def id_texts_of(tree: Tree | None) -> frozenset[LiteralText] | None:
    """Return the IDs and parts of IDs that a pattern consists of, if it is nothing but these."""
    budget = Budget(MOST_WRITTEN)
    texts = None if tree is None else literal_texts(tree, budget)
    spend_in_run(budget.spent // WRITTEN_A_STEP)
    return texts


# GitHub numbers its accounts in sequence, and the new ones have had nine digits for years:
# https://api.github.com/users/Copilot shows 198982749. The length of the numbers on a server of one's own is unknown.
_NUMBER, _COUNTED = "[1-9][0-9]*", "[1-9][0-9]{0,14}"
_NUMBERS_OF_STRANGERS = "^[1-9][0-9]{0,8}$"
_OF_NUMBERS = (_NUMBERS_OF_STRANGERS, 1_000_000)
_GITHUB = AccountIds(
    every=f"^{_NUMBER}$",
    counted=frozenset({f"^{_COUNTED}$"}),
    longer="^[1-9][0-9]{15,}$",
    strangers="^[1-9][0-9]{8}$",
    forms=(_OF_NUMBERS,),
    characters=CodePoints.of_text("0123456789"),
)
# Bitbucket has two kinds of IDs, as far as IDs have been shown: 24 letters and digits, or a number and a UUID. Those of
# strangers are told more narrowly: as far as has been shown, the letters are those of hexadecimal numbers. No ID has
# been shown with a capital letter. Whatever else an ID can hold is unknown [assumed: atlassian-ids].
_ATLASSIAN = "[0-9a-z]{24}|[0-9]{1,20}:[0-9a-f-]{36}"
_OLD, _UUID = "[0-9][0-9a-f]{23}", "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_OF_ATLASSIAN = ((f"^{_OLD}$", 10 * 16**23 // 1_000), (f"^[0-9]{{6}}:{_UUID}$", 10**6 * 16**32 // 1_000))
_NO_CAPITALS = CodePoints.of((0, ord("A") - 1), (ord("Z") + 1, 0x7F))
_BITBUCKET = AccountIds(
    every=f"^({_ATLASSIAN})$",
    counted=frozenset({f"^({_ATLASSIAN})$", "[a-z:]"}),  # hardly any of them is a mere number
    longer="^[0-9]*[a-z:][0-9a-z:-]{57,}$",
    strangers=f"^({_OLD}|[0-9]{{6}}:{_UUID})$",
    forms=_OF_ATLASSIAN,
    characters=_NO_CAPITALS,
    are_documented=False,
)
_UNKNOWN_HOST = AccountIds(
    every=f"^({_NUMBER}|{_ATLASSIAN})$",
    counted=frozenset({f"^({_COUNTED}|{_ATLASSIAN})$"}),
    longer="^[0-9A-Za-z:._-]{58,}$",
    strangers=_NUMBERS_OF_STRANGERS,
    forms=(_OF_NUMBERS, *_OF_ATLASSIAN),
    characters=_NO_CAPITALS & CodePoints.of_text("\n").negated(),
)
# What GitLab sends is open [assumed: gitlab-actor].
_GITLAB = replace(_UNKNOWN_HOST, characters=_NO_CAPITALS, are_documented=False)
_AT: Mapping[SourceProvider, AccountIds] = {
    SourceProvider.GITHUB: _GITHUB,
    SourceProvider.GITHUB_ENTERPRISE: replace(_GITHUB, strangers=_NUMBERS_OF_STRANGERS),
    SourceProvider.BITBUCKET: _BITBUCKET,
}
