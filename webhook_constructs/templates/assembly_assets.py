"""The files that a cloud assembly has uploaded, and which of them are templates that another one nests."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from webhook_constructs.core.values.wire import as_mapping, as_mappings, as_strings

from .template import STACK_TYPE

__all__ = ["Asset", "nested_by", "nestings_in"]

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
            destinations = map(as_mapping, as_mapping(written.get("destinations")).values())
            keys = as_strings([each.get("objectKey") for each in destinations])
            yield cls.of(folder, path, *(f"{before}{key}" for key in keys if key for before in _BEFORE_A_KEY))

    @classmethod
    def listed_in_metadata(cls, folder: Path, metadata: Mapping[str, Any]) -> Iterator[Asset]:
        """Read the assets of a stack that has no manifest of them, as LegacyStackSynthesizer writes it.

        Args:
            folder: The folder of the assembly.
            metadata: The metadata of the stack: a list of entries for each construct path.
        """
        for entry in (each for entries in metadata.values() for each in as_mappings(entries)):
            written = as_mapping(entry.get("data"))
            found = as_strings([written.get("path"), written.get("sourceHash")])
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
        new = set(nestings_in(waiting.pop(), assets).values()) - found
        found |= new
        waiting += [assets[each] for each in new]
    return found


def nestings_in(body: Any, assets: Iterable[Asset]) -> dict[str, Asset]:
    """Return the assets that a template nests, by the logical ids of the nested stacks.

    Args:
        body: The body of the template.
        assets: The templates among the assets.
    """
    found: dict[str, Asset] = {}
    for logical_id, written in as_mapping(as_mapping(body).get("Resources")).items():
        resource = as_mapping(written)
        if resource.get("Type") == STACK_TYPE:
            address = json.dumps(as_mapping(resource.get("Properties")).get("TemplateURL"))
            path = as_mapping(resource.get("Metadata")).get("aws:asset:path")
            for asset in assets:
                if asset.written == path or any(mark in address for mark in asset.marks):
                    found[logical_id] = asset
    return found
