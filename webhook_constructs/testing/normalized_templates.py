"""Templates for snapshot tests: without what changes although nothing of the app has."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from webhook_constructs.core.errors import WebhookConstructsError

__all__ = ["Stack", "normalized", "normalized_template", "without_additions"]

_ADDITIONS = (
    ("Parameters", "BootstrapVersion"),
    ("Rules", "CheckBootstrapVersion"),
    ("Resources", "CDKMetadata"),
    ("Conditions", "CDKMetadataAvailable"),
)
"""What the CDK adds to a template of its own accord: it checks the bootstrap stack, and counts who uses what."""

_HASHED = (
    # a parameter of LegacyStackSynthesizer ends with a hash of its name
    (re.compile(r"(AssetParameters<asset-hash(?:-\d+)?>(?:S3Bucket|S3VersionKey|ArtifactHash))[0-9A-F]{8}"), r"\1"),
    # and so does what makes one of the id of a version, for another stack
    (re.compile(r"(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}(?:[0-9A-F]{8})?"), r"\1<version-hash>"),
    (re.compile(r"(Deployment[0-9A-F]{8})[0-9a-f]{32}"), r"\1<version-hash>"),
    # without staging, an asset is where the package is installed
    (re.compile(r'("aws:asset:path": )"/[^"]*"'), r'\1"<asset-path>"'),
)
_LEGACY = re.compile(r"AssetParameters([0-9a-f]{64})")
_DESTINATION = re.compile(r"(.+-)[0-9a-f]{8}")


class Stack(Protocol):
    """The part of aws_cdk.Stack that is needed; this package does not import the CDK."""

    @property
    def node(self) -> Any: ...  # noqa: D102 - the CDK's own

    @property
    def template_file(self) -> str: ...  # noqa: D102 - the CDK's own


def normalized_template(stack: Stack) -> dict[str, Any]:
    """Return the template of a stack for a snapshot, which changes only if the app changes.

    New code in a function, such as that of a new version of this library, does not change it. The hashes of assets
    become ``<asset-hash>``, and those of function versions and API deployments become ``<version-hash>``, in values and
    in logical IDs. What the CDK adds is left out: the parameter ``BootstrapVersion``, the rule
    ``CheckBootstrapVersion``, and ``CDKMetadata``. Everything else that looks like a hash stays.

    Args:
        stack: The stack. It can be in a stage or nested. Its whole app is synthesized, which the CDK does only once: do
            not change the app after the first snapshot.

    Returns:
        The template as JSON, with its keys in alphabetical order, for any snapshot tool. A nested stack has a template
        of its own: take a snapshot of it, too.

    Raises:
        WebhookConstructsError: The argument is not a stack.

    Examples:
        In a test, with a file that was written once by ``json.dump(normalized_template(stack), file, indent=2)``::

            assert normalized_template(stack) == json.loads(Path("tests/stack.json").read_text())
    """
    node, file = getattr(stack, "node", None), getattr(stack, "template_file", None)
    if node is None or not isinstance(file, str):
        msg = f"normalized_template takes a cdk.Stack, got {stack!r}"
        raise WebhookConstructsError(msg)
    node.root.synth()
    # a nested stack is no artifact of the assembly, and each stage has a folder of its own
    stage = next(scope for scope in reversed(node.scopes) if hasattr(scope, "outdir") and hasattr(scope, "synth"))
    return normalized(Path(stage.outdir, file), Path(node.root.outdir))


def normalized(template: Path, assembly: Path) -> dict[str, Any]:
    """Return a template of a cloud assembly as `normalized_template` does.

    Args:
        template: The file.
        assembly: The folder of the whole app: a pipeline names assets of its stages, too.
    """
    found: dict[str, Any] = json.loads(template.read_text(encoding="utf-8"))
    text = json.dumps(without_additions(found))
    names: dict[str, str] = {}
    for folder in dict.fromkeys((assembly, template.parent)):
        for manifest in folder.rglob("*.assets.json"):
            names.update(_names(json.loads(manifest.read_text(encoding="utf-8"))))
    for number, asset_hash in enumerate(dict.fromkeys(_LEGACY.findall(json.dumps(found))), 1):
        names[asset_hash] = f"<asset-hash-{number}>"  # it names parameters, which must not fall into one
    if names:
        text = re.sub("|".join(map(re.escape, names)), lambda match: names[match[0]], text)
    for hashed, name in _HASHED:
        text = hashed.sub(name, text)
    result: dict[str, Any] = json.loads(json.dumps(json.loads(text), sort_keys=True))
    return result


def _names(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return the hashes of assets, the ids of their destinations, which end with a hash, and what stands for each."""
    for assets in (manifest.get("files", {}), manifest.get("dockerImages", {})):
        for asset_hash, asset in assets.items():
            yield asset_hash, "<asset-hash>"
            for destination in asset["destinations"]:
                if (parts := _DESTINATION.fullmatch(destination)) is not None:
                    yield destination, f"{parts[1]}<destination-hash>"


def without_additions(template: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the CDK adds to a template of its own accord, and a section that nothing else is in."""
    result = dict(template)
    for section, name in _ADDITIONS:
        if name in (result.get(section) or ()):
            result[section] = {key: value for key, value in result[section].items() if key != name}
            if not result[section]:
                del result[section]
    return result
