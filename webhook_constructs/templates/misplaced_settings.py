"""Settings of a webhook that stand elsewhere in a project than in its `Triggers`, where CloudFormation refuses them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core.errors import WebhookSettingsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping

from .known_settings import TRIGGERS, ShapeProblem, is_function

__all__ = ["misplaced_settings"]

_PROPERTIES, _SOURCE, _TRIGGERS = "Properties", "Source", "Triggers"
_MEANT = {each.casefold().rstrip("s"): each for each in (_TRIGGERS, *TRIGGERS)}
_OBJECT_FIX = "write an object with the properties of the project"


def misplaced_settings(logical_id: str, project: Mapping[str, Any]) -> Iterator[ShapeProblem]:
    """Find the settings of a webhook that stand beside `Triggers`, around or in the source, or are spelled otherwise.

    Args:
        logical_id: The logical id of the project, with which the places begin.
        project: Its resource.

    Examples:
        >>> [found] = misplaced_settings("Api", {"Properties": {"Source": {"Triggers": {"Webhook": True}}}})
        >>> print(found.error)
        Api.Properties.Source.Triggers: Source has no Triggers
        >>> found.fix
        'write it as Triggers in Properties'
    """
    properties = project.get(_PROPERTIES)
    if properties is not None and not isinstance(properties, Mapping):
        place = f"{logical_id}.{_PROPERTIES}"
        yield _problem(place, f"expected an object, got {shown(properties)}", _OBJECT_FIX)
    source = as_mapping(properties).get(_SOURCE)
    for name, path, around in (
        ("a resource", logical_id, project),
        (_PROPERTIES, f"{logical_id}.{_PROPERTIES}", as_mapping(properties)),
        (_SOURCE, f"{logical_id}.{_PROPERTIES}.{_SOURCE}", {} if is_function(source) else as_mapping(source)),
    ):
        for key in around:
            meant = _MEANT.get(str(key).casefold().rstrip("s"))
            if meant is None or (name, key) == (_PROPERTIES, _TRIGGERS):
                continue
            home = _PROPERTIES if meant == _TRIGGERS else _TRIGGERS
            yield _problem(f"{path}.{key}", f"{name} has no {key}", f"write it as {meant} in {home}")


def _problem(place: str, why: str, fix: str) -> ShapeProblem:
    error = WebhookSettingsError(f"{place}: {why}")
    error.place = place
    return ShapeProblem(error, fix)
