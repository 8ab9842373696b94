"""The examples in the docstrings; those of the rules' pages are in test_rule_pages."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

PACKAGE = importlib.import_module("webhook_constructs.lint")
MODULES = [
    PACKAGE.__name__,
    *(
        each.name
        for each in pkgutil.walk_packages(PACKAGE.__path__, f"{PACKAGE.__name__}.")
        if ".rules." not in each.name
    ),
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()

    assert sum(len(test.examples) for name in MODULES for test in finder.find(importlib.import_module(name))) >= 12
