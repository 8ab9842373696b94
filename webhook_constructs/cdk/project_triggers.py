"""Projects whose own `Triggers` make a webhook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.template_webhooks import PROJECT_TYPE
from webhook_constructs.core.unresolved import is_unresolved

from .rendered import mapping, member
from .resources import resources_of_type

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import aws_cdk as cdk
    from constructs import IConstruct

    from .project_facts import ProjectFacts
    from .project_identities import Key, ProjectIdentities

__all__ = ["keys_with_triggers"]


def keys_with_triggers(
    root: IConstruct, identities: ProjectIdentities, projects: Sequence[ProjectFacts]
) -> frozenset[Key]:
    """Find the projects of webhooks that have `Triggers` as well, as far as their properties say so.

    Those that had them when their webhook was made are read again, because they can be taken out later. All other
    resources are looked through only where a webhook names its project by a reference, as is done for a project that is
    no construct of the second level.

    Args:
        root: The app.
        identities: What the projects are known by.
        projects: The projects of the webhooks.
    """
    found: set[Key] = set()
    for project, keys in zip(projects, identities.keys, strict=True):
        if project.triggered is not None and _has_webhook(project.triggered):
            found |= keys
    if any(project.stack is None and is_unresolved(project.name) for project in projects):
        found |= set(_keys_of_resources(root, identities))
    return frozenset(found)


def _keys_of_resources(root: IConstruct, identities: ProjectIdentities) -> Iterator[Key]:
    for resource in resources_of_type(root, PROJECT_TYPE):
        if _has_webhook(resource):
            key = identities.of_name(resource.stack, resource.ref)
            if key is not None:
                yield key


def _has_webhook(resource: cdk.CfnResource) -> bool:
    properties = mapping(resource._cfn_properties)  # noqa: SLF001 - one call; `resource.triggers` costs more
    return member(mapping(member(properties, "triggers")), "webhook") is True
