"""The real CDK CLI deploys, changes and destroys the sample app: `make demo`, from the outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def run_demo(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "demo.py"],
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
