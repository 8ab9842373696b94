from __future__ import annotations

from pathlib import Path

from webhook_constructs.cli.reference_page import reference_page


def test_the_page_in_the_documentation_is_fresh() -> None:
    """Write it with `python -m webhook_constructs.cli.reference_page > docs/cli.md`."""
    page = Path(__file__).parents[2] / "docs" / "cli.md"

    assert page.read_text() == reference_page()
