"""jsii's index of the CDK's types is there before anything is measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.fresh_process import run
from benchmarks.type_index import cache_folder

if TYPE_CHECKING:
    import pytest


def test_the_index_is_where_it_is_waited_for() -> None:
    run("-m", "benchmarks.type_index")

    assert list(cache_folder().glob("aws-cdk-lib/*/*/.jsii.runtime.v*.json"))


def test_the_cache_can_be_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JSII_RUNTIME_PACKAGE_CACHE_ROOT", "elsewhere")

    assert str(cache_folder()) == "elsewhere"
