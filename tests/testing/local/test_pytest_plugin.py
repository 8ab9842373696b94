"""The fixture `local_aws` of the pytest plugin, as another project's tests have it."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

USES = """
import os

import pytest


def write_down(worker_id, aws):
    with open("endpoints", "a") as file:
        file.write(f"{worker_id} {aws.endpoint_url}\\n")


@pytest.mark.parametrize("number", range(6))
def test_each_starts_with_an_empty_account(number, local_aws, worker_id):
    write_down(worker_id, local_aws)
    s3 = local_aws.client("s3")
    assert s3.list_buckets()["Buckets"] == []
    assert local_aws.seed is None
    s3.create_bucket(Bucket="left-behind")
    local_aws.seed = 5
"""

HOME = """
import boto3


def test_home(local_aws):
    assert (local_aws.account, local_aws.region) == ("111122223333", "eu-west-1")
    assert boto3.client("sts").get_caller_identity()["Account"] == "111122223333"
"""

IMPORTS = """
import sys


def test_nothing_was_imported():
    assert {"webhook_constructs_pytest"} == {
        name
        for name in ("webhook_constructs_pytest", "webhook_constructs", "re2", "boto3", "ministack")
        if name in sys.modules
    }
"""

WITHOUT_THE_EXTRA = """
import importlib.util

found = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name == "ministack" else found(name, package)
"""


def run_pytest(folder: Path, test: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(test)
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-W", "error", "--quiet", *arguments],
        cwd=folder,
        env={name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_"))},
        capture_output=True,
        text=True,
        check=False,
    )


def test_pytest_finds_the_plugin_where_the_package_is_installed() -> None:
    (found,) = entry_points(group="pytest11", name="webhook_constructs_pytest")

    assert found.value == "webhook_constructs_pytest"


@pytest.mark.parametrize("workers", ["no", "2"])
def test_a_worker_has_one_account_which_is_emptied_before_each_test(tmp_path: Path, workers: str) -> None:
    done = run_pytest(tmp_path, USES, "-n", workers.replace("no", "0"))

    assert done.returncode == 0, done.stdout
    lines = (tmp_path / "endpoints").read_text().splitlines()
    assert len(lines) == 6
    assert len({line.split()[0] for line in lines}) == len(set(lines)) == (1 if workers == "no" else 2)
    assert len({line.split()[1] for line in lines}) == len(set(lines))


def test_the_account_and_region_are_options_of_pytest(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.pytest.ini_options]\nlocal_aws_account = "111122223333"\nlocal_aws_region = "eu-west-1"\n'
    )

    done = run_pytest(tmp_path, HOME)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("account", "123", "must be a string of 12 digits, such as '111122223333', got '123'"),
        ("region", "europe", "must be the name of a region, such as 'eu-west-1', got 'europe'"),
    ],
)
def test_an_option_that_cannot_be_used_is_named_as_it_is_written(
    tmp_path: Path, name: str, value: str, problem: str
) -> None:
    (tmp_path / "pytest.ini").write_text(f"[pytest]\nlocal_aws_{name} = {value}\n")

    done = run_pytest(tmp_path, HOME)

    assert done.returncode == 1
    assert f"\nlocal_aws_{name} {problem}\n" in done.stdout


def test_a_pytest_that_does_not_use_it_imports_nothing_of_the_package(tmp_path: Path) -> None:
    done = run_pytest(tmp_path, IMPORTS)

    assert done.returncode == 0, done.stdout


def test_a_test_that_asks_for_it_without_the_extra_is_told_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(WITHOUT_THE_EXTRA)

    done = run_pytest(tmp_path, HOME)

    assert done.returncode == 1
    missing = "webhook_constructs.testing.local needs ministack: pip install 'webhook-constructs[local]'"
    assert f"ImportError: {missing}" in done.stdout
