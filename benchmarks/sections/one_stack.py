"""Many webhooks in one stack, of imported projects.

CloudFormation takes 500 resources and 1,000,000 bytes of a template, and IAM 10 managed policies a role, of 6,144
characters each; these are counted as they are deployed. The stack is deployed to the embedded AWS, and deleted. That
runs the real handlers, and makes the resources of a stack one after another, as CloudFormation does not: the seconds
compare the handlers, and say nothing about AWS.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import aws_cdk as cdk

from benchmarks.deployed import make_project, our_stack, policy_lengths, their_stack
from benchmarks.figures import Budget, Row, Table, exactly
from benchmarks.rounds import seconds
from benchmarks.synthesis_round import build
from benchmarks.webhooks import OURS, way
from benchmarks.webhooks.project_alone import name_of
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Many webhooks in one stack"
_THEIRS = "boto3 handler"
_RESOURCES, _BYTES = 500, 1_000_000
_POLICIES, _CHARACTERS = 10, 6_144
_PEERS = ("AwsCustomResource", "CustomResource + Provider")


def tables(effort: Effort) -> list[Table]:
    """Count what a stack holds, and deploy it."""
    number = effort.deployed
    built = {name: build(way(name), number, imported=True) for name in (OURS, *_PEERS)}
    budgets = {
        "resources": Budget(_RESOURCES, f"resources of a stack of {number} webhooks"),
        "bytes": Budget(_BYTES, f"template bytes of a stack of {number} webhooks"),
    }
    counts = [
        Row(key, exactly(built[OURS][key]), {name: exactly(built[name][key]) for name in _PEERS}, budgets[key])
        for key in ("resources", "bytes")
    ]
    policies, deployed = _deployed(number)
    return [
        Table(f"{number} webhooks, counted", [*counts, *policies], OURS),
        Table(f"{number} webhooks, deployed", deployed, OURS),
    ]


def _deployed(number: int) -> tuple[list[Row], list[Row]]:
    """Give what is counted of the policies while our stack is there, and what both stacks take."""
    names = [name_of(index) for index in range(number)]
    with LocalAws() as aws:
        for name in names:
            make_project(aws, name)
        ours, policies = _taken(aws, our_stack(number))
        theirs, _ = _taken(aws, their_stack(names, "main"))
    counts = [
        Row("managed policies", exactly(len(policies)), {}, Budget(_POLICIES, f"policies of {number} webhooks")),
        Row(
            "characters of the longest of them",
            exactly(max(policies, default=0)),
            {},
            Budget(_CHARACTERS, f"characters of a policy of {number} webhooks"),
        ),
    ]
    return counts, [
        Row(what, exactly(one, unit), {_THEIRS: exactly(other, unit)})
        for what, unit, one, other in zip(
            ("create", "delete", "calls of CodeBuild"), ("s", "s", ""), ours, theirs, strict=True
        )
    ]


def _taken(aws: LocalAws, stack: cdk.Stack) -> tuple[tuple[float, float, int], list[int]]:
    """Deploy a stack and delete it; return the seconds of both, how many calls were made, and the policies' lengths."""
    root = stack.node.root
    assert isinstance(root, cdk.Stage)  # noqa: S101 - it is an app
    template = Path(root.synth().get_stack_artifact(stack.artifact_id).template_full_path)
    before = len(aws.codebuild.calls)
    created = seconds(lambda: aws.deploy(template, "Stack"))
    policies = policy_lengths(aws)
    deleted = seconds(lambda: aws.delete("Stack"))
    return (created, deleted, len(aws.codebuild.calls) - before), policies
