"""The files that a cloud assembly has uploaded, and which of them are templates that another one nests."""

from __future__ import annotations

import json
import posixpath
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

from webhook_constructs.core.values.json_access import mapping, mappings, texts

from .identities import STACK_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Asset", "nested_by"]

_IN_METADATA = "aws:cdk:asset"
_FILE = "file"
_NESTED = ".nested.template.json"
_BEFORE_A_KEY = ("/", '"')  # in an address, or in a list of its parts


class Asset(NamedTuple):
    """A file among the assets of a stack.

    Attributes:
        path: The file.
        written: Its path as the assembly writes it.
        marks: What the address that it is uploaded to holds.
    """

    path: Path
    written: str
    marks: tuple[str, ...]

    @classmethod
    def of(cls, folder: Path, written: str, *marks: str) -> Asset:
        """Make one of the path that is written in a folder, which may lead out of it as `../asset.1234.yaml` does."""
        path = folder
        for part in PurePosixPath(posixpath.normpath(written)).parts:
            path = path.parent if part == ".." and path.name not in {"", ".."} else path / part
        return cls(path, written, marks)

    @property
    def is_named_nested(self) -> bool:
        """Whether the CDK has named it as it does the template of a nested stack."""
        return self.path.name.endswith(_NESTED)

    @classmethod
    def listed(cls, folder: Path, written: Mapping[str, Any]) -> Iterator[Asset]:
        """Read an asset of a manifest, if it is a file that is there before the deployment.

        Args:
            folder: The folder of the manifest.
            written: What the manifest says of it.
        """
        source = written.get("source", {})
        path = str(source.get("path", ""))  # an executable makes those without one
        if path and source.get("packaging", _FILE) == _FILE:
            destinations = map(mapping, mapping(written.get("destinations")).values())
            keys = texts([each.get("objectKey") for each in destinations])
            yield cls.of(folder, path, *(f"{before}{key}" for key in keys if key for before in _BEFORE_A_KEY))

    @classmethod
    def listed_in_metadata(cls, folder: Path, metadata: Mapping[str, Any]) -> Iterator[Asset]:
        """Read the assets of a stack that has no manifest of them, as LegacyStackSynthesizer writes it.

        Args:
            folder: The folder of the assembly.
            metadata: The metadata of the stack: a list of entries for each construct path.
        """
        for entry in (each for entries in metadata.values() for each in mappings(entries)):
            written = mapping(entry.get("data"))
            found = texts([written.get("path"), written.get("sourceHash")])
            if entry.get("type") == _IN_METADATA and written.get("packaging") == _FILE and all(found) and found[1:]:
                yield cls.of(folder, *found)


def nested_by(templates: Iterable[Any], assets: Mapping[Asset, Any]) -> set[Asset]:
    """Return the assets that some templates nest, and those that these nest in turn.

    Args:
        templates: The bodies of the templates.
        assets: The bodies of the templates among the assets.
    """
    found: set[Asset] = set()
    waiting = list(templates)
    while waiting:
        addresses, paths = _nestings(waiting.pop())
        for asset, body in assets.items():
            is_nested = asset.written in paths or any(mark in addresses for mark in asset.marks)
            if is_nested and asset not in found:
                found.add(asset)
                waiting.append(body)
    return found


def _nestings(body: Any) -> tuple[str, list[Any]]:
    """Return what a template writes for the addresses of the templates that it nests, and for their paths."""
    resources = map(mapping, mapping(mapping(body).get("Resources")).values())
    nested = [each for each in resources if each.get("Type") == STACK_TYPE]
    addresses = [mapping(each.get("Properties")).get("TemplateURL") for each in nested]
    return json.dumps(addresses), [mapping(each.get("Metadata")).get("aws:asset:path") for each in nested]
