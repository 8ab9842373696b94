"""The account of a run: what is made there by hand, and what is read back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from typing import Any

from tests.acceptance.git_host import GitHost
from tests.acceptance.names import Names, require_ours
from tests.acceptance.target import Target

__all__ = ["Account", "wait_until"]

LEAKED = "leaked-hooks/"
"""The folder of the bucket that says which hooks a test leaves at the git host until it deletes them itself."""

_CONNECTION_ACTIONS = ["GetConnection", "GetConnectionToken", "UseConnection"]
_ROLE_SECONDS, _DELETION_SECONDS = 90, 120


class Account:
    """What the tests see of an account; all that it makes has a name of the run."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.names = Names(target.run)
        self.host = GitHost(target)
        self._clients: dict[str, Any] = {}

    def client(self, service: str) -> Any:
        if service not in self._clients:
            self._clients[service] = self.target.client(service)
        return self._clients[service]

    @property
    def codebuild(self) -> Any:
        return self.client("codebuild")

    @cached_property
    def id(self) -> str:
        found: str = self.client("sts").get_caller_identity()["Account"]
        return found

    @cached_property
    def bucket(self) -> str:
        """The bucket of the assets, which is made when it is asked for."""
        name, region = self.names("assets"), self.target.region
        place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        self.client("s3").create_bucket(Bucket=name, **place)
        return name

    @cached_property
    def project_role(self) -> str:
        """The role of the projects, which may use the connection and nothing else."""
        iam, name = self.client("iam"), self.names("project")
        trust = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
        arn: str = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document(trust))["Role"]["Arn"]
        if self.target.connection:
            service = self.target.connection.split(":")[2]
            actions = [f"{service}:{action}" for action in _CONNECTION_ACTIONS]
            allowed = {"Effect": "Allow", "Action": actions, "Resource": self.target.connection}
            iam.put_role_policy(RoleName=name, PolicyName="connection", PolicyDocument=_document(allowed))
        return arn

    def project_properties(self, what: str, source: Mapping[str, str] | None = None) -> dict[str, Any]:
        """Return the properties of a project of the run; its source is the repository unless it is given another."""
        chosen: dict[str, Any] = dict(source or {"type": "GITHUB", "location": self.target.repository})
        connection = self.target.connection
        if connection and chosen["type"] == "GITHUB":
            chosen["auth"] = {"type": "CODECONNECTIONS", "resource": connection}
        return {
            "name": self.names(what),
            "source": {"buildspec": "version: 0.2", **chosen},
            "artifacts": {"type": "NO_ARTIFACTS"},
            "environment": {
                "type": "LINUX_CONTAINER",
                "image": "aws/codebuild/standard:7.0",
                "computeType": "BUILD_GENERAL1_SMALL",
            },
            "serviceRole": self.project_role,
        }

    def make_project(self, what: str, source: Mapping[str, str] | None = None) -> str:
        """Make a project, and return its name."""
        properties = self.project_properties(what, source)
        invalid = self.codebuild.exceptions.InvalidInputException

        def is_made() -> bool:
            try:
                self.codebuild.create_project(**properties)
            except invalid as error:
                if "AssumeRole" in str(error):  # the role is new, and has not reached every place
                    return False
                raise
            return True

        wait_until(is_made, "CodeBuild takes the role of the project", self.target.pause_seconds, _ROLE_SECONDS)
        name: str = properties["name"]
        return name

    def wait_for_the_git_host(self) -> None:
        """Wait until CodeBuild makes a webhook: a role and its connection are not known everywhere at once.

        Raises:
            TimeoutError: It makes none.
        """
        project, oauth = self.make_project("first"), self.codebuild.exceptions.OAuthProviderException

        def is_made() -> bool:
            with suppress(oauth):
                self.codebuild.create_webhook(projectName=project)
                return True
            return False

        wait_until(is_made, "CodeBuild makes a webhook", self.target.pause_seconds, _ROLE_SECONDS)
        self.delete_project(project)

    def webhook(self, project: str) -> dict[str, Any]:
        """Return the webhook that CodeBuild shows of a project, once it is not DELETING any more; {} for none."""
        shown: dict[str, Any] = {}

        def is_settled() -> bool:
            (found,) = self.codebuild.batch_get_projects(names=[project])["projects"]
            shown.clear()
            shown.update(found.get("webhook", {}))
            return shown.get("status") != "DELETING"

        wait_until(is_settled, "the webhook is deleted", self.target.pause_seconds, _DELETION_SECONDS)
        return shown

    def patterns(self, project: str) -> list[list[str]]:
        """Return the patterns of the groups of the webhook of a project; [] where it has no webhook or no groups."""
        groups = self.webhook(project).get("filterGroups", [])
        return [[each["pattern"] for each in group] for group in groups]

    def delete_project(self, project: str) -> None:
        """Delete a project and its webhook, if they are there."""
        require_ours(project)
        for found in self.codebuild.batch_get_projects(names=[project])["projects"]:
            if found.get("webhook"):
                self.codebuild.delete_webhook(projectName=project)
                self.webhook(project)  # a project that goes before its webhook may leave the hook behind
            self.codebuild.delete_project(name=project)

    @contextmanager
    def hook_deleted_if_lost(self, url: str, project: str) -> Iterator[None]:
        """Delete the hook of a webhook at the git host if the webhook loses it in this block.

        Before, write down in the bucket that this may happen, for whoever cleans up after a run that was killed.
        """
        hook = self.host.hook_id(url)
        if hook is None or not self.host.is_readable:
            yield
            return
        self.client("s3").put_object(Bucket=require_ours(self.bucket), Key=f"{LEAKED}{hook}", Body=b"")
        try:
            yield
        finally:
            projects = self.codebuild.batch_get_projects(names=[project])["projects"]
            if url not in {each.get("webhook", {}).get("url") for each in projects}:
                self.host.delete(hook)


def wait_until(is_so: Callable[[], bool], what: str, pause: float, seconds: float = 900.0) -> None:
    """Wait until something is so.

    Raises:
        TimeoutError: It is not, and it took too long.
    """
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            msg = f"after {seconds:.0f} seconds it is still not so that {what}"
            raise TimeoutError(msg)
        time.sleep(pause)


def _document(*statements: Mapping[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
