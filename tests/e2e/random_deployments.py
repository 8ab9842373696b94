"""Random deployments of one stack, and what must hold after each of them, whatever CloudFormation canceled.

The function stands in a stack of its own, deployed once, so that its processes stay warm. The stack with the webhooks
has the policy that names their projects: a rollback takes permissions away, as it does in a stack that has everything.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tests.e2e.stacks import TO_MAIN, add_webhook, edited, make_project, new_stack, resources
from tests.e2e.webhook_world import Settings
from webhook_constructs.testing.local import DeploymentFailed, Hook, LocalAws

__all__ = ["Handler", "Run"]

_HANDLER = "Handler"
_TYPE = "Custom::CodeBuildWebhook"
_ENDED = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
_SLOTS = 8
_PROJECTS = 12
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
_PASSING = (
    ("CreateWebhook", "ThrottlingException", "Rate exceeded"),
    ("UpdateWebhook", "ThrottlingException", "Rate exceeded"),
    ("DeleteWebhook", "ThrottlingException", "Rate exceeded"),
    ("BatchGetProjects", "ThrottlingException", "Rate exceeded"),
    ("CreateWebhook", "InternalFailure", "try again"),
    ("UpdateWebhook", "InternalFailure", "try again"),
    ("DeleteWebhook", "InternalFailure", "try again"),
    (
        "CreateWebhook",
        "OAuthProviderException",
        "Failed to create webhook. GitHub API limit reached. Please try again later.",
    ),
    ("DeleteWebhook", "OAuthProviderException", "Unable to delete webhook at this time."),
)
_LASTING = (
    ("CreateWebhook", "OAuthProviderException", "Bad credentials"),
    ("UpdateWebhook", "OAuthProviderException", "Bad credentials"),
    ("UpdateWebhook", "AccessDeniedException", "explicit deny in a service control policy"),
    ("DeleteWebhook", "OAuthProviderException", "Bad credentials"),
)


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
            if resource["Type"] not in {_TYPE, "AWS::IAM::ManagedPolicy", "AWS::SecretsManager::Secret"}
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
                "Type": _TYPE,
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


@dataclass
class Run:
    """One seed: a stack that is deployed a few times and deleted, with projects of its own.

    Attributes:
        handler: The function.
        seed: Decides what is deployed, what fails, and who goes first.
        committed: The webhooks that the stack has, by their slot.
        strangers: The webhooks of somebody else, by their project.
        adoptable: The projects whose webhook a deployment was to adopt: it keeps the settings that it was given.
    """

    handler: Handler
    seed: int
    committed: dict[int, Wanted] = field(default_factory=dict)
    strangers: dict[str, Hook] = field(default_factory=dict)
    adoptable: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)
        self.aws = self.handler.aws
        self.name = f"Seed{self.seed}"
        self.projects = [f"s{self.seed}-p{number}" for number in range(_PROJECTS)]
        self.secrets: dict[int, str] = {}

    def violations(self) -> Iterator[str]:
        """Deploy, and yield what does not hold; nothing must be yielded."""
        self.aws.seed = self.seed
        self._prepare()
        for number, step in enumerate(self._steps()):
            logged, status = len(self.aws.log_lines()), self._deploy(step, number)
            log = self.aws.log_lines()[logged:]
            where = f"seed {self.seed}, deployment {number}: "
            if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
                self.committed = dict(step.wanted)
            elif status not in _ENDED:
                yield f"{where}the stack is stuck in {status}"
            yield from (where + found for found in self._disagreements(log))
        logged = len(self.aws.log_lines())
        self.committed = {}
        try:
            self.aws.delete(self.name)
        except DeploymentFailed as failed:
            yield f"seed {self.seed}: the stack cannot be deleted: {failed}"
        assert self.aws.wait_for_functions()
        yield from (
            f"seed {self.seed}, deleted: {found}" for found in self._disagreements(self.aws.log_lines()[logged:])
        )
        self._clean_up()

    def _prepare(self) -> None:
        for name in self.projects:
            make_project(self.aws, name)
        for name in self.random.sample(self.projects, 3):
            groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
            self.aws.client("codebuild").create_webhook(projectName=name, filterGroups=groups)
        self.strangers = self._hooks()
        client = self.aws.client("secretsmanager")
        self.secrets = {slot: client.create_secret(Name=f"s{self.seed}-slot{slot}")["ARN"] for slot in range(_SLOTS)}

    def _steps(self) -> Iterator[Step]:
        """Draw deployments, each from what the stack has by then."""
        yield self._step(is_first=True)
        for _ in range(self.random.randint(2, 3)):
            yield self._step()

    def _step(self, *, is_first: bool = False) -> Step:
        draw = self.random
        wanted = dict(self.committed)
        for slot in range(draw.randint(2, _SLOTS) if is_first else _SLOTS):
            if slot not in wanted:
                if is_first or draw.random() < 0.3:
                    self._add(wanted, slot)
            elif draw.random() < 0.5:
                wanted[slot] = self._changed(wanted[slot], wanted)
            elif draw.random() < 0.15:
                del wanted[slot]
        passing = [
            (draw.choice(_PASSING), draw.randint(1, 3), draw.random() < 0.7) for _ in range(draw.choice((0, 0, 1, 2)))
        ]
        return Step(
            wanted,
            draw.choice((None, None, 0.0, 0.2, 1.0, 3.0, 8.0)),
            passing,
            [draw.choice(_LASTING)] if draw.random() < 0.25 else [],
        )

    def _free(self, wanted: Mapping[int, Wanted]) -> list[str]:
        taken = {each.project for each in (*wanted.values(), *self.committed.values())}
        return [name for name in self.projects if name not in {*taken, *self.strangers}]

    def _add(self, wanted: dict[int, Wanted], slot: int) -> None:
        draw, free = self.random, self._free(wanted)
        adoptable = [
            name
            for name in self.strangers
            if name not in {each.project for each in (*wanted.values(), *self.committed.values())}
        ]
        if adoptable and draw.random() < 0.25:
            wanted[slot] = Wanted(draw.choice(adoptable), draw.choice("abc"), adopts=True)
        elif free:
            manual = draw.random() < 0.3
            wanted[slot] = Wanted(draw.choice(free), draw.choice("abc"), draw.random() < 0.2, manual)

    def _changed(self, before: Wanted, wanted: Mapping[int, Wanted]) -> Wanted:
        draw, free = self.random, self._free(wanted)
        kind = draw.choice(("settings", "settings", "replace", "move", "rotate"))
        if kind == "rotate" and before.manual:
            return replace(before, rotation=str(draw.randint(0, 99)))
        if before.adopts or kind in {"settings", "rotate"}:
            return replace(before, branch=draw.choice("abc"))
        if kind == "move" and free:
            return replace(before, project=draw.choice(free))
        return replace(before, is_filter=not before.is_filter)

    def _deploy(self, step: Step, number: int) -> str:
        for (operation, code, message), times, before in step.passing:
            self.aws.codebuild.fail_next(operation, code, message, times, before=before or code != "InternalFailure")
        for operation, code, message in step.lasting:
            self.aws.codebuild.fail_always(operation, code, message)
        try:
            status = self.aws.deploy(self.handler.template(step, self.secrets, number), self.name).status
        except DeploymentFailed as failed:
            status = failed.status or str(failed)
        assert self.aws.wait_for_functions()
        self.aws.codebuild.heal()
        self.adoptable |= {each.project for each in step.wanted.values() if each.adopts}
        return status

    def _hooks(self) -> dict[str, Hook]:
        return {
            name: hook for name, hook in self.aws.codebuild.hooks_at_host.items() if name.split("#")[0] in self.projects
        }

    def _disagreements(self, log: Sequence[str]) -> Iterator[str]:
        hooks, owned = self._hooks(), {each.project: (slot, each) for slot, each in self.committed.items()}
        shown = self._shown()
        if set(hooks) != set(shown):
            yield f"the git host has hooks of {sorted(hooks)}, and CodeBuild shows webhooks of {sorted(shown)}"
        for project, (slot, wanted) in owned.items():
            yield from self._differences(slot, wanted, hooks.get(project), shown.get(project), log)
        for project, hook in hooks.items():
            stranger = self.strangers.get(project)
            if stranger is not None and stranger.id != hook.id:
                yield f"the webhook of somebody else on {project} is another one"
            if stranger is None and project not in owned and not _named(log, project):
                yield f"nobody owns the webhook of {project}"
        for project, stranger in self.strangers.items():
            if project not in hooks:
                yield f"the webhook of somebody else on {project} is gone"
            elif project not in self.adoptable and Settings.of_hook(hooks[project]) != Settings.of_hook(stranger):
                yield f"the webhook of somebody else on {project} has other settings"
        yield from self._wrong_ids(owned)

    def _differences(
        self, slot: int, wanted: Wanted, hook: Hook | None, shown: Mapping[str, Any] | None, log: Sequence[str]
    ) -> Iterator[str]:
        if hook is None or shown is None:
            if not _named(log, wanted.project):
                yield f"{wanted} is not there"
            return
        found = {Settings.of_hook(hook), Settings.of_api(shown)}
        if found != {wanted.settings} and not _named(log, wanted.project):
            yield f"{wanted} is {found}"
        if hook.manual is not wanted.manual and not _named(log, wanted.project):
            yield f"{wanted} is{'' if hook.manual else ' not'} manual"
        if hook.manual and self._stored(slot) != {"payloadUrl": hook.payload_url, "secret": hook.secret}:
            yield f"what is stored of {wanted} is not its payload URL and secret"

    def _wrong_ids(self, owned: Mapping[str, Any]) -> Iterator[str]:
        client = self.aws.client("cloudformation")
        try:
            found = client.list_stack_resources(StackName=self.name)["StackResourceSummaries"]
        except client.exceptions.ClientError:
            found = []
        ids = {
            item["PhysicalResourceId"].split("#")[0]
            for item in found
            if item["ResourceType"] == _TYPE and not item["ResourceStatus"].startswith(("DELETE_", "CREATE_FAILED"))
        }
        if ids != set(owned):
            yield f"CloudFormation has the webhooks of {sorted(ids)}, not of {sorted(owned)}"

    def _shown(self) -> dict[str, Mapping[str, Any]]:
        projects = self.aws.client("codebuild").batch_get_projects(names=self.projects)["projects"]
        return {project["name"]: project["webhook"] for project in projects if project.get("webhook")}

    def _stored(self, slot: int) -> Any:
        client = self.aws.client("secretsmanager")
        try:
            return json.loads(client.get_secret_value(SecretId=self.secrets[slot])["SecretString"])
        except client.exceptions.ResourceNotFoundException:
            return None

    def _clean_up(self) -> None:
        """Remove what others would meet."""
        for name in self.projects:
            self.aws.client("codebuild").delete_project(name=name)


def _named(log: Sequence[str], project: str) -> bool:
    """Whether a warning of the function says that the webhook of a project stays, or stays as it is."""
    return any(
        f"project {project} " in f"{line} ".replace(":", " ").replace(",", " ") and "stays" in line for line in log
    )


def _with_secret() -> Any:
    stack = new_stack()
    add_webhook(stack, filter_groups=[TO_MAIN], manual_creation=True, secret=True)
    return stack
