"""The templates of a cloud assembly, the folder that the CDK writes, with what its manifests say of each.

Those are the templates of its stacks, of the stacks that these nest, and of its stages. A template among the assets
that no stack nests, such as that of a product of Service Catalog or of a StackSet, is deployed by somebody else, any
number of times. The caller reads the files, and knows which asset can be a template.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping, as_strings
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.lint.selection import Suppression

from .acknowledgements import acknowledgements
from .assembly_assets import Asset, nested_by, nestings_in
from .template import UNKNOWN_PLACE, Place, Template
from .template_error import TemplateError, expecting, require_template

__all__ = ["MANIFEST", "AssemblyTemplate", "CloudAssemblies", "Document", "Files", "artifacts_of", "has_stacks"]

MANIFEST = "manifest.json"

_STACK = "aws:cloudformation:stack"
_ASSETS = "cdk:asset-manifest"
_STAGE = "cdk:cloud-assembly"
_NAMED_BY = {_STACK: "templateFile", _ASSETS: "file", _STAGE: "directoryName"}
_AGAIN = "synthesize the app again (cdk synth)"


class Document(Protocol):
    """A file of JSON or YAML."""

    @property
    def body(self) -> Any:
        """What the parser gave."""


_Document = TypeVar("_Document", bound=Document)


@dataclass(frozen=True, slots=True)
class Files(Generic[_Document]):
    """What reads the files of cloud assemblies. Each raises a TemplateError where it cannot.

    Attributes:
        real: Returns the file or folder that a path really leads to.
        read: Reads a file of JSON or YAML.
        read_asset: Reads a file that may be a template or anything else; None where it is no template.
    """

    real: Callable[[Path], Path]
    read: Callable[[Path], _Document]
    read_asset: Callable[[Path], _Document | None]


@dataclass(frozen=True, slots=True)
class AssemblyTemplate(Generic[_Document]):
    """A template of a cloud assembly.

    Attributes:
        path: The file.
        document: What is in it.
        template: The template, with what the assembly says of it.
        acknowledged: What the app has acknowledged on the constructs of its stack.
    """

    path: Path
    document: _Document
    template: Template
    acknowledged: tuple[Suppression, ...]

    def with_other(self, other: AssemblyTemplate[_Document]) -> AssemblyTemplate[_Document]:
        """Return what is known of a file that another stack, or another part of this one, deploys as well.

        Where they deploy it to one place of one stage, the place is known. Elsewhere it is deployed several times.
        """
        template = self.template
        if _deployed(template) != _deployed(other.template):
            template = replace(template, place=UNKNOWN_PLACE, is_for_many=True)
        acknowledged = tuple(dict.fromkeys([*self.acknowledged, *other.acknowledged]))
        return replace(self, template=template, acknowledged=acknowledged)


def artifacts_of(document: Document) -> Mapping[str, Any] | None:
    """Return the artifacts that a manifest lists; None where it is that of something else."""
    listed = as_mapping(document.body).get("artifacts")
    return listed if isinstance(listed, dict) else None


def has_stacks(artifacts: Mapping[str, Any]) -> bool:
    """Check whether there are stacks, or stages that may have some."""
    return any(str(as_mapping(each).get("type")) in _NAMED_BY for each in artifacts.values())


class CloudAssemblies(Generic[_Document]):
    """Cloud assemblies, and what is in them.

    Attributes:
        templates: The templates, by the files that they really are.
        unread: What cannot be read.
    """

    def __init__(self, files: Files[_Document]) -> None:
        """Begin with none.

        Args:
            files: What reads the files.
        """
        self.templates: dict[Path, AssemblyTemplate[_Document]] = {}
        self.unread: list[Skipped] = []
        self._files = files
        self._seen: set[Path] = set()
        self._known: dict[Path, _Document | None] = {}

    def read(self, folder: Path, artifacts: Mapping[str, Any]) -> bool:
        """Read the templates of an assembly and of its stages, and go on where one cannot be read.

        Args:
            folder: The folder of the assembly, which may be that of a stage.
            artifacts: What its manifest lists.

        Returns:
            Whether it has any stack.
        """
        app, stage = self._app_and_stage(self._files.real(folder))
        return self._assembly(folder, artifacts, app, stage)

    @contextlib.contextmanager
    def _going_on(self) -> Iterator[None]:
        try:
            yield
        except TemplateError as error:
            self.unread.append(error.unread)

    def _app_and_stage(self, folder: Path) -> tuple[str, str]:
        """Return the folder of the outermost assembly around one, and the path of the stage that it is."""
        around = folder.parent
        artifacts: Mapping[str, Any] = {}
        with contextlib.suppress(TemplateError):  # nobody has asked for what is around
            artifacts = artifacts_of(self._files.read(around / MANIFEST)) or {}
        for name, artifact in artifacts.items() if around != folder else ():
            is_stage = as_mapping(artifact).get("type") == _STAGE
            if is_stage and _properties(artifact).get("directoryName") == folder.name:
                app, stage = self._app_and_stage(around)
                return app, _stage(name, artifact, stage)
        return folder.as_posix(), ""

    def _assembly(self, folder: Path, artifacts: Mapping[str, Any], app: str, stage: str) -> bool:
        if (real := self._files.real(folder)) in self._seen:
            return True
        self._seen.add(real)
        leads = list(self._leads(folder / MANIFEST, artifacts))
        lists = {name: path for name, kind, path in leads if kind == _ASSETS}
        unclaimed = dict(lists)
        around = Template({}, app=app, stage=stage)
        found = False
        for name, kind, path in leads:
            artifact = artifacts[name]
            if kind == _STACK:
                found = True
                its = [each for each in (f"{name}.assets", *as_strings(artifact.get("dependencies"))) if each in lists]
                self._stack(
                    path, artifact, [lists[each] for each in dict.fromkeys(its)], replace(around, stack_name=name)
                )
                for each in its:
                    unclaimed.pop(each, None)
            elif kind == _STAGE:
                with self._going_on():
                    found |= self._assembly(path, self._artifacts_of_stage(path), app, _stage(name, artifact, stage))
        for path in unclaimed.values():
            self._assets(path, self._listed(path), around, ())
        return found

    def _leads(self, manifest: Path, artifacts: Mapping[str, Any]) -> Iterator[tuple[str, str, Path]]:
        """Return the artifacts that lead to templates: the name, the type, and the file or folder of each."""
        for name, artifact in artifacts.items():
            why = f"it is no manifest of a cloud assembly, as its artifact {shown(name)} shows: {_AGAIN}"
            with self._going_on(), expecting(manifest, why):
                kind = artifact["type"]
                if kind in _NAMED_BY:
                    yield name, kind, manifest.parent / str(artifact["properties"][_NAMED_BY[kind]])

    def _artifacts_of_stage(self, folder: Path) -> Mapping[str, Any]:
        found = artifacts_of(self._files.read(folder / MANIFEST))
        if found is None:
            raise TemplateError(folder / MANIFEST, f"it is no manifest of a cloud assembly: {_AGAIN}")
        return found

    def _stack(self, path: Path, artifact: Mapping[str, Any], lists: Iterable[Path], stack: Template) -> None:
        """Read the template of a stack, and those among its assets."""
        metadata = artifact.get("metadata")
        if beside := artifact.get("additionalMetadataFile"):
            with self._going_on():
                metadata = self._files.read(path.parent / str(beside)).body
        acknowledged = acknowledgements(as_mapping(metadata))
        stack = replace(stack, place=Place.of_environment(artifact.get("environment")))
        if isinstance(named := _properties(artifact).get("stackName"), str):
            stack = replace(stack, stack_name=named)
        with self._going_on():
            document = self._files.read(path)
            require_template(path, document.body, may_be_empty=True)
            stack = replace(stack, body=document.body)
            self._add(AssemblyTemplate(path, document, stack, acknowledged))
        listed = [each for list_ in lists for each in self._listed(list_)]
        self._assets(path, [*listed, *Asset.listed_in_metadata(path.parent, as_mapping(metadata))], stack, acknowledged)

    def _assets(
        self, path: Path, assets: Iterable[Asset], stack: Template, acknowledged: tuple[Suppression, ...]
    ) -> None:
        """Read the templates among the assets of a stack, but not its own, which is one of them."""
        documents: dict[Asset, _Document] = {}
        for asset in assets:
            with self._going_on():
                document = None if asset.path == path else self._asset(asset.path)
                if document is not None:
                    documents[asset] = document
        bodies = {asset: document.body for asset, document in documents.items()}
        nested = nested_by([stack.body], bodies)
        others = [each for each in bodies if each not in nested and not each.is_named_nested]
        nested_by_others = nested_by([bodies[each] for each in others], bodies)
        if (real := self._files.real(path)) in self.templates:
            own = self.templates[real]
            nests = self._nestings(own.document, bodies)
            self.templates[real] = replace(own, template=replace(own.template, nests=nests))
        for asset, document in documents.items():
            template = replace(stack, body=document.body, stack_name=None, nests=self._nestings(document, bodies))
            if asset not in nested and (asset in nested_by_others or not asset.is_named_nested):
                template = replace(template, place=UNKNOWN_PLACE, is_for_many=True)
            self._add(AssemblyTemplate(asset.path, document, template, acknowledged))

    def _nestings(self, document: _Document, assets: Iterable[Asset]) -> dict[str, str]:
        found = nestings_in(document.body, assets).items()
        return {logical_id: self._files.real(asset.path).as_posix() for logical_id, asset in found}

    def _asset(self, path: Path) -> _Document | None:
        real = self._files.real(path)
        if real not in self._known:
            self._known[real] = self._files.read_asset(path)
        return self._known[real]

    def _add(self, found: AssemblyTemplate[_Document]) -> None:
        real = self._files.real(found.path)
        found = replace(found, template=replace(found.template, file=real.as_posix()))
        known = self.templates.get(real)
        self.templates[real] = found if known is None else known.with_other(found)

    def _listed(self, path: Path) -> list[Asset]:
        """Return the files that a manifest of assets lists."""
        listed: Mapping[str, Any] = {}
        with self._going_on(), expecting(path, f"it is no manifest of assets: {_AGAIN}"):
            listed = dict(self._files.read(path).body.get("files", {}).items())
        found: list[Asset] = []
        for name, written in listed.items():
            why = f"it is no manifest of assets, as its file {shown(name)} shows: {_AGAIN}"
            with self._going_on(), expecting(path, why):
                found += Asset.listed(path.parent, written)
        return found


def _properties(artifact: Any) -> Mapping[str, Any]:
    return as_mapping(as_mapping(artifact).get("properties"))


def _stage(name: str, artifact: Any, around: str) -> str:
    """Return the path of a stage, which the CDK writes down in full."""
    path = _properties(artifact).get("displayName")
    return path if isinstance(path, str) and path else f"{around}/{name}".lstrip("/")


def _deployed(template: Template) -> tuple[object, ...]:
    return template.app, template.stage, template.place, template.is_for_many
