"""What a rule is."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import Enum
from inspect import cleandoc
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from webhook_constructs.lint.findings.finding import Problem, Severity

    from .webhook import Webhook

__all__ = ["Certainty", "Rule", "RuleAcross", "RuleOnOne"]


class Certainty(str, Enum):
    """How sure it is that the service behaves as a rule takes for granted."""

    DOCUMENTED = "documented"
    """A page of AWS or of the git host says so."""

    OBSERVED = "observed"
    """It has been seen at the service, and reported in public."""

    VERIFIED = "verified"
    """It follows from RE2 or from the settings alone, whatever the service does."""

    INFERRED = "inferred"
    """It follows from what is documented, but no page says it."""

    UNKNOWN = "unknown"
    """No source says what the service does. That is what the rule warns of."""

    def __str__(self) -> str:
        """Return the word."""
        return self.value


_Check_co = TypeVar("_Check_co", bound="Callable[..., Any]", covariant=True)


@dataclass(frozen=True, slots=True)
class Rule(Generic[_Check_co]):
    """Something that can be wrong with a webhook.

    A rule is a module of `lint.rules`, whose docstring is the rule's page in the documentation.

    Attributes:
        id: `WH` and three digits; never used again, never renamed.
        name: A few words with hyphens.
        severity: How bad it is.
        certainty: How sure it is.
        source: Where the fact comes from: addresses of pages, or "RE2".
        check: Finds it. It says nothing about what it cannot decide.
    """

    id: str
    name: str
    severity: Severity
    certainty: Certainty
    source: str
    check: _Check_co

    @property
    def documentation(self) -> str:
        """The rule's page, in Markdown."""
        return cleandoc(sys.modules[self.check.__module__].__doc__ or "")


RuleOnOne: TypeAlias = "Rule[Callable[[Webhook], Iterable[Problem]]]"
"""A rule on one webhook."""

RuleAcross: TypeAlias = "Rule[Callable[[Sequence[Webhook]], Iterable[tuple[int, Problem]]]]"
"""A rule on the webhooks of an app: it gives the index of the webhook with each problem."""
