"""The function behind the custom resources of probes; CloudFormation gets its text, and it imports nothing of ours.

It writes down what it is told and what it sees into the bucket of the run, without the ResponseURL, and does what the
properties of its resource say for the type of the request: `Sleep`, `Fail`, `Misaddress`.
"""

from __future__ import annotations

import json
import os
import time
import urllib.request
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
from botocore.exceptions import ClientError

_HOUR = 3600.0
_DENIALS = 30


def handler(event: dict[str, Any], _context: object) -> None:
    kind, properties = event["RequestType"], event["ResourceProperties"]
    begun = time.time()
    seen = {
        "type": kind,
        "resource": event["LogicalResourceId"],
        "physical_id": event.get("PhysicalResourceId"),
        "value": properties.get("Value"),
        "old_value": event.get("OldResourceProperties", {}).get("Value"),
        "signed": _signed(event["ResponseURL"]),
        "begun": begun,
        "resources": [_resource(event)],
        "listed": _listed(event),
    }
    _write(event, seen)
    if kind in properties.get("Sleep", ""):
        time.sleep(float(properties["Seconds"]))
        seen["resources"].append(_resource(event))
    seen["ended"] = time.time()
    _write(event, seen)
    _answer(event, failed=kind in properties.get("Fail", ""), wrong=kind in properties.get("Misaddress", ""))


def _signed(url: str) -> float | None:
    """Return when the URL says that it was signed, in seconds since 1970."""
    query = {name.lower(): values[0] for name, values in parse_qs(urlsplit(url).query).items()}
    if "x-amz-date" in query:
        when = datetime.strptime(query["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
        return when.timestamp()
    return float(query["expires"]) - 2 * _HOUR if "expires" in query else None


def _call(service: str, operation: str, **arguments: Any) -> Any:
    """Call an operation; a role that is new is denied for a while."""
    for _ in range(_DENIALS):
        with suppress(ClientError):
            return getattr(boto3.client(service), operation)(**arguments)
        time.sleep(2)
    return getattr(boto3.client(service), operation)(**arguments)


def _resource(event: dict[str, Any]) -> list[Any]:
    """Return the status of the resource, and its time."""
    name = event["LogicalResourceId"]
    found = _call("cloudformation", "describe_stack_resource", StackName=event["StackId"], LogicalResourceId=name)
    found = found["StackResourceDetail"]
    return [found["ResourceStatus"], found["LastUpdatedTimestamp"].timestamp()]


def _listed(event: dict[str, Any]) -> str | None:
    """Return the physical ID that CloudFormation lists for the resource."""
    found = _call("cloudformation", "list_stack_resources", StackName=event["StackId"])
    ids = {each["LogicalResourceId"]: each.get("PhysicalResourceId") for each in found["StackResourceSummaries"]}
    return ids.get(event["LogicalResourceId"])


def _write(event: dict[str, Any], seen: dict[str, Any]) -> None:
    key = f"{os.environ['FOLDER']}{event['RequestId']}-{seen['begun']}"
    _call("s3", "put_object", Bucket=os.environ["BUCKET"], Key=key, Body=json.dumps(seen).encode())


def _answer(event: dict[str, Any], *, failed: bool, wrong: bool) -> None:
    value = event["ResourceProperties"].get("Value")
    body = {
        "Status": "FAILED" if failed else "SUCCESS",
        "Reason": "it was told to fail",
        "PhysicalResourceId": f"of-value-{value}",
        "StackId": event["StackId"],
        "RequestId": "of-nothing" if wrong else event["RequestId"],
        "LogicalResourceId": event["LogicalResourceId"],
    }
    request = urllib.request.Request(
        event["ResponseURL"], data=json.dumps(body).encode(), method="PUT", headers={"Content-Type": ""}
    )
    urllib.request.urlopen(request, timeout=30).close()
