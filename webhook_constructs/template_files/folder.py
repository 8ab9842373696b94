"""The files of a folder that is searched for templates, as far as the system lets them be read."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from webhook_constructs.templates.template_error import TemplateError

from .template_file import MOST_BYTES, reason

if TYPE_CHECKING:
    from webhook_constructs.lint.findings.located_findings import Skipped

__all__ = ["MARKS", "SUFFIXES", "files_below", "is_folder", "is_named_template", "resolved", "seems_a_template"]

SUFFIXES = {".json", ".yaml", ".yml", ".template"}
"""How the names of files end that can be templates."""

_LEFT_OUT = "node_modules"
MARKS = tuple(
    word.encode(encoding)
    for word in ("Resources", "AWSTemplateFormatVersion")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
"""What a template holds, in UTF-8 or UTF-16."""

_ALWAYS = (".template", ".template.json", ".template.yaml", ".template.yml")


def files_below(folder: Path) -> tuple[list[Path], list[Skipped]]:
    """Give the files below a folder whose names are those of templates, and the folders that cannot be searched.

    Raises:
        TemplateError: The folder itself cannot be searched.
    """
    found: list[Path] = []
    closed: list[Skipped] = []
    waiting = [folder]
    while waiting:
        searched = waiting.pop()
        try:
            with os.scandir(searched) as entries:
                for each in entries:
                    if each.is_dir(follow_symlinks=False):
                        waiting += [searched / each.name] if _is_searched(each.name) else []
                    elif Path(each.name).suffix.lower() in SUFFIXES and _is_there(searched / each.name):
                        found.append(searched / each.name)
        except OSError as error:
            refused = TemplateError(searched, f"it cannot be read: {reason(error)}")
            if searched == folder:
                raise refused from None
            closed.append(refused.unread)
    return sorted(found), sorted(closed, key=str)


def _is_searched(name: str) -> bool:
    return name != _LEFT_OUT and not name.startswith(".")


def _is_there(path: Path) -> bool:
    """Tell whether a file is one to read; one of which the system does not say so is, and cannot be read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return error.errno not in {errno.ENOENT, errno.ELOOP}


def seems_a_template(path: Path) -> bool:
    """Tell whether a file that cannot be read is called or holds what a template is or does, in UTF-8 or UTF-16."""
    if is_named_template(path):
        return True
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
            return any(mark in content for mark in MARKS)
    except OSError:
        return True


def is_named_template(path: Path) -> bool:
    """Check whether a file has the name of a template and of nothing else."""
    return path.name.lower().endswith(_ALWAYS)


def is_folder(path: Path) -> bool:
    """Tell a folder from a file.

    Raises:
        TemplateError: There is neither, or the system does not say.
    """
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        why = "it does not exist: synthesise the app first (cdk synth), or name a template"
    except (OSError, ValueError) as error:
        why = f"it cannot be read: {reason(error)}"
    raise TemplateError(path, why)


def resolved(path: Path) -> Path:
    """Give the file or folder that a path really leads to."""
    try:
        return Path(os.path.realpath(path))  # Path.resolve raises where a symlink leads to itself
    except (OSError, ValueError) as error:
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None
