"""A whole app around the module."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import write

from .generated import read, webhooks_of
from .test_modules import TEMPLATE

if TYPE_CHECKING:
    from tests.cli.conftest import Command

FILES = [
    "app.py",
    "cdk.json",
    "pytest.ini",
    "requirements-dev.txt",
    "requirements.txt",
    "tests/test_webhooks.py",
    "webhooks.py",
]
TEST = '''\
"""What starts a build: change an event, and the test says which filter keeps it out."""

from __future__ import annotations

import aws_cdk as cdk
import pytest
from webhook_constructs import ApproverRole, EventAction
from webhook_constructs.testing import assert_builds, pull_request, push

from webhooks import Webhooks


@pytest.fixture(scope="module")
def webhooks() -> Webhooks:
    return Webhooks(cdk.App(), "Webhooks")


def test_api_webhook_builds(webhooks: Webhooks) -> None:
'''


@pytest.fixture
def folder(command: Command, tmp_path: Path) -> Path:
    path = write(tmp_path / "t.yaml", TEMPLATE)
    code, out, err = command.run("generate", path, "--app", tmp_path / "app")
    assert (code, out) == (0, "")
    assert sorted(err.splitlines()) == [f"webhook-constructs: wrote {tmp_path}/app/{name}" for name in FILES]
    return tmp_path / "app"


def run(folder: Path, *command: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False, env=env)


def test_its_tests_pass_and_its_webhooks_are_those_that_were_read(folder: Path) -> None:
    assert sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()) == FILES
    assert (folder / "tests" / "test_webhooks.py").read_text().startswith(TEST)

    tested = run(folder, "-m", "pytest", "-q", "-p", "no:cacheprovider")
    assert (tested.returncode, tested.stdout.splitlines()[-1][:8]) == (0, "2 passed"), tested.stdout

    environment = {**os.environ, "CDK_OUTDIR": "cdk.out"}  # as the CDK CLI sets it
    run(folder, "app.py", env=environment)
    assert webhooks_of(read(folder / "cdk.out")) == webhooks_of(read(folder.parent / "t.yaml"))


@pytest.mark.parametrize("checker", [("ruff", "check", "--isolated"), ("ruff", "format", "--isolated", "--check")])
def test_a_checker_finds_nothing_in_it(checker: tuple[str, ...], folder: Path) -> None:
    checked = run(folder, "-m", *checker, ".")

    assert checked.returncode == 0, checked.stdout


def test_a_folder_with_something_in_it_is_left_alone(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "t.yaml", TEMPLATE)

    code, out, err = command.run("generate", path, "--app", tmp_path)

    assert (code, out, err) == (2, "", f"webhook-constructs: {tmp_path} is not empty: name a new folder\n")
    assert [each.name for each in tmp_path.iterdir()] == ["t.yaml"]


def test_a_folder_that_cannot_be_written(command: Command, tmp_path: Path) -> None:
    path = write(tmp_path / "t.yaml", TEMPLATE)

    code, out, err = command.run("generate", path, "--app", path / "app")

    assert (code, out, err) == (2, "", f"webhook-constructs: {path}/app cannot be written: Not a directory\n")
