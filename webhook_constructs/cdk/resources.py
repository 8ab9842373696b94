"""The resources of an app, found without visiting every construct from Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import aws_cdk as cdk
from constructs import IConstruct

from webhook_constructs.core.values.wire import as_mapping

__all__ = ["construct_of", "depend_on", "identity_of", "properties_of", "resources_below", "selected"]


def construct_of(resource: cdk.CfnResource) -> IConstruct:
    """Return the construct that people have written, which may be around a resource."""
    node = resource.node
    return node.scope if node.id == "Resource" and node.scope is not None else resource


def depend_on(resource: cdk.CfnResource, other: cdk.CfnResource) -> None:
    """Have CloudFormation create a resource after another one."""
    if hasattr(resource, "add_resource_dependency"):
        resource.add_resource_dependency(other)
    else:  # an older aws-cdk-lib
        resource.add_dependency(other)


def identity_of(construct: IConstruct) -> str:
    """Return what tells a construct from others: jsii gives another object for one that the CDK has made itself."""
    return str(construct.__jsii_ref__.ref)  # type: ignore[attr-defined]  # every object of jsii has one


def properties_of(resource: cdk.CfnResource) -> Mapping[str, Any]:
    """Return the properties of a resource in one call into the CDK; each by itself would be one more.

    They are empty where jsii cannot hand them out. That is so once a property that is rendered late has been read by
    its own name, by an aspect perhaps, and therefore none is read by its name here: it would be so for the next reader.
    """
    try:
        return as_mapping(resource._cfn_properties)  # noqa: SLF001 - see above
    except (KeyError, RuntimeError):
        return {}


def resources_below(root: IConstruct, *types: str) -> dict[str, list[cdk.CfnResource]]:
    """Find the resources of some types below a construct, whatever class they are of.

    Args:
        root: The construct.
        types: The types, such as `AWS::CodePipeline::Pipeline`.

    Returns:
        For each type, its resources.
    """
    found: dict[str, list[cdk.CfnResource]] = {each: [] for each in types}
    type_of_class: dict[type, str | None] = {}
    for resource in selected(root, types):
        kind = type(resource)
        if kind not in type_of_class:
            type_of_class[kind] = getattr(kind, "CFN_RESOURCE_TYPE_NAME", None)  # one call into the CDK
        resource_type = type_of_class[kind] or resource.cfn_resource_type
        if resource_type in found:
            found[resource_type].append(resource)
    return found


def selected(root: IConstruct, types: Sequence[str]) -> Iterable[cdk.CfnResource]:
    """Return the resources of some types, or of all where the CDK cannot select them."""
    selector = getattr(cdk, "ConstructSelector", None)
    if selector is None:  # aws-cdk-lib before it had one
        return (node for node in root.node.find_all() if isinstance(node, cdk.CfnResource))
    selected: Sequence[cdk.CfnResource] = selector.resources_of_type(*types).select(root)
    return selected
