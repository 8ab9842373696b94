"""All that is known of the webhooks of a test: at the git host, at CodeBuild, in the stack, and in the secret.

`differences` is the one assertion of the fault table: it says in what a world is not the one that must be.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from tests.e2e.stacks import NAME, resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from webhook_constructs.testing.local import Hook, LocalAws

__all__ = ["Expected", "Identity", "Settings", "World", "differences"]

_TYPE = "Custom::CodeBuildWebhook"


@dataclass(frozen=True)
class Settings:
    """What a webhook does, wherever that is read."""

    groups: tuple[tuple[tuple[str, str, bool], ...], ...] = ()
    branch_filter: str | None = None
    build_type: str = "BUILD"
    scope: str | None = None

    @classmethod
    def of_hook(cls, hook: Hook) -> Settings:
        groups = (tuple((f.type, f.pattern, f.exclude_matched_pattern) for f in group) for group in hook.filter_groups)
        return cls(tuple(groups), hook.branch_filter, hook.build_type or "BUILD", hook.scope)

    @classmethod
    def of_api(cls, webhook: Mapping[str, Any]) -> Settings:
        """Read what BatchGetProjects shows."""
        groups = (
            tuple((f["type"], f["pattern"], f["excludeMatchedPattern"]) for f in group)
            for group in webhook.get("filterGroups", ())
        )
        scope = webhook.get("scopeConfiguration", {}).get("scope")
        return cls(tuple(groups), webhook.get("branchFilter"), webhook.get("buildType", "BUILD"), scope)

    @classmethod
    def of_properties(cls, properties: Mapping[str, Any]) -> Settings:
        """Read the properties in a template."""
        groups = (
            tuple((f["Type"], f["Pattern"], f.get("ExcludeMatchedPattern", False)) for f in group)
            for group in properties.get("FilterGroups", ())
        )
        scope = properties.get("ScopeConfiguration", {}).get("Scope")
        return cls(tuple(groups), properties.get("BranchFilter"), properties.get("BuildType", "BUILD"), scope)


class Identity(Enum):
    """What has become of the webhook that a project had before."""

    SAME = "the same hook, payload URL and secret"
    ROTATED = "the same hook and payload URL, and another secret"
    NEW = "another hook, with another payload URL and secret"

    @classmethod
    def between(cls, before: Hook, after: Hook) -> Identity | None:
        """Compare two hooks; None where some, but not all that is shown once is another."""
        is_kept = (before.id == after.id, before.payload_url == after.payload_url, before.secret == after.secret)
        found = {(True, True, True): cls.SAME, (True, True, False): cls.ROTATED, (False, False, False): cls.NEW}
        return found.get(is_kept)


@dataclass(frozen=True)
class World:
    """What is there, read from everybody who knows something.

    Attributes:
        at_host: The hooks that live, by project.
        at_codebuild: What BatchGetProjects shows, by project.
        status: The status of the stack; None where it is gone.
        physical_ids: The ids of the webhooks that CloudFormation has made and not deleted.
        template: What the template that CloudFormation goes by says of them, by project.
        url: The attribute of the webhook that CloudFormation hands on; None where there is no such output.
        stored: What the one secret of the account holds, by the staging label of the version.
    """

    at_host: Mapping[str, Hook]
    at_codebuild: Mapping[str, Mapping[str, Any]]
    status: str | None
    physical_ids: tuple[str, ...]
    template: Mapping[str, Settings]
    url: str | None
    stored: Mapping[str, Mapping[str, str]]

    @classmethod
    def read(cls, aws: LocalAws) -> World:
        """Look everywhere."""
        stack = _stack(aws)
        physical_ids = tuple(_physical_ids(aws)) if stack else ()
        return cls(
            aws.codebuild.hooks_at_host,
            _at_codebuild(aws),
            stack["StackStatus"] if stack else None,
            physical_ids,
            _in_template(aws) if physical_ids else {},
            next((output["OutputValue"] for output in stack.get("Outputs", ())), None) if stack else None,
            _stored(aws),
        )

    def without(self, project: str) -> World:
        """Leave a project out."""
        at_host = {name: hook for name, hook in self.at_host.items() if name != project}
        at_codebuild = {name: webhook for name, webhook in self.at_codebuild.items() if name != project}
        return replace(self, at_host=at_host, at_codebuild=at_codebuild)


@dataclass(frozen=True)
class Expected:
    """What a world must be.

    Attributes:
        status: The status of the stack; None where it must be gone.
        webhooks: What lives, by project, at CodeBuild.
        hooks: What lives, by project, at the host.
        in_stack: The physical id that the stack's webhook must have, as a regular expression; None where the stack
            must have none.
        deployed: What the template that CloudFormation goes by must say, by project.
        manual: Whether the webhooks are manual, so that their secrets must be stored.
        before: The hooks that lived before.
        identity: What must have become of those that still have a hook at their project.
    """

    status: str | None
    webhooks: Mapping[str, Settings]
    hooks: Mapping[str, Settings]
    in_stack: str | None
    deployed: Mapping[str, Settings]
    manual: bool
    before: Mapping[str, Hook]
    identity: Mapping[str, Identity]

    @property
    def project_in_stack(self) -> str | None:
        """The project of the stack's webhook."""
        return None if self.in_stack is None else re.split("[#@]", self.in_stack)[0]


def differences(expected: Expected, world: World) -> list[str]:
    """Return how a world differs from what it must be. No text names a secret."""
    return [
        *_difference("the stack", expected.status, world.status),
        *_difference("the hooks at the host", expected.hooks, _settings_at_host(world)),
        *_difference("the webhooks at CodeBuild", expected.webhooks, _settings_at_codebuild(world)),
        *_difference("the template", expected.deployed, world.template),
        *_of_ids(expected, world),
        *_of_kinds(expected, world),
        *_of_urls(expected, world),
        *_of_secrets(expected, world),
        *_of_identities(expected, world),
    ]


def _difference(what: str, expected: object, found: object) -> Iterator[str]:
    if expected != found:
        yield f"{what}: {found}, not {expected}"


def _settings_at_host(world: World) -> dict[str, Settings]:
    return {project: Settings.of_hook(hook) for project, hook in world.at_host.items()}


def _settings_at_codebuild(world: World) -> dict[str, Settings]:
    return {project: Settings.of_api(webhook) for project, webhook in world.at_codebuild.items()}


def _of_ids(expected: Expected, world: World) -> Iterator[str]:
    wanted = [] if expected.in_stack is None else [expected.in_stack]
    fits = len(wanted) == len(world.physical_ids) and all(map(re.fullmatch, wanted, world.physical_ids))
    if not fits:
        yield f"the webhooks of the stack: {list(world.physical_ids)}, not {wanted}"


def _of_kinds(expected: Expected, world: World) -> Iterator[str]:
    for project, hook in world.at_host.items():
        if hook.manual is not expected.manual:
            yield f"the webhook of {project} is{'' if hook.manual else ' not'} manual"


def _of_urls(expected: Expected, world: World) -> Iterator[str]:
    """CodeBuild knows the hook that lives, and CloudFormation's attribute leads to it."""
    for project, webhook in world.at_codebuild.items():
        if expected.manual:
            yield from _difference(f"the address of the webhook of {project}", None, webhook.get("url"))
        elif project in world.at_host and not str(webhook.get("url")).endswith(f"/{world.at_host[project].id}"):
            yield f"CodeBuild's webhook of {project} is not the hook at the host: {webhook.get('url')}"
    # The outputs of a stack that was rolled back are those that it had, also where its webhook was created again since.
    in_stack = expected.project_in_stack
    if in_stack is not None and expected.status in {"CREATE_COMPLETE", "UPDATE_COMPLETE"}:
        url = world.at_codebuild.get(in_stack, {}).get("url") or ""
        yield from _difference("the attribute Url", url, world.url)


def _of_secrets(expected: Expected, world: World) -> Iterator[str]:
    """The one secret holds what belongs to the webhook of the stack, also where another one is left."""
    if not expected.manual and world.stored:
        yield "a secret is stored, and no webhook has one to store"
    in_stack = expected.project_in_stack
    for project, hook in world.at_host.items():
        value = {"payloadUrl": hook.payload_url, "secret": hook.secret}
        is_left = project != in_stack and in_stack in world.at_host
        if hook.manual and not is_left and world.stored.get("AWSCURRENT") != value:
            yield f"what is stored is not the payload URL and secret of the webhook of {project}"


def _of_identities(expected: Expected, world: World) -> Iterator[str]:
    for project, identity in expected.identity.items():
        if project in expected.before and project in world.at_host:
            found = Identity.between(expected.before[project], world.at_host[project])
            if found is not identity:
                yield f"the webhook of {project} is {found and found.value}, and must be {identity.value}"


def _stack(aws: LocalAws) -> dict[str, Any] | None:
    cloudformation = aws.client("cloudformation")
    try:
        (stack,) = cloudformation.describe_stacks(StackName=NAME)["Stacks"]
    except cloudformation.exceptions.ClientError:
        return None
    found: dict[str, Any] = stack
    return found


def _physical_ids(aws: LocalAws) -> Iterable[str]:
    """The ids in the stack; ``#not-created`` is one that a Create has answered that made nothing."""
    for item in aws.client("cloudformation").list_stack_resources(StackName=NAME)["StackResourceSummaries"]:
        is_there = not item["ResourceStatus"].startswith(("DELETE_", "CREATE_FAILED"))
        if item["ResourceType"] == _TYPE and is_there:
            yield item["PhysicalResourceId"]


def _in_template(aws: LocalAws) -> dict[str, Settings]:
    template = aws.client("cloudformation").get_template(StackName=NAME)["TemplateBody"]
    found = (webhook["Properties"] for webhook in resources(_parsed(template), _TYPE))
    return {properties["ProjectName"]: Settings.of_properties(properties) for properties in found}


def _parsed(template: Any) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(template) if isinstance(template, str) else template
    return parsed


def _at_codebuild(aws: LocalAws) -> dict[str, dict[str, Any]]:
    client = aws.client("codebuild")
    projects = client.batch_get_projects(names=client.list_projects()["projects"])["projects"]
    return {project["name"]: project["webhook"] for project in projects if project.get("webhook")}


def _stored(aws: LocalAws) -> dict[str, dict[str, str]]:
    client = aws.client("secretsmanager")
    stored: dict[str, dict[str, str]] = {}
    for secret in client.list_secrets()["SecretList"]:
        for version in client.list_secret_version_ids(SecretId=secret["ARN"])["Versions"]:
            found = client.get_secret_value(SecretId=secret["ARN"], VersionId=version["VersionId"])
            if "SecretString" in found:
                stored |= dict.fromkeys(version["VersionStages"], json.loads(found["SecretString"]))
    return stored
