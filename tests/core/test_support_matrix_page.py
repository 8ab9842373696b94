"""The page of the documentation."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

from webhook_constructs.core.support_matrix_page import support_matrix_page

PAGE = Path(__file__).parents[2] / "docs" / "support-matrix.md"


def test_the_page_in_the_documentation_is_the_one_that_the_table_makes() -> None:
    assert PAGE.read_text() == support_matrix_page()


@pytest.mark.filterwarnings("ignore:.*found in sys.modules.*:RuntimeWarning")
def test_the_module_prints_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_module("webhook_constructs.core.support_matrix_page", run_name="__main__")

    assert capsys.readouterr().out == support_matrix_page()


def test_the_page_says_by_which_rule_problems_are_found() -> None:
    assert "Make sure input filter types are supported by all the EVENT types\nspecified." in support_matrix_page()
    assert "GitLab's page has releases and not this filter" in support_matrix_page()
