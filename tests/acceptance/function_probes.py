"""Probes of how CloudFormation drives custom resources, by a function that writes down what it is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.acceptance.probes import Probe, Probed
from tests.acceptance.record import Observation
from tests.acceptance.stacks import Template

__all__ = ["FUNCTION_PROBES"]

_CODE = Path(__file__).with_name("probe_function.py").read_text(encoding="utf-8")
_ROLE = {"Fn::GetAtt": ["Role", "Arn"]}
_TIMEOUT = 180
_LONG = 20  # longer than CloudFormation takes to cancel [obs: aws-cdk issue 26139]
_CLOCKS_APART = 120.0

Seen = dict[str, Any]


def generated_id(probed: Probed) -> Observation:
    slow = {"Value": "1", "Sleep": "Create", "Seconds": _LONG}
    _deploy(probed, {"Slow": slow, "Failing": {"Value": "1", "Fail": "Create"}})
    ids = [each["physical_id"] for each in _seen(probed) if (each["resource"], each["type"]) == ("Slow", "Delete")]
    if not ids or ids[0] == "of-value-1":
        return Observation.not_tried("the Create was over before CloudFormation canceled it")
    start = re.escape(f"{probed.account.names(probed.what)}-Slow-")
    holds = re.fullmatch(f"{start}[A-Za-z0-9]+", ids[0]) is not None
    return Observation.of(f"the ID is {'' if holds else 'not '}<stack>-<logical id>-<suffix>", holds=holds)


def canceled_update_overlaps(probed: Probed) -> Observation:
    _deploy(probed, {"Slow": {"Value": "1"}, "Failing": {"Value": "1"}})
    _deploy(
        probed,
        {"Slow": {"Value": "2", "Sleep": "Update", "Seconds": _LONG}, "Failing": {"Value": "2", "Fail": "Update"}},
    )
    updates = [each for each in _seen(probed) if (each["resource"], each["type"]) == ("Slow", "Update")]
    canceled = [each for each in updates if each["value"] == "2"]
    back = [each for each in updates if each["value"] == "1"]
    if not canceled or not back:
        return Observation.not_tried("the Update was over before CloudFormation canceled it, or was not sent")
    holds = back[0]["begun"] < canceled[0].get("ended", float("inf"))
    return Observation.of(f"the rollback came {'before' if holds else 'after'} the end of the Update", holds=holds)


def misaddressed_answer(probed: Probed) -> Observation:
    _deploy(probed, {"Thing": {"Value": "1", "Misaddress": "Create"}})
    times = probed.stacks.times(probed.what, "Thing")
    seconds = times["CREATE_FAILED"] - times["CREATE_IN_PROGRESS"]
    holds = seconds < _TIMEOUT
    return Observation.of("it failed at once" if holds else "it failed at the timeout", holds=holds)


def old_properties_after_failure(probed: Probed) -> Observation:
    _deploy(probed, {"Thing": {"Value": "1"}})
    _deploy(probed, {"Thing": {"Value": "2", "Fail": "Update"}}, rollback=False)
    _deploy(probed, {"Thing": {"Value": "3"}}, rollback=False)
    (old,) = {each["old_value"] for each in _seen(probed) if each["value"] == "3"}
    which = {"1": "of the last success", "2": "of the failure"}.get(old, "others")
    return Observation.of(f"the old properties are {which}", holds=old == "1")


def resource_status_time(probed: Probed) -> Observation:
    _deploy(probed, {"Thing": {"Value": "1", "Sleep": "Create", "Seconds": 3}})
    (seen,) = _seen(probed)
    (status, first), (later, second) = seen["resources"]
    is_begin = abs(first - (seen["signed"] or seen["begun"])) < _CLOCKS_APART
    holds = status == later == "CREATE_IN_PROGRESS" and first == second and is_begin
    moves = "stays" if first == second else "moves"
    return Observation.of(f"the status is {status}, then {later}; its time {moves}", holds=holds)


def response_url_date(probed: Probed) -> Observation:
    _deploy(probed, {"Thing": {"Value": "1"}})
    (seen,) = _seen(probed)
    if seen["signed"] is None:
        return Observation.of("the URL has no date", holds=False)
    holds = abs(seen["begun"] - seen["signed"]) < _CLOCKS_APART
    return Observation.of(f"the date is {'that' if holds else 'not that'} of the event", holds=holds)


def rolled_back_ids(probed: Probed) -> Observation:
    failing = {"Value": "1", "DependsOn": "Thing"}
    _deploy(probed, {"Thing": {"Value": "1"}, "Failing": failing})
    _deploy(probed, {"Thing": {"Value": "2"}, "Failing": {**failing, "Value": "2", "Fail": "Update"}})
    listed = [each["listed"] for each in _seen(probed) if each["type"] == "Delete"]
    if not listed:
        return Observation.not_tried("CloudFormation sent no Delete for what the update had made")
    which = {"of-value-1": "of before the update", "of-value-2": "of the update"}.get(listed[0], "another one")
    return Observation.of(f"the physical ID is the one {which}", holds=listed[0] == "of-value-1")


def _deploy(probed: Probed, resources: Mapping[str, Mapping[str, Any]], *, rollback: bool = True) -> None:
    probed.stacks.deploy(_template(probed, resources), probed.what, rollback=rollback)


def _template(probed: Probed, resources: Mapping[str, Mapping[str, Any]]) -> Template:
    """Return a template with custom resources that have these properties, `DependsOn` apart."""
    account, stack = probed.account, probed.account.names(probed.what)
    arn = f"arn:aws:cloudformation:{account.target.region}:{account.id}:stack/{stack}/*"
    statements = [
        {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{account.bucket}/{_folder(probed)}*"},
        {
            "Effect": "Allow",
            "Action": ["cloudformation:DescribeStackResource", "cloudformation:ListStackResources"],
            "Resource": arn,
        },
    ]
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    made: Template = {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
                "Policies": [
                    {"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": statements}}
                ],
            },
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.13",
                "Handler": "index.handler",
                "Role": _ROLE,
                "Timeout": _TIMEOUT,
                "Code": {"ZipFile": _CODE},
                "Environment": {"Variables": {"BUCKET": account.bucket, "FOLDER": _folder(probed)}},
            },
        },
    }
    for name, properties in resources.items():
        own = {key: value for key, value in properties.items() if key != "DependsOn"}
        token = {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": _TIMEOUT}
        made[name] = {"Type": "Custom::Probe", "Properties": {**token, **own}}
        if "DependsOn" in properties:
            made[name]["DependsOn"] = properties["DependsOn"]
    return {"Resources": made}


def _folder(probed: Probed) -> str:
    return f"events/{probed.what}/"


def _seen(probed: Probed) -> list[Seen]:
    """Return what the function was told, in the order in which it began."""
    s3, bucket = probed.account.client("s3"), probed.account.bucket
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket=bucket, Prefix=_folder(probed)).get("Contents", [])]
    found = [json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read()) for key in keys]
    return sorted(found, key=lambda each: float(each["begun"]))


FUNCTION_PROBES: Mapping[str, Probe] = {
    "canceled-update-overlaps": canceled_update_overlaps,
    "generated-id": generated_id,
    "misaddressed-answer": misaddressed_answer,
    "old-properties-after-failure": old_properties_after_failure,
    "resource-status-time": resource_status_time,
    "response-url-date": response_url_date,
    "rolled-back-ids": rolled_back_ids,
}
"""The probes, by the ID of the assumption."""
