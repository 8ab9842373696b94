"""Templates for snapshot tests: without what changes although nothing of the app has."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from webhook_constructs.core.errors import WebhookConstructsError

__all__ = ["Stack", "normalized_template", "without_additions"]

_ADDITIONS = (
    ("Parameters", "BootstrapVersion"),
    ("Rules", "CheckBootstrapVersion"),
    ("Resources", "CDKMetadata"),
    ("Conditions", "CDKMetadataAvailable"),
)
"""What the CDK adds to a template of its own accord: it checks the bootstrap stack, and counts who uses what."""

_NORMALIZED = (
    # the parameters of LegacyStackSynthesizer; what ends them is a hash of the hash
    (re.compile(r"(AssetParameters)[0-9a-f]{64}(S3Bucket|S3VersionKey|ArtifactHash)[0-9A-F]{8}"), r"\1<asset-hash>\2"),
    # an image that the app pins by its digest is the app's own
    (re.compile(r"(?<!sha256:)(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"), "<asset-hash>"),
    (re.compile(r"(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}"), r"\1<version-hash>"),
)


class Stack(Protocol):
    """The part of aws_cdk.Stack that is needed; this package does not import the CDK."""

    @property
    def node(self) -> Any: ...  # noqa: D102 - the CDK's own

    @property
    def template_file(self) -> str: ...  # noqa: D102 - the CDK's own


def normalized_template(stack: Stack | Mapping[str, Any]) -> dict[str, Any]:
    """Give the template of a stack for a snapshot: it changes when something of the app changes.

    Other code in a function, such as that of a new version of this library, does not change it: the hashes of assets
    and of the versions of functions become ``<asset-hash>`` and ``<version-hash>``, in values and in logical ids. What
    the CDK adds of its own accord is left out: the parameter ``BootstrapVersion``, the rule ``CheckBootstrapVersion``
    and ``CDKMetadata``. An image that is named by its ``sha256:`` digest keeps it.

    Args:
        stack: The stack, be it in a stage or nested, which is synthesised with its whole app; or a template, such as
            ``Template.from_stack(stack).to_json()``.

    Returns:
        The template, as JSON has it, with its keys in alphabetical order. Any snapshot tool takes it. What is nested in
        the stack is in a template of its own: give that stack, too.

    Raises:
        WebhookConstructsError: It is neither a stack nor a template.

    Examples:
        >>> function = {"Type": "AWS::Lambda::Function", "Code": {"S3Key": f"{'0a' * 32}.zip"}}
        >>> bootstrap = {"BootstrapVersion": {"Default": "/cdk-bootstrap/hnb659fds/version"}}
        >>> normalized_template({"Resources": {"Function": function}, "Parameters": bootstrap})
        {'Resources': {'Function': {'Code': {'S3Key': '<asset-hash>.zip'}, 'Type': 'AWS::Lambda::Function'}}}

        In a test, with a file that was written once by ``json.dump(normalized_template(stack), file, indent=2)``::

            assert normalized_template(stack) == json.loads(Path("tests/stack.json").read_text())
    """
    text = json.dumps(without_additions(_template(stack)), sort_keys=True)
    for hashes, name in _NORMALIZED:
        text = hashes.sub(name, text)
    normalized: dict[str, Any] = json.loads(text)
    return normalized


def without_additions(template: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the CDK adds to a template of its own accord, and a section that nothing else is in."""
    result = dict(template)
    for section, name in _ADDITIONS:
        if name in result.get(section, {}):
            result[section] = {key: value for key, value in result[section].items() if key != name}
            if not result[section]:
                del result[section]
    return result


def _template(stack: Stack | Mapping[str, Any]) -> Mapping[str, Any]:
    if isinstance(stack, Mapping):
        return stack
    file = getattr(stack, "template_file", None)
    if not isinstance(file, str):
        msg = f"normalized_template takes a cdk.Stack, or a template as a dict (Template.to_json()), got {stack!r}"
        raise WebhookConstructsError(msg)
    stack.node.root.synth()
    # a nested stack is no artifact of the assembly, and each stage has a folder of its own
    stage = next(scope for scope in reversed(stack.node.scopes) if hasattr(scope, "outdir"))
    template: dict[str, Any] = json.loads(Path(stage.outdir, file).read_text(encoding="utf-8"))
    return template
