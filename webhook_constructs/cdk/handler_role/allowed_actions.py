"""What the handler's role is allowed: actions on one resource, and how long the resource's ARN can become."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.core.values.unresolved import is_unresolved

__all__ = ["LONGEST_REGION", "Grant", "ProjectArn"]

_WRITE_WEBHOOKS = ("codebuild:CreateWebhook", "codebuild:UpdateWebhook")
_REMOVE_WEBHOOKS = ("codebuild:BatchGetProjects", "codebuild:DeleteWebhook")
_LOG = ("logs:CreateLogStream", "logs:FilterLogEvents", "logs:PutLogEvents")
_READ_STACK = (
    "cloudformation:DescribeStackResource",
    "cloudformation:DescribeStacks",
    "cloudformation:ListStackResources",
)
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

_ANY_PROJECT = (
    "CloudFormation narrows the policy before it deletes the webhook that was taken out of a stack, which could not be "
    "deleted any more if only the projects that still have one were named"
)
_ANY_NETWORK = "Lambda asks for these permissions without any restriction, to run a function in a VPC"

# The longest that a value can become which is known only when the stack is deployed.
_LONGEST_PARTITION = len("aws-us-gov")
LONGEST_REGION = len("ap-northeast-1")
_LONGEST_NAME = 150
_LONGEST_LOGS_ARN = len("arn:aws-us-gov:logs:ap-northeast-1:000000000000:log-group::*") + 512
_LONGEST_STACK_ARN = len("arn:aws-us-gov:cloudformation:ap-northeast-1:000000000000:stack//") + 128 + 36
_LONGEST_SECRET_ARN = len("arn:aws-us-gov:secretsmanager:ap-northeast-1:000000000000:secret:-012345") + 512
_LONGEST_KEY_ARN = len("arn:aws-us-gov:kms:ap-northeast-1:000000000000:key/mrk-00000000000000000000000000000000") + 4
_ACCOUNT = 12


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
            (self.region, LONGEST_REGION),
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
        via: The service that must make the call, by each name that it may have; none where anybody may.
        why_many: Why the resource has a wildcard; None where it has none.
    """

    actions: tuple[str, ...]
    arn: str
    longest: int
    via: tuple[str, ...] = ()
    why_many: str | None = None

    @property
    def makes_webhooks(self) -> bool:
        """Whether it is for a project that has a webhook."""
        return self.actions == _WRITE_WEBHOOKS

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
        return cls(_REMOVE_WEBHOOKS, str(projects), projects.longest, why_many=_ANY_PROJECT)

    @classmethod
    def to_read(cls, stack_id: str) -> Grant:
        """Allow to list the resources of the handler's own stack: one may have taken over what another leaves."""
        return cls(_READ_STACK, stack_id, _LONGEST_STACK_ARN)

    @classmethod
    def to_keep(cls, secret_arn: str) -> Grant:
        """Allow to read and to replace the value of a secret; nothing else about it."""
        return cls(_KEEP_SECRETS, secret_arn, _LONGEST_SECRET_ARN if is_unresolved(secret_arn) else len(secret_arn))

    @classmethod
    def to_join_a_network(cls) -> Grant:
        """Allow what Lambda needs to run a function in a VPC."""
        return cls(_JOIN_A_NETWORK, "*", 1, why_many=_ANY_NETWORK)

    @classmethod
    def to_use(cls, key_arn: str, via: tuple[str, ...]) -> Grant:
        """Allow what Secrets Manager does with a key on behalf of whoever reads or writes a value."""
        return cls(_USE_KEYS, key_arn, _LONGEST_KEY_ARN if is_unresolved(key_arn) else len(key_arn), via)
