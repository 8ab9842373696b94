"""What a webhook of three groups of three filters costs at synthesis, counted; `docs/benchmarks.md` has the budget."""

from __future__ import annotations

import pytest

from benchmarks.synthesis_round import build
from benchmarks.webhooks import NO_CHECKS, OURS, PROJECT_ALONE, way

FEW, MANY = 2, 12  # of so many webhooks, the permissions are in one policy


def each(name: str, *, imported: bool) -> dict[str, float]:
    """Count what one more webhook has, beyond its project."""
    few, many, few_alone, many_alone = (
        build(way(which), number, imported=imported) for which in (name, PROJECT_ALONE) for number in (FEW, MANY)
    )
    return {
        key: (many[key] - few[key] - many_alone[key] + few_alone[key]) / (MANY - FEW)
        for key in ("calls", "resources", "bytes")
    }


@pytest.mark.parametrize(("imported", "calls"), [(False, 8), (True, 6)], ids=["of-the-app", "imported"])
def test_a_webhook_takes_at_most_eight_calls_one_resource_and_1300_bytes(*, imported: bool, calls: int) -> None:
    found = each(OURS, imported=imported)

    assert (found["calls"], found["resources"]) == (calls, 1)
    assert 0 < found["bytes"] <= 1300


def test_a_webhook_without_checks_takes_three_calls_and_one_resource() -> None:
    found = each(NO_CHECKS, imported=False)

    assert (found["calls"], found["resources"]) == (3, 1)


def test_a_stack_pays_for_four_resources_once() -> None:
    """The function, its role, its log group and a policy."""
    one, alone = (build(way(name), 1, imported=False)["resources"] for name in (OURS, PROJECT_ALONE))

    assert one - alone - 1 == 4
