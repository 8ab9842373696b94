"""What every test relies on: the CDK's own validation off (3 to 6 s a process), and no way to a real account."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Generator

# The same examples in every run: a test that fails now and then tells nobody anything. Others are drawn by
# `pytest --hypothesis-profile=random`. How long one takes is never judged: it depends on what else the machine does.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("random", deadline=None)
settings.load_profile("steady")

os.environ["CDK_VALIDATION"] = "false"
for _name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[_name]
os.environ.update(
    AWS_ACCESS_KEY_ID="testing",
    AWS_SECRET_ACCESS_KEY="testing",
    AWS_DEFAULT_REGION="us-east-1",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_EC2_METADATA_DISABLED="true",
)

# Hundreds of tests start Python: what it has compiled once is kept.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_xdist_auto_num_workers() -> int:
    """Return one worker more than there are processors, because deployments also wait."""
    return len(os.sched_getaffinity(0)) + 1 if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long, so that no worker is left with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("cli") or item.get_closest_marker("package")}
    deploying = {"acceptance", "acceptance_runs", "e2e"}
    items.sort(key=lambda item: (item.path not in slow, deploying.isdisjoint(item.path.parts)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Write lone surrogates that a test has logged as escapes: with them, no report gets out of a worker of xdist."""
    report = yield
    report.sections = [(name, text.encode("utf-8", "backslashreplace").decode()) for name, text in report.sections]
    return report
