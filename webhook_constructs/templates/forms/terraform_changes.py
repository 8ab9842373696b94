"""What a plan says of the changes to its resources, and with that of the values that only the apply knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping, as_mappings, as_strings
from webhook_constructs.templates.template import Steps

from .form_reading import FormError
from .terraform_modules import Resource
from .terraform_resources import WEBHOOK
from .terraform_values import UNKNOWN, Values, masked

__all__ = ["Changes"]

_CHANGES = "resource_changes"
_STAYS = frozenset({"create", "update", "no-op"})
_UNSEEN = "it has no resource_changes, so values that only terraform apply knows cannot be told from absent ones"
_UNSEEN_ONE = "it is not among the resource_changes, so what only terraform apply knows of it cannot be told"


class Changes:
    """The changes that a plan makes; none in a state, in which everything is known."""

    def __init__(self, body: Mapping[str, Any], *, is_plan: bool) -> None:
        """Read them.

        Args:
            body: The plan or state.
            is_plan: Whether it is a plan.
        """
        written = body.get(_CHANGES) if is_plan else []
        self._is_unseen = not isinstance(written, list)
        self._is_plan = is_plan
        self._written = list(enumerate(written)) if isinstance(written, list) else []
        # An object that is only left to be destroyed has the address of the one that stays.
        self._known = {
            each["address"]: each
            for each in as_mappings(written)
            if isinstance(each.get("address"), str) and "deposed" not in each
        }

    def values(self, resource: Resource) -> Values:
        """Return the values of a resource, with what is unknown or sensitive among them.

        Raises:
            FormError: It has none, or all of them are unknown or sensitive.
        """
        change = self._change(resource.address)
        masks = (resource.sensitive, change.get("after_unknown"), change.get("after_sensitive"))
        found = masked(resource.values, *masks) if isinstance(resource.values, dict) else resource.values
        if found == UNKNOWN:
            msg = "all of it is known only after terraform apply, or sensitive"
            raise FormError(msg, resource.steps)
        return Values(found, resource.steps)

    def is_created(self, resource: Resource) -> bool:
        """Check whether a plan creates a resource, also in the place of one that it destroys."""
        return "create" in as_strings(self._change(resource.address).get("actions"))

    def unseen(self, webhooks: Collection[Resource]) -> Iterator[tuple[Steps, str]]:
        """Return what cannot be told of the values of webhooks, with the way to each."""
        if not self._is_plan or not webhooks:
            return
        if self._is_unseen:
            yield ("planned_values",), _UNSEEN
            return
        for each in webhooks:
            if each.address not in self._known:
                yield each.steps, f"{one_line(each.address)}: {_UNSEEN_ONE}"

    def not_planned(self, addresses: Collection[str]) -> Iterator[FormError]:
        """Find webhooks that are there after the apply and have no planned values.

        Args:
            addresses: The addresses of those that have values.
        """
        for index, written in self._written:
            each = as_mapping(written)
            address, actions = str(each.get("address")), as_strings(as_mapping(each.get("change")).get("actions"))
            is_left = each.get("type") == WEBHOOK and "deposed" not in each and not _STAYS.isdisjoint(actions)
            if is_left and address not in addresses:
                yield FormError(f"{one_line(address)} has no planned_values", (_CHANGES, index))

    def _change(self, address: str) -> Mapping[str, Any]:
        return as_mapping(self._known.get(address, {}).get("change"))
