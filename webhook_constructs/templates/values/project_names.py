"""What the projects of templates and of their webhooks are called, with the values that they can have."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.patterns.pieces import pieces_of
from webhook_constructs.core.service.project_name import is_project_name
from webhook_constructs.core.values.unresolved import known_text
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.templates.identities import Identities
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE

from .open_values import as_text
from .variants import Resource, Variants

__all__ = ["ANY_NAME", "ProjectNames", "project_names"]

_NAMES = {PROJECT_TYPE: "Name", WEBHOOK_TYPE: "ProjectName"}
_ANYTHING = ".*"


@dataclass(frozen=True, slots=True)
class ProjectNames:
    """What a project can be called.

    Attributes:
        known: The names that the templates show. Default: none.
        patterns: Regular expressions for the names that only the deployment knows. Default: there are none.
    """

    known: frozenset[str] = frozenset()
    patterns: tuple[str, ...] = ()

    def may_be(self, name: str) -> bool:
        """Check whether a project can be called so by a name that only the deployment knows.

        Examples:
            >>> names = ProjectNames(patterns=("api-.*",))
            >>> names.may_be("api-prod"), names.may_be("web-prod")
            (True, False)
        """
        return any(re.fullmatch(each, name) for each in self.patterns)

    def __or__(self, other: ProjectNames) -> ProjectNames:
        """Return the names that one or the other has."""
        return ProjectNames(self.known | other.known, tuple(dict.fromkeys([*self.patterns, *other.patterns])))


ANY_NAME = ProjectNames(patterns=(_ANYTHING,))
"""The names of a project of which nothing is known."""


def project_names(variants: Variants) -> dict[Resource, ProjectNames]:
    """Return the names that each project can have, and that the project of each webhook can have.

    References, imports and outputs of nested stacks are followed to the project that they are of.

    Args:
        variants: The templates.

    Examples:
        >>> from webhook_constructs.templates.template import Template
        >>> name = {"Fn::Sub": "api-${Stage}"}
        >>> body = {
        ...     "Parameters": {"Stage": {"AllowedValues": ["dev", "prod"]}},
        ...     "Resources": {"Api": {"Type": PROJECT_TYPE, "Properties": {"Name": name}}},
        ... }
        >>> sorted(project_names(Variants([Template(body)]))[0, "Api"].known)
        ['api-dev', 'api-prod']
    """
    identities = Identities(variants.templates)
    found: dict[Resource, ProjectNames] = {}
    meant: dict[Resource, list[Resource]] = {}
    for index, template in variants.as_usual.templates.items():
        for logical_id, written in template.resources.items():
            name = _NAMES.get(str(as_mapping(written).get("Type")))
            if name is None:
                continue
            key = index, logical_id
            values, is_all = variants.alternatives(key, name)
            found[key] = ProjectNames() if is_all and values else ANY_NAME
            for each in values:
                identity = identities.of_project(index, each)
                if identity.resource is None or identity.resource == key:
                    found[key] |= _names(
                        each, (way[1] for way in identity.certain | identity.likely if way[0] == "name")
                    )
                else:
                    meant.setdefault(key, []).append(identity.resource)
    for key, projects in meant.items():
        for project in projects:
            found[key] |= found.get(project, ANY_NAME)
    return found


def _names(value: Any, texts: Iterable[Any]) -> ProjectNames:
    """Return the names that a value can be; `texts` are those that it is known to be."""
    text = known_text(as_text(value))
    known = {each for each in [*texts, text] if known_text(each) is not None and is_project_name(each)}
    if known:
        return ProjectNames(frozenset(known))
    pieces = [re.escape(each) if known_text(each) is not None else _ANYTHING for each in pieces_of(value)]
    return ProjectNames(patterns=("".join(pieces),))
