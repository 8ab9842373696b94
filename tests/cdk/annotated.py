"""What the constructs say of an app when it is synthesized."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

import aws_cdk as cdk
import pytest
from packaging.version import Version

if TYPE_CHECKING:
    from constructs import IConstruct

__all__ = [
    "DOUBLE_BUILD",
    "acknowledge_annotation",
    "acknowledge_validation",
    "annotated",
    "double_builds",
    "found",
    "skip_if_forgotten",
]

DOUBLE_BUILD = "webhook-constructs::WH406"


def annotated(scope: IConstruct, rule: str) -> dict[str, list[str]]:
    """What the CDK's CLI prints of a rule for an app and its stages: the texts by the path of the construct."""
    root = scope.node.root
    assert isinstance(root, cdk.Stage)
    found: dict[str, list[str]] = {}
    for stack in root.synth().stacks_recursively:
        for message in stack.messages:
            if rule in (text := str(message.entry.data)):
                found.setdefault(message.id, []).append(text)
    return found


def found(scope: IConstruct, rule: str) -> dict[str, str]:
    """What a rule that speaks once of a construct says, by the path of the construct."""
    return {path: text for path, texts in annotated(scope, rule).items() for text in texts}


def double_builds(scope: IConstruct) -> dict[str, str]:
    """The warning about double builds at every path, after the app was synthesized."""
    return found(scope, DOUBLE_BUILD)


def skip_if_forgotten() -> None:
    if Version(version("aws-cdk-lib")) < Version("2.271"):
        pytest.skip("an older CDK forgets what is acknowledged on a construct before it is found there")


def acknowledge_annotation(scope: IConstruct, finding: str = DOUBLE_BUILD) -> None:
    if finding == DOUBLE_BUILD:
        skip_if_forgotten()
    cdk.Annotations.of(scope).acknowledge_warning(finding, "it is wanted")


def acknowledge_validation(scope: IConstruct, finding: str = DOUBLE_BUILD) -> None:
    if not hasattr(cdk, "Validations"):
        pytest.skip("needs aws-cdk-lib 2.257")
    cdk.Validations.of(scope).acknowledge(cdk.Acknowledgment(id=finding, reason="it is wanted"))
