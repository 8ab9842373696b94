"""What acceptance runs find out, and what their records and their output do not say."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_assumptions import PROBES as TRIED
from tests.acceptance_runs.runs import RUN, run
from tests.extent import RUNS_ALL
from webhook_constructs.testing.local._service.assumptions import ANSWERS

PROBES = "the_service_answers"
ACCOUNT = "123456789012"


def results(record: Path) -> dict[str, str]:
    found: dict[str, Any] = json.loads(record.read_text(encoding="utf-8"))["assumptions"]
    return {name: each["result"] for name, each in found.items()}


HIDING = {"omitted-on-update", "report-status", "unknown-event", "triggers-see-webhook"}
"""Without a status none can be CREATING; what an update omits is no filter that it switches; and CloudFormation sees no
webhook that each update loses. So no single AWS shows all 16 other answers."""
HIDDEN = {"created-at-once", "filters-switched", "hook-outlives-source", "webhook-outlives-update"}


@pytest.mark.parametrize(
    "left_out", [HIDING, *([HIDDEN] if RUNS_ALL else [])], ids=["without-hiding", *(["without-hidden"] * RUNS_ALL)]
)
def test_an_aws_that_differs_in_12_assumptions_is_told_apart_by_exactly_these(
    tmp_path: Path, left_out: set[str]
) -> None:
    turned = sorted(ANSWERS.keys() - left_out)
    answers = [f"{name}={str(ANSWERS[name][1]).lower()}" for name in turned]
    options = [part for answer in answers for part in ("--assumption", answer)]
    record = tmp_path / "acceptance.json"

    done = run([*RUN, *options, "--record", record, *([] if RUNS_ALL else ["--only", PROBES])])

    assert len(turned) == 12
    assert sorted(name for name, result in results(record).items() if result == "differs") == turned
    assert done.returncode == 0, done.stdout
    assert f"{len(turned)} differs" in done.stdout
    assert "\nNothing is left.\n" in done.stdout


def test_an_aws_that_does_what_is_assumed_differs_in_nothing_and_its_record_has_nothing_confidential(
    tmp_path: Path,
) -> None:
    record = tmp_path / "acceptance.json"

    done = run(
        [*RUN, "--account", ACCOUNT, "--record", record, *([] if RUNS_ALL else ["--only", f"{PROBES} or manual"])]
    )

    written = record.read_text(encoding="utf-8")
    assert done.returncode == 0, done.stdout
    assert [name for name, result in results(record).items() if result == "holds"] == sorted(
        TRIED.keys() - {"delete-takes-a-while"} | ({"api-rates"} if RUNS_ALL else set())
    )
    assert "differs" not in results(record).values()
    for text in (written, done.stdout, done.stderr):
        assert ACCOUNT not in text
        assert "webhooks?t=" not in text
        assert re.findall(r"\b[0-9a-f]{40}\b", text) == []  # the form of every secret of the embedded AWS
    assert "octo/acceptance" not in written
