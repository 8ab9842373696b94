"""Files that may be templates: those of a folder that is searched, and those that a cloud assembly has uploaded."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path

from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.template_error import NoTemplateError, TemplateError, require_template

from .json_template import JsonTemplate
from .template_file import MOST_BYTES, read_document, reason
from .text_file import has_mark
from .yaml_template import YamlTemplate

__all__ = ["can_be_template", "files_below", "is_folder", "read_asset", "resolved", "seems_a_template"]

_SUFFIXES = {".json", ".yaml", ".yml", ".template"}
"""How the names of files end that can be templates."""

_LEFT_OUT = "node_modules"
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
_MARKS = tuple(word.encode(each) for word in ("Resources", "AWSTemplateFormatVersion") for each in _ENCODINGS)
"""What a template holds, in UTF-8 or UTF-16."""

_OF_OTHER_FORMS = tuple(word.encode(each) for word in ("aws_codebuild_webhook", "filterGroups") for each in _ENCODINGS)
"""What other files hold that describe webhooks."""

_BEGINNING = 4_096
_SECTIONS = (
    "AWSTemplateFormatVersion|Conditions|Description|Globals|Hooks|Mappings|Metadata|Outputs|Parameters|Resources|Rules"
    "|Transform"
)
_BEFORE = r"""(?:\xef\xbb\xbf)?(?:\s|\#.*\n|---)*(?:\{\s*)?["']?"""
_BEGINS_AS_TEMPLATE = re.compile(rf"""{_BEFORE}(?:{_SECTIONS})["']?\s*:""".encode())
_ALWAYS = (".template", ".template.json", ".template.yaml", ".template.yml")


def files_below(folder: Path) -> tuple[list[Path], list[Skipped]]:
    """Return the files below a folder whose names are those of templates, and the folders that cannot be searched.

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
                    elif can_be_template(each.name) and _is_there(searched / each.name):
                        found.append(searched / each.name)
        except OSError as error:
            refused = TemplateError(searched, f"it cannot be read: {reason(error)}")
            if searched == folder:
                raise refused from None
            closed.append(refused.unread)
    return sorted(found), sorted(closed, key=str)


def can_be_template(name: str) -> bool:
    """Check whether a file in a folder that is searched counts, by its name."""
    return Path(name).suffix.lower() in _SUFFIXES


def _is_searched(name: str) -> bool:
    return name != _LEFT_OUT and not name.startswith(".")


def _is_there(path: Path) -> bool:
    """Check whether a file is one to read; one of which the system does not say so is, and cannot be read."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError as error:
        return error.errno not in {errno.ENOENT, errno.ELOOP}


def seems_a_template(path: Path) -> bool:
    """Check whether a file that cannot be read has the name of a template, or holds what describes webhooks."""
    if _is_named_template(path):
        return True
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES)
            return any(mark in content for mark in (*_MARKS, *_OF_OTHER_FORMS))
    except OSError:
        return True


def _is_named_template(path: Path) -> bool:
    """Check whether a file has the name of a template and of nothing else."""
    return path.name.lower().endswith(_ALWAYS)


def read_asset(path: Path) -> JsonTemplate | YamlTemplate | None:
    """Read a template, or find out that a file is none, without reading more of it than that takes.

    Args:
        path: The file.

    Returns:
        The template; None for another file.

    Raises:
        TemplateError: A file cannot be read that is named as templates are, or begins as they do.
    """
    can_be_named_so = path.suffix.lower() in {*_SUFFIXES, ""}
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        if not can_be_named_so:
            return None
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None
    if not any(mark in content for mark in _MARKS) and not _is_named_template(path):
        return None
    try:
        document = read_document(path)
        require_template(path, document.body)
    except NoTemplateError:
        return None
    except TemplateError:
        if path.suffix.lower() in _SUFFIXES or _BEGINS_AS_TEMPLATE.match(content):
            raise
        return None
    return document


def _content(path: Path) -> bytes:
    """Return what a file holds; nothing where that is binary, or more than any template may be, or it is a folder."""
    status = path.stat()
    if stat.S_ISDIR(status.st_mode):
        return b""
    if not stat.S_ISREG(status.st_mode):
        raise OSError(None, "it is no file")
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
        is_text = b"\0" not in beginning or has_mark(beginning) or beginning[:2].count(0) == 1  # UTF-16
        return beginning + file.read(MOST_BYTES) if is_text and status.st_size <= MOST_BYTES else b""


def is_folder(path: Path) -> bool:
    """Check whether a path is a folder.

    Raises:
        TemplateError: There is neither, or the system does not say.
    """
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        why = "it does not exist: synthesize the app first (cdk synth), or name a template"
    except (OSError, ValueError) as error:
        why = f"it cannot be read: {reason(error)}"
    raise TemplateError(path, why)


def resolved(path: Path) -> Path:
    """Return the file or folder that a path really leads to."""
    try:
        return Path(os.path.realpath(path))  # Path.resolve raises where a symlink leads to itself
    except (OSError, ValueError) as error:
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None
