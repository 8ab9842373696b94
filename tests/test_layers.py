"""The layers of the package, and what importing it may cost."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import webhook_constructs

from .import_graph import import_graph

PACKAGE = Path(webhook_constructs.__file__).parent
CDK = {"aws_cdk", "constructs", "jsii"}

# What a layer may import: third-party packages by name, layers of this package with a leading dot.
ALLOWED = {
    "core": {"re2", "typing_extensions"},  # the last for type checkers alone
    "lint": {".core"},
    "templates": {".core", ".lint"},
    "template_files": {"yaml", ".core", ".lint", ".templates"},
    "cdk": {*CDK, ".core", ".lint", ".template_files", ".templates"},
    "handler": {"boto3", "botocore"},
    "testing": {".core", ".lint"},
    "testing/local": {".core", ".testing", "boto3", "botocore", "hypercorn", "ministack", "re2"},
    "audit": {"boto3", "botocore", ".core", ".lint", ".templates"},
    "cli": {"click", "rich", "tomli", ".audit", ".core", ".lint", ".template_files", ".templates", ".testing"},
}

# The rooms of core, from the bottom up. A room imports from those below it, and not from its neighbors.
ROOMS_OF_CORE = ({"errors"}, {"values"}, {"service", "patterns"}, {"groups", "events"}, {"settings"}, {"decisions"})


def layer_of(file: Path) -> str:
    parts = file.relative_to(PACKAGE).parts[:-1]
    return "testing/local" if parts[:2] == ("testing", "local") else parts[0] if parts else ""


def imports_of(file: Path) -> set[str]:
    """Every module that a file imports, in a function or under TYPE_CHECKING too, with its full name."""
    package = ["webhook_constructs", *file.relative_to(PACKAGE).parts[:-1]]
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            found.update([module] if node.module else [f"{module}.{alias.name}" for alias in node.names])
    return found


def foreign(file: Path) -> set[str]:
    """Imports of other layers (as '.layer') and of third-party packages (by top-level name)."""
    layer = layer_of(file)
    found = set()
    for name in imports_of(file):
        top, *rest = name.split(".")
        if top != "webhook_constructs":
            if top not in sys.stdlib_module_names | {"tomllib"}:  # which Python 3.10 has not yet
                found.add(top)
        elif rest and rest[0] != layer.split("/")[0]:
            found.add(f".{rest[0]}")
    return found


@pytest.mark.parametrize("layer", ALLOWED)
def test_a_layer_imports_only_what_is_below_it(layer: str) -> None:
    files = [file for file in PACKAGE.rglob("*.py") if layer_of(file) == layer]

    surplus = {str(file.relative_to(PACKAGE)): foreign(file) - ALLOWED[layer] for file in files}

    assert {file: names for file, names in surplus.items() if names} == {}


def test_a_room_of_core_imports_only_from_those_below_it() -> None:
    below = {room: set().union(*ROOMS_OF_CORE[:level]) for level, rooms in enumerate(ROOMS_OF_CORE) for room in rooms}

    surplus = {room: imported - below[room] for room, imported in rooms_imported().items()}

    assert {room: rooms for room, rooms in surplus.items() if rooms} == {}


def test_every_module_of_core_is_in_a_room() -> None:
    assert set().union(*ROOMS_OF_CORE) == rooms_imported().keys()
    assert rooms_imported()["settings"] >= {"groups", "service", "values"}


def rooms_imported() -> dict[str, set[str]]:
    """The rooms of core that each of them imports; "core" is the `__init__` that re-exports names of all of them."""
    rooms: dict[str, set[str]] = {}
    for module, imported in import_graph(PACKAGE).items():
        rooms.setdefault(room_of(module), set()).update(map(room_of, imported))
    return {room: imported - {room, ""} for room, imported in rooms.items() if room not in {"core", ""}}


def room_of(module: str) -> str:
    _, layer, room = [*module.split("."), "", ""][:3]
    return "" if layer != "core" else room or layer


def test_every_module_belongs_to_a_layer() -> None:
    assert {layer_of(file) for file in PACKAGE.rglob("*.py")} <= {"", *ALLOWED}


def test_the_layer_test_sees_an_import_that_is_not_allowed() -> None:
    handler = foreign(PACKAGE / "cdk" / "codebuild_webhook.py")

    assert {"aws_cdk", "constructs", ".core"} <= handler
    assert not handler <= ALLOWED["core"]


def run_python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_importing_the_package_starts_no_node_process_and_imports_no_cdk() -> None:
    code = """
import subprocess, sys
started = []
original = subprocess.Popen.__init__
subprocess.Popen.__init__ = lambda self, *a, **k: (started.append(a), original(self, *a, **k))[1]
import webhook_constructs.testing
from webhook_constructs import FilterGroup, WebhookSettings
print(started, sorted({"aws_cdk", "constructs", "jsii", "interegular", "boto3"} & set(sys.modules)))
"""

    assert run_python(code) == "[] []"


def test_asking_for_a_construct_starts_node() -> None:
    """The control of the test above: its trap does see Node."""
    code = """
import subprocess
started = []
original = subprocess.Popen.__init__
subprocess.Popen.__init__ = lambda self, *a, **k: (started.append(a), original(self, *a, **k))[1]
from webhook_constructs import CodeBuildWebhook
print(CodeBuildWebhook.__name__, len(started))
"""

    assert run_python(code) == "CodeBuildWebhook 1"


def test_every_public_name_can_be_imported_and_the_list_is_sorted() -> None:
    assert sorted(webhook_constructs.__all__) == webhook_constructs.__all__
    for name in webhook_constructs.__all__:
        assert getattr(webhook_constructs, name).__name__ == name
    with pytest.raises(AttributeError, match="module 'webhook_constructs' has no attribute 'Nonsense'"):
        webhook_constructs.Nonsense  # noqa: B018
