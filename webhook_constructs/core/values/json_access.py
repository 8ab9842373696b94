"""Rendered properties: they can hold anything, and their names begin with a small letter (the CDK's) or a big one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["as_mapping", "as_mappings", "as_strings", "get_member"]


def get_member(value: Mapping[str, Any], name: str) -> Any:
    """Return a member by its name in the CDK's spelling; None where it is absent."""
    return value.get(name, value.get(name[0].upper() + name[1:]))


def as_mapping(value: Any) -> Mapping[str, Any]:
    """Return an object; an empty one where the value is something else."""
    return value if isinstance(value, Mapping) else {}


def as_mappings(value: Any) -> tuple[Mapping[str, Any], ...]:
    """Return the objects of a list."""
    return tuple(each for each in value if isinstance(each, Mapping)) if isinstance(value, list) else ()


def as_strings(value: Any) -> list[str]:
    """Return the texts of a list."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []
