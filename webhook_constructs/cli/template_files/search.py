"""The templates that a command is given: files, and folders such as `cdk.out`."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webhook_constructs.cli.output import print_message
from webhook_constructs.core.values.json_access import as_mapping
from webhook_constructs.templates.template_webhooks import template_webhooks

from .acknowledgements import acknowledgements
from .cloud_assembly import (
    ASSETS,
    MANIFEST,
    STACK,
    AssemblyStack,
    artifacts_of,
    asset_files,
    has_stacks,
    lead,
    nested_template,
    stage_artifacts,
)
from .folder import files_below, is_folder, resolved, seems_a_template
from .template_file import NoTemplateError, TemplateError, TemplateFile, read_document, read_template

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webhook_constructs.lint.findings.located_findings import Skipped
    from webhook_constructs.templates.template_webhooks import TemplateWebhook

__all__ = ["PlacedWebhook", "Templates", "read_templates", "read_webhooks"]

_UNKNOWN = "unknown-"


@dataclass(frozen=True, slots=True)
class PlacedWebhook:
    """A webhook, and the template that describes it.

    Attributes:
        template: The file.
        webhook: The webhook.
    """

    template: Path
    webhook: TemplateWebhook


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


def read_templates(paths: Sequence[Path], *, skips_others: bool = False) -> Templates:
    """Read templates, and go on where one cannot be read.

    A folder that the CDK has written (a cloud assembly) is read as its manifest says: with its stages and nested
    stacks, and without what an earlier synthesis has left there; so is one
    below another folder. In another folder, each file that is a template
    counts whose name ends in `.json`, `.yaml`, `.yml` or `.template`; hidden folders and `node_modules` do not.

    Args:
        paths: The files and folders.
        skips_others: Whether a file that is no template is passed over, as in a folder. Default: it is named.
    """
    search = _Search()
    for path in paths:
        with search.going_on():
            if skips_others and not is_folder(path):
                search.files_of([path])
            else:
                search.path(path)
    lists = (search.unread, search.passed_over, search.broken)
    return Templates(tuple(search.files.values()), *(tuple(dict.fromkeys(each)) for each in lists))


def read_webhooks(path: Path) -> list[PlacedWebhook]:
    """Find the webhooks of a template, or of all templates of a folder.

    What cannot be read in a folder that is no cloud assembly is told on the standard error, and so are repeated keys.

    Args:
        path: The file or folder, as for `read_templates`.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    found = read_templates([path])
    for each in found.unread:
        raise TemplateError(Path(each.what), each.why, each.line, each.column)
    for each in found.passed_over:
        print_message(f"webhook-constructs: not looked at: {each}")
    for file in found.files:
        for note in file.repeated_key_notes:
            print_message(f"webhook-constructs: note: {note}")
    return [PlacedWebhook(file.path, webhook) for file in found.files for webhook in template_webhooks(file.body)]


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
        self._assemblies: set[Path] = set()

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Keep what cannot be read, and go on."""
        try:
            yield
        except TemplateError as error:
            self.unread.append(error.unread)

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
            artifacts = artifacts_of(manifest) if os.path.isfile(manifest) else None  # noqa: PTH113 - is_file may raise
        return self._folder(folder) if artifacts is None else self._assembly(folder, artifacts)

    def _file(self, path: Path, stack: AssemblyStack | None = None) -> None:
        """Read a template once; what an assembly says of it holds wherever else the file is named."""
        known = stack or AssemblyStack()
        real = resolved(path)
        if real not in self.files:
            self.files[real] = replace(read_template(path, known.environment, known.acknowledged), real=real)
        elif stack is not None:
            file = self.files[real]
            acknowledged = tuple(dict.fromkeys([*file.acknowledged, *known.acknowledged]))
            environment = file.environment or known.environment
            self.files[real] = replace(file, environment=environment, acknowledged=acknowledged)

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
                    artifacts = artifacts_of(manifest) or {}
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
        """Read the templates that a manifest names, those of nested stacks among its assets, and of its stages."""
        if (real := resolved(folder)) in self._assemblies:
            return True
        self._assemblies.add(real)
        stacks: dict[str, AssemblyStack] = {}
        found = False
        for name, artifact in artifacts.items():
            if as_mapping(artifact).get("type") == STACK:
                stacks[name] = self._stack(artifact, folder)
        for name, artifact in artifacts.items():
            with self.going_on():
                kind, named = lead(folder / MANIFEST, name, artifact)
                if kind == STACK:
                    found = True
                    self._file(folder / named, stacks[name])
                elif kind == ASSETS:
                    self._nested_stacks(folder / named, stacks.get(name.removesuffix(".assets")))
                elif kind:
                    found |= self._assembly(folder / named, stage_artifacts(folder / named))
        return found

    def _nested_stacks(self, assets: Path, stack: AssemblyStack | None) -> None:
        for name, asset in asset_files(assets):
            with self.going_on():
                template = nested_template(assets, name, asset)
                if template is not None:
                    self._file(template, stack)

    def _stack(self, artifact: Mapping[str, Any], folder: Path) -> AssemblyStack:
        """Read what a manifest says of a stack, and the metadata of its constructs, which it names or holds."""
        environment = artifact.get("environment")
        is_known = isinstance(environment, str) and _UNKNOWN not in environment
        beside, metadata = artifact.get("additionalMetadataFile"), artifact.get("metadata")
        if beside:
            with self.going_on():
                metadata = read_document(folder / str(beside)).body
        return AssemblyStack(environment if is_known else None, acknowledgements(as_mapping(metadata)))
