"""The embedded AWS, emptied before each test, as the end-to-end tests have it; and every example, synthesized once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.audit.conftest import ANYBODY, make_profile, make_project
from tests.e2e.conftest import aws, running_aws

if TYPE_CHECKING:
    from webhook_constructs.testing.local import LocalAws

__all__ = ["aws", "running_aws"]

ROOT = Path(__file__).parents[2]
AS_THE_CDK_CLI = {"CDK_CONTEXT_JSON": json.dumps({"aws:cdk:enable-path-metadata": True})}


@pytest.fixture(scope="session")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples, each with its `cdk.out`: run as its reader runs it, all by one process."""
    folder = tmp_path_factory.mktemp("clone") / "examples"
    done = subprocess.run(
        [sys.executable, "-W", "error", Path(__file__).with_name("synthesize.py"), ROOT / "examples", folder],
        env={**os.environ, **AS_THE_CDK_CLI, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return folder


@pytest.fixture
def clone(examples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that a reader of the guides types in: a clone of this repository with its examples synthesized."""
    folder = tmp_path / "clone"
    shutil.copytree(examples, folder / "examples")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def live_webhooks(aws: LocalAws, clone: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The app of the audit, deployed, its webhook deleted outside, and one made by hand; a profile for one region."""
    aws.deploy(clone / "examples" / "audit" / "cdk.out" / "Audit.template.json", "Audit")
    aws.client("codebuild").delete_webhook(projectName="shop-api")
    make_project(aws, "library", [ANYBODY])
    policies = aws.client("iam").list_policies(Scope="Local")["Policies"]
    (made,) = (policy for policy in policies if "Auditor" in policy["PolicyName"])
    document = aws.client("iam").get_policy_version(PolicyArn=made["Arn"], VersionId=made["DefaultVersionId"])
    policy = document["PolicyVersion"]["Document"]
    for statement in policy["Statement"]:
        statement["Condition"] = {"StringEquals": {"aws:RequestedRegion": "us-east-1"}}
    monkeypatch.setenv(*make_profile(aws, tmp_path, policy, "security").popitem())
