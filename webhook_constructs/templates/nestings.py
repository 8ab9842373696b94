"""Which templates nest which."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

from webhook_constructs.core.values.wire import as_mapping

from .template import ADDRESSES, Template

__all__ = ["Nesting", "nested_address", "nested_beside", "nestings_of", "nests_a_template"]

Nesting: TypeAlias = "tuple[int, str, Mapping[str, Any]]"
"""A resource that nests a template: the index of its own template, its logical id, and what is written for it."""


def nestings_of(templates: Sequence[Template]) -> dict[int, list[Nesting]]:
    """Return the resources that nest each template, each with its logical id and the index of its template."""
    files = {template.file: index for index, template in enumerate(templates) if template.file}
    found: dict[int, list[Nesting]] = {}
    for index, template in enumerate(templates):
        for logical_id, written in template.resources.items():
            resource = as_mapping(written)
            if nests_a_template(resource):
                nested = files.get(template.nests.get(logical_id) or _path_of(template, resource))
                if nested is not None:
                    found.setdefault(nested, []).append((index, logical_id, resource))
    return found


def nested_beside(template: Template, path: Path) -> Iterator[Path]:
    """Return the templates that a template nests by paths from its own folder, as `aws cloudformation package` does.

    Args:
        template: The template.
        path: Its file.
    """
    for written in template.resources.values():
        address = nested_address(as_mapping(written))
        if address is not None:
            yield path.parent / address


def nests_a_template(resource: Mapping[str, Any]) -> bool:
    """Check whether a resource nests a template."""
    return str(resource.get("Type")) in ADDRESSES


def nested_address(resource: Mapping[str, Any]) -> str | None:
    """Return the path of a nested template, if a resource nests one by a path."""
    address = _address(resource)
    return address if isinstance(address, str) and address and "://" not in address else None


def _address(resource: Mapping[str, Any]) -> Any:
    """Return what is written for the template of a nested stack."""
    name = ADDRESSES.get(str(resource.get("Type")))
    return None if name is None else as_mapping(resource.get("Properties")).get(name)


def _path_of(template: Template, resource: Mapping[str, Any]) -> str:
    """Return the path of a nested template, where that is what is written; empty where it is not."""
    path = as_mapping(resource.get("Metadata")).get("aws:asset:path", _address(resource))
    return posixpath.normpath(posixpath.join(posixpath.dirname(template.file), path)) if isinstance(path, str) else ""
