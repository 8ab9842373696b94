"""Small apps for the tests of the constructs, and what is read back from their templates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild

from webhook_constructs import CodeBuildWebhook, EventAction, FilterGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from constructs import Construct

PUSH_TO_MAIN = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main")
US, EU = (cdk.Environment(account="111122223333", region=region) for region in ("us-east-1", "eu-west-1"))
OTHER = cdk.Environment(account="444455556666", region="us-east-1")


def make_stack(name: str = "Stack", *, app: cdk.App | None = None, env: cdk.Environment | None = None) -> cdk.Stack:
    return cdk.Stack(app or cdk.App(), name, env=env)


def github_project(scope: Construct, construct_id: str = "Project", **properties: Any) -> codebuild.Project:
    source = codebuild.Source.git_hub(owner="acme", repo="api")
    return codebuild.Project(scope, construct_id, **{"source": source, **properties})


def imported(stack: Construct, name: str = "api", construct_id: str = "Imported") -> codebuild.IProject:
    return codebuild.Project.from_project_name(stack, construct_id, name)


def staged(app: Construct, name: str, env: cdk.Environment | None = None, stack: str = "Stack") -> cdk.Stack:
    return cdk.Stack(cdk.Stage(app, name, env=env), stack)


def add_webhook(
    scope: Construct, project: codebuild.IProject, construct_id: str = "Webhook", **arguments: Any
) -> CodeBuildWebhook:
    return CodeBuildWebhook(scope, construct_id, **{"project": project, "filter_groups": [PUSH_TO_MAIN], **arguments})


def github_webhook(stack: cdk.Stack, construct_id: str = "Webhook", **properties: Any) -> CodeBuildWebhook:
    """A webhook, with its project beside it."""
    return add_webhook(stack, github_project(stack, f"{construct_id}Project", **properties), construct_id)


def imported_webhook(stack: cdk.Stack, name: str = "api", construct_id: str = "Webhook") -> CodeBuildWebhook:
    """A webhook of a project that is imported by its name."""
    return add_webhook(stack, imported(stack, name, f"{construct_id}Project"), construct_id)


def template_of(stack: cdk.Stack) -> dict[str, Any]:
    root = stack.node.root
    assert isinstance(root, cdk.Stage)
    template: dict[str, Any] = root.synth().get_stack_artifact(stack.artifact_id).template
    return template


def resources_of(stack: cdk.Stack, resource_type: str) -> dict[str, dict[str, Any]]:
    found = template_of(stack)["Resources"].items()
    return {name: resource for name, resource in found if resource["Type"] == resource_type}


def webhooks_of(stack: cdk.Stack) -> list[dict[str, Any]]:
    return list(resources_of(stack, "Custom::CodeBuildWebhook").values())


def only_webhook_of(stack: cdk.Stack) -> dict[str, Any]:
    (webhook,) = webhooks_of(stack)
    return webhook


def rendered(value: Any, values: Mapping[str, str] | Callable[[str], str]) -> Any:
    """Put values in for `Ref` and `Fn::GetAtt` (by logical id), and carry out `Fn::Join`."""
    look_up = values.__getitem__ if not callable(values) else values
    if isinstance(value, list):
        return [rendered(item, look_up) for item in value]
    if not isinstance(value, dict):
        return value
    if "Ref" in value:
        return look_up(value["Ref"])
    if "Fn::GetAtt" in value:
        return look_up(value["Fn::GetAtt"][0])
    if "Fn::Join" in value:
        separator, parts = value["Fn::Join"]
        return separator.join(rendered(parts, look_up))
    return {key: rendered(item, look_up) for key, item in value.items()}
