"""The embedded AWS, emptied before each test, as the end-to-end tests have it; and every example, synthesised once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import aws, running_aws

__all__ = ["aws", "running_aws"]

ROOT = Path(__file__).parents[2]
AS_THE_CDK_CLI = {"CDK_CONTEXT_JSON": json.dumps({"aws:cdk:enable-path-metadata": True})}


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples, each with its `cdk.out`: run as its reader runs it, all by one process."""
    folder = tmp_path_factory.mktemp("clone") / "examples"
    done = subprocess.run(
        [sys.executable, "-W", "error", Path(__file__).with_name("synthesise.py"), ROOT / "examples", folder],
        env={**os.environ, **AS_THE_CDK_CLI, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder
