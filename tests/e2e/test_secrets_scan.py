"""Secrets, payload URLs and ResponseURLs appear in no log, event, output, template or exception."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
import pytest

from tests.e2e.faults import FaultPoint, append, plant, rewrite
from tests.e2e.stacks import (
    NAME,
    PUSH,
    TO_MAIN,
    TO_RELEASE,
    add_failure,
    add_webhook,
    edited,
    make_project,
    new_stack,
    repeat_rollback,
    tagged,
)
from tests.extent import RUNS_ALL
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws

PLACES = {"template", "exception", "outputs", "stack event", "log", "answer"}


@dataclass
class Seen:
    """Everything that somebody other than CloudFormation and the git host gets to see."""

    aws: LocalAws
    texts: list[tuple[str, str]] = field(default_factory=list)

    def deploy(self, stack: cdk.Stack | Path) -> None:
        """Deploy, well or badly, and keep all that can be read afterwards."""
        if isinstance(stack, cdk.Stack):
            stack = edited(stack, lambda _: None)
        self.texts.append(("template", stack.read_text()))
        with contextlib.suppress(DeploymentFailed), self.watching():
            self.aws.deploy(stack, NAME)
        self.look()

    def delete(self) -> None:
        with contextlib.suppress(DeploymentFailed), self.watching():
            self.aws.delete(NAME)
        self.look()

    @contextlib.contextmanager
    def watching(self) -> Any:
        try:
            yield
        except DeploymentFailed as error:
            self.texts.append(("exception", str(error)))
            raise

    def look(self) -> None:
        stacks = self.aws.client("cloudformation").describe_stacks()["Stacks"]
        self.texts.append(("outputs", json.dumps(stacks, default=str)))
        for stack in stacks:
            events = self.aws.stack_events(stack["StackName"])
            self.texts.extend(("stack event", str(event)) for event in events)
        self.texts.extend(("log", line) for line in self.aws.log_lines())
        for event in self.aws.lambda_events:
            self.texts.append(("answer", (event.answer or b"").decode()))
            self.texts.append(("stack event", event.error or ""))

    def leaks(self) -> set[str]:
        """The kinds of places that hold a confidential value, whole or from its token on."""
        needles = {part for value in self.aws.confidential_values for part in parts_of(value)}
        assert needles
        return {kind for kind, text in self.texts if any(needle in text for needle in needles)}


def parts_of(value: str) -> Iterable[str]:
    """A URL is given away by its query alone; JSON may have escaped what is in it."""
    yield value
    if "?" in value:
        yield value.partition("?")[2]


def webhooks(*, failing: bool = False, **arguments: Any) -> cdk.Stack:
    stack = new_stack()
    automatic = add_webhook(stack, "api", "Automatic", **arguments)
    add_webhook(stack, "manual", "Manual", manual_creation=True, secret=True, allow_new_secret=True, **arguments)
    cdk.CfnOutput(stack, "Url", value=automatic.url)
    if failing:
        add_failure(stack, after=automatic)
    return stack


def run_everything(aws: LocalAws, seen: Seen) -> None:
    """Create, update, replace, roll back, fail in every call, and delete."""
    for name in ("api", "manual", "enterprise"):
        make_project(aws, name, source_type="GITHUB_ENTERPRISE" if name == "enterprise" else "GITHUB")
    seen.deploy(webhooks(filter_groups=[TO_MAIN]))
    seen.deploy(webhooks(filter_groups=[TO_RELEASE]))
    seen.deploy(webhooks())
    seen.deploy(webhooks(failing=True, filter_groups=[PUSH]))
    for operation in ("CreateWebhook", "UpdateWebhook", "DeleteWebhook"):
        aws.codebuild.fail_next(operation, "OAuthProviderException", "refused", times=2)
        seen.deploy(webhooks(filter_groups=[TO_MAIN] if operation == "UpdateWebhook" else []))
    aws.codebuild.status_sequence = ("CREATING", ("CREATE_FAILED", "gave up"))
    seen.deploy(webhooks(branch_filter="^main$"))
    aws.codebuild.status_sequence = ("ACTIVE",)
    stack = webhooks(filter_groups=[TO_MAIN])
    add_webhook(stack, "enterprise", "Enterprise", source_provider=None, filter_groups=[TO_MAIN])
    seen.deploy(stack)
    seen.delete()


def test_nothing_confidential_is_seen_anywhere_in_the_whole_life_of_webhooks(aws: LocalAws) -> None:
    seen = Seen(aws)
    run_everything(aws, seen)

    kinds = {kind for kind, _ in seen.texts}
    assert kinds == PLACES
    assert any("SUCCESS" in text for kind, text in seen.texts if kind == "log")
    assert len(aws.codebuild.confidential_values) > 4
    assert seen.leaks() == set()


@dataclass
class FaultyLife:
    """The life of a manual webhook whose handler is struck by a fault at each of its events.

    Attributes:
        seen: What there was to see.
        point: Where the faults strike.
        folder: A folder of its own.
        leak: Code that is added to the handler, to give something away.
        struck: The events that a fault has struck.
        deployments: How many there were.
    """

    seen: Seen
    point: FaultPoint
    folder: Path
    leak: str = ""
    struck: list[str] = field(default_factory=list)
    deployments: int = 0

    def run(self) -> None:
        """Create, rotate, roll a replacement and another rotation back, and delete; what fails is done once more."""
        self.strike("Create a", lambda: self.deploy("a", filter_groups=(TO_MAIN,)))
        self.deploy("a", filter_groups=(TO_MAIN,))
        self.strike("Update b rotate", lambda: self.deploy("b", filter_groups=(TO_MAIN,)))
        self.deploy("b", filter_groups=(TO_MAIN,))
        self.strike("Update b", lambda: self.deploy("c", branch_filter="^main$", failing=True))
        repeat_rollback(self.seen.aws)
        self.strike("Delete b", self.seen.delete)

    @property
    def armed(self) -> Path:
        return self.folder / "armed"

    def strike(self, event: str, act: Callable[[], None]) -> None:
        """Do something with the fault armed for an event."""
        self.armed.write_text(event)
        act()
        if not self.armed.exists():
            self.struck.append(event)
        self.armed.unlink(missing_ok=True)

    def deploy(self, text: str, *, failing: bool = False, **arguments: Any) -> None:
        self.deployments += 1
        folder = self.folder / str(self.deployments)
        shutil.copytree(synthesized(text, tuple(arguments.items()), failing=failing), folder)
        template = plant(folder / f"{NAME}.template.json", self.point, self.armed)
        append(template, self.leak)
        self.seen.deploy(template)


@cache
def synthesized(text: str, settings: tuple[tuple[str, Any], ...], *, failing: bool) -> Path:
    """The assembly of a manual webhook with a state, made once for all lives."""
    stack = cdk.Stack(cdk.App(), NAME)
    arguments: dict[str, Any] = {"manual_creation": True, "secret": True, "allow_new_secret": True}
    webhook = add_webhook(stack, "manual", rotate_secret_on=text, **arguments, **dict(settings))
    cdk.CfnOutput(stack, "Url", value=webhook.url)
    if failing:
        add_failure(stack, after=webhook)
    return edited(stack, tagged(text)).parent


EVENTS = ["Create a", "Update b rotate", "Update b", "Delete b"]


@pytest.mark.parametrize("point", [point for point in FaultPoint if point.is_planted][:: 1 if RUNS_ALL else 3])
def test_nothing_confidential_is_seen_where_a_fault_strikes_each_event(
    aws: LocalAws, tmp_path: Path, capfd: pytest.CaptureFixture[str], point: FaultPoint
) -> None:
    make_project(aws, "manual")
    seen = Seen(aws)
    life = FaultyLife(seen, point, tmp_path)
    life.run()
    seen.texts += [("output of the process", text) for text in capfd.readouterr()]

    assert life.struck == (EVENTS[:3] if point.needs_a_secret else EVENTS)
    assert {"SUCCESS", "FAILED"} <= {
        json.loads(text)["Status"] for kind, text in seen.texts if kind == "answer" and text
    }
    assert {kind for kind, _ in seen.texts} == {*PLACES, "output of the process"}
    assert len(secrets_of(aws)) >= len(["created", "rotated", "of the replacement", "of its rollback"])
    assert seen.leaks() == set()


def secrets_of(aws: LocalAws) -> set[str]:
    """The secrets that webhooks have had, without their payload URLs."""
    return {value for value in aws.codebuild.confidential_values if not value.startswith("https://")}


IN_THE_LOG = """
from .secret_store import SecretStore
_keep = SecretStore.keep
def keep(self, webhook, *arguments):
    print(webhook["secret"])
    _keep(self, webhook, *arguments)
SecretStore.keep = keep
"""
ROTATED_IN_THE_LOG = IN_THE_LOG.replace("    print", "    if 'payloadUrl' not in webhook: print")
IN_THE_REASON = """
from .errors import LifecycleError
from .secret_store import SecretStore
def keep(self, webhook, *arguments):
    raise LifecycleError(f"this is the secret: {webhook['secret']}")
SecretStore.keep = keep
"""
IN_THE_DATA = """
from .secret_store import SecretStore
_keep, _create, _shown = SecretStore.keep, lifecycle.create, []
def keep(self, webhook, *arguments):
    _shown.append(webhook["payloadUrl"])
    _keep(self, webhook, *arguments)
SecretStore.keep = keep
lifecycle.create = lambda *arguments: lifecycle.Outcome(_create(*arguments).physical_id, "".join(_shown))
"""
IN_STANDARD_ERROR = """
import os
from .secret_store import SecretStore
_keep = SecretStore.keep
def keep(self, webhook, *arguments):
    os.write(2, webhook["secret"].encode())
    _keep(self, webhook, *arguments)
SecretStore.keep = keep
"""


@pytest.mark.parametrize(
    ("leak", "places"),
    [
        pytest.param(IN_THE_LOG, {"log"}, id="log"),
        pytest.param(IN_THE_REASON, {"log", "answer", "stack event", "exception"}, id="reason"),
        pytest.param(IN_THE_DATA, {"answer", "outputs"}, id="data"),
        pytest.param(IN_STANDARD_ERROR, {"log"}, id="standard-error"),
    ],
)
def test_the_scan_finds_what_is_given_away_where_faults_strike(
    aws: LocalAws, tmp_path: Path, leak: str, places: set[str]
) -> None:
    make_project(aws, "manual")
    seen = Seen(aws)
    FaultyLife(seen, FaultPoint.DURING_THE_ANSWER, tmp_path, leak).run()

    assert seen.leaks() == places


def test_the_scan_knows_the_secret_that_a_rotation_makes(aws: LocalAws, tmp_path: Path) -> None:
    make_project(aws, "manual")
    life = FaultyLife(Seen(aws), FaultPoint.DURING_THE_ANSWER, tmp_path, ROTATED_IN_THE_LOG)
    life.deploy("a", filter_groups=(TO_MAIN,))
    before = secrets_of(aws)
    assert life.seen.leaks() == set()
    life.deploy("b", filter_groups=(TO_MAIN,))

    (rotated,) = secrets_of(aws) - before
    assert any(rotated in line for line in aws.log_lines())
    assert not any(secret in line for secret in before for line in aws.log_lines())
    assert life.seen.leaks() == {"log"}


def spy_on_the_handler(template: Path) -> None:
    """Make the function log what it must not: its event, and what CreateWebhook answers."""
    logged = (
        "\n\n_handler = handler\n\n\ndef handler(event, context):\n    print(event)\n    _handler(event, context)\n"
    )
    silent = "        return webhook\n"
    rewrite(
        template,
        **{
            "handler/index.py": lambda text: text + logged,
            "handler/codebuild.py": lambda text: text.replace(silent, f"        print(webhook)\n{silent}"),
        },
    )


def test_the_scan_finds_what_a_handler_with_logging_on_would_give_away(aws: LocalAws, tmp_path: Path) -> None:
    """The control run: without it, a scan that finds nothing would prove nothing."""
    make_project(aws, "manual")
    app = cdk.App(outdir=str(tmp_path))
    stack = cdk.Stack(app, NAME)
    add_webhook(stack, "manual", manual_creation=True, secret=True)
    template = edited(stack, lambda _: None)
    spy_on_the_handler(template)
    seen = Seen(aws)
    seen.deploy(template)

    assert seen.leaks() == {"log"}
    logged = "\n".join(aws.log_lines())
    (secret,) = (value for value in aws.codebuild.confidential_values if not value.startswith("https://"))
    (payload_url,) = (value for value in aws.codebuild.confidential_values if value.startswith("https://"))
    assert secret in logged
    assert payload_url in logged
    assert aws.lambda_events[0].event["ResponseURL"] in logged


def test_the_scan_finds_a_planted_canary(aws: LocalAws) -> None:
    make_project(aws, "manual")
    secret = aws.client("codebuild").create_webhook(projectName="manual", manualCreation=True)["webhook"]["secret"]
    stack = new_stack()
    cdk.CfnOutput(stack, "Canary", value=f"look: {secret}")
    cdk.CfnWaitConditionHandle(stack, "Nothing")
    seen = Seen(aws)
    seen.deploy(stack)

    assert seen.leaks() == {"template", "outputs"}
