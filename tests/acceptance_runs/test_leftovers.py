"""What acceptance runs leave behind: nothing, and of killed ones what the command removes."""

from __future__ import annotations

import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.acceptance.embedded import embedded_aws
from tests.acceptance.git_host import GitHost
from tests.acceptance.leftovers import Leftovers
from tests.acceptance.target import Target
from tests.acceptance_runs.runs import CLEAN, ROOT, RUN, at, run
from tests.extent import RUNS_ALL


def left_at(target: Target) -> list[str]:
    """What any run has left, the hooks at the git host included."""
    found = [str(each) for each in Leftovers(target).find()]
    return found + [f"hook {each}" for each in GitHost(target).hook_ids()]


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


@pytest.mark.parametrize("end", [signal.SIGINT, *([signal.SIGTERM] * RUNS_ALL)], ids=lambda end: end.name)
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
