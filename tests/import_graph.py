"""Which module of a package imports which, as the source says it: under TYPE_CHECKING and in functions too."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

__all__ = ["circles", "import_graph"]


def import_graph(package: Path) -> dict[str, set[str]]:
    """Return the modules of a package that each of its modules imports; a package stands for its `__init__`.

    Importing a module runs the `__init__` of every package above it, so the module depends on those too. The packages
    above the importing module run already: it depends on one of these only where it imports a name from it.
    """
    files = {_name(package, file): file for file in package.rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for module, file in files.items():
        running = {module, *_packages_above(module)}
        graph[module] = set()
        for target in _targets(ast.parse(file.read_text()), module, is_package=file.stem == "__init__", modules=files):
            graph[module] |= ({target} | (_packages_above(target) - running)) & files.keys() - {module}
    return graph


def circles(graph: dict[str, set[str]]) -> list[str]:
    """Return the shortest circle through each module that is on one, each circle once, module by module."""
    found = {_turned_to_the_first(circle) for module in sorted(graph) if (circle := _shortest_circle(graph, module))}
    return [" -> ".join((*circle, circle[0])) for circle in sorted(found)]


def _name(package: Path, file: Path) -> str:
    parts = [package.name, *file.relative_to(package).with_suffix("").parts]
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _packages_above(module: str) -> set[str]:
    parts = module.split(".")
    return {".".join(parts[:length]) for length in range(1, len(parts))}


def _targets(tree: ast.Module, module: str, *, is_package: bool, modules: Collection[str]) -> Iterator[str]:
    parts = module.split(".") if is_package else module.split(".")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = parts[: len(parts) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                member = f"{source}.{alias.name}"
                yield member if member in modules else source


def _shortest_circle(graph: dict[str, set[str]], start: str) -> tuple[str, ...]:
    paths: list[tuple[str, ...]] = [(start,)]
    reached = {start}
    for path in paths:  # grows while it is walked: breadth first
        for imported in sorted(graph[path[-1]]):
            if imported == start:
                return path
            if imported not in reached:
                reached.add(imported)
                paths.append((*path, imported))
    return ()


def _turned_to_the_first(circle: tuple[str, ...]) -> tuple[str, ...]:
    at = circle.index(min(circle))
    return circle[at:] + circle[:at]
