"""Projects whose own `Triggers` make a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .rendered import mapping, member

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .project_facts import ProjectFacts
    from .project_identities import Key, ProjectIdentities

__all__ = ["keys_with_triggers"]


def keys_with_triggers(identities: ProjectIdentities, projects: Sequence[ProjectFacts]) -> frozenset[Key]:
    """Find the projects of webhooks that have `Triggers` as well, as far as their properties say so.

    Projects that had them when their webhook was made are read again, because they can be taken out later. All others
    that are made here are looked through only where a webhook's project is an imported one.

    Args:
        identities: What the projects are known by.
        projects: The projects of the webhooks.
    """
    found: set[Key] = set()
    for project, keys in zip(projects, identities.keys, strict=True):
        if project.triggered is not None:
            properties = mapping(project.triggered._cfn_properties)  # noqa: SLF001 - one call; `triggers` costs more
            if member(mapping(member(properties, "triggers")), "webhook") is True:
                found |= keys
    if identities.has_imported:
        for made, name, has_webhook in identities.resources:
            found |= {key for key in (made, name) if has_webhook and key is not None}
    return frozenset(found)
