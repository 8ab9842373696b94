"""What runs of the suite have left in an account, and its removal. Nothing else is touched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from tests.acceptance.account import LEAKED, wait_until
from tests.acceptance.git_host import GitHost
from tests.acceptance.names import PREFIX, is_ours, require_ours
from tests.acceptance.target import Target

__all__ = ["Leftover", "Leftovers"]

_LIST_SECONDS = 30
_ALL_STACKS_BUT_DELETED = [
    f"{operation}_{end}"
    for operation in ("CREATE", "ROLLBACK", "DELETE", "UPDATE", "UPDATE_ROLLBACK", "REVIEW")
    for end in ("IN_PROGRESS", "COMPLETE", "FAILED")
    if (operation, end) not in {("DELETE", "COMPLETE"), ("REVIEW", "COMPLETE"), ("REVIEW", "FAILED")}
] + ["UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS"]


@dataclass(frozen=True, slots=True, order=True)
class Leftover:
    """Something that a run has made.

    Attributes:
        kind: Such as ``stack``.
        name: Its name; the number of a hook.
    """

    kind: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Leftovers:
    """What is in an account that bears the name of a run, or of any."""

    def __init__(self, target: Target, *, run: str | None = None) -> None:
        """Look at one account.

        Args:
            target: The account.
            run: The run. Default: all runs.
        """
        self._target = target
        self._start = f"{PREFIX}-{run}-" if run else f"{PREFIX}-"
        self._host = GitHost(target)
        self._clients: dict[str, Any] = {}

    def find(self) -> list[Leftover]:
        """Return what is there."""
        found = [Leftover(kind, name) for kind, names in self._kinds() for name in names if self._is_ours(name)]
        return sorted({*found, *(Leftover("hook", str(hook)) for hook in self._leaked_hooks())})

    def delete(self) -> list[Leftover]:
        """Delete what is there, and return what is there still."""
        self._settle_stacks()
        for project in self._only_ours(self._projects()):
            self._delete_webhook(project)
        self._delete_stacks()
        for hook in self._leaked_hooks():
            self._host.delete(hook)
        for kind, delete in self._deletions().items():
            for name in self._only_ours(dict(self._kinds())[kind]):
                delete(name)
        with suppress(TimeoutError):  # lists show for a while what is deleted
            wait_until(lambda: not self.find(), "nothing is left", self._target.pause_seconds, _LIST_SECONDS)
        return self.find()

    def _is_ours(self, name: str) -> bool:
        own = name.removeprefix("/aws/lambda/")
        return own.startswith(self._start) and is_ours(own)

    def _only_ours(self, names: Iterator[str]) -> list[str]:
        """Return the names that a run has given; nothing else is ever deleted."""
        return [name for name in names if self._is_ours(name)]

    def _client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self._target.client(service)
        return self._clients[service]

    def _pages(self, service: str, operation: str, key: str, **arguments: Any) -> Iterator[Any]:
        for page in self._client(service).get_paginator(operation).paginate(**arguments):
            yield from page[key]

    def _kinds(self) -> Iterator[tuple[str, Iterator[str]]]:
        yield "stack", self._stacks()
        yield "project", self._projects()
        yield "function", (each["FunctionName"] for each in self._pages("lambda", "list_functions", "Functions"))
        yield "role", (each["RoleName"] for each in self._pages("iam", "list_roles", "Roles"))
        yield "policy", (each["PolicyName"] for each in self._pages("iam", "list_policies", "Policies", Scope="Local"))
        yield "log group", self._log_groups()
        yield "secret", (each["Name"] for each in self._pages("secretsmanager", "list_secrets", "SecretList"))
        yield "bucket", (each["Name"] for each in self._client("s3").list_buckets()["Buckets"])

    def _deletions(self) -> dict[str, Callable[[str], None]]:
        return {
            "function": lambda name: self._client("lambda").delete_function(FunctionName=name),
            "project": lambda name: self._client("codebuild").delete_project(name=name),
            "role": self._delete_role,
            "policy": self._delete_policy,
            "log group": lambda name: self._client("logs").delete_log_group(logGroupName=name),
            "secret": lambda name: self._client("secretsmanager").delete_secret(
                SecretId=name, ForceDeleteWithoutRecovery=True
            ),
            "bucket": self._delete_bucket,
        }

    def _stacks(self) -> Iterator[str]:
        summaries = self._pages(
            "cloudformation", "list_stacks", "StackSummaries", StackStatusFilter=_ALL_STACKS_BUT_DELETED
        )
        return (each["StackName"] for each in summaries)

    def _projects(self) -> Iterator[str]:
        return self._pages("codebuild", "list_projects", "projects")

    def _log_groups(self) -> Iterator[str]:
        for start in (self._start, f"/aws/lambda/{self._start}"):
            for each in self._pages("logs", "describe_log_groups", "logGroups", logGroupNamePrefix=start):
                yield each["logGroupName"]

    def _leaked_hooks(self) -> list[int]:
        """Return the hooks that tests were about to leave at the git host, and that live; none without a token."""
        if not self._host.is_readable:
            return []
        buckets = self._only_ours(each["Name"] for each in self._client("s3").list_buckets()["Buckets"])
        noted = {
            int(each["Key"].removeprefix(LEAKED))
            for bucket in buckets
            for each in self._client("s3").list_objects_v2(Bucket=bucket, Prefix=LEAKED).get("Contents", [])
        }
        return sorted(noted & set(self._host.hook_ids())) if noted else []

    def _settle_stacks(self) -> None:
        for name in self._only_ours(self._stacks()):
            self._wait_for(name)

    def _delete_stacks(self) -> None:
        """Delete the stacks; what CloudFormation cannot delete is deleted by its name afterwards."""
        cloudformation, names = self._client("cloudformation"), self._only_ours(self._stacks())
        for name in names:
            cloudformation.delete_stack(StackName=require_ours(name))
        for name in names:
            if self._wait_for(name) == "DELETE_FAILED":
                resources = self._pages(
                    "cloudformation", "list_stack_resources", "StackResourceSummaries", StackName=name
                )
                failed = [each["LogicalResourceId"] for each in resources if each["ResourceStatus"] == "DELETE_FAILED"]
                cloudformation.delete_stack(StackName=require_ours(name), RetainResources=failed)
                self._wait_for(name)

    def _wait_for(self, name: str) -> str | None:
        """Wait until nothing goes on with a stack; return its status, None where there is none."""
        status: list[str | None] = [None]

        def is_settled() -> bool:
            try:
                found = self._client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
            except ClientError as error:
                if "does not exist" not in str(error):
                    raise
                found = None
            status[0] = found
            return found is None or not found.endswith("IN_PROGRESS")

        wait_until(is_settled, "nothing goes on with the stack", self._target.pause_seconds, seconds=1800)
        return status[0]

    def _delete_webhook(self, project: str) -> None:
        codebuild = self._client("codebuild")
        with suppress(codebuild.exceptions.ResourceNotFoundException):
            codebuild.delete_webhook(projectName=require_ours(project))

    def _delete_role(self, name: str) -> None:
        iam = self._client("iam")
        for each in self._pages("iam", "list_attached_role_policies", "AttachedPolicies", RoleName=name):
            iam.detach_role_policy(RoleName=name, PolicyArn=each["PolicyArn"])
        for policy in self._pages("iam", "list_role_policies", "PolicyNames", RoleName=name):
            iam.delete_role_policy(RoleName=name, PolicyName=policy)
        iam.delete_role(RoleName=name)

    def _delete_policy(self, name: str) -> None:
        policies = self._pages("iam", "list_policies", "Policies", Scope="Local")
        for arn in [each["Arn"] for each in policies if each["PolicyName"] == name]:
            self._client("iam").delete_policy(PolicyArn=arn)

    def _delete_bucket(self, name: str) -> None:
        s3 = self._client("s3")
        for each in list(self._pages_of_objects(name)):
            s3.delete_object(Bucket=name, Key=each)
        s3.delete_bucket(Bucket=name)

    def _pages_of_objects(self, bucket: str) -> Iterator[str]:
        for page in self._client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket):
            yield from (each["Key"] for each in page.get("Contents", []))
