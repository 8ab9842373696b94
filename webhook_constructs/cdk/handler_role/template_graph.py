"""Which resources of a rendered template wait for which others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from webhook_constructs.core.values.wire import as_mapping, as_strings

__all__ = ["circle_at", "circle_of", "dependencies_of", "names_in", "order_of", "reachable", "reaching"]

_SUBSTITUTED = re.compile(r"\$\{([^!}][^.}]*)")


def dependencies_of(resources: Mapping[str, Any]) -> dict[str, set[str]]:
    """Return, for each resource of a template, the resources that CloudFormation finishes before it.

    Args:
        resources: The `Resources` of a template.
    """
    return {
        name: {*names_in(resource), *_depends_on(resource)} & resources.keys() for name, resource in resources.items()
    }


def names_in(value: Any) -> Iterator[str]:
    """Return the logical ids that a rendered value refers to, by `Ref`, `Fn::GetAtt` or `Fn::Sub`."""
    if isinstance(value, list):
        for each in value:
            yield from names_in(each)
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _names_in_function(key, inner)
            yield from names_in(inner)


def reachable(graph: Mapping[str, Collection[str]], starts: Iterable[str]) -> set[str]:
    """Return some nodes, and what they wait for, be it through others."""
    found = set(starts)
    rest = list(found)
    while rest:
        new = set(graph.get(rest.pop(), ())) - found
        found |= new
        rest += new
    return found


def reaching(graph: Mapping[str, Collection[str]], targets: Iterable[str]) -> set[str]:
    """Return the nodes from which one of some nodes can be reached, these nodes included."""
    before: dict[str, list[str]] = {}
    for node, successors in graph.items():
        for successor in successors:
            before.setdefault(successor, []).append(node)
    return reachable(before, targets)


def circle_at(graph: Mapping[str, Collection[str]], nodes: Collection[str]) -> list[str]:
    """Return a circle among the nodes that some nodes wait for and that wait for one of them.

    Args:
        graph: For each node, what it waits for.
        nodes: The nodes.

    Returns:
        The nodes of a circle, of which each waits for the next, and the last for the first; empty where there is none.
    """
    between = reachable(graph, nodes) & reaching(graph, nodes)
    try:
        order_of(graph, between)
    except CycleError as error:
        return circle_of(error)
    return []


def circle_of(error: CycleError) -> list[str]:
    """Return the nodes of the circle that an error names: each waits for the next, and the last for the first."""
    return list(reversed(error.args[1][1:]))


def order_of(graph: Mapping[str, Collection[str]], nodes: Collection[str]) -> list[str]:
    """Return some nodes in an order in which each follows those that it waits for.

    Raises:
        CycleError: There is none.
    """
    among = {node: [each for each in sorted(graph[node]) if each in nodes] for node in sorted(nodes)}
    return list(TopologicalSorter(among).static_order())


def _depends_on(resource: Any) -> list[str]:
    named = as_mapping(resource).get("DependsOn")
    return [named] if isinstance(named, str) else as_strings(named)


def _names_in_function(function: str, argument: Any) -> Iterable[Any]:
    """Return what a function refers to; nothing for one that is malformed, which CloudFormation refuses."""
    match function, argument:
        case "Ref", str(name):
            return [name]
        case "Fn::GetAtt", str(name) | [str(name), *_]:
            return [name.partition(".")[0]]
        case "Fn::Sub", str(text):
            return _SUBSTITUTED.findall(text)
        case "Fn::Sub", [str(text), *values]:
            own = as_mapping(values[0]) if values else {}
            return [name for name in _SUBSTITUTED.findall(text) if name not in own]
    return []
