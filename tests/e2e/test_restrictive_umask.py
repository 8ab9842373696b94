"""The real CDK CLI deploys the sample app from a package that was installed under umask 077."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.package.environment import ROOT, Environment, uv

if TYPE_CHECKING:
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

PRIVATE = 0o077
CDK = ROOT / "node_modules" / ".bin" / "cdk"


@pytest.fixture
def private_installation(tmp_path: Path) -> Environment:
    """An environment in which nobody but its owner can read the package."""
    uv("build", "--wheel", "--out-dir", tmp_path / "dist", ROOT, umask=PRIVATE)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    made = Environment(tmp_path)
    uv("venv", made.programs.parent, umask=PRIVATE)
    made.install("--constraints", ROOT / "constraints.txt", wheel)
    packages = ("--no-deps", "--reinstall", "--no-cache", wheel)
    uv("pip", "install", "--python", made.programs / "python", *packages, umask=PRIVATE)
    return made


def run_cdk(folder: Path, environment: dict[str, str], *arguments: str | Path) -> None:
    done = subprocess.run(
        [CDK, *arguments, "--no-notices", "--no-color"],
        cwd=folder,
        env=environment,
        umask=PRIVATE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.cli
@pytest.mark.package
def test_the_cli_deploys_code_that_lambda_can_read_from_a_package_that_only_its_owner_can_read(
    aws: LocalAws, private_installation: Environment, tmp_path: Path
) -> None:
    (module,) = tmp_path.glob("venv/lib/python*/site-packages/webhook_constructs/handler/index.py")
    assert stat.filemode(module.stat().st_mode) == "-rw-------"
    shutil.copy(ROOT / "app.py", tmp_path)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "PYTHON"))},
        **aws.environment,
        "CDK_HOME": str(tmp_path / "cdk-home"),
        "CDK_DISABLE_CLI_TELEMETRY": "true",
    }
    create_the_project_of_others(aws)

    run_cdk(tmp_path, environment, "synth", "--quiet", "-a", f"{private_installation.programs}/python app.py")
    assembly = ("-a", tmp_path / "cdk.out")
    run_cdk(tmp_path, environment, "bootstrap", *assembly, f"aws://{aws.account}/{aws.region}")
    run_cdk(tmp_path, environment, "deploy", "WebhookSample", *assembly, "--require-approval", "never")

    assert len(aws.codebuild.hooks_at_host) == 2
    assert modes_of_uploaded_code(aws) == {"-rw-r--r--"}


def create_the_project_of_others(aws: LocalAws) -> None:
    aws.client("codebuild").create_project(
        name="docs-site",
        source={"type": "GITHUB", "location": "https://github.com/acme/docs.git"},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/standard:7.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=f"arn:aws:iam::{aws.account}:role/docs-site",
    )


def modes_of_uploaded_code(aws: LocalAws) -> set[str]:
    """The modes of the files in the only zip that is in the bucket for assets: the embedded AWS ignores them."""
    s3, bucket = aws.client("s3"), f"cdk-hnb659fds-assets-{aws.account}-{aws.region}"
    (key,) = (each["Key"] for each in s3.list_objects_v2(Bucket=bucket)["Contents"] if each["Key"].endswith(".zip"))
    with zipfile.ZipFile(io.BytesIO(s3.get_object(Bucket=bucket, Key=key)["Body"].read())) as archive:
        return {stat.filemode(entry.external_attr >> 16) for entry in archive.infolist()}
