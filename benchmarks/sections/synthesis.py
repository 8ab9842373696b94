"""What one more webhook costs at synthesis, beyond its project.

Each webhook has three groups of three filters, names of its own, raw patterns in half of its filters, and nothing wrong
with it, so that every rule looks at it and no result of another webhook helps. An app is built and synthesized with the
projects alone, and with the webhooks of each way, each with one and with many of them; what lies between, without what
the projects take, is the cost of one more. What a stack pays once is taken from the apps of one webhook. Every round is
a process of its own, in which an app of each way, with other names, is built before anything is measured.

Up to 150 webhooks are for projects of the app. The 450 are for imported ones, as one stack has no room for 450 projects
besides; the CDK's own webhooks are a part of their projects, which are made there, too, and taken off. "Validation on"
is how users have it: the CDK then checks each template at synthesis.

The last table says where the time goes, from a profile of another run: Python's clocks in it slow it down a little.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from benchmarks.figures import Budget, Figure, Row, Table, exactly, number
from benchmarks.fresh_process import report_of, run
from benchmarks.kernel_calls import KERNEL, SYNTHESIS
from benchmarks.rounds import rotated
from benchmarks.synthesis_round import imports_projects
from benchmarks.webhooks import L2, NO_CHECKS, OURS, PEERS

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Synthesis"
_BUDGETED: Final = 150
_MOST, _GOAL = 2, 1.25  # of what the CDK's own webhooks take
_SMALLEST = 0.005  # ms; what takes less is put together
_OTHERS = "everything else"


def tables(effort: Effort) -> list[Table]:
    """Measure apps of some sizes, and profile one of them."""
    if effort.warms_up:
        run("-m", "benchmarks.type_index")  # jsii is faster from then on
    middle = _middle(effort)
    rounds = {count: _rounds(count, effort.rounds) for count in effort.webhooks}
    checked = _rounds(middle, effort.rounds, validation=True)
    reports = _reports(middle, effort.few_rounds)
    profiles = {name: _phases_of(each) for name, each in reports.items()}
    return [
        Table("One more webhook, milliseconds", _times(rounds, checked, middle, _bound(profiles)), OURS),
        Table("One more webhook, counted", _counts(rounds, middle), OURS),
        Table("What a stack pays once, beyond the first webhook's project", _once(rounds[middle]), OURS),
        Table(f"Where the time of one more webhook goes, {_among(middle)}", _phases(profiles), OURS),
    ]


def _among(count: int) -> str:
    return f"among {count}" + (", imported projects" if imports_projects(count) else "")


def _middle(effort: Effort) -> int:
    return _BUDGETED if _BUDGETED in effort.webhooks else effort.webhooks[0]


def _rounds(count: int, rounds: int, *, validation: bool = False) -> list[Any]:
    return [report_of("synthesis_round", count, each, validation=validation) for each in range(rounds)]


def _row(what: str, rounds: list[Any], kind: str, key: str) -> Row:
    values = {name: [each[name][kind][key] for each in rounds] for name in (OURS, *PEERS)}
    if key == "seconds":
        figures = {name: Figure.of((value * 1e3 for value in each), "ms") for name, each in values.items()}
    else:
        figures = {name: exactly(each[0]) for name, each in values.items()}
    return Row(what, figures.pop(OURS), figures)


def _times(rounds: dict[int, list[Any]], checked: list[Any], middle: int, bound: str) -> list[Row]:
    rows = []
    for count, taken in rounds.items():
        row = _row(_among(count), taken, "each", "seconds")
        if count == middle:
            budget = Budget(_MOST, f"synthesis of one more webhook of 3 x 3 filters, {_among(count)}", L2, goal=_GOAL)
            row = replace(row, budget=budget, bound=bound, headline="Synthesize one more webhook")
        rows.append(row)
    return [*rows, _row(f"{_among(middle)}, validation on", checked, "each", "seconds")]


def _counts(rounds: dict[int, list[Any]], middle: int) -> list[Row]:
    limits = {
        "resources": Budget(1, f"resources of one more webhook, {_among(middle)}"),
        "bytes": Budget(1300, f"template bytes of one more webhook, {_among(middle)}"),
    }
    bounds = {"resources": _bound_of_resources(middle, rounds[middle][0][OURS])}
    units = {"calls": "kernel calls", "resources": "resources", "bytes": "template bytes"}
    rows = []
    for count, taken in rounds.items():
        for key, what in units.items():
            row = _row(f"{what}, {_among(count)}", taken, "each", key)
            if count == middle:
                row = replace(row, budget=limits.get(key), bound=bounds.get(key, ""))
            rows.append(row)
    return rows


def _bound_of_resources(count: int, report: dict[str, dict[str, float]]) -> str:
    """Return how many resources of the template are policies."""
    once, each = report["once"], report["each"]
    policies, resources = (once[key] + each[key] * (count - 1) for key in ("policies", "resources"))
    return (
        f"of the {number(resources)} resources of {count} webhooks, {number(policies)} are managed policies; "
        f"the stack needs {number(once['policies'])} for its first webhook: {number(each['policies'])} for each other"
    )


def _once(rounds: list[Any]) -> list[Row]:
    rows = [_row("milliseconds, in a process that has done it before", rounds, "once", "seconds")]
    for key, what in (("calls", "kernel calls"), ("resources", "resources"), ("bytes", "template bytes")):
        rows.append(_row(f"{what}, with the first webhook", rounds, "once", key))
    limit = Budget(6, "resources of the first webhook, 3 to 5 of them once a stack")
    rows[2] = replace(rows[2], budget=limit)
    return [*rows, _row("assets, zipped bytes", rounds, "once", "assets")]


def _reports(count: int, rounds: int) -> dict[str, list[Any]]:
    """Profile ours, the CDK's, and the floor, in turn."""
    taken: dict[str, list[Any]] = {OURS: [], L2: [], NO_CHECKS: []}
    for order in rotated(list(taken), rounds):
        for name in order:
            taken[name].append(report_of("synthesis_profile", count, name))
    return taken


def _phases_of(rounds: list[Any]) -> dict[str, Figure]:
    """Return milliseconds a webhook by phase, and the numbers of calls in what they are called."""
    phases: dict[str, list[float]] = {_OTHERS: [0.0] * len(rounds)}
    for name in rounds[0]["seconds"]:
        values = [each["seconds"].get(name, 0) * 1e3 for each in rounds]
        calls = round(rounds[0]["calls"].get(name, 0))
        if abs(Figure.of(values, "ms").median) < _SMALLEST or (
            name.startswith(KERNEL) and name != SYNTHESIS and not calls
        ):
            phases[_OTHERS] = [a + b for a, b in zip(phases[_OTHERS], values, strict=True)]
        else:
            phases[name + (f", {calls} calls" if calls > 1 and name.startswith(KERNEL) else "")] = values
    return {name: Figure.of(values, "ms") for name, values in phases.items()}


def _phases(profiles: dict[str, dict[str, Figure]]) -> list[Row]:
    names = sorted(
        {phase for each in profiles.values() for phase in each},
        key=lambda name: (name == _OTHERS, -max(each[name].median for each in profiles.values() if name in each)),
    )
    nothing = exactly(0, "ms")
    rows = []
    for name in names:
        peers = {way: profiles[way][name] for way in (L2, NO_CHECKS) if name in profiles[way]}
        rows.append(Row(name, profiles[OURS].get(name, nothing), peers))
    sums = {
        way: Figure.of(map(sum, zip(*(each.values for each in phases.values()), strict=True)), "ms")
        for way, phases in profiles.items()
    }
    return [*rows, Row("all of it", sums.pop(OURS), sums)]


def _bound(profiles: dict[str, dict[str, Figure]]) -> str:
    """Return what our time is spent on."""
    ours = profiles[OURS]
    most = sorted(ours, key=lambda name: -ours[name].median)[:4]
    kernel = sum(figure.median for name, figure in ours.items() if name.startswith(KERNEL))
    python = sum(figure.median for name, figure in ours.items() if name.startswith("Python"))
    largest = ", ".join(f"{name.removeprefix('Python: ')} {ours[name].median:.2f}" for name in most)
    return f"of a webhook's time, calls into Node take {kernel:.2f} ms and Python {python:.2f} ms; most of it {largest}"
