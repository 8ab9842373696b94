"""Many webhooks in one stack, of imported projects.

CloudFormation takes 500 resources and 1,000,000 bytes of a template, and IAM 10 managed policies a role, of 6,144
characters each; these are counted as they are deployed. How many webhooks fit depends on how long the names of their
projects are, as each is named in a policy; a name that only the deployment knows counts as 150 characters. That all of
450 come alive when CodeBuild throttles their calls is held by a test, `tests/e2e/test_many_webhooks.py`.

Each stack is deployed to the embedded AWS and deleted, in turn with the other one. That runs the real handlers, in
processes of their own, and makes the resources of a stack one after another, as CloudFormation does not. Much of the
seconds is the embedded AWS itself, and what lies between the two are the handlers. Ours does more: it connects to
CodeBuild again for each event, and before it deletes, it asks CloudFormation whether another resource has adopted the
webhook. The seconds say nothing about AWS.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk

from benchmarks.capacity import MOST_RESOURCES, capacity
from benchmarks.deployed import make_project, our_stack, policy_lengths, their_stack
from benchmarks.figures import Budget, Figure, Row, Table, exactly
from benchmarks.rounds import rotated, seconds
from benchmarks.synthesis_round import build
from benchmarks.webhooks import OURS, way
from benchmarks.webhooks.project_alone import name_of
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Many webhooks in one stack"
_THEIRS = "boto3 handler"
_BYTES = 1_000_000
_POLICIES, _CHARACTERS = 10, 6_144
_PEERS = ("AwsCustomResource", "CustomResource + Provider")


def tables(effort: Effort) -> list[Table]:
    """Count what a stack holds, and deploy it."""
    number = effort.deployed
    built = {name: build(way(name), number, imported=True) for name in (OURS, *_PEERS)}
    budgets = {
        "resources": Budget(MOST_RESOURCES, f"resources of a stack of {number} webhooks"),
        "bytes": Budget(_BYTES, f"template bytes of a stack of {number} webhooks"),
    }
    counts = [
        Row(key, exactly(built[OURS][key]), {name: exactly(built[name][key]) for name in _PEERS}, budgets[key])
        for key in ("resources", "bytes")
    ]
    policies, deployed = _deployed(number, max(2, effort.few_rounds))
    return [
        Table(f"{number} webhooks, counted", [*counts, *policies], OURS),
        Table(
            "Webhooks of imported projects that one stack takes",
            list(_capacities(effort.name_lengths)),
            OURS,
            "no room for more",
        ),
        Table(f"{number} webhooks, deployed", deployed, OURS),
    ]


def _capacities(lengths: Iterable[int]) -> Iterator[Row]:
    for length in lengths:
        most, bound = capacity(length)
        yield Row(f"with project names of {length} characters", exactly(most), note=bound)


def _deployed(number: int, rounds: int) -> tuple[list[Row], list[Row]]:
    """Return what is counted of the policies while our stack is there, and what both stacks take."""
    names = [name_of(index) for index in range(number)]
    stacks = {OURS: our_stack(number), _THEIRS: their_stack(names, "main")}
    templates = {name: _template(stack) for name, stack in stacks.items()}
    taken: dict[str, list[dict[str, float]]] = {name: [] for name in stacks}
    policies: list[int] = []
    with LocalAws() as aws:
        for name in names:
            make_project(aws, name)
        for order in rotated(list(templates), rounds):
            for name in order:
                before = len(aws.codebuild.calls)
                created = seconds(lambda template=templates[name]: aws.deploy(template, "Stack"))  # type: ignore[misc]
                policies = policy_lengths(aws) if name == OURS else policies
                deleted = seconds(lambda: aws.delete("Stack"))
                calls = len(aws.codebuild.calls) - before
                taken[name].append({"create": created, "delete": deleted, "calls of CodeBuild": calls})
    counts = [
        Row("managed policies", exactly(len(policies)), {}, Budget(_POLICIES, f"policies of {number} webhooks")),
        Row(
            "characters of the longest of them",
            exactly(max(policies)),
            {},
            Budget(_CHARACTERS, f"characters of a policy of {number} webhooks"),
        ),
    ]
    rows = [_row(what, taken) for what in taken[OURS][0]]
    return counts, [replace(rows[0], headline=f"Deploy {number} webhooks to the embedded AWS"), *rows[1:]]


def _row(what: str, taken: dict[str, list[dict[str, float]]]) -> Row:
    is_count = what.startswith("calls")
    figures = {
        name: exactly(each_of[0][what]) if is_count else Figure.of((each[what] for each in each_of), "s")
        for name, each_of in taken.items()
    }
    return Row(what, figures[OURS], {_THEIRS: figures[_THEIRS]})


def _template(stack: cdk.Stack) -> Path:
    root = stack.node.root
    assert isinstance(root, cdk.Stage)  # noqa: S101 - it is an app
    return Path(root.synth().get_stack_artifact(stack.artifact_id).template_full_path)
