"""A file that a cloud assembly has uploaded, which may be a template or anything else."""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from webhook_constructs.templates.template_error import NoTemplateError, TemplateError, require_template

from .folder import MARKS, SUFFIXES, is_named_template
from .template_file import MOST_BYTES, read_document, reason
from .text_file import has_mark

if TYPE_CHECKING:
    from pathlib import Path

    from .json_template import JsonTemplate
    from .yaml_template import YamlTemplate

__all__ = ["read_asset"]

_BEGINNING = 4_096
_SECTIONS = (
    "AWSTemplateFormatVersion|Conditions|Description|Globals|Hooks|Mappings|Metadata|Outputs|Parameters|Resources|Rules"
    "|Transform"
)
_BEFORE = r"""(?:\xef\xbb\xbf)?(?:\s|\#.*\n|---)*(?:\{\s*)?["']?"""
_BEGINS_AS_TEMPLATE = re.compile(rf"""{_BEFORE}(?:{_SECTIONS})["']?\s*:""".encode())


def read_asset(path: Path) -> JsonTemplate | YamlTemplate | None:
    """Read a template, or find out that a file is none, without reading more of it than that takes.

    Args:
        path: The file.

    Returns:
        The template; None for another file.

    Raises:
        TemplateError: A file cannot be read that is named as templates are, or begins as they do.
    """
    can_be_named_so = path.suffix.lower() in {*SUFFIXES, ""}
    try:
        content = _content(path)
    except (OSError, ValueError) as error:
        if not can_be_named_so:
            return None
        raise TemplateError(path, f"it cannot be read: {reason(error)}") from None
    if not any(mark in content for mark in MARKS) and not is_named_template(path):
        return None
    try:
        document = read_document(path)
        require_template(path, document.body)
    except NoTemplateError:
        return None
    except TemplateError:
        if path.suffix.lower() in SUFFIXES or _BEGINS_AS_TEMPLATE.match(content):
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
