"""A handler in as few lines as people write it: create, update, delete, and the answer to CloudFormation."""

import json
import urllib.request

import boto3

codebuild = boto3.client("codebuild")


def on_event(event, context):
    properties = event["ResourceProperties"]
    name = properties["projectName"]
    if event["RequestType"] == "Delete":
        codebuild.delete_webhook(projectName=name)
        return {"PhysicalResourceId": name}
    call = codebuild.create_webhook if event["RequestType"] == "Create" else codebuild.update_webhook
    webhook = call(projectName=name, filterGroups=properties["filterGroups"])["webhook"]
    return {"PhysicalResourceId": name, "Data": {"Url": webhook.get("url", "")}}


def handler(event, context):
    print(event["RequestType"], event["LogicalResourceId"])
    answer = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    try:
        answer |= {"Status": "SUCCESS", **on_event(event, context)}
    except Exception as error:
        identity = event.get("PhysicalResourceId", "none")
        answer |= {"Status": "FAILED", "Reason": str(error), "PhysicalResourceId": identity}
    body = json.dumps(answer).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")
    urllib.request.urlopen(request)
