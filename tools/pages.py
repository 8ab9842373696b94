"""Write the pages and pictures of the documentation that are made from code: `python -m tools.pages`.

`docs/benchmarks.md` is not among them: its figures are those of a machine (`make bench`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.e2e.test_fault_table import table as fault_table
from tools.api.contents import REFERENCE
from tools.api.pages import api_index, api_page
from tools.assumptions_page import assumptions_page
from tools.pictures.flow import flow_picture
from tools.pictures.terminal import terminal_picture
from tools.prowler_page import prowler_page
from tools.reference_page import reference_page
from tools.rules_page import rules_page
from tools.support_matrix_page import support_matrix_page

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["DOCS", "PAGES", "stale_pages"]

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES: dict[str, Callable[[], str]] = {
    "api/README.md": api_index,
    **{f"api/{page.file}.md": partial(api_page, page) for page in REFERENCE},
    "assumptions.md": assumptions_page,
    "cli.md": reference_page,
    "fault-table.md": fault_table,
    "pictures/flow.svg": flow_picture,
    "pictures/terminal.svg": terminal_picture,
    "prowler.md": prowler_page,
    "rules.md": rules_page,
    "support-matrix.md": support_matrix_page,
}
"""What makes each page or picture."""


def stale_pages() -> list[str]:
    """Name the pages that are not what they would be made to be."""
    return [name for name, made in PAGES.items() if _written(DOCS / name) != made()]


def main() -> None:
    """Write these pages, and name them."""
    for name in stale_pages():
        (DOCS / name).parent.mkdir(exist_ok=True)
        (DOCS / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"docs/{name}")


def _written(page: Path) -> str | None:
    return page.read_text(encoding="utf-8") if page.exists() else None


if __name__ == "__main__":
    main()
