"""One cell of the fault table: a webhook, a fault in its handler, and a step of its life."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aws_cdk as cdk
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.fault_steps import End, end_of, expected
from tests.e2e.faults import FaultPoint, append, plant
from tests.e2e.stacks import NAME, add_failure, add_webhook, edited, make_project, repeat_rollback, tagged
from tests.e2e.webhook_world import World, differences
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.e2e.fault_steps import State, Step
    from webhook_constructs.testing.local import Hook, LambdaEvent, LocalAws

__all__ = ["Cell", "Templates"]

SECRET_NAME = "webhook"
SOME_SECRET = f"arn:aws:secretsmanager:us-east-1:000000000000:secret:{SECRET_NAME}-aaaaaa"
STRANGER = "stranger"
TIMES_IN_20_SECONDS = 10  # how often a refused deletion is repeated, at most


@dataclass
class Templates:
    """The synthesised states: each once for all cells, since synthesis takes longer than many a step."""

    folder: Path

    def copy_to(self, folder: Path, state: State, *, manual: bool, failing: bool) -> Path:
        """Copy a state's assembly, and return the path of its template there."""
        original = self.folder / f"{state.name}-{manual}-{failing}"
        if not original.exists():
            self._synthesise(original, state, manual=manual, failing=failing)
        copied = folder / original.name
        shutil.copytree(original, copied, dirs_exist_ok=True)
        return copied / f"{NAME}.template.json"

    @staticmethod
    def _synthesise(folder: Path, state: State, *, manual: bool, failing: bool) -> None:
        stack = cdk.Stack(cdk.App(outdir=str(folder)), NAME)
        arguments = dict(state.arguments)
        if manual:
            secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", SOME_SECRET)
            arguments |= {"manual_creation": True, "secret": secret, "allow_new_secret": True}
            arguments["rotate_secret_on"] = state.rotate_secret_on
        webhook = add_webhook(stack, state.project, **arguments)
        cdk.CfnOutput(stack, "Url", value=webhook.url)
        if failing:
            add_failure(stack, after=webhook)
        edited(stack, tagged(state.name))


@dataclass
class Cell:
    """One webhook, a fault that is planted in its handler, and a step of its life.

    Attributes:
        aws: The account, which is empty.
        templates: The synthesised states.
        folder: A folder of its own.
        step: What is done.
        point: Where the fault strikes.
        manual: Whether the webhook is manual.
        mutation: Code that is added to the handler, to see that the cell notices.
        is_repeated: Whether the rollback had to be repeated.
    """

    aws: LocalAws
    templates: Templates
    folder: Path
    step: Step
    point: FaultPoint
    manual: bool
    mutation: str = ""
    is_repeated: bool = False

    @property
    def armed(self) -> Path:
        return self.folder / "armed"

    def check(self) -> None:
        """Do the step, and assert how it has ended, and that all is as it must be then."""
        stranger = self.make_projects()
        before = self.run()

        end = end_of(self.step, self.point, manual=self.manual)
        assert not self.armed.exists(), "the fault has not struck"
        assert self.is_repeated is (end is End.ROLLED_BACK_AGAIN), "whether the rollback had to be repeated"
        assert self.aws.codebuild.hooks_at_host.get(STRANGER) == stranger, "the stranger's webhook is another one"
        world = World.read(self.aws).without(STRANGER)
        found = differences(expected(self.step, self.point, manual=self.manual, before=before), world)
        assert not found, "\n".join(found)

    def make_projects(self) -> Hook:
        """Make the projects, and the webhook of somebody else beside them."""
        for name in ("api", "web", STRANGER):
            make_project(self.aws, name)
        self.aws.client("codebuild").create_webhook(projectName=STRANGER, branchFilter="stranger")
        return self.aws.codebuild.hooks_at_host[STRANGER]

    def run(self) -> dict[str, Hook]:
        """Do the step, with the fault, and return the hooks that there were before."""
        step = self.step
        if step.made_by_hand:
            self.make_by_hand()
        if step.before is not None:
            self.deploy(step.before)
        before = self.aws.codebuild.hooks_at_host
        if step.left_by_create:
            self.aws.codebuild.status_sequence = ("CREATING", ("CREATE_FAILED", "gave up"))
            self.aws.codebuild.fail_next("DeleteWebhook", "InvalidInputException", "not now", times=TIMES_IN_20_SECONDS)
        self.armed.write_text(f"{step.event} {step.struck.name} {step.call}".rstrip())
        if step.after is None:
            self.delete()
        else:
            self.deploy(step.after, failing=step.fails_later)
        self.is_repeated = repeat_rollback(self.aws)
        if step.deleted_after:
            self.delete()
        if self.point is FaultPoint.AFTER_THE_ANSWER:
            self.send_again()
        return before

    def deploy(self, state: State, *, failing: bool = False) -> None:
        """Deploy a state, well or badly."""
        template = self.templates.copy_to(self.folder, state, manual=self.manual, failing=failing)
        if self.manual:
            template.write_text(template.read_text().replace(SOME_SECRET, self.secret_arn))
        append(plant(template, self.point, self.armed), self.mutation)
        with contextlib.suppress(DeploymentFailed):
            self.aws.deploy(template, NAME)

    def delete(self) -> None:
        with contextlib.suppress(DeploymentFailed):
            self.aws.delete(NAME)

    def make_by_hand(self) -> None:
        groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
        client = self.aws.client("codebuild")
        made = client.create_webhook(projectName="api", filterGroups=groups, manualCreation=self.manual)["webhook"]
        if self.manual:
            value = json.dumps({name: made[name] for name in ("payloadUrl", "secret")})
            self.aws.client("secretsmanager").put_secret_value(SecretId=self.secret_arn, SecretString=value)

    def send_again(self) -> None:
        """Send the event again as Lambda does when its function has died, though CloudFormation has its answer."""
        (struck,) = (event.event for event in self.aws.lambda_events if self.is_struck(event))
        answer = self.aws.client("lambda").invoke(FunctionName=struck["ServiceToken"], Payload=json.dumps(dict(struck)))
        assert "FunctionError" not in answer

    def is_struck(self, event: LambdaEvent) -> bool:
        """Whether an event is one of those that the fault is meant for."""
        state = event.event["ResourceProperties"].get("State")
        return (event.event["RequestType"], state) == (self.step.event, self.step.struck.name)

    @property
    def secret_arn(self) -> str:
        secrets = self.aws.client("secretsmanager")
        try:
            arn: str = secrets.describe_secret(SecretId=SECRET_NAME)["ARN"]
        except secrets.exceptions.ResourceNotFoundException:
            arn = secrets.create_secret(Name=SECRET_NAME)["ARN"]
        return arn
