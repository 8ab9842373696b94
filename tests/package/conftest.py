"""The wheel that the tests install."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.package.environment import ROOT, uv

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    uv("build", "--wheel", "--out-dir", folder, ROOT)
    (built,) = folder.glob("*.whl")
    return built
