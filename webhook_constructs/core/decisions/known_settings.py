"""The settings that a decision is taken on where not all of them are known."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.groups.filter import Filter
from webhook_constructs.core.groups.filter_group import FilterGroup
from webhook_constructs.core.settings.webhook_settings import WebhookSettings
from webhook_constructs.core.values.arguments import require_list, shown

__all__ = ["known_settings", "require_members"]

_GROUPS = "filter_groups"
_OPTIONAL = ("branch_filter", "build_type", "scope", "manual_creation", "pull_request_build_policy")
_MAY_BE_UNKNOWN = (_GROUPS, *_OPTIONAL, "approver_roles")


def require_members(unknown: Collection[str], noun: str) -> frozenset[str]:
    """Return the names of members that are not known, if they are such names.

    Args:
        unknown: The names.
        noun: The argument, for an error.

    Raises:
        WebhookConstructsError: They are no list, or one of them is no such name.
    """
    names = require_list(unknown, noun, WebhookConstructsError)
    for name in names:
        if name not in _MAY_BE_UNKNOWN:
            allowed = ", ".join(_MAY_BE_UNKNOWN)
            msg = f"no part of the settings that can be unknown, got {shown(name)}, allowed are {allowed}"
            raise WebhookConstructsError(msg)
    return frozenset(map(str, names))


def known_settings(settings: WebhookSettings, unknown: Collection[str]) -> WebhookSettings:
    """Return settings without the values of members that are not known.

    Groups that are not known may stand beside those that are given: a group of which nothing is known stands for
    them, unless filters of which nothing is known stand in the places of such.

    Args:
        settings: The settings.
        unknown: The members of them that are not known.

    Examples:
        >>> known_settings(WebhookSettings(branch_filter="^main$"), {"branch_filter"}) == WebhookSettings()
        True
    """
    if not unknown:
        return settings
    known: dict[str, Any] = {member: None for member in _OPTIONAL if member in unknown}
    groups = settings.filter_groups
    if _GROUPS in unknown and not any(each.is_unknown for group in groups for each in group.filters):
        known[_GROUPS] = (*groups, FilterGroup.of([Filter.unknown(_GROUPS)]))
    return replace(settings, **known) if known else settings
