"""Make the documentation a site that needs no server and no network: `python -m tools.site`.

The pages are the files of the repository, in their places: a link that works in a view of the repository works in the
site. What makes a link lead nowhere, or leaves a page out of the navigation, stops the build.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from tools.site.navigation import navigation
from tools.site.pages import lay_out

_ROOT = Path(__file__).resolve().parents[2]
_HERE = Path(__file__).resolve().parent
_IFRAME_WORKER = _ROOT / "node_modules" / "iframe-worker" / "shim" / "index.js"


def build_site(root: Path, folder: Path) -> None:
    """Build the site in a folder, which is emptied first.

    Args:
        root: The repository.
        folder: Where the site goes; it begins at `index.html`.

    Raises:
        Abort: A link leads nowhere, or a page is not in the navigation. What and where is on standard error.
    """
    with tempfile.TemporaryDirectory() as temporary:
        pages = Path(temporary)
        lay_out(root, pages)
        (pages / "assets").mkdir()
        shutil.copy(_HERE / "site.css", pages / "assets")
        shutil.copy(_IFRAME_WORKER, pages / "assets" / "iframe-worker.js")
        build(
            load_config(
                str(_HERE / "mkdocs.yml"),
                docs_dir=str(pages),
                site_dir=str(folder),
                nav=navigation(pages),
                strict=True,
            )
        )


def main() -> int:
    """Build the site in `site/`."""
    folder = _ROOT / "site"
    try:
        build_site(_ROOT, folder)
    except Abort as abort:
        print(abort.message, file=sys.stderr)
        return 1
    print(f"open {folder / 'index.html'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
