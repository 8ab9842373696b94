"""Random deployments of one stack, and what must hold after each of them, whatever CloudFormation canceled."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from tests.e2e.random_stacks import TYPE, Handler, Step, Wanted
from tests.e2e.stacks import make_project
from tests.e2e.webhook_world import Settings
from webhook_constructs.testing.local import DeploymentFailed, Hook

__all__ = ["Run"]

_ENDED = {"CREATE_COMPLETE", "UPDATE_COMPLETE", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"}
_SLOTS = 8
_PROJECTS = 12
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


@dataclass
class Run:
    """One seed: a stack that is deployed a few times and deleted, with projects of its own.

    Attributes:
        handler: The function.
        seed: Decides what is deployed, what fails, and who goes first.
        committed: The webhooks that the stack has, by their slot.
        strangers: The webhooks of somebody else, by their project.
        adoptable: The projects whose webhook a deployment was to adopt: it keeps the settings that it was given.
        named: The projects of which the log says that the webhook stays, or stays as it is, until a deployment that
            changes it succeeds.
    """

    handler: Handler
    seed: int
    committed: dict[int, Wanted] = field(default_factory=dict)
    strangers: dict[str, Hook] = field(default_factory=dict)
    adoptable: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)

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
            where = f"seed {self.seed}, deployment {number}: "
            if status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
                changed = {each.project for slot, each in step.wanted.items() if self.committed.get(slot) != each}
                self.named -= changed
                self.committed = dict(step.wanted)
            elif status not in _ENDED:
                yield f"{where}the stack is stuck in {status}"
            self._read_log(logged)
            yield from (where + found for found in self._disagreements())
        logged = len(self.aws.log_lines())
        self.committed = {}
        try:
            self.aws.delete(self.name)
        except DeploymentFailed as failed:
            yield f"seed {self.seed}: the stack cannot be deleted: {failed}"
        assert self.aws.wait_for_functions()
        self._read_log(logged)
        yield from (f"seed {self.seed}, deleted: {found}" for found in self._disagreements())
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

    def _read_log(self, start: int) -> None:
        names = ("stays", "left behind", "Delete of project")  # a Delete that failed is an event of the stack as well
        lines = [line for line in self.aws.log_lines()[start:] if any(name in line for name in names)]
        self.named |= {name for name in self.projects if any(re.search(rf"project {name}\b", line) for line in lines)}

    def _disagreements(self) -> Iterator[str]:
        hooks, owned = self._hooks(), {each.project: (slot, each) for slot, each in self.committed.items()}
        shown = self._shown()
        if set(hooks) != set(shown):
            yield f"the git host has hooks of {sorted(hooks)}, and CodeBuild shows webhooks of {sorted(shown)}"
        for project, (slot, wanted) in owned.items():
            yield from self._differences(slot, wanted, hooks.get(project), shown.get(project))
        for project, hook in hooks.items():
            stranger = self.strangers.get(project)
            if stranger is not None and stranger.id != hook.id:
                yield f"the webhook of somebody else on {project} is another one"
            if stranger is None and project not in owned and project not in self.named:
                yield f"nobody owns the webhook of {project}"
        for project, stranger in self.strangers.items():
            if project not in hooks:
                yield f"the webhook of somebody else on {project} is gone"
            elif project not in self.adoptable and Settings.of_hook(hooks[project]) != Settings.of_hook(stranger):
                yield f"the webhook of somebody else on {project} has other settings"
        yield from self._wrong_ids(owned)

    def _differences(
        self, slot: int, wanted: Wanted, hook: Hook | None, shown: Mapping[str, Any] | None
    ) -> Iterator[str]:
        if hook is None or shown is None:
            if wanted.project not in self.named:
                yield f"{wanted} is not there"
            return
        found = {Settings.of_hook(hook), Settings.of_api(shown)}
        if found != {wanted.settings} and wanted.project not in self.named:
            yield f"{wanted} is {found}"
        if hook.manual is not wanted.manual and wanted.project not in self.named:
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
            if item["ResourceType"] == TYPE and not item["ResourceStatus"].startswith(("DELETE_", "CREATE_FAILED"))
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
