"""Identifiers and construct ids for what is named by any text."""

from __future__ import annotations

import re

__all__ = ["Names", "attribute_name", "pascal_case"]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_MOST = 60


class Names:
    """Names that are taken once each, by whoever comes first."""

    def __init__(self) -> None:
        """Begin without any name."""
        self._taken: set[str] = set()

    def take(self, *names: str) -> tuple[str, ...]:
        """Return names that nobody has: these, or these with a number that is the same for all of them.

        Args:
            *names: The names that are wanted.

        Examples:
            >>> names = Names()
            >>> names.take("Api", "ApiWebhook"), names.take("ApiWebhook")
            (('Api', 'ApiWebhook'), ('ApiWebhook2',))
        """
        number, found = 1, names
        while not self._taken.isdisjoint(each.lower() for each in found):
            number += 1
            found = tuple(f"{each}{number}" for each in names)
        self._taken.update(each.lower() for each in found)
        return found


def pascal_case(text: str) -> str:
    """Return a construct id for a text.

    Examples:
        >>> [pascal_case(each) for each in ("docs-site", "Ci/Api", "2fa_service", "naïve", "→")]
        ['DocsSite', 'CiApi', 'P2FaService', 'NaVe', 'Project']
    """
    found = "".join(each.capitalize() for each in _WORD.findall(text))[:_MOST]
    return f"P{found}" if found[:1].isdigit() else found or "Project"


def attribute_name(construct_id: str) -> str:
    """Return the attribute for a construct id; with a word after it, it is no keyword.

    Examples:
        >>> attribute_name("DocsSiteWebhook"), attribute_name("Class2Webhook")
        ('docs_site_webhook', 'class_2_webhook')
    """
    return "_".join(each.lower() for each in _WORD.findall(construct_id))
