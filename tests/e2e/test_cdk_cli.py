"""The real CDK CLI deploys, changes and destroys the sample app: `make demo`, from the outside."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run_demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.demo"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def without_times(line: str) -> str:
    return re.sub(r"^\[ *[0-9.]+ s\] ", "", line)


@pytest.mark.cli
def test_the_demo_deploys_changes_and_destroys_the_sample_app_and_leaves_nothing(tmp_path: Path) -> None:
    done = run_demo(TMPDIR=str(tmp_path))

    assert done.returncode == 0, done.stderr
    said = done.stdout
    deployed, changed, destroyed = (
        said.index(title)
        for title in (
            "webhooks after deploy",
            "webhooks after the branch was changed to release",
            "webhooks after destroy",
        )
    )
    assert "^refs/heads/main$" in said[deployed:changed]
    assert "^(1234567|7654321)$" in said[deployed:changed]
    assert "^refs/heads/release$" in said[changed:destroyed]
    assert "docs-site: none" in said[destroyed:]
    delivered = said[said.index("a push to branch release of acme/api") : destroyed]
    verdicts = re.findall(r"^  \[local\] (build|no build|undecided): (\w+)", delivered, flags=re.MULTILINE)
    assert verdicts == [
        ("build", "PUSH"),
        ("no build", "PUSH"),
        ("build", "PUSH"),
        ("build", "PULL_REQUEST_CREATED"),
    ]
    assert without_times(said.splitlines()[-1]) == "done, nothing is left at the git host"
    assert re.search(r"\[[-~]\].*Custom::CodeBuildWebhook", said[changed:destroyed])
    assert "payloadUrl" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.cli
def test_a_demo_that_fails_says_why_in_the_end(tmp_path: Path) -> None:
    """Without Node on the PATH the CLI cannot start."""
    done = run_demo(TMPDIR=str(tmp_path), PATH=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "demo: cdk synth failed:"
    assert "node" in done.stderr.splitlines()[-1]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.cli
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGINT], ids=lambda end: end.name)
def test_a_demo_that_is_interrupted_leaves_nothing_running_and_nothing_behind(
    tmp_path: Path, end: signal.Signals
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "tools.demo"],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as demo:
        assert demo.stdout is not None
        assert demo.stderr is not None
        next(line for line in demo.stdout if "synthesizing" in line)
        demo.send_signal(end)
        said = demo.stderr.read().splitlines()

    assert demo.returncode == 130
    assert said[-1] == "demo: interrupted"
    assert list(tmp_path.iterdir()) == []
    assert processes_with(str(tmp_path)) == []


def processes_with(text: str) -> list[str]:
    """The command lines of running processes that name a path: the CLI is given the demo's folder."""
    found = []
    for file in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in found if text in line]
