# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""CodeBuild: the webhook operations, and the webhook in what a project shows."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from webhook_constructs.testing.local._service.service_error import ServiceError
from webhook_constructs.testing.local._service.webhook_service import WebhookService

from ._names import Names

__all__ = ["install_codebuild"]

_PAGE = 100
_WEBHOOK_OPERATIONS = ("CreateWebhook", "UpdateWebhook", "DeleteWebhook")
_BUILD_OPERATIONS = ("BatchGetBuilds", "ListBuilds", "ListBuildsForProject", "StopBuild", "BatchDeleteBuilds")

_Response = tuple[int, dict[str, str], bytes]


def install_codebuild(names: Names, webhooks: WebhookService) -> None:
    """Route to ``webhooks`` the calls that MiniStack does not know, and show it those that may concern it."""
    module, responses = names["services.codebuild"], names["core.responses"]
    handle, shape = module._handle_request_sync, module._project_shape

    def project_shape(project: dict[str, Any]) -> dict[str, Any]:
        webhook = webhooks.show(project)
        return shape(project) if webhook is None else {**shape(project), "webhook": webhook}

    def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> _Response:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]

        def original() -> _Response:
            response: _Response = handle(method, path, headers, body, query)
            return response

        if operation in _BUILD_OPERATIONS:
            list_delivered()
        parameters = _parameters(body)
        if parameters is None:
            return original()
        try:
            return _respond(names, webhooks, operation, parameters, original)
        except ServiceError as error:
            refusal: _Response = responses.error_response_json(error.code, error.message, error.status)
            return refusal

    listed: set[str] = set()

    def list_delivered() -> None:
        """Put the builds that deliveries have started since into MiniStack's own list, which is that of a region."""
        region = responses.get_region()
        projects = {webhooks.project_key(name, region): project for name, project in module._projects.items()}
        for build in webhooks.deliveries.builds:
            if build.project in projects and build.id not in listed:
                listed.add(build.id)
                module._builds[build.id] = module._make_build_record(projects[build.project], build.id)

    webhooks.deliveries.recipients = lambda: webhooks.records(module._projects.to_dict())
    names.replace("services.codebuild", "_project_shape", project_shape)
    names.replace("services.codebuild", "_handle_request_sync", handle_request)


def _parameters(body: bytes) -> dict[str, Any] | None:
    try:
        parameters = json.loads(body or b"{}")
    except ValueError:
        return None
    return parameters if isinstance(parameters, dict) else None


def _respond(
    names: Names,
    webhooks: WebhookService,
    operation: str,
    parameters: dict[str, Any],
    original: Callable[[], _Response],
) -> _Response:
    projects, responses = names["services.codebuild"]._projects, names["core.responses"]
    region = responses.get_region()

    def answer() -> _Response:
        project = projects.get(parameters["projectName"])
        response: _Response = responses.json_response(webhooks.answer(operation, project, parameters, region))
        return response

    def read_projects() -> _Response:
        for name in parameters["names"]:
            webhooks.advance(projects.get(name.rpartition("/")[2]) or {})
        return original()

    if operation in _WEBHOOK_OPERATIONS:
        return webhooks.call(operation, parameters, region, answer)
    if operation == "BatchGetProjects":
        return webhooks.call(operation, parameters, region, read_projects)
    if operation == "ListProjects":
        return webhooks.call(operation, parameters, region, lambda: _page(names, original(), parameters))
    response = original()
    project = projects.get(parameters.get("name")) if operation == "UpdateProject" else None
    if project is not None:
        webhooks.source_may_have_changed(project)
    return response


def _page(names: Names, response: _Response, parameters: dict[str, Any]) -> _Response:
    """Cut a list of projects, of which the service gives 100 at a time [doc: API_ListProjects]."""
    projects = json.loads(response[2])["projects"]
    token = parameters.get("nextToken", "0")
    if not token.isdigit():
        msg = "[local] the nextToken is none that was given out"
        raise ServiceError(msg, "InvalidInputException")
    end = int(token) + _PAGE
    more = {"nextToken": str(end)} if end < len(projects) else {}
    page: _Response = names["core.responses"].json_response({"projects": projects[int(token) : end], **more})
    return page
