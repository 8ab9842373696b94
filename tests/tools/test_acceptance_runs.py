"""Acceptance runs from the outside: what they find out, what they leave behind, and what they refuse."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.embedded import embedded_aws
from tests.acceptance.git_host import GitHost
from tests.acceptance.leftovers import Leftovers
from tests.acceptance.target import Target
from tests.acceptance.test_assumptions import PROBES as TRIED
from tests.extent import RUNS_ALL
from webhook_constructs.testing.local._service.assumptions import ANSWERS

ROOT = Path(__file__).parents[2]
RUN = [sys.executable, "-m", "tools.acceptance", "run"]
CLEAN = [sys.executable, "-m", "tools.acceptance", "clean"]
PROBES = "the_service_answers"
ACCOUNT = "123456789012"
SECONDS = 600


def run(command: Sequence[object], **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        list(map(str, command)),
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
    )


def at(target: Target) -> list[str]:
    return ["--endpoint", target.endpoint, "--account", target.access_key]


def left_at(target: Target) -> list[str]:
    """What any run has left, the hooks at the git host included."""
    found = [str(each) for each in Leftovers(target).find()]
    return found + [f"hook {each}" for each in GitHost(target).hook_ids()]


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


def started(target: Target, record: Path, *options: str) -> subprocess.Popen[str]:
    """Start a run, and return it when it has made something."""
    process = subprocess.Popen(
        [*RUN, *at(target), "--record", record, *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    next(line for line in process.stdout if "::test_" in line)
    while not left_at(target):
        time.sleep(0.05)
    return process


@pytest.mark.parametrize("moment", range(20 if RUNS_ALL else 2))
def test_what_a_killed_run_leaves_is_removed_by_the_command(moment: int, tmp_path: Path) -> None:
    seconds = random.Random(moment).uniform(0, 45 if RUNS_ALL else 4)
    with embedded_aws() as target:
        with started(target, tmp_path / "a.json", *([] if RUNS_ALL else ["--only", "life or secrets"])) as process:
            assert process.stdout is not None
            time.sleep(seconds)
            process.kill()
            process.stdout.read()  # until the tests have ended, too
        assert process.returncode == -signal.SIGKILL
        assert left_at(target) != []

        done = run([*CLEAN, *at(target)])

        assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Nothing is left that begins with wc-accept-.")
        assert left_at(target) == []


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM], ids=lambda end: end.name)
def test_an_interrupted_run_deletes_what_it_has_made(end: signal.Signals, tmp_path: Path) -> None:
    with embedded_aws() as target:
        with started(target, tmp_path / "acceptance.json", "--only", "life") as process:
            assert process.stdout is not None
            process.send_signal(end)
            said = process.stdout.read()

        assert process.returncode == 130
        assert "\nNothing is left.\n" in said
        assert left_at(target) == []


def test_what_has_another_name_is_left_alone(tmp_path: Path) -> None:
    with embedded_aws() as target:
        codebuild, s3, iam = (target.client(name) for name in ("codebuild", "s3", "iam"))
        s3.create_bucket(Bucket="wc-accept-of-others")
        iam.create_role(RoleName="wc-accepted-0123abcd-role", AssumeRolePolicyDocument="{}")
        codebuild.create_project(
            name="ci",
            source={"type": "GITHUB", "location": target.repository},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": "an-image", "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole=f"arn:aws:iam::{target.access_key}:role/ci",
        )
        codebuild.create_webhook(projectName="ci")
        before = GitHost(target).hook_ids()

        assert run([*RUN, *at(target), "--record", tmp_path / "a.json", "--only", "created_read_back"]).returncode == 0
        assert run([*CLEAN, *at(target)]).returncode == 0

        assert GitHost(target).hook_ids() == before
        assert "webhook" in codebuild.batch_get_projects(names=["ci"])["projects"][0]
        assert [each["Name"] for each in s3.list_buckets()["Buckets"]] == ["wc-accept-of-others"]
        assert iam.get_role(RoleName="wc-accepted-0123abcd-role")


AWS = {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY": "none"}
REPOSITORY = "https://github.com/octo/empty"


def test_on_an_account_it_says_what_it_would_make_and_makes_it_only_if_told_to(tmp_path: Path) -> None:
    """Nothing answers at this proxy: a call would fail."""
    command = [*RUN, "--aws", "--region", "eu-west-1", "--repository", REPOSITORY, "--record", tmp_path / "a.json"]

    done = run(command, **AWS, HTTPS_PROXY="http://127.0.0.1:9")

    assert done.returncode == 2
    assert done.stderr == "acceptance: nothing was made; give YES=1 (--yes) to make it in this account\n"
    plan = re.sub("[0-9a-f]{8}", "<run>", done.stdout)
    assert plan.startswith("The run makes, and deletes in the end, with names that begin with wc-accept-<run>-:\n")
    assert f"CodeBuild projects, at most 25 at a time, of {REPOSITORY}\n" in plan
    assert "It starts no build, so it takes no CodeBuild minutes." in plan


@pytest.mark.parametrize(
    ("options", "variables", "error"),
    [
        pytest.param(["--region", "eu-west-1"], AWS, "there is no repository: give REPOSITORY=", id="repository"),
        pytest.param(
            ["--repository", REPOSITORY, "--region", "eu-west-1"],
            dict.fromkeys(AWS, ""),
            "there are no credentials or no region: give PROFILE= and REGION=",
            id="credentials",
        ),
        pytest.param(
            ["--repository", REPOSITORY, "--region", "eu-west-1"],
            {**AWS, "AWS_ENDPOINT_URL": "http://127.0.0.1:9"},
            "AWS_ENDPOINT_URL is set, which leads elsewhere than to an account: unset it, or leave AWS=1 out\n",
            id="endpoint",
        ),
    ],
)
def test_what_an_account_needs_is_named(options: list[str | Path], variables: dict[str, str], error: str) -> None:
    done = run([*RUN, "--aws", *options], **variables)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"acceptance: {error}")
