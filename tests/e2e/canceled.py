"""A stack with a webhook whose event CloudFormation cancels while its function stands still."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.faults import append
from tests.e2e.pauses import Pause
from tests.e2e.stacks import (
    NAME,
    TO_MAIN,
    add_failure,
    add_webhook,
    edited,
    failure_of,
    make_project,
    new_stack,
)
from tests.e2e.webhook_world import World
from webhook_constructs.testing.local import LocalAws

__all__ = ["KINDS", "SECRET", "Case", "make_equal_webhook"]

SECRET = {"manual_creation": True, "secret": True, "allow_new_secret": True}
KINDS = pytest.mark.parametrize("kind", [{}, SECRET], ids=["automatic", "manual"])


class Case:
    """A stack with a webhook of project ``api``, and a webhook whose event is canceled.

    Attributes:
        code: What is added to the handler.
        is_allowed_all: Whether a rollback takes no permission away from the handler.
    """

    def __init__(self, aws: LocalAws, folder: Path) -> None:
        self.aws = aws
        self.pause = Pause(folder, "create")
        self.code = ""
        self.is_allowed_all = False
        for name in ("api", "web", "other"):
            make_project(aws, name)

    def pauses(self, call: str, moment: str = "before", *, dies: bool = False) -> None:
        """Pause the event to cancel elsewhere than before CreateWebhook."""
        self.pause = Pause(self.pause.folder, call, moment, dies=dies)

    def template(self, *, fails: bool = False, state: str = "", api: dict[str, Any] | None = None, **web: Any) -> Path:
        """Synthesize the stack.

        Args:
            fails: Whether it has the sibling that fails, once the webhook of ``api`` is complete.
            state: The State of the second webhook.
            api: The arguments of the first webhook.
            web: The arguments of the second webhook, which there is not without any.
        """
        stack = new_stack()
        first = add_webhook(stack, "api", "Api", **(api or {"filter_groups": [TO_MAIN]}))
        if web:
            add_webhook(stack, construct_id="Web", **{"project": "web", **web})
        if fails:
            add_failure(stack, after=first)

        def tag(template: dict[str, Any]) -> None:
            for name, webhook in template["Resources"].items():
                if webhook["Type"] == "Custom::CodeBuildWebhook" and name.startswith("Web"):
                    webhook["Properties"]["State"] = state
                if webhook["Type"] == "AWS::IAM::ManagedPolicy" and self.is_allowed_all:
                    for statement in webhook["Properties"]["PolicyDocument"]["Statement"]:
                        statement["Resource"] = "*"

        template = self.pause.plant(edited(stack, tag))
        append(template, self.code)
        return template

    def deploy(self, **web: Any) -> None:
        self.aws.deploy(self.template(**web), NAME)

    def begin(self, **web: Any) -> None:
        """Deploy a change whose event pauses and is canceled."""
        failed = failure_of(self.aws, self.template(fails=True, state="paused", **web))
        assert (self.pause.folder / "reached").exists(), str(failed)
        assert failed.status == "UPDATE_ROLLBACK_COMPLETE", str(failed)

    def end(self) -> str:
        """Resume the event, and return what the functions logged then."""
        logged = len(self.aws.log_lines())
        self.pause.end()
        assert self.aws.wait_for_functions()
        return "\n".join(self.aws.log_lines()[logged:])

    def cancel(self, **web: Any) -> str:
        self.begin(**web)
        return self.end()

    def agrees(self) -> bool:
        """Whether CodeBuild shows the hooks that live, and the store holds the secret of the manual one."""
        world = World.read(self.aws)
        stored = world.stored.get("AWSCURRENT")
        manual = [hook for hook in world.at_host.values() if hook.manual]
        known = [{"payloadUrl": hook.payload_url, "secret": hook.secret} for hook in manual]
        return set(world.at_host) == set(world.at_codebuild) and (not manual or known == [stored])


def make_equal_webhook(aws: LocalAws) -> None:
    """Create by hand what the canceled event would create."""
    aws.client("codebuild").create_webhook(
        projectName="web",
        filterGroups=[[{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "^refs/heads/main$"}]],
    )
