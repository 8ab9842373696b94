"""Every fault at every step of a webhook's life: nothing is lost, nothing is left, nobody else's hook is touched.

The table is crossed from two lists, for automatic and for manual webhooks. Each cell deploys, arms a fault, does the
step, and asserts the end state. What cannot be is named. `docs/fault-table.md` is printed from the lists
(`python -m tests.e2e.test_fault_table`).
"""

from __future__ import annotations

import contextlib
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.e2e.faults import FaultPoint, plant
from tests.e2e.stacks import (
    NAME,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    make_project,
    physical_ids,
    resources,
)
from webhook_constructs import OnExistingWebhook
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable

    from webhook_constructs.testing.local import Hook, LocalAws

BEFORE, AFTER = "before", "after"
MAIN = [["PUSH", "^refs/heads/main$"]]
RELEASE = [["PUSH", "^refs/heads/release$"]]
SECRET_NAME = "webhook"


@dataclass
class Cell:
    """One webhook, a fault that is planted in its handler, and the steps of its life."""

    aws: LocalAws
    point: FaultPoint
    manual: bool
    folder: Path
    statuses: list[str | None] = field(default_factory=list)
    assemblies: int = 0

    @property
    def armed(self) -> Path:
        return self.folder / "armed"

    def arm(self, event: str, state: str) -> None:
        self.armed.write_text(f"{event} {state}")

    @property
    def has_struck(self) -> bool:
        return not self.armed.exists()

    def deploy(self, state: str, project: str = "api", *, failing: bool = False, **arguments: Any) -> None:
        """Deploy a state of the webhook, well or badly."""
        self.assemblies += 1
        stack = cdk.Stack(cdk.App(outdir=str(self.folder / str(self.assemblies))), NAME)
        if self.manual:
            secret = secretsmanager.Secret.from_secret_complete_arn(stack, "Secret", self.secret_arn)
            arguments |= {"manual_creation": True, "secret": secret, "allow_new_secret": True}
        webhook = add_webhook(stack, project, **arguments)
        if failing:
            add_failure(stack, after=webhook)
        with self.noting():
            self.aws.deploy(plant(edited(stack, tagged(state)), self.point, self.armed), NAME)

    def delete(self) -> None:
        with self.noting():
            self.aws.delete(NAME)

    def finish(self) -> None:
        """Do what CloudFormation leaves to its operator: repeat the rollback, or the deletion, that has failed."""
        cloudformation = self.aws.client("cloudformation")
        status = self.statuses[-1] if self.statuses else None
        if status == "UPDATE_ROLLBACK_FAILED":
            cloudformation.continue_update_rollback(StackName=NAME)
            while cloudformation.describe_stacks(StackName=NAME)["Stacks"][0]["StackStatus"].endswith("IN_PROGRESS"):
                pass
        if status == "DELETE_FAILED":
            self.aws.delete(NAME)

    @contextlib.contextmanager
    def noting(self) -> Any:
        try:
            yield
        except DeploymentFailed as failure:
            self.statuses.append(failure.status)

    @property
    def secret_arn(self) -> str:
        secrets = self.aws.client("secretsmanager")
        try:
            arn: str = secrets.describe_secret(SecretId=SECRET_NAME)["ARN"]
        except secrets.exceptions.ResourceNotFoundException:
            arn = secrets.create_secret(Name=SECRET_NAME)["ARN"]
        return arn

    @property
    def kept(self) -> dict[str, str]:
        value = self.aws.client("secretsmanager").get_secret_value(SecretId=SECRET_NAME)["SecretString"]
        kept: dict[str, str] = json.loads(value)
        return kept


def tagged(state: str) -> Callable[[dict[str, Any]], None]:
    """Mark the properties with a state that the handler does not know, for the fault to know the event by."""

    def tag(template: dict[str, Any]) -> None:
        for webhook in resources(template, "Custom::CodeBuildWebhook"):
            if webhook["Properties"]["ProjectName"] != "no-such-project":
                webhook["Properties"]["State"] = state

    return tag


def create(cell: Cell) -> None:
    cell.arm("Create", BEFORE)
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])


def update(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])
    cell.arm("Update", AFTER)
    cell.deploy(AFTER, filter_groups=[TO_RELEASE])


def replace_in_place(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])
    cell.arm("Update", AFTER)
    cell.deploy(AFTER, branch_filter="^release$")


def new_project(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])
    cell.arm("Update", AFTER)
    cell.deploy(AFTER, "web", filter_groups=[TO_MAIN])


def adopt(cell: Cell) -> None:
    client = cell.aws.client("codebuild")
    groups = [[{"type": "EVENT", "pattern": "PUSH"}]]
    made = client.create_webhook(projectName="api", filterGroups=groups, manualCreation=cell.manual)["webhook"]
    if cell.manual:
        value = json.dumps({name: made[name] for name in ("payloadUrl", "secret")})
        cell.aws.client("secretsmanager").put_secret_value(SecretId=cell.secret_arn, SecretString=value)
    cell.arm("Create", BEFORE)
    cell.deploy(BEFORE, filter_groups=[TO_MAIN], on_existing=OnExistingWebhook.ADOPT)


def rotate(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN], rotate_secret_on="a" if cell.manual else None)
    cell.arm("Update", AFTER)
    cell.deploy(AFTER, filter_groups=[TO_MAIN], rotate_secret_on="b" if cell.manual else None)


def rollback(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])
    cell.arm("Update", BEFORE)
    cell.deploy(AFTER, branch_filter="^release$", failing=True)


def delete(cell: Cell) -> None:
    cell.deploy(BEFORE, filter_groups=[TO_MAIN])
    cell.arm("Delete", BEFORE)
    cell.delete()


STEPS = (create, update, replace_in_place, new_project, adopt, rotate, rollback, delete)

NO_SECRET = "an automatic webhook has no secret to write"
NO_ROTATION = "an automatic webhook has no secret to rotate"
NOT_WRITTEN = "this step writes no secret"


def why_impossible(step: Callable[[Cell], None], point: FaultPoint, *, manual: bool) -> str | None:
    """Say why a fault cannot strike at a step; None where it can."""
    if not manual and step is rotate:
        return NO_ROTATION
    if not manual and point.needs_a_secret:
        return NO_SECRET
    if point.needs_a_secret and step in {update, delete, adopt}:
        return NOT_WRITTEN
    return None


CELLS = [
    pytest.param(step, point, manual, id=f"{step.__name__}-{point.name.lower()}-{'manual' if manual else 'automatic'}")
    for step in STEPS
    for point in FaultPoint
    for manual in (False, True)
    if why_impossible(step, point, manual=manual) is None
]


@pytest.mark.parametrize(("step", "point", "manual"), CELLS)
def test_a_fault_loses_nothing_leaves_nothing_and_touches_nobody_else(
    aws: LocalAws, tmp_path: Path, step: Callable[[Cell], None], point: FaultPoint, *, manual: bool
) -> None:
    for name in ("api", "web", "stranger"):
        make_project(aws, name)
    aws.client("codebuild").create_webhook(projectName="stranger", branchFilter="stranger")
    stranger = aws.codebuild.hooks_at_host["stranger"]
    cell = Cell(aws, point, manual, tmp_path)

    step(cell)
    cell.finish()

    assert cell.has_struck
    living = aws.codebuild.hooks_at_host
    assert living.pop("stranger") == stranger
    if step is adopt:
        assert list(living) == ["api"]
        assert physical_ids(aws) == ([] if cell.statuses else ["api#adopted"])
    else:
        assert living.keys() == set(projects_in_cloudformation(aws))
    for hook in living.values():
        assert patterns(hook) in (MAIN, RELEASE, ["^release$"], [["PUSH"]])
        if hook.manual:
            assert cell.kept == {"payloadUrl": hook.payload_url, "secret": hook.secret}
    if step is delete:
        assert living == {}
    if step is rollback:
        assert [patterns(hook) for hook in living.values()] == [MAIN]


def projects_in_cloudformation(aws: LocalAws) -> list[str]:
    """The projects that CloudFormation has a webhook of."""
    cloudformation = aws.client("cloudformation")
    try:
        found = cloudformation.list_stack_resources(StackName=NAME)["StackResourceSummaries"]
    except cloudformation.exceptions.ClientError:
        return []
    return [
        item["PhysicalResourceId"].partition("#")[0]
        for item in found
        if item["ResourceType"] == "Custom::CodeBuildWebhook"
        and item["ResourceStatus"] != "DELETE_COMPLETE"
        and "not-created" not in item["PhysicalResourceId"]
    ]


def patterns(hook: Hook) -> list[Any]:
    return [[item.pattern for item in group] for group in hook.filter_groups] or [hook.branch_filter]


def table() -> str:
    """Write the table for the documentation."""
    lines = [
        "# Faults",
        "",
        "What happens when something breaks in the middle: each cell of these tables is a test that deploys, lets the",
        "fault strike once, and asserts that the hooks at the git host are those that CloudFormation knows of, that",
        "every live manual webhook has its secret stored, that nobody else's hook was touched, and that one that was",
        "adopted is known as that. Where a rollback or a deletion itself fails, it is repeated, as CloudFormation asks",
        "its operator to.",
        "",
    ]
    for manual in (False, True):
        lines += [f"## {'Manual' if manual else 'Automatic'} webhooks", ""]
        lines.append("| | " + " | ".join(step.__name__.replace("_", " ") for step in STEPS) + " |")
        lines.append("| --- |" + " --- |" * len(STEPS))
        for point in FaultPoint:
            cells = ["-" if why_impossible(step, point, manual=manual) else "tested" for step in STEPS]
            lines.append(f"| {point.value} | " + " | ".join(cells) + " |")
        lines.append("")
    lines.append(f"A dash is a cell that cannot be: {NO_SECRET}; {NO_ROTATION}; or {NOT_WRITTEN}.")
    return "\n".join(lines) + "\n"


def test_the_table_in_the_documentation_is_this_one() -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "fault-table.md"

    assert page.read_text() == table()


def test_the_table_has_the_size_it_is_meant_to_have() -> None:
    assert len(FaultPoint) >= 6
    assert len(STEPS) >= 8


if __name__ == "__main__":
    sys.stdout.write(table())
