"""The rules, in the order of their ids. Each is a module of its own, whose docstring is its page in the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import group_without_event, unanchored_actor

if TYPE_CHECKING:
    from webhook_constructs.lint.rule import RuleAcross, RuleOnOne

__all__ = ["RULES", "RULES_ACROSS"]

RULES: tuple[RuleOnOne, ...] = (
    # Refused by the service, or nobody knows
    group_without_event.RULE,
    # Security
    unanchored_actor.RULE,
    # Never or always
    # Cost
)
"""The rules on one webhook."""

RULES_ACROSS: tuple[RuleAcross, ...] = ()
"""The rules on all webhooks of an app."""
