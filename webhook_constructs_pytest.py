"""The pytest plugin: the fixture `local_aws`, which needs the extra `local`.

It is no part of the package, and imports it only when a test asks for the fixture: every pytest in an environment with
this package loads the plugin.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

__all__ = ["local_aws", "pytest_addoption"]

_PREFIX = "local_aws_"
_OPTIONS = {
    "local_aws_account": "account ID of the fixture local_aws. Default: 000000000000",
    "local_aws_region": "default region of the fixture local_aws. Default: us-east-1",
}


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of `pytest.ini` and `pyproject.toml`."""
    for name, text in _OPTIONS.items():
        parser.addini(name, text, type="string")


@pytest.fixture(scope="session")
def _running_local_aws(pytestconfig: pytest.Config) -> Iterator[Any]:
    from webhook_constructs.testing.local import LocalAws  # noqa: PLC0415 - an extra, and not for every pytest

    stated = {name: pytestconfig.getini(name) for name in _OPTIONS}
    try:
        prepared = LocalAws(**{name.removeprefix(_PREFIX): value for name, value in stated.items() if value})
    except ValueError as error:  # its text begins with the name of the argument
        pytest.fail(f"{_PREFIX}{error}", pytrace=False)
    with prepared as aws:
        yield aws


@pytest.fixture
def local_aws(_running_local_aws: Any) -> Any:
    """Return an empty embedded AWS, a `LocalAws`.

    It starts with the first test that asks for it, and runs until the tests end; with pytest-xdist, each worker has its
    own. Until then the AWS variables of the process lead to it. Before each test it is reset: the account is empty, and
    every switch is as at the start.
    """
    _running_local_aws.reset()
    return _running_local_aws
