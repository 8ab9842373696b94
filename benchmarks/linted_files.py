"""Files of two hundred resources, of which two are webhooks: what `lint` and its peers are measured on.

Every fourth webhook has something to be found, so that lines are looked for.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["project", "template", "template_with_parameters", "terraform_plan"]

_RESOURCES: Final = 200
_WEBHOOKS: Final = 2
_STAGES: Final = ("dev", "prod")
_CAPITAL = re.compile("(?<!^)(?=[A-Z])")


def template(number: int) -> dict[str, Any]:
    """Write a template with all values in their places.

    Args:
        number: What tells its names from those of others.
    """
    topics = {f"Topic{each}": _topic(number, each) for each in range(_RESOURCES - _WEBHOOKS)}
    projects = {f"Project{each}": project(number, each) for each in range(_WEBHOOKS)}
    return {"Resources": {**topics, **projects}}


def template_with_parameters(number: int) -> dict[str, Any]:
    """Write the same template with a branch and a stage as parameters, and a group that one stage alone has.

    Args:
        number: What tells its names from those of others.
    """
    found = template(number)
    found["Parameters"] = {
        "Branch": {"Type": "String", "Default": f"release-{number}"},
        "Stage": {"Type": "String", "AllowedValues": list(_STAGES)},
    }
    found["Conditions"] = {"IsLast": {"Fn::Equals": [{"Ref": "Stage"}, _STAGES[-1]]}}
    for each in range(_WEBHOOKS):
        first, second = groups = found["Resources"][f"Project{each}"]["Properties"]["Triggers"]["FilterGroups"]
        for group in (first, second):
            group[1]["Pattern"] = {"Fn::Sub": f"^refs/heads/${{Branch}}-${{Stage}}-{each}$"}
        groups[1] = {"Fn::If": ["IsLast", second, {"Ref": "AWS::NoValue"}]}
    return found


def project(number: int, each: int) -> dict[str, Any]:
    """Write a project with a webhook of two groups.

    Args:
        number: The number of its template.
        each: Its own number in that.
    """
    actor = f"{number}{each}17" if (number + each) % 4 == 0 else f"^{number}{each}17$"
    groups = [
        [
            {"Type": "EVENT", "Pattern": event},
            {"Type": "BASE_REF", "Pattern": f"^refs/heads/release-{number}-{each}$"},
            {"Type": "ACTOR_ACCOUNT_ID", "Pattern": actor},
        ]
        for event in ("PULL_REQUEST_CREATED", "PULL_REQUEST_REOPENED")
    ]
    return {
        "Type": "AWS::CodeBuild::Project",
        "Properties": {
            "Artifacts": {"Type": "NO_ARTIFACTS"},
            "Environment": {
                "ComputeType": "BUILD_GENERAL1_SMALL",
                "Image": "aws/codebuild/standard:7.0",
                "Type": "LINUX_CONTAINER",
            },
            "ServiceRole": f"arn:aws:iam::123456789012:role/service-{number}-{each}",
            "Source": {"Type": "GITHUB", "Location": f"https://github.com/acme/service-{number}-{each}.git"},
            "Triggers": {"Webhook": True, "FilterGroups": groups},
        },
        "Metadata": {"aws:cdk:path": f"Stack{number}/Project{each}/Resource"},
    }


def _topic(number: int, each: int) -> dict[str, Any]:
    return {
        "Type": "AWS::SNS::Topic",
        "Properties": {
            "TopicName": f"topic-{number}-{each}",
            "DisplayName": {"Fn::Sub": "${AWS::StackName} of ${AWS::Region}"},
            "Tags": [{"Key": "team", "Value": f"team-{each}"}, {"Key": "region", "Value": {"Ref": "AWS::Region"}}],
        },
        "Metadata": {"aws:cdk:path": f"Stack{number}/Topic{each}/Resource"},
    }


def terraform_plan(number: int) -> dict[str, Any]:
    """Write what `terraform show -json` prints of a plan that creates the same things.

    Args:
        number: What tells its names from those of others.
    """
    resources = list(_resources_of_plan(number))
    changes = [
        {
            **each,
            "change": {"actions": ["create"], "before": None, "after": each["values"], "after_unknown": {"id": True}},
        }
        for each in deepcopy(resources)
    ]
    for each in changes:
        del each["values"]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "configuration": {
            "root_module": {
                "resources": [
                    {name: each[name] for name in ("address", "mode", "type", "name")} | {"expressions": {}}
                    for each in resources
                ]
            }
        },
    }


def _resources_of_plan(number: int) -> Iterator[dict[str, Any]]:
    for each in range(_RESOURCES - _WEBHOOKS):
        yield _resource("aws_sns_topic", f"topic_{each}", {"name": f"topic-{number}-{each}", "tags": {"team": "a"}})
    for each in range(_WEBHOOKS):
        properties, name = project(number, each)["Properties"], f"service-{number}-{each}"
        groups = properties["Triggers"]["FilterGroups"]
        values = {_snake(key): [_snaked(properties[key])] for key in ("Artifacts", "Environment", "Source")}
        role = properties["ServiceRole"]
        yield _resource("aws_codebuild_project", f"project_{each}", {"name": name, "service_role": role, **values})
        written = [{"filter": [_snaked(one) for one in group]} for group in groups]
        yield _resource("aws_codebuild_webhook", f"webhook_{each}", {"project_name": name, "filter_group": written})


def _resource(kind: str, name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 0,
        "values": {**values},
    }


def _snaked(value: Mapping[str, Any]) -> dict[str, Any]:
    return {_snake(key): each for key, each in value.items()}


def _snake(key: str) -> str:
    return _CAPITAL.sub("_", key).lower()
