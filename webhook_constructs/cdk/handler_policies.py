"""The managed policies of the handler's role: what it may do, cut to the sizes that IAM takes.

CreateWebhook and UpdateWebhook are allowed on exactly the projects that have a webhook. DeleteWebhook and
BatchGetProjects are allowed on every project of the account and region: CloudFormation narrows a policy that is
shared by many webhooks before it sends the Delete of the one that was taken out, so with exact ARNs that Delete would
be refused and the webhook would live on (docs/adr/0001-delete-permission.md).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_iam as iam

from webhook_constructs.core.unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs import Construct

__all__ = [
    "MAXIMUM_POLICIES",
    "MAXIMUM_POLICY_CHARACTERS",
    "Grant",
    "HandlerPolicies",
    "PolicyQuotaError",
    "ProjectArn",
]

MAXIMUM_POLICY_CHARACTERS = 6144
"""IAM's limit for a managed policy; white space does not count."""

MAXIMUM_POLICIES = 9
"""IAM attaches ten managed policies to a role by default; one is left for the application."""

_WRITE_WEBHOOKS = ("codebuild:CreateWebhook", "codebuild:UpdateWebhook")
_REMOVE_WEBHOOKS = ("codebuild:BatchGetProjects", "codebuild:DeleteWebhook")
_LOG = ("logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents")
_KEEP_SECRETS = ("secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue")
_JOIN_A_NETWORK = (
    "ec2:AssignPrivateIpAddresses",
    "ec2:CreateNetworkInterface",
    "ec2:DeleteNetworkInterface",
    "ec2:DescribeNetworkInterfaces",
    "ec2:DescribeSubnets",
    "ec2:UnassignPrivateIpAddresses",
)
_USE_KEYS = ("kms:Decrypt", "kms:GenerateDataKey")

# The longest that a value can become which is known only when the stack is deployed.
_LONGEST_PARTITION = len("aws-us-gov")
_LONGEST_REGION = len("ap-northeast-1")
_LONGEST_NAME = 150
_LONGEST_LOGS_ARN = len("arn:aws-us-gov:logs:ap-northeast-1:000000000000:log-group::*") + 512
_LONGEST_SECRET_ARN = len("arn:aws-us-gov:secretsmanager:ap-northeast-1:000000000000:secret:-012345") + 512
_LONGEST_KEY_ARN = len("arn:aws-us-gov:kms:ap-northeast-1:000000000000:key/mrk-00000000000000000000000000000000") + 4
_ACCOUNT = 12


class PolicyQuotaError(Exception):
    """The webhooks of a stack need more policies than a role can have."""


@dataclass(frozen=True, slots=True)
class ProjectArn:
    """The ARN of a project, of parts that may be tokens."""

    partition: str
    region: str
    account: str
    name: str

    def __str__(self) -> str:
        """Return the ARN."""
        return f"arn:{self.partition}:codebuild:{self.region}:{self.account}:project/{self.name}"

    @property
    def longest(self) -> int:
        """How many characters the ARN has at most once it is deployed."""
        parts = (
            (self.partition, _LONGEST_PARTITION),
            (self.region, _LONGEST_REGION),
            (self.account, _ACCOUNT),
            (self.name, _LONGEST_NAME),
        )
        fixed = len(str(ProjectArn("", "", "", "")))
        return fixed + sum(longest if is_unresolved(part) else len(part) for part, longest in parts)


@dataclass(frozen=True, slots=True)
class Grant:
    """Actions on one resource.

    Attributes:
        actions: What is allowed.
        arn: On what.
        longest: How many characters the ARN has at most once it is deployed.
        via: The service that must make the call; None where anybody may.
    """

    actions: tuple[str, ...]
    arn: str
    longest: int
    via: str | None = None

    @classmethod
    def to_log(cls, arn: str) -> Grant:
        """Allow to write to a log group, and to look for what an earlier attempt has written there."""
        return cls(_LOG, arn, _LONGEST_LOGS_ARN)

    @classmethod
    def to_write(cls, project: ProjectArn) -> Grant:
        """Allow to create and update the webhook of a project."""
        return cls(_WRITE_WEBHOOKS, str(project), project.longest)

    @classmethod
    def to_remove(cls, projects: ProjectArn) -> Grant:
        """Allow to read and delete the webhooks of projects."""
        return cls(_REMOVE_WEBHOOKS, str(projects), projects.longest)

    @classmethod
    def to_keep(cls, secret_arn: str) -> Grant:
        """Allow to read and to replace the value of a secret; nothing else about it."""
        return cls(_KEEP_SECRETS, secret_arn, _LONGEST_SECRET_ARN if is_unresolved(secret_arn) else len(secret_arn))

    @classmethod
    def to_join_a_network(cls) -> Grant:
        """Allow what Lambda needs to run a function in a VPC; it asks for these without any restriction."""
        return cls(_JOIN_A_NETWORK, "*", 1)

    @classmethod
    def to_use(cls, key_arn: str, via: str) -> Grant:
        """Allow what Secrets Manager does with a key on behalf of whoever reads or writes a value."""
        return cls(_USE_KEYS, key_arn, _LONGEST_KEY_ARN if is_unresolved(key_arn) else len(key_arn), via)


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
        return self._apart[region]

    def _make(self, construct_id: str, document: _Document) -> cdk.CfnResource:
        if len(self._documents) + len(self._apart) >= MAXIMUM_POLICIES:
            webhooks = sum(grant.actions == _WRITE_WEBHOOKS for grant in self._given)
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
        self._statements: dict[tuple[tuple[str, ...], str | None], list[str]] = {}
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


def _statement(actions: tuple[str, ...], via: str | None, arns: list[str]) -> dict[str, Any]:
    statement: dict[str, Any] = {"Effect": "Allow", "Action": list(actions), "Resource": arns}
    if via is not None:
        statement["Condition"] = {"StringEquals": {"kms:ViaService": via}}
    return statement


def _length(document: dict[str, Any]) -> int:
    """Return the length of a document as IAM counts it: without white space, and tokens at a longest value."""
    text = json.dumps(document, separators=(",", ":"))
    return len(text) + (_LONGEST_REGION if is_unresolved(text) else 0)
