"""What the constructs say of an app when it is synthesised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

if TYPE_CHECKING:
    from constructs import IConstruct

__all__ = ["annotated"]


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
