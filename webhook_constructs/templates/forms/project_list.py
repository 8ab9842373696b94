"""The output of `aws codebuild batch-get-projects`, whose webhooks are read as those of a live account are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.templates.template import UNKNOWN_PLACE, Place, Template
from webhook_constructs.templates.template_webhooks import PROJECT_TYPE, TemplateWebhook

from .form_reading import FormError, FormReading, brief
from .live_project import LiveProject

__all__ = ["is_written_so", "read"]

_PROJECTS, _NOT_FOUND = "projects", "projectsNotFound"
_ARN = re.compile(r"arn:aws[a-z-]*:codebuild:([a-z0-9-]+):([0-9]{12}):project/(.+)")
_MARK = re.compile(r"arn:aws[a-z-]*:codebuild:")


def is_written_so(body: Mapping[str, Any]) -> bool:
    """Check whether a document is the output of BatchGetProjects."""
    projects = body.get(_PROJECTS)
    if _NOT_FOUND in body and (_PROJECTS in body or len(body) == 1):
        return True
    arns = (each.get("arn") for each in projects if isinstance(each, Mapping)) if isinstance(projects, list) else ()
    return any(isinstance(each, str) and _MARK.match(each) for each in arns)


def read(body: Mapping[str, Any], file: str) -> FormReading:
    """Read the output of BatchGetProjects.

    Args:
        body: The document.
        file: The path of its file.

    Raises:
        FormError: Its projects are no list.
    """
    written = body.get(_PROJECTS)
    if not isinstance(written, list):
        msg = f"{_PROJECTS} is not a list, got {brief(written)}"
        raise FormError(msg, (_PROJECTS,))
    unread: list[FormError] = []
    projects: dict[tuple[str, str, str], tuple[LiveProject, int]] = {}
    for index, each in enumerate(written):
        try:
            project = _project(each, (_PROJECTS, index))
        except FormError as error:
            unread.append(error)
            continue
        if project.key in projects:
            unread.append(FormError(f"project {one_line(project.name)} is there twice", (_PROJECTS, index)))
        projects.setdefault(project.key, (project, index))
    times = Counter(name for _, _, name in projects)
    webhooks = list(_webhooks(projects, times, unread))
    gone = body.get(_NOT_FOUND)
    if gone:
        named = (
            ", ".join(one_line(each) if isinstance(each, str) else brief(each) for each in gone)
            if isinstance(gone, list)
            else brief(gone)
        )
        unread.append(FormError(f"CodeBuild has not found {named}", (_NOT_FOUND,)))
    resources = {
        _name_of(project, times): {"Type": PROJECT_TYPE, "Properties": {"Name": project.name}}
        for project, _ in projects.values()
    }
    places = {Place(account, region) for account, region, _ in projects}
    place = places.pop() if len(places) == 1 else UNKNOWN_PLACE
    return FormReading(Template({"Resources": resources}, place, file=file, webhooks=tuple(webhooks)), tuple(unread))


def _webhooks(
    projects: Mapping[tuple[str, str, str], tuple[LiveProject, int]], times: Mapping[str, int], unread: list[FormError]
) -> Iterator[TemplateWebhook]:
    """Return the webhooks, each by the name of its project, with account and region where several have that."""
    for project, index in projects.values():
        steps = (_PROJECTS, index, "webhook")
        if project.error is not None:
            why = f"the webhook of project {one_line(project.name)} cannot be read: {project.error}"
            unread.append(FormError(why, steps))
        elif project.has_webhook:
            yield replace(project.webhook(_name_of(project, times)), origin=steps)


def _name_of(project: LiveProject, times: Mapping[str, int]) -> str:
    return project.name if times[project.name] == 1 else f"{project.account}/{project.region}/{project.name}"


def _project(written: Any, steps: tuple[str | int, ...]) -> LiveProject:
    arn, name = (written.get(each) if isinstance(written, Mapping) else None for each in ("arn", "name"))
    found = _ARN.fullmatch(arn) if isinstance(arn, str) else None
    if found is None or found[3] != name:
        msg = "it is not a project as CodeBuild shows one: the name and the ARN of a project are missing or differ"
        raise FormError(msg, steps)
    return LiveProject.of(written, account=found[2], region=found[1], name=found[3])
