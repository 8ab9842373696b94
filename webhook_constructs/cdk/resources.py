"""The resources of an app, found without visiting every construct from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

import aws_cdk as cdk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import IConstruct

__all__ = ["resources_of_type"]


def resources_of_type(root: IConstruct, resource_type: str) -> Sequence[cdk.CfnResource]:
    """Find the resources of a type below a construct, whatever class they are of.

    Args:
        root: The construct.
        resource_type: The type, such as `AWS::CodePipeline::Pipeline`.
    """
    selector = getattr(cdk, "ConstructSelector", None)
    if selector is None:  # aws-cdk-lib before it had one
        nodes = root.node.find_all()
        return [node for node in nodes if isinstance(node, cdk.CfnResource) and node.cfn_resource_type == resource_type]
    found: Sequence[cdk.CfnResource] = selector.resources_of_type(resource_type).select(root)
    return found
