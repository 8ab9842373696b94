"""The output of `aws codebuild batch-get-projects`, whose webhooks are read as those of a live account are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webhook_constructs.core.values.arguments import one_line, shown
from webhook_constructs.templates.template import Place, Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook

from .form_reading import FormError, FormReading
from .live_project import LiveProject

__all__ = ["is_written_so", "read"]

_PROJECTS, _NOT_FOUND = "projects", "projectsNotFound"
_ARN = re.compile(r"arn:aws[a-z-]*:codebuild:([a-z0-9-]+):([0-9]{12}):project/(.+)")
_MARK = re.compile(r"arn:aws[a-z-]*:codebuild:")


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is the output of BatchGetProjects."""
    projects = body.get(_PROJECTS)
    if not isinstance(projects, list):
        return False
    arns = (each.get("arn") for each in projects if isinstance(each, Mapping))
    return _NOT_FOUND in body or any(isinstance(each, str) and _MARK.match(each) for each in arns)


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read the output of BatchGetProjects.

    Args:
        body: The document.
        file: The path of its file.
    """
    webhooks: dict[str, TemplateWebhook] = {}
    unread: list[FormError] = []
    places: set[Place] = set()
    resources: dict[str, Any] = {}
    for index, each in enumerate(body[_PROJECTS]):
        steps = (_PROJECTS, index)
        try:
            project = _project(each, steps)
        except FormError as error:
            unread.append(error)
            continue
        places.add(Place(project.account, project.region))
        resources[project.name] = {"Type": PROJECT_TYPE, "Properties": {"Name": project.name}}
        if not project.has_webhook:
            continue
        if project.error is not None:
            why = f"the webhook of project {one_line(project.name)} cannot be read: {project.error}"
            unread.append(FormError(why, (*steps, "webhook")))
            continue
        if project.name in webhooks:
            unread.append(FormError(f"there are two projects {one_line(project.name)}", steps))
            continue
        webhooks[project.name] = replace(project.webhook(project.name), origin=(*steps, "webhook"))
    gone = body.get(_NOT_FOUND)
    if gone:
        named = ", ".join(map(one_line, map(str, gone))) if isinstance(gone, list) else shown(gone)
        unread.append(FormError(f"CodeBuild has not found {named}", (_NOT_FOUND,)))
    place = places.pop() if len(places) == 1 else Place(None, None)
    return FormReading(
        Template({"Resources": resources}, place, file=file, webhooks=tuple(webhooks.values())), tuple(unread)
    )


def _project(written: Any, steps: tuple[str | int, ...]) -> LiveProject:
    arn, name = (written.get(each) if isinstance(written, Mapping) else None for each in ("arn", "name"))
    found = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    if found is None or found[3] != name:
        msg = "it is not a project as CodeBuild shows one: the name and the ARN of a project are missing or differ"
        raise FormError(msg, steps)
    return LiveProject.of(written, account=found[2], region=found[1], name=found[3])
