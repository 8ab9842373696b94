"""Stacks of the run: made with the constructs, deployed through CloudFormation by boto3."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from botocore.exceptions import ClientError

from tests.acceptance.account import Account, wait_until
from tests.acceptance.names import require_ours
from webhook_constructs import CodeBuildWebhook, FilterGroup, SourceProvider

__all__ = ["MAIN", "RELEASE", "TO_MAIN", "TO_RELEASE", "Deployed", "Stacks", "Template", "add_webhook", "synthesized"]

TO_MAIN, TO_RELEASE = (FilterGroup.on_push().and_branch_is(name) for name in ("main", "release"))
MAIN, RELEASE = ([["PUSH", f"^refs/heads/{name}$"]] for name in ("main", "release"))

Template = dict[str, Any]
_LONGEST_BODY = 51_200
_WEBHOOK = "Custom::CodeBuildWebhook"


@dataclass(frozen=True, slots=True)
class Deployed:
    """How an operation on a stack ended.

    Attributes:
        status: The status of the stack.
        reasons: Why resources failed, the first one first.
        outputs: The outputs of the stack.
    """

    status: str
    reasons: tuple[str, ...]
    outputs: Mapping[str, str]


class Stacks:
    """CloudFormation, for stacks of the run."""

    def __init__(self, account: Account, folder: Path) -> None:
        self.account = account
        self._folder = folder
        self._cloudformation = account.client("cloudformation")
        self._uploaded: set[str] = set()

    def new(self, what: str) -> cdk.Stack:
        """Return a stack without resources; it needs no bootstrap, because its assets go to the bucket of the run."""
        app = cdk.App(
            outdir=str(self._folder / f"{what}-{len(list(self._folder.iterdir()))}"), analytics_reporting=False
        )
        environment = cdk.Environment(account=self.account.id, region=self.account.target.region)
        bucket = cdk.CliCredentialsStackSynthesizer(file_assets_bucket_name=self.account.bucket)
        return cdk.Stack(app, self.account.names(what), env=environment, synthesizer=bucket)

    def with_webhook(self, what: str, project: str, **arguments: Any) -> cdk.Stack:
        """Return a stack with one webhook."""
        stack = self.new(what)
        add_webhook(stack, project, **arguments)
        return stack

    def add_project(self, stack: cdk.Stack, what: str, **properties: Any) -> str:
        """Add a project to a stack, in CloudFormation's own form, and return its name."""
        found = self.account.project_properties(f"{what}-own")
        name = found["name"]
        source = {key[0].upper() + key[1:]: value for key, value in found["source"].items()}
        source["BuildSpec"] = source.pop("Buildspec")
        if "Auth" in source:
            source["Auth"] = {"Type": source["Auth"]["type"], "Resource": source["Auth"]["resource"]}
        environment = {key[0].upper() + key[1:]: value for key, value in found["environment"].items()}
        cdk.CfnResource(
            stack,
            "Project",
            type="AWS::CodeBuild::Project",
            properties={
                "Name": name,
                "Source": source,
                "Artifacts": {"Type": "NO_ARTIFACTS"},
                "Environment": environment,
                "ServiceRole": found["serviceRole"],
                **properties,
            },
        )
        return str(name)

    def deploy(
        self,
        stack: cdk.Stack | Template,
        what: str,
        edit: Callable[[Template], None] = lambda _: None,
        *,
        rollback: bool = True,
    ) -> Deployed:
        """Create or update a stack, wait for its end, and return how it went, be it well or not.

        Args:
            stack: The stack, or a template without assets.
            what: What its name says.
            edit: A change of the template before it is deployed.
            rollback: Whether a failure is rolled back.
        """
        name = self.account.names(what)
        template = self._published(stack) if isinstance(stack, cdk.Stack) else stack
        edit(template)
        body = json.dumps(template, separators=(",", ":"))
        assert len(body) <= _LONGEST_BODY
        arguments = {"StackName": name, "TemplateBody": body, "Capabilities": ["CAPABILITY_IAM"]}
        seen = self._event_ids(name)
        try:
            if self.status(name) is None:
                self._cloudformation.create_stack(**arguments, DisableRollback=not rollback)
            else:
                self._cloudformation.update_stack(**arguments, DisableRollback=not rollback)
        except ClientError as error:
            if "No updates are to be performed" not in str(error):
                raise
        return self._end(name, seen)

    def delete(self, what: str) -> Deployed:
        """Delete a stack, wait for its end, and return how it went; what is gone is deleted."""
        name = require_ours(self.account.names(what))
        found = self._stack(name)
        if found is None:
            return Deployed("DELETE_COMPLETE", (), {})
        seen = self._event_ids(found["StackId"])
        self._cloudformation.delete_stack(StackName=name)
        return self._end(found["StackId"], seen)

    def status(self, name: str) -> str | None:
        """Return the status of a stack; None where there is none."""
        found = self._stack(name)
        return None if found is None or found["StackStatus"] == "DELETE_COMPLETE" else str(found["StackStatus"])

    def physical_ids(self, what: str) -> list[str]:
        """Return the physical IDs of the webhooks of a stack."""
        pages = self._cloudformation.get_paginator("list_stack_resources").paginate(StackName=self.account.names(what))
        found = [each for page in pages for each in page["StackResourceSummaries"]]
        return sorted(each["PhysicalResourceId"] for each in found if each["ResourceType"] == _WEBHOOK)

    def times(self, what: str, resource: str) -> dict[str, float]:
        """Return when a resource came to each of its statuses, the last time, in seconds since 1970."""
        events = reversed(self._events(self.account.names(what)))
        own = [each for each in events if each["LogicalResourceId"] == resource]
        return {each["ResourceStatus"]: each["Timestamp"].timestamp() for each in own}

    def _published(self, stack: cdk.Stack) -> Template:
        """Synthesize a stack, upload its assets, and return its template."""
        template, assets = synthesized(stack)
        for key, path in assets.items():
            if key not in self._uploaded:
                self.account.client("s3").put_object(Bucket=self.account.bucket, Key=key, Body=path.read_bytes())
                self._uploaded.add(key)
        return template

    def _end(self, stack: str, seen: set[str]) -> Deployed:
        def has_ended() -> bool:
            return not str(self._described(stack)["StackStatus"]).endswith("IN_PROGRESS")

        wait_until(has_ended, "the operation on the stack has ended", self.account.target.pause_seconds)
        found = self._described(stack)
        new = [each for each in self._events(stack) if each["EventId"] not in seen]
        failed = [each for each in reversed(new) if each["ResourceStatus"].endswith("FAILED")]
        reasons = tuple(each.get("ResourceStatusReason", "") for each in failed)
        outputs = {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])}
        return Deployed(found["StackStatus"], reasons, outputs)

    def _described(self, stack: str) -> dict[str, Any]:
        found = self._stack(stack)
        assert found is not None
        return found

    def _stack(self, stack: str) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = self._cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
        except ClientError as error:
            if "does not exist" in str(error):
                return None
            raise
        return found

    def _events(self, stack: str) -> list[dict[str, Any]]:
        pages = self._cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
        return [event for page in pages for event in page["StackEvents"]]

    def _event_ids(self, stack: str) -> set[str]:
        return {each["EventId"] for each in self._events(stack)} if self._stack(stack) else set()


def add_webhook(stack: cdk.Stack, project: str, construct_id: str = "Webhook", **arguments: Any) -> CodeBuildWebhook:
    """Add a webhook of a project that was made by hand."""
    imported = codebuild.Project.from_project_name(stack, f"{construct_id}Project", project)
    chosen = {"source_provider": SourceProvider.GITHUB, "filter_groups": [TO_MAIN], **arguments}
    return CodeBuildWebhook(stack, construct_id, project=imported, **chosen)


def synthesized(stack: cdk.Stack) -> tuple[Template, dict[str, Path]]:
    """Synthesize a stack; return its template, and the files of its assets by their keys."""
    root = stack.node.root
    assert isinstance(root, cdk.App)
    artifact = root.synth().get_stack_artifact(stack.artifact_id)
    template = Path(artifact.template_full_path)
    manifest = json.loads(template.with_name(f"{stack.artifact_id}.assets.json").read_text(encoding="utf-8"))
    assets = {}
    for entry in manifest["files"].values():
        path = template.parent / entry["source"]["path"]
        if path != template:
            assert path.is_file()  # a zip already
            assets.update({to["objectKey"]: path for to in entry["destinations"].values()})
    return json.loads(template.read_text(encoding="utf-8")), assets
