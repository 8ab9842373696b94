"""Create, update and delete stacks through CloudFormation."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from botocore.exceptions import ClientError

from webhook_constructs.testing.local._errors import DeploymentFailed
from webhook_constructs.testing.local._process.home import Home

from .assets import ensure_bucket
from .stack_ends import StackEnds
from .stack_event import Deployment, StackEvent
from .stack_source import Deployable, StackSource

__all__ = ["Stacks"]

_LONGEST_BODY = 51_200  # bytes of a template sent by itself; a longer one goes through S3 [doc: CloudFormation quotas]
_CAPABILITIES = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]
_LONGEST_WAIT = 1.0  # seconds after which a stack is looked at without having been told of an end
_SUCCEEDED = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
_NOTHING_TO_DO = "No updates are to be performed."


class Stacks:
    """The stacks of the account."""

    def __init__(self, client: Callable[[str, str | None], Any], home: Home, ends: StackEnds) -> None:
        """Keep how to get a client of a service in a region, and who tells of the end of an operation."""
        self._client = client
        self._home = home
        self._ends = ends
        self._regions: dict[str, str] = {}
        self._uploaded: set[tuple[str, str, str]] = set()

    def clear(self) -> None:
        """Forget which stacks and assets there were."""
        self._regions.clear()
        self._uploaded.clear()

    def deploy(
        self, deployable: Deployable, name: str, parameters: Mapping[str, str] | None, *, rollback: bool
    ) -> Deployment:
        """Create or update a stack, and wait for its end.

        Raises:
            DeploymentFailed: It ended in anything but success, or CloudFormation refused the request.
            LocalAwsError: It is bound to another account, or has an asset that cannot be uploaded.
        """
        source = StackSource.of(deployable, self._home)
        cloudformation = self._client("cloudformation", source.region)
        self._upload_assets(source)
        self._regions[name] = source.region
        status = _status(cloudformation, name)
        if status == "ROLLBACK_COMPLETE":  # it can only be deleted; the CDK CLI does so, too
            self.delete(name)
            status = None
        token = str(uuid.uuid4())
        request: dict[str, Any] = {
            "StackName": name,
            "Capabilities": _CAPABILITIES,
            "ClientRequestToken": token,
            "DisableRollback": not rollback,
            "Parameters": [{"ParameterKey": k, "ParameterValue": v} for k, v in (parameters or {}).items()],
            **self._template_argument(source),
        }
        try:
            if status is None:
                stack_id = cloudformation.create_stack(**request)["StackId"]
            else:
                stack_id = cloudformation.update_stack(**request)["StackId"]
        except ClientError as error:
            if error.response["Error"]["Message"] == _NOTHING_TO_DO:
                stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]
                return Deployment(stack["StackStatus"], _outputs(stack), ())
            msg = f"CloudFormation refused to deploy {name}: {error.response['Error']['Message']}"
            raise DeploymentFailed(msg) from error
        return self._finish(cloudformation, name, stack_id, token)

    def delete(self, name: str) -> None:
        """Delete a stack, and wait for its end; a stack that is not there is deleted already.

        Raises:
            DeploymentFailed: It ended in anything but DELETE_COMPLETE.
        """
        cloudformation = self._client("cloudformation", self._regions.get(name))
        if _status(cloudformation, name) is None:
            return
        stack_id = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
        token = str(uuid.uuid4())
        cloudformation.delete_stack(StackName=stack_id, ClientRequestToken=token)
        stack = self._await_end(cloudformation, stack_id)
        if stack["StackStatus"] != "DELETE_COMPLETE":
            raise _failure(name, "delete", stack, _events(cloudformation, stack_id, token))

    def events(self, name: str) -> tuple[StackEvent, ...]:
        """Return every event of the stack of this name that was deployed last, deleted or not, oldest first."""
        cloudformation = self._client("cloudformation", self._regions.get(name))
        return _events(cloudformation, name)

    def _finish(self, cloudformation: Any, name: str, stack_id: str, token: str) -> Deployment:
        stack = self._await_end(cloudformation, stack_id)
        events = _events(cloudformation, stack_id, token)
        if stack["StackStatus"] not in _SUCCEEDED:
            raise _failure(name, "deploy", stack, events)
        return Deployment(stack["StackStatus"], _outputs(stack), events)

    def _await_end(self, cloudformation: Any, stack_id: str) -> dict[str, Any]:
        while True:
            ended = self._ends.number
            stack: dict[str, Any] = cloudformation.describe_stacks(StackName=stack_id)["Stacks"][0]
            if not stack["StackStatus"].endswith("_IN_PROGRESS"):
                return stack
            self._ends.wait_for_more_than(ended, _LONGEST_WAIT)

    def _upload_assets(self, source: StackSource) -> None:
        s3 = self._client("s3", source.region)
        for asset in source.assets:
            place = (source.region, asset.bucket, asset.key)
            if place not in self._uploaded:
                ensure_bucket(s3, asset.bucket, source.region)
                s3.put_object(Bucket=asset.bucket, Key=asset.key, Body=asset.content())
                self._uploaded.add(place)

    def _template_argument(self, source: StackSource) -> dict[str, str]:
        body = json.dumps(source.template)
        if len(body.encode()) <= _LONGEST_BODY:
            return {"TemplateBody": body}
        s3 = self._client("s3", source.region)
        bucket = f"local-templates-{self._home.account}-{source.region}"
        key = f"{hashlib.sha256(body.encode()).hexdigest()}.json"
        ensure_bucket(s3, bucket, source.region)
        s3.put_object(Bucket=bucket, Key=key, Body=body.encode())
        return {"TemplateURL": f"{s3.meta.endpoint_url}/{bucket}/{key}"}


def _status(cloudformation: Any, name: str) -> str | None:
    try:
        status: str = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackStatus"]
    except ClientError as error:
        if "does not exist" in error.response["Error"]["Message"]:
            return None
        raise
    return None if status == "DELETE_COMPLETE" else status


def _events(cloudformation: Any, stack: str, token: str | None = None) -> tuple[StackEvent, ...]:
    pages = cloudformation.get_paginator("describe_stack_events").paginate(StackName=stack)
    newest_first = [event for page in pages for event in page["StackEvents"]]
    return tuple(
        StackEvent.from_api(event)
        for event in reversed(newest_first)
        if token is None or event.get("ClientRequestToken") == token
    )


def _outputs(stack: Mapping[str, Any]) -> Mapping[str, str]:
    return MappingProxyType({output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])})


def _failure(name: str, verb: str, stack: Mapping[str, Any], events: tuple[StackEvent, ...]) -> DeploymentFailed:
    status = stack["StackStatus"]
    return DeploymentFailed(f"could not {verb} the stack {name}: it ended in {status}", status=status, events=events)
