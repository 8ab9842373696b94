"""An embedded AWS for the end-to-end tests of a module, emptied before each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.e2e.fault_cells import Templates
from webhook_constructs.testing.local import LocalAws

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def running_aws() -> Iterator[LocalAws]:
    with LocalAws() as aws:
        yield aws


@pytest.fixture
def aws(running_aws: LocalAws) -> LocalAws:
    running_aws.reset()
    return running_aws


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Templates:
    return Templates(tmp_path_factory.mktemp("templates"))
