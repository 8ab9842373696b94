"""The webhooks of templates, as one side of a comparison."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from webhook_constructs.changes.snapshot import Snapshot, snapshot_of_templates
from webhook_constructs.core.values.wire import as_mapping
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.template_files.template_file import TemplateFile
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_error import TemplateError

__all__ = ["TemplateSide", "called", "read_template_side"]


@dataclass(frozen=True, slots=True)
class TemplateSide:
    """The templates of a side.

    Attributes:
        files: The templates.
        named: The file or folder that was named.
        unread: What could not be read.
        notes: What else is to be said of the templates.
    """

    files: tuple[TemplateFile, ...]
    named: Path
    unread: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def templates(self) -> list[Template]:
        """The templates."""
        return [each.template for each in self.files]

    def snapshot(self, given: Mapping[str, str]) -> Snapshot:
        """Return the webhooks.

        Args:
            given: The values that people give to parameters, by the names of these; other templates may have them.
        """
        declared = {name for each in self.files for name in as_mapping(each.body.get("Parameters"))}
        own = {name: value for name, value in given.items() if name in declared}
        paths = [_below(each.path, self.named) for each in self.files]
        return snapshot_of_templates(self.templates, paths, [str(each.path) for each in self.files], own)

    def called(self, folder: Path, name: str) -> TemplateSide:
        """Return the side with another name for the folder that it was read from.

        Args:
            folder: The folder, which is of this process alone.
            name: The name.
        """
        files = tuple(replace(each, path=Path(_called(str(each.path), folder, name))) for each in self.files)
        unread = tuple(called(each, folder, name) for each in self.unread)
        notes = tuple(_called(each, folder, name) for each in self.notes)
        return TemplateSide(files, Path(_called(str(self.named), folder, name)), unread, notes)


def called(skipped: Skipped, folder: Path, name: str) -> Skipped:
    """Return what could not be read with another name for its folder.

    Args:
        skipped: What could not be read.
        folder: The folder.
        name: The name.
    """
    return replace(skipped, what=_called(skipped.what, folder, name), why=_called(skipped.why, folder, name))


def _called(text: str, folder: Path, name: str) -> str:
    return text.replace(f"{folder}{os.sep}", name).replace(str(folder), name)


def read_template_side(path: Path) -> TemplateSide:
    """Read the templates of a file or folder.

    Args:
        path: The file or folder.

    Raises:
        TemplateError: There is no template that could be read.
    """
    found = read_templates([path])
    unread = tuple(dict.fromkeys((*found.unread, *found.broken)))
    if not found.files:
        first = next(iter(unread), Skipped(str(path), "it holds no template"))
        raise TemplateError(Path(first.what), first.why, first.line, first.column)
    passed = (f"not looked at: {each}" for each in found.passed_over if each not in unread)
    notes = (note for each in found.files for note in each.repeated_key_notes)
    return TemplateSide(found.files, path, unread, (*passed, *notes))


def _below(path: Path, named: Path) -> str:
    """Return the path of a template below what was named; empty if it is that."""
    if path == named:
        return ""
    for folder in (named, named.parent):
        if path.is_relative_to(folder):
            return path.relative_to(folder).as_posix()
    return path.as_posix()
