"""The templates that a command is given: files, and folders such as `cdk.out`."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.rendered import mapping
from webhook_constructs.core.template_webhooks import template_webhooks

from .acknowledgements import acknowledgements
from .template_file import NoTemplateError, TemplateError, TemplateFile, read_document, read_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webhook_constructs.core.template_webhooks import TemplateWebhook
    from webhook_constructs.lint.located import Unread
    from webhook_constructs.lint.selection import Suppression

__all__ = ["PlacedWebhook", "Templates", "read_templates", "read_webhooks"]

_MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"
_ASSETS = "cdk:asset-manifest"
_NAMED_BY = {_STACK: "templateFile", _ASSETS: "file", "cdk:cloud-assembly": "directoryName"}
_NESTED = ".nested.template.json"
_SUFFIXES = {".json", ".yaml", ".yml", ".template"}
_LEFT_OUT = "node_modules"
_MARK = b"Resources"
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
    """

    files: tuple[TemplateFile, ...]
    unread: tuple[Unread, ...]


def read_templates(paths: Sequence[Path]) -> Templates:
    """Read templates, and go on where one cannot be read.

    A folder that the CDK has written (a cloud assembly) is read as its manifest says: with its stages and nested
    stacks, and without what an earlier synthesis has left there. In another folder, each file that is a template
    counts whose name ends in `.json`, `.yaml`, `.yml` or `.template`; hidden folders and `node_modules` do not.

    Args:
        paths: The files and folders.
    """
    search = _Search()
    for path in paths:
        with search.going_on():
            search.path(path)
    return Templates(tuple(search.files.values()), tuple(dict.fromkeys(search.unread)))


def read_webhooks(path: Path) -> list[PlacedWebhook]:
    """Find the webhooks of a template, or of all templates of a folder.

    Args:
        path: The file or folder, as for `read_templates`.

    Raises:
        TemplateError: A file cannot be read, or there is no template.
    """
    found = read_templates([path])
    for each in found.unread:
        raise TemplateError(Path(each.what), each.why, each.line, each.column)
    return [PlacedWebhook(file.path, webhook) for file in found.files for webhook in template_webhooks(file.body)]


@dataclass(frozen=True, slots=True)
class _Stack:
    """What a cloud assembly says of a stack.

    Attributes:
        environment: The account and region that it is deployed to. Default: the deployment decides on one of them.
        acknowledged: What is acknowledged on its constructs. Default: nothing.
    """

    environment: str | None = None
    acknowledged: tuple[Suppression, ...] = ()


class _Search:
    """Reads what there is at one path after the other.

    Attributes:
        files: The templates, by the files that they really are.
        unread: What cannot be read.
    """

    def __init__(self) -> None:
        self.files: dict[Path, TemplateFile] = {}
        self.unread: list[Unread] = []
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
        if not path.exists():
            raise TemplateError(path, "it does not exist: synthesise the app first (cdk synth), or name a template")
        if not path.is_dir():
            self._file(path)
        elif not (self._assembly(path) if (path / _MANIFEST).is_file() else self._folder(path)):
            raise TemplateError(path, "it holds no template: name one, or the folder that cdk synth writes (cdk.out)")

    def _file(self, path: Path, stack: _Stack | None = None) -> None:
        if (real := path.resolve()) not in self.files:
            known = stack or _Stack()
            self.files[real] = read_template(path, known.environment, known.acknowledged)

    def _folder(self, folder: Path) -> bool:
        """Read the templates below a folder; a broken file counts if it may be one."""
        found = False
        for path in _below(folder):
            try:
                self._file(path)
            except NoTemplateError:
                continue
            except TemplateError as error:
                if not _may_be_template(path):
                    continue
                self.unread.append(error.unread)
            found = True
        return found

    def _assembly(self, folder: Path) -> bool:
        """Read the templates that a manifest names, those of nested stacks among its assets, and of its stages."""
        if (real := folder.resolve()) in self._assemblies:
            return True
        self._assemblies.add(real)
        found = False
        for kind, name, stack in _artifacts(folder / _MANIFEST):
            with self.going_on():
                if kind == _STACK:
                    found = True
                    self._file(folder / name, stack)
                elif kind == _ASSETS:
                    for each in _nested_stacks(folder / name):
                        self._file(folder / each, stack)
                else:
                    found |= self._assembly(folder / name)
        return found


def _below(folder: Path) -> list[Path]:
    found: list[Path] = []
    for name, folders, files in os.walk(folder):
        folders[:] = [each for each in folders if each != _LEFT_OUT and not each.startswith(".")]
        found += (Path(name, each) for each in files if Path(each).suffix.lower() in _SUFFIXES)
    return sorted(found)


def _may_be_template(path: Path) -> bool:
    try:
        return _MARK in path.read_bytes()
    except OSError:
        return True


def _artifacts(manifest: Path) -> list[tuple[str, str, _Stack | None]]:
    """Give the artifacts that lead to templates: the type, the name of the file or folder, and its stack."""
    with _expecting(manifest, "manifest of a cloud assembly"):
        listed = read_document(manifest).body["artifacts"]
        stacks = {name: _stack(each, manifest.parent) for name, each in listed.items() if each["type"] == _STACK}
        return [
            (each["type"], str(each["properties"][_NAMED_BY[each["type"]]]), stacks.get(name.removesuffix(".assets")))
            for name, each in listed.items()
            if each["type"] in _NAMED_BY
        ]


def _stack(artifact: dict[str, Any], folder: Path) -> _Stack:
    """Read what a manifest says of a stack, and the metadata of its constructs, which older CDKs write there too."""
    environment = artifact.get("environment")
    is_known = isinstance(environment, str) and _UNKNOWN not in environment
    beside = artifact.get("additionalMetadataFile")
    metadata = read_document(folder / str(beside)).body if beside else artifact.get("metadata")
    return _Stack(environment if is_known else None, acknowledgements(mapping(metadata)))


def _nested_stacks(assets: Path) -> list[str]:
    with _expecting(assets, "manifest of assets"):
        listed = read_document(assets).body.get("files", {}).values()
        paths = [str(each["source"]["path"]) for each in listed if "source" in each]
        return [path for path in paths if path.endswith(_NESTED)]


@contextlib.contextmanager
def _expecting(path: Path, what: str) -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError):
        raise TemplateError(path, f"it is no {what}: synthesise the app again (cdk synth)") from None
