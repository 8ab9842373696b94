"""Templates with webhooks, projects and pipelines, and what is known to be around their webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.templates.pipeline_definition import PIPELINE_TYPE
from webhook_constructs.templates.surroundings import Surroundings
from webhook_constructs.templates.template import Place, Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, WEBHOOK_TYPE, template_webhooks

if TYPE_CHECKING:
    from webhook_constructs.lint import Context

HERE, THERE = "aws://123456789012/eu-west-1", "aws://210987654321/eu-west-1"


def hook(project: Any, **more: Any) -> dict[str, Any]:
    return {"Type": WEBHOOK_TYPE, "Properties": {"ProjectName": project, "FilterGroups": []}, **more}


def project(name: Any = None, *, triggers: bool = False, **more: Any) -> dict[str, Any]:
    properties = {"Name": name} if name else {}
    return {
        "Type": PROJECT_TYPE,
        "Properties": properties | ({"Triggers": {"Webhook": True}} if triggers else {}),
        **more,
    }


def pipeline(name: Any = None, *, repository: Any = "acme/api", **action: Any) -> dict[str, Any]:
    connection = {
        "Name": "Git",
        "ActionTypeId": {"Category": "Source", "Owner": "AWS", "Provider": "CodeStarSourceConnection"},
        "Configuration": {"FullRepositoryId": repository, "BranchName": "main"},
    }
    build = {
        "Name": "Test",
        "ActionTypeId": {"Category": "Build", "Owner": "AWS", "Provider": "CodeBuild"},
        "Configuration": {"ProjectName": name},
        **action,
    }
    stages = [{"Name": "Source", "Actions": [connection]}, {"Name": "Build", "Actions": [build] if name else []}]
    return {"Type": PIPELINE_TYPE, "Properties": {"Stages": stages}}


def template(environment: str | None = None, outputs: Any = None, /, **resources: Any) -> Template:
    return Template({"Resources": resources, "Outputs": outputs or {}}, Place.of_environment(environment))


def export(name: Any, value: Any) -> dict[str, Any]:
    return {"Value": value, "Export": {"Name": name}}


def contexts(*templates: Template) -> dict[str, Context]:
    placed = [(index, each) for index, one in enumerate(templates) for each in template_webhooks(one.body)]
    found = Surroundings(templates, placed).contexts()
    return {webhook.logical_id: context for (_, webhook), context in zip(placed, found, strict=True)}


REF = {"Ref": "Api"}
BY_ARN = {"Fn::GetAtt": ["Api", "Arn"]}


def nesting(asset: str, *, by_metadata: bool = True, **parameters: Any) -> dict[str, Any]:
    metadata = {"aws:asset:path": asset} if by_metadata else {}
    url = {"Fn::Sub": "https://s3/x"} if by_metadata else asset
    properties = {"TemplateURL": url, "Parameters": parameters}
    return {"Type": "AWS::CloudFormation::Stack", "Metadata": metadata, "Properties": properties}


ELSEWHERE = "aws://123456789012/us-east-1"
