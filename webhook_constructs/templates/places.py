"""Where in a template a finding is."""

from __future__ import annotations

import re
from typing import Any

from webhook_constructs.core.values.unresolved import is_no_value
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint import Location
from webhook_constructs.lint.wording.languages import Language
from webhook_constructs.templates.known_settings import PROPERTIES
from webhook_constructs.templates.template import Steps
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook

__all__ = ["Steps", "json_pointer", "property_path", "property_steps", "written_place", "written_steps"]

_STEP = re.compile(r"\[([0-9]+)\]|([^.\[\]]+)")


def property_steps(location: Location, webhook: TemplateWebhook) -> Steps:
    """Return the way from a resource to what a finding on it is about.

    Args:
        location: The place in the settings.
        webhook: The webhook. What its resource has no property for is said of the resource, or of its `Triggers`.

    Examples:
        >>> from webhook_constructs.templates.template_webhooks import TemplateWebhook
        >>> from webhook_constructs.lint import Location
        >>> property_steps(Location(0, 2), TemplateWebhook("Api", PROJECT_TYPE))
        ('Properties', 'Triggers', 'FilterGroups', 0, 2)
    """
    member = "filter_groups" if location.group is not None else location.member or ""
    inner = [PROPERTIES[member]] if member in PROPERTIES else []
    found: Steps = (*inner, *(index for index in (location.group, location.filter) if index is not None))
    return _from_outside(found, webhook)


def written_place(place: str, webhook: TemplateWebhook) -> Steps:
    """Return the way from a resource to a place as errors name it, which counts elements as they are written.

    Examples:
        >>> from webhook_constructs.templates.template_webhooks import TemplateWebhook
        >>> written_place("FilterGroups[0][1].Type", TemplateWebhook("Api", PROJECT_TYPE))
        ('Properties', 'Triggers', 'FilterGroups', 0, 1, 'Type')
    """
    steps: Steps = tuple(int(index) if index else name for index, name in _STEP.findall(place))
    if len(steps) > 1 and steps[0] == webhook.logical_id:
        return steps[1:]  # a place in the resource, and not in the settings
    return steps if webhook.language is Language.API else _from_outside(steps, webhook)


def _from_outside(steps: Steps, webhook: TemplateWebhook) -> Steps:
    if webhook.origin is not None:
        return _steps_in(webhook.language, steps)
    return (*(("Properties", "Triggers") if webhook.resource_type == PROJECT_TYPE else ("Properties",)), *steps)


def _steps_in(language: Language, steps: Steps) -> Steps:
    """Return the way to a setting as a language has it, by the way that CloudFormation has."""
    found: list[str | int] = []
    for step in steps:
        if isinstance(step, str):
            found += [0] if language is Language.TERRAFORM and found and isinstance(found[-1], str) else []
            found.append(language.key(step[0].lower() + step[1:]))
        else:
            found += ["filter"] if language is Language.TERRAFORM and isinstance(found[-1], int) else []
            found.append(step)
    return tuple(found)


def json_pointer(steps: Steps) -> str:
    """Write the way to a value as a JSON pointer (RFC 6901).

    Examples:
        >>> json_pointer(("resources", 3, "values", "a/b"))
        '/resources/3/values/a~1b'
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def written_steps(steps: Steps, resource: Any, known: dict[int, list[int]] | None = None) -> Steps:
    """Count the elements of lists as a template has them, those included that are `AWS::NoValue` and so not there.

    Args:
        steps: The way from the resource, counted in what is there.
        resource: The resource, as it is written.
        known: What was counted before in the same resource, which is added to. Default: nothing.

    Examples:
        >>> resource, known = {"A": ["x", {"Ref": "AWS::NoValue"}, "y"]}, {}
        >>> [written_steps(("A", index), resource, known) for index in (0, 1)]
        [('A', 0), ('A', 2)]
    """
    value = resource
    counted = {} if known is None else known
    found: list[str | int] = []
    for step in steps:
        if isinstance(step, int) and isinstance(value, list):
            index = _written_index(step, value, counted)
            value = value[index] if index < len(value) else None
            found.append(index)
        else:
            value = as_mapping(value).get(str(step))
            found.append(step)
    return tuple(found)


def _written_index(step: int, elements: list[Any], known: dict[int, list[int]]) -> int:
    if id(elements) not in known:  # each finding in a list of thousands asks
        known[id(elements)] = [index for index, each in enumerate(elements) if not is_no_value(each)]
    there = known[id(elements)]
    return there[step] if step < len(there) else step


def property_path(steps: Steps) -> str:
    """Write the way to a property as the CDK does.

    Examples:
        >>> property_path(("Properties", "FilterGroups", 0, 2))
        'Properties.FilterGroups[0][2]'
    """
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")
