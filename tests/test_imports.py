"""Where the package imports, and which names of other modules it uses."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import webhook_constructs

from .import_graph import import_graph

PACKAGE = Path(webhook_constructs.__file__).parent
SOURCES = {str(file.relative_to(PACKAGE)): file.read_text() for file in PACKAGE.rglob("*.py")}
MODULES = {name.rpartition(".")[2] for name in import_graph(PACKAGE)}

# Imports in functions keep Node, the CDK, boto3 or the parser of a file from starting.
MAX_LATE_IMPORTS = 10
REASON = re.compile(r"# noqa: PLC0415 - \w+ \w+")

# Uses of private names outside testing/local/_ministack, the folder for those of MiniStack.
PRIVATE_NAMES = {
    "cdk/resources.py": 1,  # `_cfn_properties`: one call into the CDK in place of one for each property
}


def late_imports(source: str) -> list[int]:
    """The lines of the imports in functions."""
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    inside = [node for function in functions for node in ast.walk(function)]
    return sorted({node.lineno for node in inside if isinstance(node, ast.Import | ast.ImportFrom)})


def private_imports(source: str) -> list[str]:
    """The private names that a module imports from another. A module of its own package can be private."""
    nodes = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ImportFrom)]
    names = [alias.name for node in nodes for alias in node.names]
    return [name for name in names if re.match("_[^_]", name) and name not in MODULES]


def test_few_imports_are_in_functions_and_each_has_its_reason() -> None:
    found = [
        f"{name}: {source.splitlines()[line - 1].strip()}"
        for name, source in SOURCES.items()
        for line in late_imports(source)
    ]

    assert [each for each in found if REASON.search(each) is None] == []
    assert 0 < len(found) <= MAX_LATE_IMPORTS


def test_only_the_excepted_modules_use_private_names_of_others() -> None:
    found = {
        name: len(re.findall("# noqa: SLF001", source))
        for name, source in SOURCES.items()
        if not name.startswith("testing/local/_ministack/")
    }

    assert {name: count for name, count in found.items() if count} == PRIVATE_NAMES


def test_no_module_imports_a_private_name_of_another() -> None:
    found = {name: private_imports(source) for name, source in SOURCES.items()}

    assert {name: names for name, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import json", []),
        ("if True:\n    import json", []),
        ("def f():\n    import json", [2]),
        ("async def f():\n    from json import loads", [2]),
        ("class A:\n    def f(self):\n        if self:\n            import json", [4]),
        ("def f():\n    def g():\n        import json", [3]),
    ],
)
def test_an_import_in_a_function_is_seen(source: str, lines: list[int]) -> None:
    assert late_imports(source) == lines


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from x import a, b as _b", []),
        ("from . import _ministack", []),
        ("from __future__ import annotations", []),
        ("from x import _a", ["_a"]),
        ("from .x import b, _a as a", ["_a"]),
        ("def f():\n    from .x import _a", ["_a"]),
    ],
)
def test_a_private_name_that_is_imported_is_seen(source: str, names: list[str]) -> None:
    assert private_imports(source) == names
