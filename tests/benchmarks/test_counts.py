"""What a webhook of three groups of three filters costs at synthesis, counted; `docs/benchmarks.md` has the budget."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
import re2
from aws_cdk.assertions import Annotations, Match

from benchmarks.kernel_calls import kernel_calls
from benchmarks.sections.double_builds import make_app, share
from benchmarks.synthesis_round import build
from benchmarks.webhooks import L2, NO_CHECKS, OURS, PROJECT_ALONE, way
from webhook_constructs.core import Pattern

if TYPE_CHECKING:
    from types import FrameType

FIRST, FEW, MANY = 10, 2, 12  # numbers of two digits; of so many webhooks, the permissions are in one policy
BUDGET = 1300
PATTERNS, PATTERNS_OF_AN_APP = 6, 2_000  # of a webhook, and as many as are certainly kept
FULL = 80  # patterns of 280 kB each, as the cache weighs them
PROVIDER = "CustomResource + Provider"


def each(name: str, *, imported: bool) -> dict[str, float]:
    """Count what one more webhook has, beyond its project."""
    few, many, few_alone, many_alone = (
        build(way(which), number, imported=imported, first=FIRST)
        for which in (name, PROJECT_ALONE)
        for number in (FEW, MANY)
    )
    return {
        key: (many[key] - few[key] - many_alone[key] + few_alone[key]) / (MANY - FEW)
        for key in ("calls", "resources", "bytes")
    }


@pytest.mark.parametrize(
    ("imported", "calls", "size"), [(False, 11, 1089), (True, 9, 988)], ids=["of-the-app", "imported"]
)
def test_a_webhook_takes_at_most_eleven_calls_one_resource_and_1300_bytes(
    *, imported: bool, calls: int, size: int
) -> None:
    assert each(OURS, imported=imported) == {"calls": calls, "resources": 1, "bytes": size}
    assert size <= BUDGET


@pytest.mark.parametrize(
    ("name", "calls", "resources"),
    [(L2, 9, 0), ("AwsCustomResource", 6, 2), (PROVIDER, 3, 1), (NO_CHECKS, 3, 1)],
    ids=["l2", "aws-custom-resource", "provider", "without-checks"],
)
def test_a_webhook_of_a_peer_takes_so_many_calls_and_resources(name: str, calls: int, resources: int) -> None:
    found = each(name, imported=False)

    assert (found["calls"], found["resources"]) == (calls, resources)


def test_a_stack_pays_for_five_resources_once() -> None:
    """The function, the limit of the age of its events, its role, its log group and a policy."""
    one, alone = (build(way(name), 1, imported=False)["resources"] for name in (OURS, PROJECT_ALONE))

    assert one - alone - 1 == 5


@pytest.mark.parametrize(("pipelines", "calls"), [(0, 30), (50, 282)], ids=["no-pipeline", "50-pipelines"])
def test_looking_for_double_builds_takes_so_many_calls_whatever_else_is_in_the_app(pipelines: int, calls: int) -> None:
    _, _, watch = share(partial(make_app, constructs=400, pipelines=pipelines))

    assert kernel_calls(watch) == calls


def test_no_pattern_is_compiled_again_when_the_webhooks_of_an_app_are_judged_together() -> None:
    """Whatever was kept before, here two thirds of what may be kept."""
    for index in range(FULL):
        Pattern(f"x{{900}}{index}" + "x{900}" * 9)
    app = cdk.App(context={"@aws-cdk/core:stackResourceLimit": 0})
    stack = cdk.Stack(app, "Stack")
    for index in range(PATTERNS_OF_AN_APP // PATTERNS):
        way(OURS)(stack, index, True)  # noqa: FBT003 - see `way`
    compiled: list[object] = []

    def watch(frame: FrameType, kind: str, _: object) -> None:
        if kind == "call" and frame.f_code is re2.compile.__code__:
            compiled.append(frame.f_locals["pattern"])

    sys.setprofile(watch)
    try:
        app.synth()
    finally:
        sys.setprofile(None)

    assert compiled == []


def test_nothing_is_found_wrong_with_what_is_measured() -> None:
    stack = cdk.Stack(cdk.App(), "Stack")
    for index in range(3):
        way(OURS)(stack, index, False)  # noqa: FBT003 - see `way`

    assert Annotations.from_stack(stack).find_warning("*", Match.any_value()) == []
