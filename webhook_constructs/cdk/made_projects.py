"""The projects that an app makes, read from their resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.values.json_access import mapping, member
from webhook_constructs.core.values.unresolved import is_unresolved

from .resources import properties_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import aws_cdk as cdk

__all__ = ["MadeProject", "made_projects"]


@dataclass(frozen=True, slots=True, eq=False)
class MadeProject:
    """A project that the app makes.

    Attributes:
        resource: Its resource.
        stack: The stack that makes it.
        logical_id: Its logical id there.
        name: The name that the app has chosen for it; None where CloudFormation makes it, and where it is a token.
        source_type: The type of its primary source; None where that is a token.
        source_location: The repository of its primary source; None where it has none, and where that is a token.
        triggers: Its own `Triggers`, rendered; empty where they make no webhook.
    """

    resource: cdk.CfnResource
    stack: cdk.Stack
    logical_id: str
    name: str | None
    source_type: str | None
    source_location: str | None
    triggers: Mapping[str, Any]


def made_projects(
    resources: Iterable[cdk.CfnResource], *, may_be_named: bool = True, are_referred_to: bool = False
) -> list[MadeProject]:
    """Read those of some projects that have `Triggers` or a name; of the others there is nothing to be known.

    One call into the CDK for each project, and two more for those. What an escape hatch has put over the properties is
    not seen.

    Args:
        resources: Their resources.
        may_be_named: Whether something in the app may know them by their names alone. Default: something may.
        are_referred_to: Whether some may be imported by a reference to their resource, for which they need no name.
    """
    found = []
    for resource in resources:
        properties = properties_of(resource)
        name, triggers = _known(member(properties, "name")), member(properties, "triggers")
        if are_referred_to or (may_be_named and name is not None) or triggers:
            stack, source = resource.stack, mapping(member(properties, "source"))
            kind, location = (_known(member(source, each)) for each in ("type", "location"))
            logical_id = stack.get_logical_id(resource)
            found.append(MadeProject(resource, stack, logical_id, name, kind, location, _webhook(stack, triggers)))
    return found


def _webhook(stack: cdk.Stack, triggers: Any) -> Mapping[str, Any]:
    """Render `Triggers` that make a webhook; empty for others, and where the CDK cannot render them."""
    try:
        rendered = mapping(stack.resolve(triggers)) if triggers else {}
    except RuntimeError:
        return {}
    return rendered if str(member(rendered, "webhook")).lower() == "true" else {}


def _known(value: object) -> str | None:
    return value if isinstance(value, str) and not is_unresolved(value) else None
