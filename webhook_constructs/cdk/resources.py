"""The resources of an app, found without visiting every construct from Python."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from constructs import IConstruct

__all__ = ["resources_of_type"]


def resources_of_type(root: IConstruct, resource_class: Any) -> Sequence[cdk.CfnResource]:
    """Find the resources of a type below a construct.

    Args:
        root: The construct.
        resource_class: The class of the type, such as `codepipeline.CfnPipeline`. With a CDK that has
            `ConstructSelector`, plain resources of the same type are found as well.
    """
    selector = getattr(cdk, "ConstructSelector", None)
    if selector is None:
        return [node for node in root.node.find_all() if isinstance(node, resource_class)]
    found: Sequence[cdk.CfnResource] = selector.resources_of_type(resource_class.CFN_RESOURCE_TYPE_NAME).select(root)
    return found
