"""What it costs to start: imports, and the first webhook of an app.

Each is a fresh process, from the start of Python to its end. `import webhook_constructs` starts no Node process, as the
names that need the CDK are imported when they are first used. The first webhook is an app of one project with one
webhook in each of the ways, built and synthesised; the CDK's validation of templates, which costs the same for all of
them, is off.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from benchmarks.figures import Budget, Figure, Row, Table
from benchmarks.fresh_process import run
from benchmarks.rounds import in_turn, seconds
from benchmarks.webhooks import NO_CHECKS, OURS, PEERS, PROJECT_ALONE

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Start"
_PYTHON = "Python alone"
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
    for each in (*imports.values(), *firsts.values()):
        each()  # Python compiles what it imports, and jsii writes its index, once
    taken = in_turn(imports, 2 * effort.rounds, "ms", 1e3)
    bare = taken.pop(_PYTHON).median
    beyond = {name: Figure.of((value - bare for value in figure.values), "ms") for name, figure in taken.items()}
    budget = Budget(40, "`import webhook_constructs`, beyond Python alone")
    bound = "what it imports is in the profile of `python -X importtime -c 'import webhook_constructs'`"
    ours = beyond.pop("import webhook_constructs")
    first = in_turn(firsts, effort.rounds, "ms", 1e3)
    return [
        Table(
            f"Import, beyond the {bare:.0f} ms of Python alone",
            [Row("import", ours, beyond, budget, bound)],
            "import webhook_constructs",
        ),
        Table(
            "An app of one webhook, from the start of Python to its end",
            [Row("first webhook", first[OURS], {name: figure for name, figure in first.items() if name != OURS})],
            OURS,
        ),
    ]


def _seconds(*arguments: str) -> float:
    return seconds(lambda: run(*arguments))
