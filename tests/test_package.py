"""The built wheel: what it holds, and that it is enough."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "webhook_constructs"

APP = """
import sys
import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

app = cdk.App(outdir="cdk.out")
stack = cdk.Stack(app, "Stack")
project = codebuild.Project.from_project_name(stack, "Project", "api")
CodeBuildWebhook(stack, "Webhook", project=project, filter_groups=[FilterGroup.in_event_of(EventAction.PUSH)])
app.synth()
assert not {"boto3", "ministack", "click"} & set(sys.modules)
"""


def run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=ROOT)
    (built,) = folder.glob("*.whl")
    return built


@pytest.mark.package
def test_the_wheel_holds_every_module_the_lambda_asset_and_the_typing_marker(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("webhook_constructs/")}

    sources = {str(file.relative_to(ROOT)) for file in PACKAGE.rglob("*.py")}
    assert packed == {*sources, "webhook_constructs/py.typed"}
    assert "webhook_constructs/handler/index.py" in packed


@pytest.mark.package
def test_the_wheel_installs_alone_into_an_empty_environment_and_synthesises(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=True)
    python = tmp_path / "venv" / "bin" / "python"
    run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel, cwd=tmp_path)
    (tmp_path / "app.py").write_text(APP)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    done = subprocess.run(
        [python, "app.py"], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    resources = json.loads((tmp_path / "cdk.out" / "Stack.template.json").read_text())["Resources"]
    assert [item["Type"] for item in resources.values()].count("Custom::CodeBuildWebhook") == 1
    (asset,) = (folder for folder in (tmp_path / "cdk.out").glob("asset.*") if folder.is_dir())
    assert {file.name for file in (asset / "handler").iterdir()} == {
        file.name for file in (PACKAGE / "handler").glob("*.py")
    }
