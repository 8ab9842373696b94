"""The page of the documentation."""

from __future__ import annotations

from tools.support_matrix_page import support_matrix_page


def test_the_page_says_by_which_rule_problems_are_found() -> None:
    assert "Make sure input filter types are supported by all the EVENT types\nspecified." in support_matrix_page()
    assert "GitLab's page has releases and not this filter" in support_matrix_page()
