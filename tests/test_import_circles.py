"""No module of the package imports itself by way of others."""

from __future__ import annotations

from pathlib import Path

import pytest

import webhook_constructs

from .import_graph import circles, import_graph

PACKAGE = Path(webhook_constructs.__file__).parent


def test_no_module_imports_itself_by_way_of_others() -> None:
    assert circles(import_graph(PACKAGE)) == []


def test_every_module_is_looked_at() -> None:
    graph = import_graph(PACKAGE)

    assert len(graph) == len(list(PACKAGE.rglob("*.py")))
    assert "webhook_constructs.core.settings.webhook_settings" in graph["webhook_constructs.core.decisions.decision"]


IMPORTS = {
    "at the top": "from made.b import B",
    "relative": "from .b import B",
    "of a module": "from . import b",
    "by its whole name": "import made.b",
    "for type checkers alone": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .b import B",
    "in a function": "def f():\n    from .b import B",
    "in a method": "class A:\n    def f(self):\n        import made.b",
    "in a branch": "try:\n    from .b import B\nexcept ImportError:\n    pass",
}


@pytest.mark.parametrize("written", IMPORTS.values(), ids=IMPORTS)
def test_a_circle_is_found_however_the_import_is_written(tmp_path: Path, written: str) -> None:
    package = made(tmp_path, {"__init__": "", "a": written, "b": "from .c import C", "c": "from .a import A"})

    assert circles(import_graph(package)) == ["made.a -> made.b -> made.c -> made.a"]


def test_each_circle_is_named_once(tmp_path: Path) -> None:
    sources = {"a": "from . import b", "b": "from . import a, c", "c": "from . import d", "d": "from . import c"}
    package = made(tmp_path, {"__init__": "", **sources})

    assert circles(import_graph(package)) == [
        "made.a -> made.b -> made.a",
        "made.c -> made.d -> made.c",
    ]


def test_a_name_from_the_own_package_is_a_circle_where_the_package_imports_the_module(tmp_path: Path) -> None:
    package = made(tmp_path, {"__init__": "from .a import A", "a": "from made import B"})

    assert circles(import_graph(package)) == ["made -> made.a -> made"]


def test_a_module_runs_the_package_above_what_it_imports(tmp_path: Path) -> None:
    sources = {"a": "from .below.b import B", "below/__init__": "from made.c import C", "below/b": ""}
    package = made(tmp_path, {"__init__": "", **sources, "c": "from .a import A"})

    assert circles(import_graph(package)) == ["made.a -> made.below -> made.c -> made.a"]


NO_CIRCLES = {
    "a package that re-exports": {"__init__": "from .a import A\nfrom .b import B", "a": "", "b": "from .a import A"},
    "a module of the own package": {"__init__": "from . import a", "a": "from . import b", "b": ""},
    "two that import a third": {"__init__": "", "a": "from . import c", "b": "from . import c, a", "c": ""},
    "other packages": {"__init__": "", "a": "import json\nfrom elsewhere.made import b"},
}


@pytest.mark.parametrize("sources", NO_CIRCLES.values(), ids=NO_CIRCLES)
def test_imports_in_one_direction_are_no_circle(tmp_path: Path, sources: dict[str, str]) -> None:
    assert circles(import_graph(made(tmp_path, sources))) == []


def made(folder: Path, sources: dict[str, str]) -> Path:
    for name, text in sources.items():
        file = folder / "made" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder / "made"
