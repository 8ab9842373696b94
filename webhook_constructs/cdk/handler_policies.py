"""The managed policies of the handler's role: who may be called, cut to the sizes that IAM takes.

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
    from constructs import Construct

__all__ = ["MAXIMUM_POLICIES", "MAXIMUM_POLICY_CHARACTERS", "HandlerPolicies", "PolicyQuotaError", "ProjectArn"]

MAXIMUM_POLICY_CHARACTERS = 6144
"""IAM's limit for a managed policy; white space does not count."""

MAXIMUM_POLICIES = 9
"""IAM attaches ten managed policies to a role by default; one is left for the application (a VPC needs it)."""

_WRITE_ACTIONS = ["codebuild:CreateWebhook", "codebuild:UpdateWebhook"]
_REMOVE_ACTIONS = ["codebuild:BatchGetProjects", "codebuild:DeleteWebhook"]

# The longest that a value can become which is known only when the stack is deployed.
_LONGEST_PARTITION = len("aws-us-gov")
_LONGEST_REGION = len("ap-northeast-1")
_LONGEST_NAME = 150
_LONGEST_LOGS_ARN = len("arn:aws-us-gov:logs:ap-northeast-1:000000000000:log-group::*") + 512
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


class HandlerPolicies:
    """The growing list of policies of one handler."""

    def __init__(self, scope: Construct, role: iam.IRole, every_project: ProjectArn, logs_arn: str) -> None:
        """Start with what every handler needs.

        Args:
            scope: The handler, in which the policies are made.
            role: Its role.
            every_project: The ARN of all projects of the stack's account and region.
            logs_arn: The ARN of the log streams of its log group.
        """
        self._scope = scope
        self._role = role
        self._in_regions: dict[str, cdk.CfnResource] = {}
        self._projects: set[str] = set()
        self._documents: list[_Document] = []
        self.policies: list[cdk.CfnResource] = []
        logs = _Statement(["logs:CreateLogStream", "logs:PutLogEvents"])
        logs.add(logs_arn, _LONGEST_LOGS_ARN)
        self._add(_Document(logs, _removal_of(every_project)))

    def allow(self, project: ProjectArn) -> cdk.CfnResource | None:
        """Allow the calls that one webhook needs.

        Returns:
            A new policy, which whoever calls the function must wait for; None where an old one had room.

        Raises:
            PolicyQuotaError: There is no room left.
        """
        arn = str(project)
        if arn in self._projects:
            return None
        self._projects.add(arn)
        if self._documents[-1].takes(project):
            return None
        document = _Document()
        document.takes(project)
        return self._add(document)

    def allow_removal_in(self, every_project: ProjectArn) -> cdk.CfnResource:
        """Allow to remove webhooks of projects in another region than the stack's.

        The permission is a resource of its own. A webhook that depends on it is deleted before it is, also when both
        leave the template in one update.

        Raises:
            PolicyQuotaError: There is no room left.
        """
        if every_project.region not in self._in_regions:
            construct_id = f"RegionPolicy{len(self._in_regions) + 1}"
            policy = self._make(construct_id, _Document(_removal_of(every_project)))
            self._in_regions[every_project.region] = policy
        return self._in_regions[every_project.region]

    def _add(self, document: _Document) -> cdk.CfnResource:
        index = len(self._documents) + 1
        policy = self._make("Policy" if index == 1 else f"Policy{index}", document)
        self._documents.append(document)
        self.policies.append(policy)
        return policy

    def _make(self, construct_id: str, document: _Document) -> cdk.CfnResource:
        if len(self._documents) + len(self._in_regions) >= MAXIMUM_POLICIES:
            msg = (
                f"the role of the webhook handler would need more than {MAXIMUM_POLICIES} managed policies of "
                f"{MAXIMUM_POLICY_CHARACTERS} characters for the projects of {len(self._projects)} webhooks; put some "
                "of the webhooks into another stack, nested or not: each stack has a handler of its own"
            )
            raise PolicyQuotaError(msg)
        return iam.CfnManagedPolicy(
            self._scope,
            construct_id,
            policy_document=cdk.Lazy.any(document),
            roles=[self._role.role_name],
        )


class _Statement:
    """A statement that allows actions on a growing list of resources."""

    def __init__(self, actions: list[str]) -> None:
        self._actions = actions
        self._arns: list[str] = []
        self.characters = len(json.dumps(self.to_json(), separators=(",", ":"))) + len(",")

    def add(self, arn: str, longest: int) -> None:
        self._arns.append(arn)
        self.characters += longest + len('"",')

    def to_json(self) -> dict[str, Any]:
        return {"Effect": "Allow", "Action": self._actions, "Resource": self._arns}

    @property
    def is_empty(self) -> bool:
        return not self._arns


@jsii.implements(cdk.IStableAnyProducer)
class _Document:
    """A policy document that grows until synthesis."""

    def __init__(self, *statements: _Statement) -> None:
        self._writing = _Statement(_WRITE_ACTIONS)
        self._statements = [*statements, self._writing]

    def takes(self, project: ProjectArn) -> bool:
        """Allow to create and update the webhook of one more project, if it fits."""
        characters = sum(statement.characters for statement in self._statements) + len(json.dumps(_document([])))
        if characters + project.longest + len('"",') > MAXIMUM_POLICY_CHARACTERS:
            return False
        self._writing.add(str(project), project.longest)
        return True

    def produce(self) -> dict[str, Any]:
        """Write the document; the CDK asks for it when the stack is synthesised."""
        return _document([statement.to_json() for statement in self._statements if not statement.is_empty])


def _document(statements: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": statements}


def _removal_of(every_project: ProjectArn) -> _Statement:
    statement = _Statement(_REMOVE_ACTIONS)
    statement.add(str(every_project), every_project.longest)
    return statement
