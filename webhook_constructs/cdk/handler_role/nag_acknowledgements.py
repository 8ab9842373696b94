"""What cdk-nag's AwsSolutions checks find in the resources of this package, acknowledged with the reason.

cdk-nag reads what `Validations.acknowledge` records, in the metadata of constructs, so that whoever runs it over an app
is told nothing that only this package could mend. The record is written without it: it is newer than the oldest CDK
that this package runs on, and its first versions refuse the id of a finding that names an ARN.
"""

from __future__ import annotations

import aws_cdk as cdk
from constructs import IConstruct

from .rendered_text import on_one_line

__all__ = ["acknowledge_no_rotation", "acknowledge_wildcard"]

_TYPE = "aws:cdk:acknowledged-rules"
_NO_ROTATION = (
    "CodeBuild makes the secret, and the git host must be given a new one at once, by hand: rotate_secret_on of "
    "CodeBuildWebhook rotates it when somebody is there to do so"
)


def acknowledge_wildcard(policy: cdk.CfnResource, arn: str, reason: str) -> None:
    """Acknowledge that a policy allows something on many resources (AwsSolutions-IAM5).

    Args:
        policy: The policy.
        arn: The resources, with a wildcard.
        reason: Why it must be so.
    """
    named = on_one_line(policy.stack.resolve(arn), "<{}>")  # as cdk-nag names it
    _acknowledge(policy, f"AwsSolutions-IAM5[Resource::{named}]", reason)


def acknowledge_no_rotation(secret: IConstruct) -> None:
    """Acknowledge that nothing rotates a secret of a webhook at fixed times (AwsSolutions-SMG4)."""
    _acknowledge(secret, "AwsSolutions-SMG4", _NO_ROTATION)


def _acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    construct.node.add_metadata(_TYPE, {rule: reason})
