"""What cdk-nag's AwsSolutions checks find in the resources of this package, acknowledged with the reason.

cdk-nag reads what `Validations.acknowledge` records, in the metadata of constructs, so that whoever runs it over an app
is told nothing that only this package could mend. The record is written without it: it is newer than the oldest CDK
that this package runs on, and its first versions refuse the id of a finding that names an ARN.
"""

from __future__ import annotations

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from constructs import IConstruct

from .rendered_text import on_one_line

__all__ = ["acknowledge_no_rotation", "acknowledge_runner", "acknowledge_wildcard"]

_TYPE = "aws:cdk:acknowledged-rules"
_NO_ROTATION = (
    "CodeBuild makes the secret, and the git host must be given a new one at once, by hand: rotate_secret_on of "
    "CodeBuildWebhook rotates it when somebody is there to do so"
)
_LOG = "each build has a stream of its own in the log of the project"
_NO_KEY = "a runner has no artifacts, and without a cache it keeps nothing that a key could encrypt"


def acknowledge_wildcard(policy: cdk.CfnResource, arn: str, reason: str) -> None:
    """Acknowledge that a policy allows something on many resources (AwsSolutions-IAM5).

    Args:
        policy: The policy.
        arn: The resources, with a wildcard.
        reason: Why it must be so.
    """
    _acknowledge(policy, _rule_of_wildcard(policy.stack, arn), reason)


def acknowledge_runner(project: codebuild.Project, *, keeps_nothing: bool) -> None:
    """Acknowledge that the role of a runner may write all streams of its log (AwsSolutions-IAM5).

    Args:
        project: The project of the runner.
        keeps_nothing: Whether the runner has no cache either, so that a key of its own would encrypt nothing
            (AwsSolutions-CB4).
    """
    stack = project.stack
    log = stack.format_arn(
        service="logs",
        resource="log-group",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
        resource_name=f"/aws/codebuild/{project.project_name}:*",
    )
    rules = {_rule_of_wildcard(stack, log): _LOG}
    if keeps_nothing:
        rules["AwsSolutions-CB4"] = _NO_KEY
    project.node.add_metadata(_TYPE, rules)


def acknowledge_no_rotation(secret: IConstruct) -> None:
    """Acknowledge that nothing rotates a secret of a webhook at fixed times (AwsSolutions-SMG4)."""
    _acknowledge(secret, "AwsSolutions-SMG4", _NO_ROTATION)


def _rule_of_wildcard(stack: cdk.Stack, arn: str) -> str:
    """Return the id of the finding that a policy allows something on many resources, as cdk-nag writes it."""
    return f"AwsSolutions-IAM5[Resource::{on_one_line(stack.resolve(arn), '<{}>')}]"


def _acknowledge(construct: IConstruct, rule: str, reason: str) -> None:
    construct.node.add_metadata(_TYPE, {rule: reason})
