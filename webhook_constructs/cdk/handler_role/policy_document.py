"""A policy document that grows within IAM's limit."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from webhook_constructs.core.values.unresolved import is_unresolved

from .allowed_actions import LONGEST_REGION, Grant

__all__ = ["MAXIMUM_POLICY_CHARACTERS", "PolicyDocument", "statements_of"]

MAXIMUM_POLICY_CHARACTERS = 6144
"""IAM's limit for a managed policy; white space does not count."""


def statements_of(grants: Iterable[Grant]) -> list[dict[str, Any]]:
    """Return some grants as statements of a policy: one for the same actions on the same terms."""
    arns: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for grant in grants:
        arns.setdefault((grant.actions, grant.via), []).append(grant.arn)
    return [_statement(*key, its) for key, its in arns.items()]


class PolicyDocument:
    """A policy document that grows, and knows how long it is."""

    def __init__(self, grants: Iterable[Grant] = ()) -> None:
        """Start with some grants, or with none."""
        self.grants: list[Grant] = []
        self._characters = _length(self.rendered())
        for grant in grants:
            self._add(grant)

    def copy(self) -> PolicyDocument:
        """Return a document that can grow by itself."""
        copied = PolicyDocument()
        copied.grants, copied._characters = list(self.grants), self._characters
        return copied

    def takes(self, grant: Grant) -> bool:
        """Add a grant, if there is room for it."""
        if self._characters + self._more(grant) > MAXIMUM_POLICY_CHARACTERS:
            return False
        self._add(grant)
        return True

    def rendered(self) -> dict[str, Any]:
        """Return the document as IAM takes it."""
        return {"Version": "2012-10-17", "Statement": statements_of(self.grants)}

    def _add(self, grant: Grant) -> None:
        self._characters += self._more(grant)
        self.grants.append(grant)

    def _more(self, grant: Grant) -> int:
        """Return how many characters a grant adds."""
        more = grant.longest + len('"",')
        if not any((each.actions, each.via) == (grant.actions, grant.via) for each in self.grants):
            more += _length(_statement(grant.actions, grant.via, [])) + len(",")
        return more


def _statement(actions: tuple[str, ...], via: tuple[str, ...], arns: list[str]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": arns}
    if via:
        statement["Condition"] = {"StringEquals": {"kms:ViaService": list(via)}}
    return statement


def _length(document: dict[str, Any]) -> int:
    """Return the length of a document as IAM counts it: without white space, and tokens at a longest value."""
    text = json.dumps(document, separators=(",", ":"))
    return len(text) + (LONGEST_REGION if is_unresolved(text) else 0)
