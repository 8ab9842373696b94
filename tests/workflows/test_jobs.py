"""Which jobs of a run wait for a runner at the same time."""

from __future__ import annotations

import pytest

from webhook_constructs.workflows.jobs import Job, Place

PLACE = Place("ci.yml", ("jobs",))


def job(*path: str, after: tuple[str, ...] = (), run: str = "ci.yml", **more: object) -> Job:
    needs = (*(frozenset() for _ in path[1:]), frozenset(after))
    return Job("GitHub", PLACE, path, (), run=run, after=needs, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "beside"),
    [
        (job("a"), job("b"), True),
        (job("a"), job("b", run="other.yml"), False),
        (job("a", after=("b",)), job("b"), False),
        (job("a"), job("b", after=("a",)), False),
        (job("call", "a"), job("b"), True),
        (job("call", "a"), job("b", after=("call",)), False),
        (job("call", "a", after=("b",)), job("call", "b"), False),
        (job("a"), job("a"), False),
        (job("a", combinations=("x",)), job("a", combinations=("y",)), True),
        (job("a", combinations=("x",)), job("a", combinations=("x", "y")), False),
        (job("a", combinations=("x",), is_serial=True), job("a", combinations=("y",)), False),
    ],
)
def test_jobs_run_beside_each_other_unless_one_needs_the_other(one: Job, other: Job, *, beside: bool) -> None:
    assert one.may_run_beside(other) is beside
    assert job("call", "a").name == "call / a"
