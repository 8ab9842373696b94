"""What the role of a project allows, as far as its template shows it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping, as_mappings

from .references import plain_reference

__all__ = ["BOUNDARY_ACTIONS", "TYPES_OF_PERMISSIONS", "build_powers"]

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
TYPES_OF_PERMISSIONS = frozenset({_ROLE, *_POLICIES})
"""The resource types that say what a role allows."""

_BROAD = ("AdministratorAccess", "PowerUserAccess")
_MOST_NAMED = 3
_NOTHING = re.compile(r"\Z.")


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
    limit = {} if boundary is None else _managed_policy(boundary, resources)
    if boundary is not None and not list(_beyond(_document(limit))):
        return
    policies = list(_policies(logical_id, role, resources))
    # A policy that only some deployments have forbids nothing for certain.
    certain = [_document(each) for each in (*policies, limit) if "Condition" not in each]
    denied = [_denied(statement) for document in certain for statement in _statements(document)]
    managed = role.get("ManagedPolicyArns")
    named = [
        f"all of {name}"
        for arn in (managed if isinstance(managed, list) else ())
        for name in _BROAD
        if str(arn).rstrip("'\"}]").endswith(f"policy/{name}")
    ]
    allowed = (*(action for each in policies for action in _beyond(_document(each))), *named)
    yield from (action for action in allowed if not any(each.fullmatch(action.lower()) for each in denied))


def _policies(logical_id: str, role: Mapping[str, Any], resources: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Return the policies of a role as resources: those in it, those attached to it, and those that it attaches."""
    yield from ({"Properties": policy} for policy in as_mappings(role.get("Policies")))
    for written in resources.values():
        resource = as_mapping(written)
        properties = as_mapping(resource.get("Properties"))
        roles = properties.get("Roles")
        attached = [properties.get("RoleName"), *(roles if isinstance(roles, list) else ())]
        if resource.get("Type") in _POLICIES and logical_id in map(_resource, attached):
            yield resource
    managed = role.get("ManagedPolicyArns")
    for arn in managed if isinstance(managed, list) else ():
        yield _managed_policy(arn, resources)


def _managed_policy(reference: Any, resources: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the managed policy that a value refers to; nothing where the template does not have it."""
    policy = as_mapping(resources.get(_resource(reference) or ""))
    return policy if policy.get("Type") == _MANAGED else {}


def _document(policy: Mapping[str, Any]) -> Any:
    return as_mapping(policy.get("Properties")).get("PolicyDocument")


def _beyond(document: Any) -> Iterator[str]:
    """Return the actions that a policy allows and the boundary does not."""
    for statement in _statements(document):
        if statement.get("Effect") != "Allow":
            continue
        yield from (action for action in _actions(statement) if action.lower() not in BOUNDARY_ACTIONS)
        if "NotAction" in statement:
            yield "all actions but some"


def _denied(statement: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the pattern of what a statement denies for every resource and on no condition; it may match nothing."""
    resource = statement.get("Resource")
    is_plain = statement.get("Effect") == "Deny" and "Condition" not in statement
    if not is_plain or "*" not in (resource if isinstance(resource, list) else [resource]):
        return _NOTHING
    return re.compile(
        "|".join(re.escape(each.lower()).replace(r"\*", ".*") for each in _actions(statement)) or _NOTHING.pattern
    )


def _statements(document: Any) -> Iterator[Mapping[str, Any]]:
    statements = as_mapping(document).get("Statement")
    return iter(as_mappings(statements if isinstance(statements, list) else [statements]))


def _actions(statement: Mapping[str, Any]) -> list[str]:
    actions = statement.get("Action")
    return [each for each in (actions if isinstance(actions, list) else [actions]) if isinstance(each, str)]


def _resource(value: Any) -> str | None:
    """Return the logical ID of the resource that a value refers to; None where it refers to none."""
    found = as_mapping(plain_reference(value)).get("Ref")
    return found if isinstance(found, str) else None
