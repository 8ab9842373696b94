"""`python -m benchmarks [--quick] [--only SECTION] [--write docs/benchmarks.md]`."""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["CDK_VALIDATION"] = "false"  # here; the sections that want it on start processes of their own

import benchmarks

from .effort import FULL, QUICK, TINY, Effort
from .machine import facts
from .page import page, refused, write
from .sections import SECTIONS, tables_of, title_of
from .terminal import show, talk

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUICK_SECTIONS = ("synthesis", "start", "handler", "lint", "decide")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the page if that is wanted."""
    parser = argparse.ArgumentParser("python -m benchmarks", description=str(benchmarks.__doc__).partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help=f"small sizes of {', '.join(_QUICK_SECTIONS)}")
    parser.add_argument("--tiny", action="store_true", help="sizes that say nothing, to see that it runs")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="a section; may be given again")
    parser.add_argument("--write", type=Path, metavar="PAGE", help="the page to write")
    options = parser.parse_args(arguments)
    if options.write:
        refusal = refused(options.write)
        if refusal:
            parser.error(f"argument --write: {refusal}")
    effort: Effort = TINY if options.tiny else QUICK if options.quick else FULL
    sections = options.only or (_QUICK_SECTIONS if options.quick else SECTIONS)
    measured = {}
    for section in sections:
        begin = time.perf_counter()
        print(f"== {title_of(section)}\n")
        measured[section] = tables_of(section, effort)
        for table in measured[section]:
            show(table)
        talk(f"   {title_of(section)}: {time.perf_counter() - begin:.0f} s")
    if options.write:
        write(options.write, page(facts(), measured, _reservation(options)))
    return 0


def _reservation(options: argparse.Namespace) -> str:
    """Mark a page that is not that of the whole benchmark in its full sizes."""
    given = [f"--{size}" for size in ("quick", "tiny") if getattr(options, size)]
    given += [f"--only {section}" for section in options.only or ()]
    return f"This is not the whole benchmark: it was run with `{' '.join(given)}`." if given else ""


if __name__ == "__main__":
    sys.exit(main())
