"""What the role of a project allows, as far as its template shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping, as_mappings

from .references import plain_reference

__all__ = ["BOUNDARY_ACTIONS", "build_powers"]

BOUNDARY_ACTIONS = frozenset(
    {
        "codebuild:batchputcodecoverages",
        "codebuild:batchputtestcases",
        "codebuild:createreport",
        "codebuild:createreportgroup",
        "codebuild:retrybuild",
        "codebuild:startbuild",
        "codebuild:stopbuild",
        "codebuild:updatereport",
        "ec2:createnetworkinterface",
        "ec2:createnetworkinterfacepermission",
        "ec2:deletenetworkinterface",
        "ec2:describedhcpoptions",
        "ec2:describenetworkinterfaces",
        "ec2:describesecuritygroups",
        "ec2:describesubnets",
        "ec2:describevpcs",
        "ecr:batchchecklayeravailability",
        "ecr:batchgetimage",
        "ecr:getdownloadurlforlayer",
        "logs:createloggroup",
        "logs:createlogstream",
        "logs:putlogevents",
    }
)
"""What the CDK's `UntrustedCodeBoundaryPolicy` allows, in small letters, because IAM does not tell them apart."""

_ROLE = "AWS::IAM::Role"
_MANAGED = "AWS::IAM::ManagedPolicy"
_POLICIES = frozenset({"AWS::IAM::Policy", "AWS::IAM::RolePolicy", _MANAGED})
_BROAD = ("AdministratorAccess", "PowerUserAccess")
_MOST_NAMED = 3


def build_powers(project: Mapping[str, Any], resources: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a build of a project can do that a stranger's code had better not, as far as a template shows it.

    Args:
        project: The properties of the project.
        resources: The resources of its template.
    """
    powers = environment_powers(project.get("Environment"))
    logical_id = _resource(project.get("ServiceRole"))
    role = as_mapping(resources.get(logical_id or ""))
    if logical_id is None or role.get("Type") != _ROLE:
        return powers
    allowed = list(dict.fromkeys(_beyond_boundary(logical_id, as_mapping(role.get("Properties")), resources)))
    if not allowed:
        return powers
    more = len(allowed) - _MOST_NAMED
    named = ", ".join(map(one_line, allowed[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
    return (*powers, f"its role {one_line(logical_id)} allows {named}")


def _beyond_boundary(logical_id: str, role: Mapping[str, Any], resources: Mapping[str, Any]) -> Iterator[str]:
    """Return what a role allows beyond the boundary for untrusted code; nothing where its own boundary may deny it."""
    boundary = role.get("PermissionsBoundary")
    if boundary is not None:
        limit = _managed_policy(boundary, resources)
        if limit is None or not list(_beyond(limit.get("PolicyDocument"))):
            return
    for policy in as_mappings(role.get("Policies")):
        yield from _beyond(policy.get("PolicyDocument"))
    for written in resources.values():
        resource = as_mapping(written)
        properties = as_mapping(resource.get("Properties"))
        roles = properties.get("Roles")
        attached = [properties.get("RoleName"), *(roles if isinstance(roles, list) else ())]
        if resource.get("Type") in _POLICIES and logical_id in map(_resource, attached):
            yield from _beyond(properties.get("PolicyDocument"))
    managed = role.get("ManagedPolicyArns")
    for arn in managed if isinstance(managed, list) else ():
        yield from _beyond((_managed_policy(arn, resources) or {}).get("PolicyDocument"))
        yield from (f"all of {name}" for name in _BROAD if str(arn).rstrip("'\"}]").endswith(f"policy/{name}"))


def _managed_policy(reference: Any, resources: Mapping[str, Any]) -> Mapping[str, Any] | None:
    policy = as_mapping(resources.get(_resource(reference) or ""))
    return as_mapping(policy.get("Properties")) if policy.get("Type") == _MANAGED else None


def _beyond(document: Any) -> Iterator[str]:
    """Return the actions that a policy allows and the boundary does not."""
    statements = as_mapping(document).get("Statement")
    for statement in as_mappings(statements if isinstance(statements, list) else [statements]):
        if statement.get("Effect") != "Allow":
            continue
        actions = statement.get("Action")
        for action in actions if isinstance(actions, list) else [actions]:
            if isinstance(action, str) and action.lower() not in BOUNDARY_ACTIONS:
                yield action
        if "NotAction" in statement:
            yield "all actions but some"


def _resource(value: Any) -> str | None:
    """Return the logical ID of the resource that a value refers to; None where it refers to none."""
    found = as_mapping(plain_reference(value)).get("Ref")
    return found if isinstance(found, str) else None
