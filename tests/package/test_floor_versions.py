"""The oldest versions that `pyproject.toml` allows are enough, on the oldest Python at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.extent import RUNS_ALL
from tests.package.environment import ROOT, Environment
from tests.package.live_account import assert_a_live_webhook_is_judged
from tools.versions import floor_requirements, pythons

if TYPE_CHECKING:
    from pathlib import Path

APPS = [
    path
    for path in [ROOT / "app.py", *sorted((ROOT / "examples").glob("*/app.py"))]
    if "cdk.Validations" not in path.read_text()  # they ask for a newer CDK
]

SYNTHESIS = """
import os, pathlib, runpy, sys

for app in sys.argv[1:]:
    os.environ["CDK_OUTDIR"] = f"cdk.out/{pathlib.Path(app).parent.name}"
    sys.path.insert(0, os.path.dirname(app))  # as Python does for the script that it runs
    runpy.run_path(app)
try:
    from webhook_constructs import WebhookValidationPlugin
except ImportError as error:
    print(error)
"""
"""Synthesizes apps, and asks for what a newer CDK alone can have."""


@pytest.mark.package
@pytest.mark.skipif(not RUNS_ALL, reason="make test-all runs it")
def test_the_floor_versions_synthesise_every_example_and_judge_templates_and_accounts(
    wheel: Path, tmp_path: Path
) -> None:
    python = next(iter(pythons().values()))
    (tmp_path / "floor.txt").write_text(floor_requirements(python, "audit"))
    environment = Environment.make(tmp_path, "--requirements", tmp_path / "floor.txt", wheel, python=python)

    synthesized = environment.run("python", "-c", SYNTHESIS, *APPS)
    linted = environment.run("webhook-constructs", "lint", "cdk.out")

    assert (synthesized.returncode, synthesized.stdout) == (
        0,
        "WebhookValidationPlugin needs IPolicyValidationPlugin of aws-cdk-lib, which came with 2.257: upgrade it\n",
    ), synthesized.stderr
    assert len(list((tmp_path / "cdk.out").glob("*/*.template.json"))) == len(APPS)
    assert (linted.returncode, linted.stderr) == (0, "")
    assert_a_live_webhook_is_judged(environment)
