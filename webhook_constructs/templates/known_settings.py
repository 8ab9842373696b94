"""What of the settings of a webhook in a template is known before the deployment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.unresolved import UnresolvedValue, is_no_value, is_unresolved

from .references import folded

__all__ = ["PROPERTIES", "KnownPart", "is_function", "known_part", "unknown_event"]

PROPERTIES = {
    "filter_groups": "FilterGroups",
    "branch_filter": "BranchFilter",
    "build_type": "BuildType",
    "scope": "ScopeConfiguration",
    "manual_creation": "ManualCreation",
    "pull_request_build_policy": "PullRequestBuildPolicy",
}
"""The members of `WebhookSettings` that a template writes, each with the name of its property."""

_MEMBERS = {name: member for member, name in PROPERTIES.items()}
_SWITCH = "Webhook"
_GROUPS, _POLICY, _ROLES = PROPERTIES["filter_groups"], PROPERTIES["pull_request_build_policy"], "ApproverRoles"
_MAY_BE_FUNCTIONS = frozenset({"Pattern", "BranchFilter", "Name", "Domain"})


@dataclass(frozen=True, slots=True)
class KnownPart:
    """What is known of the settings in a template.

    Attributes:
        written: What is known, as a template has it. In place of a filter group that is not known there is one for an
            event that is not known, so that the others keep their places.
        undecided: Where the template has what is known only on deployment, such as `FilterGroups[1]`.
        unknown: The members of `WebhookSettings` that are not known, or not in full.
    """

    written: dict[str, Any]
    undecided: tuple[str, ...]
    unknown: frozenset[str]


def known_part(written: Mapping[str, Any]) -> KnownPart:
    """Take what is known of settings. Texts in patterns and names may be functions: these have a place of their own.

    Args:
        written: The settings, as a template has them.

    Examples:
        >>> part = known_part({"BuildType": {"Ref": "Type"}, "ManualCreation": False})
        >>> part.written, part.undecided, sorted(part.unknown)
        ({'ManualCreation': False}, ('BuildType',), ['build_type'])
    """
    known: dict[str, Any] = {}
    undecided: list[str] = []
    unknown: set[str] = set()
    for name, value in written.items():
        if _is_known(plain := folded(value), name) or name not in {*_MEMBERS, _SWITCH}:
            known[name] = plain
        elif name == _POLICY and _is_known(rest := _without_roles(plain)):
            known[name] = rest
            undecided.append(f"{name}.{_ROLES}")
        elif name == _GROUPS:
            known[name], places = _groups(plain)
            undecided += places
            unknown.add(_MEMBERS[name])
        else:
            undecided.append(name)
            unknown.update(_MEMBERS[each] for each in (name,) if each in _MEMBERS)
    return KnownPart(known, tuple(undecided), frozenset(unknown))


def is_function(value: object) -> bool:
    """Tell whether a value of a template is a function.

    Examples:
        >>> is_function({"Ref": "Branch"}), is_function({"Type": "EVENT"})
        (True, False)
    """
    return isinstance(value, Mapping) and len(value) == 1 and str(next(iter(value))).startswith(("Fn::", "Ref"))


def _groups(value: Any) -> tuple[list[Any], list[str]]:
    """Put a group of which nothing is known in the place of each that is not known, and name these places."""
    if not isinstance(value, list):
        return [_unknown_group(_GROUPS)], [_GROUPS]
    places = {index: f"{_GROUPS}[{index}]" for index, each in enumerate(value) if not _is_known(each)}
    groups = [_unknown_group(places[index]) if index in places else each for index, each in enumerate(value)]
    return groups, list(places.values())


def unknown_event(place: str) -> UnresolvedValue:
    """Give the event of the group that stands in the place of one that is not known.

    Args:
        place: The place, such as `FilterGroups[1]`.
    """
    return UnresolvedValue.from_cfn({"Ref": place})


def _unknown_group(place: str) -> list[dict[str, Any]]:
    return [{"Type": "EVENT", "Pattern": unknown_event(place).to_cfn()}]


def _without_roles(policy: Any) -> Any:
    """Leave out the roles: without them, no rule takes anybody for somebody whose comment does not count."""
    if not isinstance(policy, Mapping) or is_function(policy):
        return policy
    return {name: value for name, value in policy.items() if name != _ROLES}


def _is_known(value: object, name: str = "") -> bool:
    """Tell whether everything but the texts that may be functions is known before the deployment."""
    if isinstance(value, str):
        return name in _MAY_BE_FUNCTIONS or not is_unresolved(value)
    if isinstance(value, Mapping):
        if is_function(value):
            return name in _MAY_BE_FUNCTIONS or is_no_value(value)
        return all(_is_known(each, str(key)) for key, each in value.items())
    return not isinstance(value, list) or all(_is_known(each) for each in value)
