"""The examples in the docstrings."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import webhook_constructs.core

MODULES = [
    module.name
    for module in pkgutil.walk_packages(webhook_constructs.core.__path__, "webhook_constructs.core.")
    if not module.ispkg
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))

    assert result.failed == 0


def test_there_are_examples() -> None:
    examples = [
        example
        for name in MODULES
        for test in doctest.DocTestFinder().find(importlib.import_module(name))
        for example in test.examples
    ]

    assert len(examples) >= 40


def test_every_module_lists_its_public_names() -> None:
    for name in ("webhook_constructs.core", *MODULES):
        module = importlib.import_module(name)
        assert all(hasattr(module, public) for public in module.__all__)
    assert sorted(webhook_constructs.core.__all__) == webhook_constructs.core.__all__
