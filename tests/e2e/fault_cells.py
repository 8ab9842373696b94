"""One cell of the fault table: a webhook, a fault in its handler, and a step of its life."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.fault_steps import STEPS, End, end_of, expected, reports_failed_deletion, why_impossible
from tests.e2e.faults import FaultPoint, append, plant
from tests.e2e.stacks import MISSING, NAME, add_failure, add_webhook, edited, make_project, repeat_rollback, tagged
from tests.e2e.webhook_world import World, differences
from tests.extent import RUNS_ALL
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.e2e.fault_steps import State, Step
    from webhook_constructs.testing.local import Hook, LambdaEvent, LocalAws

__all__ = ["Cell", "Templates", "cells", "kinds_tested"]

SECRET_NAME = "webhook"
SOME_SECRET = f"arn:aws:secretsmanager:us-east-1:000000000000:secret:{SECRET_NAME}-aaaaaa"
STRANGER = "stranger"
TIMES_IN_20_SECONDS = 10  # how often a refused deletion is repeated, at most
DELETE_SECONDS, FOUR_MINUTES = 30, 240
PAUSES_OF_LAMBDA = 60, 120
MAXIMUM_EVENT_AGE = '"MaximumEventAgeInSeconds": 480'

Failing = Literal["later", "meanwhile"]
"""When another resource fails: after the webhook is complete, or while its event is handled."""


@dataclass
class Templates:
    """The synthesized states: each once for all cells, since synthesis takes longer than many a step."""

    folder: Path

    def copy_to(self, folder: Path, state: State, *, manual: bool, failing: Failing | None) -> Path:
        """Copy a state's assembly, and return the path of its template there."""
        original = self.folder / f"{state.name}-{manual}-{failing}"
        if not original.exists():
            self._synthesize(original, state, manual=manual, failing=failing)
        copied = folder / original.name
        shutil.copytree(original, copied, dirs_exist_ok=True)
        return copied / f"{NAME}.template.json"

    @staticmethod
    def _synthesize(folder: Path, state: State, *, manual: bool, failing: Failing | None) -> None:
        stack = cdk.Stack(cdk.App(outdir=str(folder)), NAME)
        arguments = dict(state.arguments)
        if manual:
            secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", SOME_SECRET)
            arguments |= {"manual_creation": True, "secret": secret, "allow_new_secret": True}
            arguments["rotate_secret_on"] = state.rotate_secret_on
        webhook = add_webhook(stack, state.project, **arguments)
        cdk.CfnOutput(stack, "Url", value=webhook.url)
        if failing == "later":
            add_failure(stack, after=webhook)
        elif failing == "meanwhile":
            add_webhook(stack, MISSING, "Failing")
        edited(stack, tagged(state.name))


@dataclass
class Cell:
    """One webhook, a fault that is planted in its handler, and a step of its life.

    Attributes:
        aws: The account, which is empty.
        templates: The synthesized states.
        folder: A folder of its own.
        step: What is done.
        point: Where the fault strikes.
        manual: Whether the webhook is manual.
        mutation: Code that is added to the handler, to see that the cell notices.
        is_repeated: Whether the rollback had to be repeated.
        armed_at: When the fault was ordered, by the clock of the account.
    """

    aws: LocalAws
    templates: Templates
    folder: Path
    step: Step
    point: FaultPoint
    manual: bool
    mutation: str = ""
    is_repeated: bool = False
    armed_at: float = 0.0

    @property
    def armed(self) -> Path:
        return self.folder / "armed"

    def check(self) -> None:
        """Do the step, and assert how it has ended, and that all is as it must be then."""
        stranger = self.make_projects()
        before = self.run()

        end = end_of(self.step, self.point, manual=self.manual)
        assert self.has_struck(), "the fault has not struck"
        assert self.is_repeated is (end is End.ROLLED_BACK_AGAIN), "whether the rollback had to be repeated"
        assert self.aws.codebuild.hooks_at_host.get(STRANGER) == stranger, "the stranger's webhook is another one"
        if self.point.refusal:
            self.check_report(end)
        world = World.read(self.aws).without(STRANGER)
        found = differences(expected(self.step, self.point, manual=self.manual, before=before), world)
        assert not found, "\n".join(found)

    def check_retry(self) -> None:
        """Check also that Lambda has sent the struck event twice, and no other."""
        self.check()
        assert [event.invocations for event in self.aws.lambda_events if self.is_struck(event)] == [2]
        assert {event.invocations for event in self.aws.lambda_events if not self.is_struck(event)} <= {1}

    def check_report(self, end: End) -> None:
        """Assert that whatever a refusal has left is named, in the log or by CloudFormation, and nothing else."""
        errors = [line for line in self.aws.log_lines() if line.startswith(("ERROR", "WARNING"))]
        report = "\n".join([*errors, *(str(event.error) for event in self.aws.lambda_events)])
        failed = any(event.event["RequestType"] == "Delete" and event.error for event in self.aws.lambda_events)
        assert failed is reports_failed_deletion(self.step, end), "whether a deletion is shown as failed"
        assert ("its rollback was refused" in report) is end.is_refused_rollback, "whether a rollback was refused"
        assert f"project {self.step.struck.project}" in report or not end.is_incomplete, "nobody has named what is left"

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
        self.arm()
        if step.after is None:
            self.delete()
        else:
            meanwhile: Failing | None = "meanwhile" if self.point.is_a_cancellation else None
            self.deploy(step.after, failing="later" if step.fails_later else meanwhile)
        self.let_go_on()
        self.is_repeated = repeat_rollback(self.aws)
        if step.deleted_after:
            self.delete()
        if self.point is FaultPoint.AFTER_THE_ANSWER:
            self.send_again()
        return before

    def arm(self) -> None:
        """Order the fault."""
        aws, point, step = self.aws, self.point, self.step
        self.armed_at = aws.now
        if point.is_planted:
            self.armed.write_text(f"{step.event} {step.struck.name} {step.call}".rstrip())
        if point.refusal is not None:
            for operation in ("CreateWebhook", "UpdateWebhook", "DeleteWebhook"):
                aws.codebuild.fail_always(operation, *point.refusal, when=lambda: not self.armed.exists())
        elif point is FaultPoint.HOST_LIMIT:
            aws.codebuild.host_writes_per_minute = 1
            aws.retry_pauses = PAUSES_OF_LAMBDA
        elif point is FaultPoint.SLOW_DELETE:
            aws.codebuild.delete_seconds = DELETE_SECONDS
        elif point.throttled_times:
            aws.throttle_next_invocations(point.throttled_times, only=self.is_meant)

    def let_go_on(self) -> None:
        """Resume an event that CloudFormation no longer waits for."""
        self.armed.with_name("armed.go").touch()
        assert self.aws.wait_for_functions()
        if self.point is FaultPoint.SLOW_DELETE:
            self.aws.sleep(DELETE_SECONDS)

    def has_struck(self) -> bool:
        """Whether there was a fault."""
        results = {(call.operation, call.error) for call in self.aws.codebuild.calls}
        if self.point.throttled_times:
            (*_, struck) = (event for event in self.aws.lambda_events if self.is_struck(event))
            has_arrived = any(struck.event["RequestId"] in line for line in self.aws.log_lines())
            is_late = self.aws.now - self.armed_at > FOUR_MINUTES
            return is_late and has_arrived is (self.point is not FaultPoint.DROPPED)
        if self.point is FaultPoint.HOST_LIMIT:
            return any(error == "OAuthProviderException" for _, error in results)
        if self.point is FaultPoint.SLOW_DELETE:
            return ("DeleteWebhook", None) in results
        return not self.armed.exists()

    def deploy(self, state: State, *, failing: Failing | None = None) -> None:
        """Deploy a state, well or badly."""
        template = self.templates.copy_to(self.folder, state, manual=self.manual, failing=failing)
        if self.manual:
            template.write_text(template.read_text().replace(SOME_SECRET, self.secret_arn))
        if self.point is FaultPoint.LATE:
            template.write_text(
                template.read_text().replace(MAXIMUM_EVENT_AGE, MAXIMUM_EVENT_AGE.replace("480", "21600"))
            )
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
        return self.is_meant(event.event)

    def is_meant(self, event: Mapping[str, Any]) -> bool:
        """Whether the fault is meant for what CloudFormation sends."""
        wanted = self.step.event, self.step.struck.name
        return (event["RequestType"], event["ResourceProperties"].get("State")) == wanted

    @property
    def secret_arn(self) -> str:
        secrets = self.aws.client("secretsmanager")
        try:
            arn: str = secrets.describe_secret(SecretId=SECRET_NAME)["ARN"]
        except secrets.exceptions.ResourceNotFoundException:
            arn = secrets.create_secret(Name=SECRET_NAME)["ARN"]
        return arn


def cells(*, crashes: bool, manual: bool) -> list[Any]:
    """Return the parameters of the cells that are tested: a step and a fault."""
    return [
        pytest.param(step, point, id=f"{step.name.replace(' ', '-')}-{point.name.lower()}")
        for step in STEPS
        for point in FaultPoint
        if point.is_a_crash is crashes and manual in kinds_tested(step, point, all_kinds=RUNS_ALL)
    ]


def kinds_tested(step: Step, point: FaultPoint, *, all_kinds: bool) -> list[bool]:
    """Return whether the webhook is manual in each cell of a fault at a step that is tested.

    If not all are tested, the kinds alternate from step to step and from fault to fault: each fault strikes at each
    step, and each kind of webhook meets each fault and each step.
    """
    possible = [manual for manual in (False, True) if why_impossible(step, point, manual=manual) is None]
    if all_kinds or len(possible) == 1:
        return possible
    return [possible[(STEPS.index(step) + list(FaultPoint).index(point)) % 2]] if possible else []
