"""The sections of the benchmark, in the order of the page; a module each, whose docstring is what the page says.

Each has a `TITLE` and a function `tables` that measures.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.effort import Effort
    from benchmarks.figures import Table

__all__ = ["SECTIONS", "docstring_of", "tables_of", "title_of"]

SECTIONS: Final = (
    "synthesis",
    "start",
    "shares",
    "double_builds",
    "one_stack",
    "handler",
    "lint",
    "set_questions",
    "decide",
    "compare",
    "predict",
    "changes",
    "generate",
    "lint_templates",
    "audit",
)


def title_of(section: str) -> str:
    """Return the headline of a section."""
    return str(_module(section).TITLE)


def docstring_of(section: str) -> str:
    """Return what the page says of a section."""
    return str(_module(section).__doc__).strip()


def tables_of(section: str, effort: Effort) -> Sequence[Table]:
    """Measure."""
    tables: Sequence[Table] = _module(section).tables(effort)
    return tables


def _module(section: str) -> Any:
    return import_module(f"benchmarks.sections.{section}")
