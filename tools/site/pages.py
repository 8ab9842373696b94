"""The pages of the site: files of the repository in their places, and one with the sources of the examples."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from tools.site.dialect import for_python_markdown

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["lay_out"]

_AT_THE_ROOT = ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE")
_LINK = re.compile(r"(?<=\]\()([^)\s:#]+)(#[^)\s]*)?(?=\))")
_LANGUAGES = {".py": "python", ".json": "json", ".yml": "yaml", ".yaml": "yaml"}


def lay_out(root: Path, folder: Path) -> None:
    """Write all pages.

    Args:
        root: The repository.
        folder: Where the pages go, at the paths that they have in the repository.
    """
    for name in _AT_THE_ROOT:
        shutil.copy(root / name, folder)
    shutil.copytree(root / "docs", folder / "docs")
    (folder / "examples").mkdir()
    (folder / "examples" / "README.md").write_text("\n".join(_examples(root)), encoding="utf-8")
    for page in folder.rglob("*.md"):
        page.write_text(for_python_markdown(_with_links_to_pages(page, folder)), encoding="utf-8")


def _examples(root: Path) -> Iterator[str]:
    yield "# Examples\n\nWhole apps, each deployed to the embedded AWS by a test.\n"
    files = _files_of_examples(root)
    for example in sorted(path.parent for path in (root / "examples").glob("*/app.py")):
        yield f"## {example.name.replace('_', ' ')}\n"
        for file in sorted(path for path in files if path.suffix in _LANGUAGES and path.is_relative_to(example)):
            yield f"`{file.relative_to(root)}`\n"
            yield f"```{_LANGUAGES[file.suffix]}\n{file.read_text(encoding='utf-8').rstrip()}\n```\n"


def _files_of_examples(root: Path) -> list[Path]:
    """Leave out what a run of an example leaves there: what git does not know, or, without git, what is synthesized."""
    if git := shutil.which("git"):
        command = [git, "-C", str(root), "ls-files", "-z", "--", "examples"]
        listed = subprocess.run(command, capture_output=True, check=False).stdout
        if tracked := [root / os.fsdecode(name) for name in listed.split(b"\0") if name]:
            return [path for path in tracked if path.is_file()]
    found = (path for path in (root / "examples").rglob("*") if path.is_file())
    return [path for path in found if not any(part.startswith("cdk.out") for part in path.relative_to(root).parts)]


def _with_links_to_pages(page: Path, folder: Path) -> str:
    """Rewrite links that a view of the repository follows to a folder, or to an example, to lead to its page."""

    def page_of(match: re.Match[str]) -> str:
        path, anchor = match[1], match[2] or ""
        target = page.parent / path
        first, *rest = Path(os.path.relpath(target, folder)).parts
        if first == "examples" and rest:
            examples = os.path.relpath(folder / "examples" / "README.md", page.parent)
            return f"{examples}#{rest[0].replace('_', '-')}"  # the page has no anchor within an example
        return f"{path.rstrip('/')}/README.md{anchor}" if target.is_dir() else match[0]

    return _LINK.sub(page_of, page.read_text(encoding="utf-8"))
