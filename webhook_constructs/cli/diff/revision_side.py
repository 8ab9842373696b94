"""The templates that the local git repository had at a revision, as one side of a comparison."""

from __future__ import annotations

import os
import posixpath
import tempfile
from collections.abc import Sequence
from pathlib import Path

from webhook_constructs.cli.git.revision_files import RevisionFiles
from webhook_constructs.template_files.possible_templates import can_be_template
from webhook_constructs.template_files.template_file import MOST_BYTES, read_template
from webhook_constructs.templates.cloud_assembly import MANIFEST
from webhook_constructs.templates.nestings import nested_beside
from webhook_constructs.templates.template_error import TemplateError

from .template_sides import TemplateSide, called, read_template_side

__all__ = ["read_revision"]

_MOST_NESTED = 1_000
_POINTER = b"version https://git-lfs.github.com/spec/"
_OF_LFS = "it is a pointer of Git LFS, whose file is not in the repository: check it out, and name the file"


def read_revision(revision: str, path: str) -> TemplateSide | None:
    """Read the templates of a file or folder as they were at a revision.

    Args:
        revision: The revision, as git names it.
        path: The path, as git takes it: from the root of the repository, or with `./` from this folder.

    Returns:
        The templates; None if the revision has no such file or folder.

    Raises:
        GitError: There is no git, no repository, no such revision, or something of it is missing in the clone.
        TemplateError: There is no template that could be read.
    """
    with tempfile.TemporaryDirectory(prefix="webhook-constructs-") as made:
        folder = Path(os.path.realpath(made))
        name = f"{revision}:"
        files = RevisionFiles(Path.cwd(), revision, folder)
        found = files.path_from_root(path)
        if not files.write(found, _wanted, MOST_BYTES):
            return None
        try:
            if (folder / found).is_file():
                _refuse_pointer(folder / found)
                _write_nested(files, folder, found)
            return read_template_side(folder / found).called(folder, name)
        except TemplateError as error:
            unread = called(error.unread, folder, name)
            raise TemplateError(Path(unread.what), unread.why, unread.line, unread.column) from None


def _wanted(paths: Sequence[str]) -> list[str]:
    """Return the files that can be read: those that are named as templates are, and those of cloud assemblies."""
    assemblies = {posixpath.dirname(each) for each in paths if posixpath.basename(each) == MANIFEST}
    return [each for each in paths if can_be_template(each) or posixpath.dirname(each) in assemblies]


def _refuse_pointer(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(len(_POINTER)) == _POINTER:
            raise TemplateError(path, _OF_LFS)


def _write_nested(files: RevisionFiles, folder: Path, path: str) -> None:
    """Write the templates that a template nests by paths."""
    waiting, known = [path], {path}
    while waiting and len(known) < _MOST_NESTED:
        file = folder / waiting.pop()
        try:
            nested = [*nested_beside(read_template(file).template, file)]
        except TemplateError:  # told where it is read for the comparison
            continue
        for each in nested:
            below = posixpath.normpath(Path(os.path.relpath(each, folder)).as_posix())
            if below not in known and not below.startswith("../") and files.write(below, _wanted, MOST_BYTES):
                known.add(below)
                waiting += [below] if (folder / below).is_file() else []
