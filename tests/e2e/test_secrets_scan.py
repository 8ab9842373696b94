"""Secrets, payload URLs and ResponseURLs appear in no log, event, output, template or exception."""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import aws_cdk as cdk

from tests.e2e.stacks import NAME, PUSH, TO_MAIN, TO_RELEASE, add_failure, add_webhook, edited, make_project, new_stack
from webhook_constructs.testing.local import DeploymentFailed

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from webhook_constructs.testing.local import LocalAws


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
    assert kinds == {"template", "exception", "outputs", "stack event", "log", "answer"}
    assert any("SUCCESS" in text for kind, text in seen.texts if kind == "log")
    assert len(aws.codebuild.confidential_values) > 4
    assert seen.leaks() == set()


def spy_on_the_handler(template: Path) -> None:
    """Make the function log what it must not: its event, and what CreateWebhook answers."""
    (asset,) = (folder for folder in template.parent.glob("asset.*") if (folder / "handler").is_dir())
    index, codebuild = asset / "handler" / "index.py", asset / "handler" / "codebuild.py"
    index.write_text(
        index.read_text() + "\n\n_handler = handler\n\n\ndef handler(event, context):\n"
        "    print(event)\n    _handler(event, context)\n"
    )
    silent = "        return webhook\n"
    codebuild.write_text(codebuild.read_text().replace(silent, f"        print(webhook)\n{silent}"))


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
