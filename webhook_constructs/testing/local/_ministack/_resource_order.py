# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""In which order CloudFormation works on the resources of a stack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ._names import Names

__all__ = ["dependencies", "dependents", "in_order"]


def in_order(names: Names, definitions: Mapping[str, Any], record: Mapping[str, Any]) -> list[str]:
    """Return the logical ids of a template, what others depend on first; none if they depend on one another."""
    try:
        order: list[str] = names["services.cloudformation.engine"]._topological_sort(
            definitions, record.get("_conditions", {})
        )
    except ValueError:
        return []
    return order


def dependencies(names: Names, definitions: Mapping[str, Any], order: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return what each resource depends on, among those that come before it."""
    extract = names["services.cloudformation.engine"]._extract_deps
    return {
        name: frozenset(extract(definitions.get(name, {}), set(order[:number]))) for number, name in enumerate(order)
    }


def dependents(names: Names, definitions: Mapping[str, Any], order: Sequence[str]) -> dict[str, frozenset[str]]:
    """Return what depends on each resource, among those that come before it."""
    extract = names["services.cloudformation.engine"]._extract_deps
    needs = {name: extract(definitions.get(name, {}), set(order)) for name in order}
    return {
        name: frozenset(earlier for earlier in order[:number] if name in needs[earlier])
        for number, name in enumerate(order)
    }
