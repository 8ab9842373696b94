"""What the projects of templates and of their webhooks are called, with the values that they can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .variants import Resource, Variants

__all__ = ["project_names"]

_NAMES = {PROJECT_TYPE: "Name", WEBHOOK_TYPE: "ProjectName"}


def project_names(
    templates: Sequence[Template], given: Mapping[str, str] | None = None
) -> dict[Resource, frozenset[str]]:
    """Return the names that each project can have, and that the project of each webhook can have.

    Args:
        templates: The templates.
        given: The values that people give to parameters, by the names of these. Default: none.

    Returns:
        The names by the resource; none where only the deployment knows them.

    Examples:
        >>> name = {"Fn::Sub": "api-${Stage}"}
        >>> body = {
        ...     "Parameters": {"Stage": {"AllowedValues": ["dev", "prod"]}},
        ...     "Resources": {"Api": {"Type": PROJECT_TYPE, "Properties": {"Name": name}}},
        ... }
        >>> sorted(project_names([Template(body)])[0, "Api"])
        ['api-dev', 'api-prod']
    """
    variants = Variants(templates, given)
    found: dict[Resource, frozenset[str]] = {}
    meant: dict[Resource, Resource] = {}
    for index, template in variants.as_written.templates.items():
        for logical_id, written in template.resources.items():
            name = _NAMES.get(str(as_mapping(written).get("Type")))
            if name is None:
                continue
            values = variants.alternatives((index, logical_id), name)
            found[index, logical_id] = frozenset(filter(None, map(known_text, values)))
            for each in values:
                if isinstance(each, dict) and isinstance(each.get("Ref"), str):
                    meant[index, logical_id] = (index, each["Ref"])
    return {key: names | found.get(meant.get(key, key), frozenset()) for key, names in found.items()}
