"""What the folder that the CDK writes, a cloud assembly, says of the templates in it."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.json_access import as_mapping

from .template_file import TemplateError, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from webhook_constructs.lint.selection import Suppression

__all__ = [
    "ASSETS",
    "MANIFEST",
    "STACK",
    "AssemblyStack",
    "artifacts_of",
    "asset_files",
    "has_stacks",
    "lead",
    "nested_template",
    "stage_artifacts",
]

MANIFEST = "manifest.json"
STACK = "aws:cloudformation:stack"
"""The type of an artifact that is a stack."""

ASSETS = "cdk:asset-manifest"
"""The type of an artifact that lists assets, the templates of nested stacks among them."""

_NAMED_BY = {STACK: "templateFile", ASSETS: "file", "cdk:cloud-assembly": "directoryName"}
_NESTED = ".nested.template.json"
_AGAIN = "synthesise the app again (cdk synth)"


@dataclass(frozen=True, slots=True)
class AssemblyStack:
    """What a cloud assembly says of a stack.

    Attributes:
        environment: The account and region that it is deployed to. Default: the deployment decides on one of them.
        acknowledged: What is acknowledged on its constructs. Default: nothing.
    """

    environment: str | None = None
    acknowledged: tuple[Suppression, ...] = ()


def artifacts_of(manifest: Path) -> Mapping[str, Any] | None:
    """Give the artifacts that a manifest lists; None where it is that of something else."""
    listed = as_mapping(read_document(manifest).body).get("artifacts")
    return listed if isinstance(listed, dict) else None


def stage_artifacts(folder: Path) -> Mapping[str, Any]:
    """Give the artifacts of a stage.

    Raises:
        TemplateError: The folder is no cloud assembly.
    """
    found = artifacts_of(folder / MANIFEST)
    if found is None:
        raise TemplateError(folder / MANIFEST, f"it is no manifest of a cloud assembly: {_AGAIN}")
    return found


def has_stacks(artifacts: Mapping[str, Any]) -> bool:
    """Tell whether there are stacks, or stages that may have some."""
    return any(str(as_mapping(each).get("type")) in _NAMED_BY for each in artifacts.values())


def lead(manifest: Path, name: str, artifact: Any) -> tuple[str, str]:
    """Give the type of an artifact and the name of its file or folder; nothing where it leads to no template."""
    with _expecting(manifest, f"it is no manifest of a cloud assembly, as its artifact {shown(name)} shows: {_AGAIN}"):
        kind = artifact["type"]
        return (kind, str(artifact["properties"][_NAMED_BY[kind]])) if kind in _NAMED_BY else ("", "")


def asset_files(assets: Path) -> Iterable[tuple[str, Any]]:
    """Give the files that a manifest of assets lists, each with its name.

    Raises:
        TemplateError: It is no such manifest.
    """
    with _expecting(assets, f"it is no manifest of assets: {_AGAIN}"):
        found: Iterable[tuple[str, Any]] = read_document(assets).body.get("files", {}).items()
    return found


def nested_template(assets: Path, name: str, asset: Any) -> Path | None:
    """Give the template of a nested stack that an asset is; None for another asset."""
    with _expecting(assets, f"it is no manifest of assets, as its file {shown(name)} shows: {_AGAIN}"):
        path = str(asset.get("source", {}).get("path", ""))  # an executable makes those without one
    return assets.parent / path if path.endswith(_NESTED) else None


@contextlib.contextmanager
def _expecting(path: Path, why: str) -> Iterator[None]:
    try:
        yield
    except (AttributeError, KeyError, TypeError):
        raise TemplateError(path, why) from None
