"""The managed policies of the handler's role: what it may do, cut to the sizes that IAM takes.

CreateWebhook and UpdateWebhook are allowed on exactly the projects that have a webhook. DeleteWebhook and
BatchGetProjects are allowed on every project of the account and region: CloudFormation narrows a policy that is
shared by many webhooks before it sends the Delete of the one that was taken out, so with exact ARNs that Delete would
be refused and the webhook would live on (docs/adr/0001-delete-permission.md).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam

from webhook_constructs.core.unresolved import is_unresolved

from .handler_grant import LONGEST_REGION
from .nag_acknowledgements import acknowledge_wildcard

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs import Construct

    from .handler_grant import Grant

__all__ = ["MAXIMUM_POLICIES", "MAXIMUM_POLICY_CHARACTERS", "HandlerPolicies", "PolicyQuotaError"]

MAXIMUM_POLICY_CHARACTERS = 6144
"""IAM's limit for a managed policy; white space does not count."""

MAXIMUM_POLICIES = 9
"""IAM attaches ten managed policies to a role by default; one is left for the application."""


class PolicyQuotaError(Exception):
    """The webhooks of a stack need more policies than a role can have."""


class HandlerPolicies:
    """The growing list of policies of one handler."""

    def __init__(self, scope: Construct, role: iam.IRole) -> None:
        """Start without any.

        Args:
            scope: The handler, in which the policies are made.
            role: Its role.
        """
        self._scope = scope
        self._role_name = role.role_name
        self._apart: dict[str, cdk.CfnResource] = {}
        self._given: set[Grant] = set()
        self._documents: list[_Document] = []
        self._policies: list[cdk.CfnResource] = []

    def allow(self, grants: Iterable[Grant]) -> list[cdk.CfnResource]:
        """Allow what one webhook needs.

        Returns:
            New policies, which whoever calls the function must wait for; none where the old ones had room.

        Raises:
            PolicyQuotaError: There is no room left.
        """
        made = []
        for grant in grants:
            if grant in self._given:
                continue
            self._given.add(grant)
            if not self._documents or not self._documents[-1].takes(grant):
                document = _Document()
                document.takes(grant)
                index = len(self._documents) + 1
                made.append(self._make("Policy" if index == 1 else f"Policy{index}", document))
                self._documents.append(document)
                self._policies.append(made[-1])
            _argue(self._policies[-1], grant)
        return made

    def allow_removal_in(self, region: str, grant: Grant) -> cdk.CfnResource:
        """Allow to remove webhooks in another region, in a policy of its own that goes after what depends on it.

        A permission to remove must outlive what it removes, also when both leave the template in one update. Its id
        is made of the region's name: another region must never take its place.

        Args:
            region: The region's name, or ``*``.
            grant: What is allowed there.

        Raises:
            PolicyQuotaError: There is no room left.
        """
        if region not in self._apart:
            document = _Document()
            document.takes(grant)
            name = "Any" if region == "*" else "".join(part.capitalize() for part in region.split("-"))
            self._apart[region] = self._make(f"RegionPolicy{name}", document)
            _argue(self._apart[region], grant)
        return self._apart[region]

    def _make(self, construct_id: str, document: _Document) -> cdk.CfnResource:
        if len(self._documents) + len(self._apart) >= MAXIMUM_POLICIES:
            webhooks = sum(grant.makes_webhooks for grant in self._given)
            msg = (
                f"the role of the webhook handler would need more than {MAXIMUM_POLICIES} managed policies of "
                f"{MAXIMUM_POLICY_CHARACTERS} characters for the projects of {webhooks} webhooks; put some of the "
                "webhooks into another stack, nested or not: each stack has a handler of its own"
            )
            raise PolicyQuotaError(msg)
        return iam.CfnManagedPolicy(
            self._scope, construct_id, policy_document=cdk.Lazy.any(document), roles=[self._role_name]
        )


@jsii.implements(cdk.IStableAnyProducer)
class _Document:
    """A policy document that grows until synthesis: one statement for the same actions on the same terms."""

    def __init__(self) -> None:
        self._statements: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
        self._characters = _length(self.produce())

    def takes(self, grant: Grant) -> bool:
        """Add a grant, if there is room for it."""
        key = (grant.actions, grant.via)
        more = grant.longest + len('"",')
        if key not in self._statements:
            more += _length(_statement(*key, [])) + len(",")
        if self._characters + more > MAXIMUM_POLICY_CHARACTERS:
            return False
        self._characters += more
        self._statements.setdefault(key, []).append(grant.arn)
        return True

    def produce(self) -> dict[str, Any]:
        """Write the document; the CDK asks for it when the stack is synthesised."""
        statements = [_statement(actions, via, arns) for (actions, via), arns in self._statements.items()]
        return {"Version": "2012-10-17", "Statement": statements}


def _argue(policy: cdk.CfnResource, grant: Grant) -> None:
    """Say on a policy why it allows something on many resources, for whoever checks it."""
    if grant.why_many is not None:
        acknowledge_wildcard(policy, grant.arn, grant.why_many)


def _statement(actions: tuple[str, ...], via: tuple[str, ...], arns: list[str]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": arns}
    if via:
        statement["Condition"] = {"StringEquals": {"kms:ViaService": list(via)}}
    return statement


def _length(document: dict[str, Any]) -> int:
    """Return the length of a document as IAM counts it: without white space, and tokens at a longest value."""
    text = json.dumps(document, separators=(",", ":"))
    return len(text) + (LONGEST_REGION if is_unresolved(text) else 0)
