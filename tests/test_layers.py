"""The layers of the package, and what importing it may cost."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import tomli

import webhook_constructs

from .import_graph import import_graph

PACKAGE = Path(webhook_constructs.__file__).parent
CDK = {"aws_cdk", "constructs", "jsii"}

# What a layer may import: third-party packages by name, layers of this package with a leading dot.
ALLOWED = {
    "core": {"re2", "typing_extensions"},
    "lint": {".core"},
    "templates": {".core", ".lint"},
    "changes": {".core", ".templates"},
    "workflows": {".core"},
    "template_files": {"yaml", ".core", ".lint", ".templates"},
    "cdk": {*CDK, "typing_extensions", ".core", ".lint", ".template_files", ".templates", ".version"},
    "handler": {"boto3", "botocore"},
    "testing": {".core", ".lint"},
    "testing/local": {".core", ".testing", "boto3", "botocore", "hypercorn", "ministack", "re2"},
    "audit": {"boto3", "botocore", ".core", ".lint", ".templates"},
    "cli": {
        "click",
        "rich",
        "tomli",
        ".audit",
        ".changes",
        ".core",
        ".lint",
        ".template_files",
        ".templates",
        ".testing",
        ".version",
        ".workflows",
    },
}

# The rooms of core, from the bottom up. A room imports from those below it, and not from its neighbors.
ROOMS_OF_CORE = (
    {"errors"},
    {"values"},
    {"service", "patterns"},
    {"groups", "events"},
    {"settings"},
    {"decisions"},
    {"comparison"},
)


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


def normal(name: str) -> str:
    return re.split(r"[^a-z0-9-]", name.lower().replace("_", "-"), maxsplit=1)[0]


def test_whatever_is_imported_is_declared() -> None:
    """By this package, and not only by one that it needs, which may stop to need it."""
    project = tomli.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = [
        *project["dependencies"],
        *(each for some in project["optional-dependencies"].values() for each in some),
    ]
    distributions = packages_distributions()
    imported = {name for file in PACKAGE.rglob("*.py") for name in foreign(file) if not name.startswith(".")}

    undeclared = {name for name in imported if {*map(normal, distributions[name])}.isdisjoint(map(normal, required))}

    assert undeclared == {"botocore", "hypercorn"}  # of boto3 and ministack, whose own objects these are


def test_the_layer_test_sees_an_import_that_is_not_allowed() -> None:
    handler = foreign(PACKAGE / "cdk" / "codebuild_webhook.py")

    assert {"aws_cdk", "constructs", ".core"} <= handler
    assert not handler <= ALLOWED["core"]


CONTAINERS = {"dict", "list", "set", "defaultdict", "deque", "OrderedDict", "WeakKeyDictionary", "WeakValueDictionary"}
CONTAINERS |= {"WeakSet", "ChainMap", "Counter", "Kept"}
CACHES = {"cache", "lru_cache"}


def last_name(node: ast.expr) -> str:
    """The name of a class or function that a call or a decorator names."""
    node = node.func if isinstance(node, ast.Call) else node
    node = node.value if isinstance(node, ast.Subscript) else node
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def can_grow(value: ast.expr | None) -> bool:
    """Whether a value is a container that begins without anything: it is there to be filled."""
    if isinstance(value, ast.Dict):
        return not value.keys
    if isinstance(value, (ast.List, ast.Set)):
        return not value.elts
    return isinstance(value, ast.Call) and last_name(value) in CONTAINERS


def memories(source: str) -> list[str]:
    """What a module keeps for as long as the process lives: in its own variables, in those of classes, in caches."""
    found = []
    tree = ast.parse(source)
    bodies = [tree.body, *(each.body for each in ast.walk(tree) if isinstance(each, ast.ClassDef))]
    for statement in (each for body in bodies for each in body):
        if isinstance(statement, (ast.Assign, ast.AnnAssign)) and can_grow(statement.value):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            found += [ast.unparse(each) for each in targets]
    functions = (each for each in ast.walk(tree) if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)))
    found += [each.name for each in functions if CACHES & {last_name(one) for one in each.decorator_list}]
    return found


def test_no_module_of_the_constructs_keeps_constructs_for_as_long_as_the_process_lives() -> None:
    """What is known of a construct is kept on it (`cdk/kept_on.py`): it may be removed from its tree."""
    kept = {str(file.relative_to(PACKAGE)): memories(file.read_text()) for file in (PACKAGE / "cdk").rglob("*.py")}

    assert {file: names for file, names in kept.items() if names} == {}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("_HANDLERS: dict[Construct, Handler] = {}", ["_HANDLERS"]),
        ("_APPS = []", ["_APPS"]),
        ("_SEEN = set()", ["_SEEN"]),
        ("_BY_ROOT = weakref.WeakKeyDictionary()", ["_BY_ROOT"]),
        ("_BY_PATH: Any = defaultdict[str, list[Any]](list)", ["_BY_PATH"]),
        ("class A:\n    known: ClassVar[dict[str, Any]] = {}", ["known"]),
        ("@lru_cache(maxsize=None)\ndef path_of(scope): ...", ["path_of"]),
        ("class A:\n    @functools.cache\n    def of(cls, scope): ...", ["of"]),
        ("_NAMES = {'a': 1}\n_TYPES = frozenset({'b'})\n_ALL = [1]", []),
        ("def f():\n    found = {}\n    return found", []),
    ],
)
def test_the_test_of_memories_sees_them(source: str, expected: list[str]) -> None:
    assert memories(source) == expected


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
        value = getattr(webhook_constructs, name)
        assert (value.name if name == "ALL" else value.__name__) == name
    with pytest.raises(AttributeError, match="module 'webhook_constructs' has no attribute 'Nonsense'"):
        webhook_constructs.Nonsense  # noqa: B018
