"""What it costs to start: imports, and the first webhook of an app.

Each is a fresh process, from the start of Python to its end. `import webhook_constructs` starts no Node process, as the
names that need the CDK are imported when they are first used. The first webhook is an app of one project with one
webhook in each of the ways, built and synthesized, with the CDK's validation of templates off. jsii writes an index of
the CDK's types some seconds after the CDK is imported for the first time, and every import is slower until a process
lives that long: one does before anything is measured. The table between is what `python -X importtime` says of the
modules that are loaded, each without those that it loads, by their packages; it makes all of them slower.
"""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Budget, Figure, Row, Table
from benchmarks.fresh_process import environment, run
from benchmarks.rounds import in_turn, seconds
from benchmarks.webhooks import L2, NO_CHECKS, OURS, PEERS, PROJECT_ALONE

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Start"
_PYTHON = "Python alone"
_LARGEST = "CustomResource + Provider"
_MOST_PACKAGES = 8
_MOST, _GOAL = 1.35, 1.25  # of what an app with the CDK's own webhook takes
_IMPORTS: Final = {
    _PYTHON: "pass",
    "import webhook_constructs": "import webhook_constructs",
    "import constructs": "import constructs",
    "import aws_cdk": "import aws_cdk",
    "import boto3": "import boto3",
}


def tables(effort: Effort) -> list[Table]:
    """Measure imports, and apps of one webhook."""
    imports = {name: partial(_seconds, "-c", code) for name, code in _IMPORTS.items()}
    ways = (PROJECT_ALONE, OURS, *(name for name in PEERS if name != NO_CHECKS))
    firsts = {name: partial(_seconds, "-m", "benchmarks.first_webhook", name) for name in ways}
    if effort.warms_up:
        for each in (*imports.values(), firsts[OURS], firsts[_LARGEST]):
            each()  # Python compiles what it imports, once; these two import everything of the CDK that the others do
        run("-m", "benchmarks.type_index")
    taken = in_turn(imports, 2 * effort.rounds, "ms", 1e3)
    bare = taken.pop(_PYTHON).median
    beyond = {name: Figure.of((value - bare for value in figure.values), "ms") for name, figure in taken.items()}
    packages = _packages()
    ours = beyond.pop("import webhook_constructs")
    budget = Budget(_MOST, "an app of one project with one webhook, start to end of synthesis", L2, goal=_GOAL)
    first = in_turn(firsts, effort.rounds, "ms", 1e3)
    return [
        Table(
            f"Import, beyond the {bare:.0f} ms of Python alone",
            [Row("import", ours, beyond)],
            "import webhook_constructs",
        ),
        Table(
            "Where the time of the import goes",
            [Row(name, Figure.of([took / 1e3], "ms")) for name, took in packages],
            "import webhook_constructs",
        ),
        Table(
            "An app of one webhook, from the start of Python to its end",
            [Row("first webhook", first.pop(OURS), first, budget, headline="Synthesize an app with its first webhook")],
            OURS,
        ),
    ]


def _packages() -> list[tuple[str, int]]:
    """Return the packages that take most of the import, with their microseconds."""
    alone, loaded = _import_times("pass"), _import_times("import webhook_constructs")
    taken: Counter[str] = Counter()
    for module in loaded.keys() - alone.keys():
        taken[module.partition(".")[0]] += loaded[module]
    return taken.most_common(_MOST_PACKAGES)


def _import_times(code: str) -> dict[str, int]:
    command = [sys.executable, "-X", "importtime", "-c", code]
    done = subprocess.run(command, env=environment(), check=True, capture_output=True, text=True)
    columns = [line.partition(":")[2].split("|") for line in done.stderr.splitlines()[1:]]
    return {module.strip(): int(own) for own, _, module in columns}


def _seconds(*arguments: str) -> float:
    return seconds(lambda: run(*arguments))
