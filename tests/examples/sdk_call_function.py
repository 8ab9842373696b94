"""The function behind AwsCustomResource, as its Python double: the embedded AWS has no SDK for JavaScript.

It makes the call that the event's resource names for what is done, and none where the resource names none.
"""

from __future__ import annotations

import json
import re
import urllib.request
from typing import Any

import boto3


def handler(event: dict[str, Any], context: object) -> None:  # noqa: ARG001 - called by Lambda
    """Make the call, and answer CloudFormation."""
    calls = {name: json.loads(event["ResourceProperties"].get(name, "null")) for name in ("Create", "Update", "Delete")}
    call = calls[event["RequestType"]]
    answer = {
        "Status": "SUCCESS",
        "PhysicalResourceId": event.get("PhysicalResourceId") or calls["Create"]["physicalResourceId"]["id"],
        **{name: event[name] for name in ("StackId", "RequestId", "LogicalResourceId")},
    }
    try:
        if call is not None:
            operation = re.sub("([A-Z])", r"_\1", call["action"]).lower()
            getattr(boto3.client(call["service"].lower()), operation)(**call["parameters"])
    except Exception as error:  # noqa: BLE001 - as the function itself: whatever has failed, CloudFormation is told
        answer |= {"Status": "FAILED", "Reason": str(error)}
    body = json.dumps(answer).encode()
    with urllib.request.urlopen(urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")):
        pass
