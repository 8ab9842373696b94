"""What the role of a project allows, as far as its template shows it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from webhook_constructs.core.errors import PatternError
from webhook_constructs.core.patterns.pattern import Pattern
from webhook_constructs.core.patterns.step_budget import RunOverError
from webhook_constructs.core.service.build_environment import environment_powers
from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.core.values.wire import as_mapping, as_mappings

from .references import plain_reference

__all__ = ["BOUNDARY_ACTIONS", "TYPES_OF_PERMISSIONS", "Roles"]

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
_POLICIES = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", _MANAGED)  # compared, not hashed: a template can hold anything
TYPES_OF_PERMISSIONS = (_ROLE, *_POLICIES)
"""The resource types that say what a role allows."""

_BROAD = ("AdministratorAccess", "PowerUserAccess")
_MOST_NAMED = 3


class Roles:
    """The roles of a template, each of which several projects can have."""

    def __init__(self, resources: Mapping[str, Any]) -> None:
        """Hold them.

        Args:
            resources: The resources of the template.
        """
        self._resources = resources
        self._allowed: dict[str, str | None] = {}

    def build_powers(self, project: Mapping[str, Any]) -> tuple[str, ...]:
        """Return what a build of a project can do that a stranger's code had better not, as far as a template shows it.

        Args:
            project: The properties of the project.
        """
        powers = environment_powers(project.get("Environment"))
        logical_id = _resource(project.get("ServiceRole"))
        role = as_mapping(self._resources.get(logical_id or ""))
        if logical_id is None or role.get("Type") != _ROLE:
            return powers
        if logical_id not in self._allowed:
            self._allowed[logical_id] = self._beyond_boundary(logical_id, as_mapping(role.get("Properties")))
        allowed = self._allowed[logical_id]
        return powers if allowed is None else (*powers, allowed)

    def _beyond_boundary(self, logical_id: str, role: Mapping[str, Any]) -> str | None:
        """Return what a role allows beyond the boundary for untrusted code, unless its own boundary may deny it."""
        boundary = role.get("PermissionsBoundary")
        limit = {} if boundary is None else _managed_policy(boundary, self._resources)
        if boundary is not None and not list(_beyond(_document(limit))):
            return None
        policies = list(self._policies(logical_id, role))
        managed = role.get("ManagedPolicyArns")
        named = [
            f"all of {name}"
            for arn in (managed if isinstance(managed, list) else ())
            for name in _BROAD
            if str(arn).rstrip("'\"}]").endswith(f"policy/{name}")
        ]
        allowed = dict.fromkeys((*(action for each in policies for action in _beyond(_document(each))), *named))
        # A policy that only some deployments have forbids nothing for certain.
        certain = [_document(each) for each in (*policies, limit) if "Condition" not in each]
        left = _not_denied(allowed, [statement for document in certain for statement in _statements(document)])
        if not left:
            return None
        more = len(left) - _MOST_NAMED
        some = ", ".join(map(one_line, left[:_MOST_NAMED])) + (f" and {more} more" if more > 0 else "")
        return f"its role {one_line(logical_id)} allows {some}"

    def _policies(self, logical_id: str, role: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Return the policies of a role as resources: those in it, those attached to it, and those that it attaches."""
        yield from ({"Properties": policy} for policy in as_mappings(role.get("Policies")))
        yield from self._attached.get(logical_id, ())
        managed = role.get("ManagedPolicyArns")
        for arn in managed if isinstance(managed, list) else ():
            yield _managed_policy(arn, self._resources)

    @cached_property
    def _attached(self) -> dict[str, list[Mapping[str, Any]]]:
        """The policies that are resources, by the roles that they name."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for each in map(as_mapping, self._resources.values()):
            if each.get("Type") in _POLICIES:
                properties = as_mapping(each.get("Properties"))
                roles = properties.get("Roles")
                named = map(_resource, [properties.get("RoleName"), *(roles if isinstance(roles, list) else ())])
                for role in dict.fromkeys(filter(None, named)):
                    found.setdefault(role, []).append(each)
        return found


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


def _not_denied(actions: Iterable[str], statements: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return those of some actions that no statement denies for every resource and on no condition.

    What is too much to be compared denies nothing.
    """
    allowed = list(actions)
    denied = [action.lower() for each in statements if _is_plain_denial(each) for action in _actions(each)]
    if not (allowed and denied):
        return allowed
    written = "|".join(dict.fromkeys(re.escape(each).replace(r"\*", ".*") for each in denied))
    try:
        gone = {*Pattern.in_run(f"(?s)^(?:{written})$").search_in_run(tuple(map(str.lower, allowed)))}
    except (PatternError, RunOverError):
        return allowed
    return [each for each in allowed if each.lower() not in gone]


def _is_plain_denial(statement: Mapping[str, Any]) -> bool:
    resource = statement.get("Resource")
    is_plain = statement.get("Effect") == "Deny" and "Condition" not in statement
    return is_plain and "*" in (resource if isinstance(resource, list) else [resource])


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
