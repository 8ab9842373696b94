"""Parts of templates that may hold webhooks, and that nobody sees before the deployment."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping

from .nestings import nested_address, nestings_of, nests_a_template
from .places import Steps
from .template import STACK_SET_TYPE, Template, is_written_elsewhere
from .template_webhooks import PROJECT_TYPE
from .values.loops import LOOP

__all__ = ["UnseenPart", "unseen_parts"]

_FUNCTION = "Fn::"
_INCLUDE = "AWS::Include"
_OF_AWS = "AWS::"
_RESOURCES, _PROPERTIES, _SECTION = "Resources", "Properties", "Transform"


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
        its = {logical_id for each, logical_id in nested if each == index}
        for key, value in known.resources.items():
            resource = as_mapping(value)
            for steps, why in _hidden(key, resource):
                yield UnseenPart(index, (_RESOURCES, key, *steps), why)
            if key not in its and (why := _written_elsewhere(key, resource, template)):
                yield UnseenPart(index, (_RESOURCES, key), why)


def _macros(written: Any) -> Iterator[str]:
    for each in written if isinstance(written, list) else [written]:
        name = as_mapping(each).get("Name") if isinstance(each, dict) else each
        if isinstance(name, str) and (name == _INCLUDE or not name.startswith(_OF_AWS)):
            yield name


def _hidden(key: str, resource: Mapping[str, Any]) -> Iterator[tuple[Steps, str]]:
    """Return why nobody sees what a resource is or has, and the way from the resource to it."""
    kind, properties = resource.get("Type"), as_mapping(resource.get(_PROPERTIES))
    if key.startswith(LOOP):
        yield (), "what the loop runs over is known only when the stack is deployed, or it runs more than 1,000 times"
    elif key.startswith(_FUNCTION):
        yield (), "what it includes may hold webhooks"
    elif not isinstance(kind, str):
        function = next(_functions(resource), None)
        if function is None:
            yield (), f"{key}: it has no Type that is known before the deployment"
        else:
            yield (function,), f"{key}: what {function} includes may be a project with Triggers"
    elif kind != PROJECT_TYPE and kind.lower() == PROJECT_TYPE.lower():
        yield ("Type",), f"{key}: CloudFormation knows no type {kind}: write {PROJECT_TYPE}"
    elif kind == PROJECT_TYPE and "Triggers" not in properties:
        for function in _functions(properties):
            yield (_PROPERTIES, function), f"{key}: {_PROPERTIES}.{function} may include Triggers"


def _functions(value: Collection[str]) -> Iterator[str]:
    return (each for each in value if str(each).startswith(_FUNCTION))


def _written_elsewhere(key: str, resource: Mapping[str, Any], template: Template) -> str:
    """Return why nobody sees what a resource deploys; nothing for one that deploys nothing or is read with the others.

    The template of a stack set is among the assets of its app, which are read, unless it is written in the stack set or
    has an address of its own.
    """
    if nests_a_template(resource):
        path = nested_address(resource)  # an address may hold what lets people read it
        return f"the nested template{'' if path is None else f' {one_line(path)}'} is not among those that are read"
    if not is_written_elsewhere(resource):
        return ""
    is_of_asset = template.app and isinstance(as_mapping(resource.get(_PROPERTIES)).get("TemplateURL"), Mapping)
    is_read = is_of_asset and resource.get("Type") == STACK_SET_TYPE
    return "" if is_read else f"{key}: what it deploys is written elsewhere"
