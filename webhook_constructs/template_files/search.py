"""The templates that a command is given: files, and folders such as `cdk.out`."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.cloud_assembly import MANIFEST, CloudAssemblies, Files, artifacts_of, has_stacks
from webhook_constructs.templates.nestings import nested_beside
from webhook_constructs.templates.template_error import NoTemplateError, TemplateError

from .possible_templates import files_below, is_folder, read_asset, resolved, seems_a_template
from .template_file import TemplateFile, read_document, read_template

__all__ = ["STANDARD_INPUT", "Templates", "read_templates"]

STANDARD_INPUT = Path("<stdin>")
"""What stands for the template on the standard input: this value, and not another path of that name."""


@dataclass(frozen=True, slots=True)
class Templates:
    """What there is at some paths.

    Attributes:
        files: The templates, each once.
        unread: What cannot be read.
        passed_over: What cannot be read in a folder that was searched, and may be no template at all.
        broken: Those of `passed_over` that seem to be templates by their names, or by the words Resources or
            AWSTemplateFormatVersion in them.
    """

    files: tuple[TemplateFile, ...]
    unread: tuple[Skipped, ...]
    passed_over: tuple[Skipped, ...]
    broken: tuple[Skipped, ...]


def read_templates(
    paths: Sequence[Path],
    *,
    skips_others: bool = False,
    read_standard_input: Callable[[], bytes] | None = None,
) -> Templates:
    """Read templates, and go on where one cannot be read.

    A folder that the CDK has written (a cloud assembly) is read as its manifest says: with its stages, its nested
    stacks and the templates that it has for others, and without what an earlier synthesis has left there; so is one
    below another folder. In another folder, each file that is a template counts whose name ends in `.json`, `.yaml`,
    `.yml` or `.template`; hidden folders and `node_modules` do not.

    Args:
        paths: The files and folders.
        skips_others: Whether a file that is no template is passed over, as in a folder. Default: it is named.
        read_standard_input: What reads `STANDARD_INPUT`. Default: that is a file like any other.
    """
    search = _Search()
    for path in paths:
        with search.going_on():
            if path is STANDARD_INPUT and read_standard_input is not None:
                search.content(path, read_standard_input())
            elif skips_others and not is_folder(path):
                search.files_of([path])
            else:
                search.path(path)
    lists = (search.unread, search.passed_over, search.broken)
    return Templates(tuple(search.files.values()), *(tuple(dict.fromkeys(each)) for each in lists))


class _Search:
    """Reads what there is at one path after the other.

    Attributes:
        files: The templates, by the files that they really are.
        unread: What cannot be read.
        passed_over: What cannot be read in a folder that is searched.
        broken: Those of them that seem to be templates.
    """

    def __init__(self) -> None:
        self.files: dict[Path, TemplateFile] = {}
        self.unread: list[Skipped] = []
        self.passed_over: list[Skipped] = []
        self.broken: list[Skipped] = []
        self._assemblies = CloudAssemblies(Files(resolved, read_document, read_asset))

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Keep what cannot be read, and go on."""
        try:
            yield
        except TemplateError as error:
            self.unread.append(error.unread)

    def content(self, path: Path, content: bytes) -> None:
        """Read a template that is not in a file; what it nests is looked for in the folder of the process."""
        self._add(path, read_template(path, content=content))

    def path(self, path: Path) -> None:
        """Read a file, or what is in a folder."""
        if not is_folder(path):
            self._file(path)
        elif not self._found_in(path):
            raise TemplateError(path, "it holds no template: name one, or the folder that cdk synth writes (cdk.out)")

    def _found_in(self, folder: Path) -> bool:
        """Read a folder as its manifest says; as any other where that is no cloud assembly's, or cannot be read."""
        manifest = folder / MANIFEST
        artifacts = None
        with self.going_on():
            artifacts = artifacts_of(read_document(manifest)) if os.path.isfile(manifest) else None  # noqa: PTH113 - is_file may raise
        return self._folder(folder) if artifacts is None else self._assembly(folder, artifacts)

    def _file(self, path: Path) -> None:
        """Read a template by itself, unless it is known."""
        real = resolved(path)
        if real in self.files:
            return
        self._add(real, read_template(path, real))

    def _add(self, real: Path, file: TemplateFile) -> None:
        """Keep a template, and read those that it nests."""
        self.files[real] = file
        self.unread += file.unread
        for beside in nested_beside(file.template, file.path):
            if os.path.lexists(beside):  # what is not there is named as not judged
                with self.going_on():
                    self._file(beside)

    def _folder(self, folder: Path) -> bool:
        """Read the templates below a folder, and tell whether there are any, or broken ones."""
        paths, closed = files_below(folder)
        self.passed_over += closed
        self.broken += closed
        inside = self._assemblies_among([each for each in paths if each.parent != folder])
        loose = [each for each in paths if inside.isdisjoint(each.parents)]
        return self.files_of(loose) or bool(inside)

    def _assemblies_among(self, paths: Iterable[Path]) -> set[Path]:
        """Read the cloud assemblies below a folder as their manifests say, and give their folders."""
        found: set[Path] = set()
        manifests = (each for each in paths if each.name == MANIFEST)
        for manifest in sorted(manifests, key=lambda each: len(each.parts)):  # an assembly before its stages
            if found.isdisjoint(manifest.parents):
                with contextlib.suppress(TemplateError):  # told where it is read with the others
                    artifacts = artifacts_of(read_document(manifest)) or {}
                    if has_stacks(artifacts) and self._assembly(manifest.parent, artifacts):
                        found.add(manifest.parent)
        return found

    def files_of(self, paths: Iterable[Path]) -> bool:
        """Read those files that are templates, and tell whether there are any."""
        found = False
        for path in paths:
            try:
                self._file(path)
            except NoTemplateError:
                continue
            except TemplateError as error:
                self.passed_over.append(error.unread)
                if seems_a_template(path):
                    self.broken.append(error.unread)
                continue
            found = True
        return found

    def _assembly(self, folder: Path, artifacts: Mapping[str, Any]) -> bool:
        """Read a cloud assembly; what it says of a template holds wherever else the file is named."""
        found = self._assemblies.read(folder, artifacts)
        self.unread += self._assemblies.unread
        self._assemblies.unread.clear()
        for real, each in self._assemblies.templates.items():
            path = self.files[real].path if real in self.files else each.path
            self.files[real] = TemplateFile(path, each.document, each.template, each.acknowledged)
        return found
