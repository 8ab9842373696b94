"""The resources of an app, found without visiting every construct from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from .rendered import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from constructs import IConstruct

__all__ = ["properties_of", "resources_of_type"]


def properties_of(resource: cdk.CfnResource) -> Mapping[str, Any]:
    """Give the properties of a resource in one call into the CDK; each by itself would be one more.

    They are empty where jsii cannot hand them out. That is so once a property that is rendered late has been read by
    its own name, by an aspect perhaps, and therefore none is read by its name here: it would be so for the next reader.
    """
    try:
        return mapping(resource._cfn_properties)  # noqa: SLF001 - see above
    except (KeyError, RuntimeError):
        return {}


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
