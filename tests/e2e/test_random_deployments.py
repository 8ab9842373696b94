"""Seeded random deployments end with CloudFormation, CodeBuild, the git host and Secrets Manager in agreement.

25 seeds run in `make test`, 200 in `make soak-short` and 2,000 in `make soak`. A seed that has found a fault is in
`FOUND`.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.e2e.random_deployments import Run
from tests.e2e.random_stacks import Handler
from webhook_constructs.testing.local import LocalAws

FOUND = (61, 113, 227, 283, 285, 288, 294, 305, 523, 540, 543, 622, 860)
FIRST, _, LAST = os.environ.get("SEEDS", "1-12").partition("-")
SEEDS = sorted({*range(int(FIRST), int(LAST) + 1), *FOUND})


@pytest.fixture(scope="module")
def handler() -> Iterator[Handler]:
    with LocalAws() as aws:
        yield Handler(aws)


@pytest.mark.parametrize("seed", SEEDS)
def test_everybody_agrees_after_each_deployment(handler: Handler, seed: int) -> None:
    assert list(Run(handler, seed).violations()) == []
