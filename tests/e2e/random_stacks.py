"""What the random deployments deploy: a function that they share, and a stack with webhooks and a sibling that fails.

The function stands in a stack of its own, deployed once, so that its processes stay warm. The stack with the webhooks
has the policy that names their projects: a rollback takes permissions away, as it does in a stack that has everything.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tests.e2e.stacks import TO_MAIN, add_webhook, edited, new_stack, resources
from tests.e2e.webhook_world import Settings
from webhook_constructs.testing.local import LocalAws

__all__ = ["TYPE", "Handler", "Step", "Wanted"]

_HANDLER = "Handler"
TYPE = "Custom::CodeBuildWebhook"
_SIBLING = """
import json, time, urllib.request

def handler(event, context):
    status = "SUCCESS"
    if event["RequestType"] == "Create":
        time.sleep(float(event["ResourceProperties"]["Seconds"]))
        status = "FAILED"
    body = {name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")}
    body |= {"Status": status, "PhysicalResourceId": "sibling", "Reason": "it was told to fail"}
    urllib.request.urlopen(urllib.request.Request(
        event["ResponseURL"], data=json.dumps(body).encode(), method="PUT", headers={"Content-Type": ""}))
"""


@dataclass(frozen=True)
class Wanted:
    """A webhook as a template asks for it.

    Attributes:
        project: Its project.
        branch: The branch it builds.
        is_filter: Whether it says so in a branch filter, and not in a filter group: UpdateWebhook cannot go from one to
            the other.
        manual: Whether it is manual, with a secret.
        rotation: The text of ``rotate_secret_on``.
        adopts: Whether it adopts the webhook that the project has.
    """

    project: str
    branch: str
    is_filter: bool = False
    manual: bool = False
    rotation: str | None = None
    adopts: bool = False

    @property
    def settings(self) -> Settings:
        if self.is_filter:
            return Settings(branch_filter=f"^{self.branch}$")
        return Settings(((("EVENT", "PUSH", False), ("HEAD_REF", f"^refs/heads/{self.branch}$", False)),))

    def properties(self, secret_arn: str) -> dict[str, Any]:
        made: dict[str, Any] = {"ProjectName": self.project, "Source": {"Type": "GITHUB"}}
        if self.is_filter:
            made["BranchFilter"] = f"^{self.branch}$"
        else:
            ref = {"Type": "HEAD_REF", "Pattern": f"^refs/heads/{self.branch}$"}
            made["FilterGroups"] = [[{"Type": "EVENT", "Pattern": "PUSH"}, ref]]
        if self.manual:
            made |= {"ManualCreation": True, "SecretArn": secret_arn, "AllowNewSecret": True}
            if self.rotation is not None:
                made["RotateSecretOn"] = self.rotation
        if self.adopts:
            made["OnExistingWebhook"] = "ADOPT"
        return made


@dataclass(frozen=True)
class Step:
    """One deployment.

    Attributes:
        wanted: The webhooks by their slot.
        sibling_seconds: After how long a sibling fails; None where there is none.
        passing: Failures of the next calls, each with how many calls and whether they take effect all the same.
        lasting: Failures of all calls until the deployment has ended.
    """

    wanted: Mapping[int, Wanted]
    sibling_seconds: float | None = None
    passing: Sequence[tuple[tuple[str, str, str], int, bool]] = ()
    lasting: Sequence[tuple[str, str, str]] = ()


class Handler:
    """The function that all runs share."""

    def __init__(self, aws: LocalAws) -> None:
        self.aws = aws
        template: dict[str, Any] = {}
        path = edited(_with_secret(), template.update)
        of_function = {
            name: resource
            for name, resource in template["Resources"].items()
            if resource["Type"] not in {TYPE, "AWS::IAM::ManagedPolicy", "AWS::SecretsManager::Secret"}
        }
        (policy,) = resources(template, "AWS::IAM::ManagedPolicy")
        self._statements = policy["Properties"]["PolicyDocument"]["Statement"]
        sibling = {
            "SiblingRole": {
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "AssumeRolePolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [
                            {
                                "Effect": "Allow",
                                "Principal": {"Service": "lambda.amazonaws.com"},
                                "Action": "sts:AssumeRole",
                            }
                        ],
                    }
                },
            },
            "Sibling": {
                "Type": "AWS::Lambda::Function",
                "Properties": {
                    "Runtime": "python3.14",
                    "Handler": "index.handler",
                    "Code": {"ZipFile": _SIBLING},
                    "Role": {"Fn::GetAtt": ["SiblingRole", "Arn"]},
                    "Timeout": 120,
                },
            },
        }
        path.write_text(json.dumps({"Resources": {**of_function, **sibling}}))
        aws.deploy(path, _HANDLER)
        found = aws.client("cloudformation").list_stack_resources(StackName=_HANDLER)["StackResourceSummaries"]
        names = {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found}
        (self._role,) = [names[name] for name, each in of_function.items() if each["Type"] == "AWS::IAM::Role"]
        (function,) = [names[name] for name, each in of_function.items() if each["Type"] == "AWS::Lambda::Function"]
        self._function, self._sibling = (
            f"arn:aws:lambda:{aws.region}:{aws.account}:function:{name}" for name in (function, names["Sibling"])
        )

    def template(self, step: Step, secrets: Mapping[int, str], number: int) -> dict[str, Any]:
        """Return the template of a step, the same but for its policy and its webhooks."""
        projects = sorted({each.project for each in step.wanted.values()})
        made: dict[str, Any] = {"Policy": self._policy(projects, sorted(secrets.values()))}
        for slot, wanted in step.wanted.items():
            made[f"Slot{slot}"] = {
                "Type": TYPE,
                "DependsOn": ["Policy"],
                "Properties": {
                    "ServiceToken": self._function,
                    "ServiceTimeout": 600,
                    **wanted.properties(secrets[slot]),
                },
            }
        if step.sibling_seconds is not None:
            made[f"Sibling{number}"] = {
                "Type": "Custom::Sibling",
                "DependsOn": ["Policy"],
                "Properties": {"ServiceToken": self._sibling, "Seconds": step.sibling_seconds},
            }
        return {"Resources": made}

    def _policy(self, projects: Sequence[str], secrets: Sequence[str]) -> dict[str, Any]:
        arn = f"arn:aws:codebuild:{self.aws.region}:{self.aws.account}:project/"
        on = {
            "codebuild:CreateWebhook": [f"{arn}{name}" for name in projects],
            "codebuild:BatchGetProjects": [f"{arn}*"],
            "secretsmanager:GetSecretValue": list(secrets),
            "cloudformation:DescribeStacks": [{"Ref": "AWS::StackId"}],
            "logs:FilterLogEvents": ["*"],
        }
        statements = [
            {**statement, "Resource": next(where for action, where in on.items() if action in statement["Action"])}
            for statement in self._statements
        ]
        return {
            "Type": "AWS::IAM::ManagedPolicy",
            "Properties": {
                "PolicyDocument": {"Version": "2012-10-17", "Statement": statements},
                "Roles": [self._role],
            },
        }


def _with_secret() -> Any:
    stack = new_stack()
    add_webhook(stack, filter_groups=[TO_MAIN], manual_creation=True, secret=True)
    return stack
