"""Settings of one webhook, written in each of the forms that are read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from webhook_constructs.core import WebhookSettings

__all__ = ["FORMS", "plan_of", "resource_of", "written"]

NAME = "api"
LOCATION = "https://github.com/acme/api.git"
_CAPITAL = re.compile("[A-Z]")
_OF_TRIGGERS = {"FilterGroups", "BuildType", "ScopeConfiguration", "PullRequestBuildPolicy"}
_COMPUTED = {"id": True, "payload_url": True, "secret": True, "url": True}
_DEFAULT_POLICY = {
    "requiresCommentApproval": "ALL_PULL_REQUESTS",
    "approverRoles": [
        "GITHUB_ADMIN",
        "GITHUB_MAINTAIN",
        "GITHUB_WRITE",
        "GITLAB_OWNER",
        "GITLAB_MAINTAINER",
        "GITLAB_DEVELOPER",
        "BITBUCKET_ADMIN",
        "BITBUCKET_WRITE",
    ],
}
_BATCH = "arn:aws:iam::123456789012:role/Batch"


def _source(settings: WebhookSettings) -> dict[str, str]:
    location = "CODEBUILD_DEFAULT_WEBHOOK_SOURCE_LOCATION" if settings.scope is not None else LOCATION
    return {"type": "NO_SOURCE" if settings.provider is None else settings.provider.value, "location": location}


def _template(settings: WebhookSettings, triggers: Mapping[str, Any]) -> dict[str, Any]:
    source = {name.capitalize(): value for name, value in _source(settings).items()}
    properties = {"Name": NAME, "Source": source, "BuildBatchConfig": {"ServiceRole": _BATCH}, **triggers}
    return {"Resources": {"Project": {"Type": "AWS::CodeBuild::Project", "Properties": properties}}}


def triggers(settings: WebhookSettings) -> dict[str, Any] | None:
    """A template in which the `Triggers` of a project make the webhook."""
    properties = settings.to_cfn()
    if not properties.keys() <= _OF_TRIGGERS:
        return None
    return _template(settings, {"Triggers": {"Webhook": True, **properties}})


def ours(settings: WebhookSettings) -> dict[str, Any]:
    """A template with the resource of this package."""
    found = _template(settings, {})
    source = found["Resources"]["Project"]["Properties"]["Source"]
    properties = {"ProjectName": {"Ref": "Project"}, "Source": source, "SecretArn": "arn:x", **settings.to_cfn()}
    found["Resources"]["Webhook"] = {"Type": "Custom::CodeBuildWebhook", "Properties": properties}
    return found


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {_CAPITAL.sub(lambda found: f"_{found[0].lower()}", key): _snake(each) for key, each in value.items()}
    return value


def terraform_values(settings: WebhookSettings) -> dict[str, Any]:
    """The values of `aws_codebuild_webhook`."""
    api = settings.to_api()
    groups = [
        {"filter": [{"exclude_matched_pattern": False, **_snake(each)} for each in group]}
        for group in api.get("filterGroups", ())
    ]
    blocks = {
        name: [_snake(api[name])] if name in api else [] for name in ("scopeConfiguration", "pullRequestBuildPolicy")
    }
    scope = [{"domain": None, **each} for each in blocks["scopeConfiguration"]]
    policy = [{"approver_roles": None, **each} for each in blocks["pullRequestBuildPolicy"]]
    return {
        "branch_filter": api.get("branchFilter"),
        "build_type": api.get("buildType"),
        "filter_group": groups,
        "manual_creation": api.get("manualCreation"),
        "project_name": NAME,
        "pull_request_build_policy": policy,
        "scope_configuration": scope,
    }


def resource_of(kind: str, name: str, values: Mapping[str, Any], **others: Any) -> dict[str, Any]:
    """A resource in the values of a plan."""
    return {
        "address": f"{kind}.{name}",
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": "registry.terraform.io/hashicorp/aws",
        "schema_version": 0,
        "values": values,
        "sensitive_values": {},
        **others,
    }


def project_of(name: str, source: Mapping[str, Any], **values: Any) -> dict[str, Any]:
    """The values of `aws_codebuild_project`, as far as they are read."""
    return {"name": name, "source": [source], "environment": [], "build_batch_config": [], **values}


def change_of(resource: Mapping[str, Any], unknown: Mapping[str, Any], actions: list[str]) -> dict[str, Any]:
    """What a plan says of the change of a resource."""
    named = {name: resource[name] for name in ("address", "mode", "type", "name", "provider_name")}
    change = {
        "actions": actions,
        "before": None,
        "after": resource["values"],
        "after_unknown": unknown,
        "before_sensitive": False,
        "after_sensitive": {},
    }
    return {**named, "change": change}


def plan_of(resources: list[dict[str, Any]], unknown: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Any]:
    """A plan that creates resources of the root module."""
    given = unknown or {}
    changes = [change_of(each, {**_COMPUTED, **given.get(each["address"], {})}, ["create"]) for each in resources]
    configured = [
        {key: each[key] for key in ("address", "mode", "type", "name")} | {"expressions": {}, "schema_version": 0}
        for each in resources
    ]
    return {
        "format_version": "1.2",
        "terraform_version": "1.9.8",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "terraform_version": "1.9.8", "values": {"root_module": {}}},
        "configuration": {"root_module": {"resources": configured}},
        "applyable": True,
        "complete": True,
        "errored": False,
    }


def terraform(settings: WebhookSettings) -> dict[str, Any]:
    """A plan of Terraform."""
    project = project_of(NAME, _source(settings), build_batch_config=[{"service_role": _BATCH}])
    return plan_of(
        [
            resource_of("aws_codebuild_project", "api", project),
            resource_of("aws_codebuild_webhook", "api", terraform_values(settings)),
        ]
    )


def terraform_state(settings: WebhookSettings) -> dict[str, Any]:
    """A state of Terraform, in which the policy has its default."""
    plan = terraform(settings)
    webhook = plan["planned_values"]["root_module"]["resources"][1]["values"]
    webhook["pull_request_build_policy"] = webhook["pull_request_build_policy"] or [_snake(_DEFAULT_POLICY)]
    return {"format_version": "1.0", "terraform_version": "1.9.8", "values": plan["planned_values"]}


def api_input(settings: WebhookSettings) -> dict[str, Any] | None:
    """The input of CreateWebhook, which does not say of which git host the project is."""
    api = settings.to_api()
    return {"projectName": NAME, **api} if settings.provider is None and api else None


def live(settings: WebhookSettings) -> dict[str, Any] | None:
    """The output of BatchGetProjects, which shows the default policy."""
    api = settings.to_api()
    manual = api.pop("manualCreation", None)
    webhook = {
        **({} if manual else {"url": "https://api.github.com/repos/acme/api/hooks/1"}),
        "payloadUrl": "https://codebuild.us-east-1.amazonaws.com/webhooks?t=x&v=1",
        "status": "ACTIVE",
        "pullRequestBuildPolicy": _DEFAULT_POLICY,
        **api,
    }
    project = {
        "name": NAME,
        "arn": f"arn:aws:codebuild:us-east-1:123456789012:project/{NAME}",
        "source": _source(settings),
        "environment": {"type": "LINUX_CONTAINER", "environmentVariables": []},
        "buildBatchConfig": {"serviceRole": _BATCH},
        "webhook": webhook,
    }
    return {"projects": [project], "projectsNotFound": []}


FORMS: dict[str, Callable[[WebhookSettings], dict[str, Any] | None]] = {
    "Triggers": triggers,
    "our resource": ours,
    "a plan": terraform,
    "a state": terraform_state,
    "BatchGetProjects": live,
    "CreateWebhook": api_input,
}


def written(folder: Path, settings: WebhookSettings) -> dict[str, Path]:
    """Write settings in each form that can hold them."""
    found = {}
    for name, form in FORMS.items():
        body = form(settings)
        if body is not None:
            found[name] = folder / f"{name.replace(' ', '-')}.json"
            found[name].write_text(json.dumps(body))
    return found
