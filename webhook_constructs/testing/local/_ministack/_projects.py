# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""CodeBuild projects in CloudFormation: their `Triggers`, and the webhook that a changed source loses."""

from __future__ import annotations

from typing import Any

from webhook_constructs.testing.local._service.service_error import ServiceError
from webhook_constructs.testing.local._service.triggers import ENTERPRISE_REFUSAL, Triggers
from webhook_constructs.testing.local._service.webhook_service import WebhookService

from ._names import PROJECT, Names

__all__ = ["install_projects"]

_NONE = Triggers.of({})

_Made = tuple[str, dict[str, Any]]


def install_projects(names: Names, webhooks: WebhookService) -> None:
    """Apply the `Triggers` of projects, which MiniStack ignores."""
    original = names.resource_types[PROJECT]
    projects = names["services.codebuild"]._projects
    sends_back = names["services.cloudformation.stacks"]._sends_back_failed_update

    def start(name: str, triggers: Triggers) -> None:
        try:
            _follow(names, webhooks, name, _NONE, triggers)
        except ValueError:
            # The rollback would delete the project, but MiniStack knows none that failed.
            original["delete"](name, {})
            raise

    def create_project(logical_id: str, properties: dict[str, Any], stack_name: str) -> _Made:
        triggers = Triggers.of(properties)
        made: _Made = original["create"](logical_id, properties, stack_name)
        start(made[0], triggers)
        return made

    def update_project(physical_id: str, old: dict[str, Any], new: dict[str, Any], stack_name: str) -> _Made:
        before, triggers = Triggers.of(old), Triggers.of(new)
        existed = physical_id in projects
        made: _Made = original["update"](physical_id, old, new, stack_name)
        if made[0] != physical_id or not existed:
            start(made[0], triggers)
            return made
        webhooks.source_may_have_changed(projects[physical_id])
        _follow(names, webhooks, physical_id, before, triggers)
        return made

    def sends_back_failed_update(resource_type: str) -> bool:
        # MiniStack's own update of a project never fails half-way; with a webhook that is refused it does.
        return resource_type == PROJECT or bool(sends_back(resource_type))

    names.replace_type(PROJECT, create=create_project, update=update_project)
    names.replace("services.cloudformation.stacks", "_sends_back_failed_update", sends_back_failed_update)


def _follow(names: Names, webhooks: WebhookService, name: str, before: Triggers, after: Triggers) -> None:
    """Do to the webhook of a project what its `Triggers` say.

    Raises:
        ValueError: It was refused; the text is CloudFormation's.
    """
    project, region = names["services.codebuild"]._projects[name], names["core.responses"].get_region()
    call = after.call(
        name,
        before,
        has_webhook=webhooks.show(project) is not None,
        sees_webhook=webhooks.switches.triggers_see_webhook,
    )
    if call is None:
        return
    if call.operation != "DeleteWebhook" and project["source"].get("type") == "GITHUB_ENTERPRISE":
        raise ValueError(ENTERPRISE_REFUSAL)
    operation, parameters = call.operation, call.parameters
    try:
        webhooks.call(operation, parameters, region, lambda: webhooks.answer(operation, project, parameters, region))
    except ServiceError as error:
        msg = (
            f"Failed to call {operation}, reason: {error.message} "
            f"(Service: AWSCodeBuild; Status Code: {error.status}; Error Code: {error.code})"
        )
        raise ValueError(msg) from error
