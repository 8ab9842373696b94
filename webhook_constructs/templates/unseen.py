"""Parts of templates that may hold webhooks, and that nobody sees before the deployment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping

from .nestings import nested_address, nestings_of, nests_a_template
from .places import Steps
from .template import Template
from .template_webhooks import PROJECT_TYPE
from .values.resolver import LOOP

__all__ = ["UnseenPart", "unseen_parts"]

_TRANSFORM = "Fn::Transform"
_INCLUDE = "AWS::Include"
_OF_AWS = "AWS::"
_RESOURCES, _SECTION = "Resources", "Transform"


@dataclass(frozen=True, slots=True)
class UnseenPart:
    """A part of a template that nobody sees before the deployment.

    Attributes:
        index: The index of the template.
        steps: The way to it.
        why: Why it is not seen.
    """

    index: int
    steps: Steps
    why: str


def unseen_parts(written: Sequence[Template], resolved: Sequence[Template]) -> Iterator[UnseenPart]:
    """Find the parts of templates that nobody sees, such as what macros write.

    Args:
        written: The templates as they are written.
        resolved: The templates with the values put in that are known.
    """
    nested = {(index, logical_id) for its in nestings_of(written).values() for index, logical_id, _ in its}
    for index, (template, known) in enumerate(zip(written, resolved, strict=True)):
        for steps, why in template.unseen:
            yield UnseenPart(index, steps, why)
        for macro in _macros(template.body.get(_SECTION)):
            yield UnseenPart(index, (_SECTION,), f"the macro {one_line(macro)} may write webhooks, too")
        for key, value in known.resources.items():
            steps = (_RESOURCES, key)
            resource = as_mapping(value)
            if key == _TRANSFORM:
                yield UnseenPart(index, steps, "what it includes may hold webhooks")
            elif str(key).startswith(LOOP):
                yield UnseenPart(index, steps, "what the loop runs over is known only when the stack is deployed")
            elif nests_a_template(resource) and (index, key) not in nested:
                yield UnseenPart(
                    index, steps, f"the nested template{_named(resource)} is not among those that are read"
                )
            elif _may_include_triggers(resource):
                why = f"{key}: Properties.{_TRANSFORM} may include Triggers"
                yield UnseenPart(index, (*steps, "Properties", _TRANSFORM), why)


def _named(resource: Any) -> str:
    """Return the path of a nested template; an address may hold what lets people read it."""
    path = nested_address(resource)
    return "" if path is None else f" {one_line(path)}"


def _macros(written: Any) -> Iterator[str]:
    for each in written if isinstance(written, list) else [written]:
        name = as_mapping(each).get("Name") if isinstance(each, dict) else each
        if isinstance(name, str) and (name == _INCLUDE or not name.startswith(_OF_AWS)):
            yield name


def _may_include_triggers(resource: Any) -> bool:
    properties = as_mapping(resource.get("Properties"))
    return resource.get("Type") == PROJECT_TYPE and _TRANSFORM in properties and "Triggers" not in properties
