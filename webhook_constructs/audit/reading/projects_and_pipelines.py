"""Lists the projects and pipelines of a region, and reads what was listed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from webhook_constructs.audit.live import LivePipeline, live_project
from webhook_constructs.templates.forms.live_project import LiveProject

from .answer import Answer
from .connection import Connection
from .jobs import Found, Job
from .read_error import ReadError, strange

__all__ = ["list_pipelines", "list_projects"]

_MOST_AT_ONCE = 100
"""So many projects one call reads [doc: API_BatchGetProjects]."""

_PIPELINE = "GetPipeline.pipeline"
_PROJECTS = "BatchGetProjects.projects"
_MOST_TOGETHER = 4
_UNMENTIONED = strange(_PROJECTS, "does not have it, and neither does projectsNotFound")
_REPEATED = strange(_PROJECTS, "has it more than once")
_VANISHED = ReadError("it was listed, and was gone when it was to be read")


def list_projects(connection: Connection, _names: Sequence[str]) -> Found:
    """List the names of the projects, as far as they can be listed."""
    found, names = _listed(connection, "codebuild", "ListProjects", "projects", lambda item: item)
    starts = range(0, len(names), _MOST_AT_ONCE)
    batches = [tuple(names[start : start + _MOST_AT_ONCE]) for start in starts]
    found.following = [Job(connection, "projects", _read_projects, batch) for batch in batches]
    return found


def list_pipelines(connection: Connection, _names: Sequence[str]) -> Found:
    """List the names of the pipelines, likewise."""
    found, names = _listed(connection, "codepipeline", "ListPipelines", "pipelines", lambda item: item.get("name"))
    found.following = [Job(connection, "pipelines", _read_pipeline, (name,)) for name in names]
    return found


def _listed(
    connection: Connection, service: str, operation: str, what: str, name_of: Callable[[Any], str | None]
) -> tuple[Found, list[str]]:
    found, place = Found(), f"{operation}.{what}[]"
    listed: dict[str, None] = {}  # what is made meanwhile moves others to the next page

    def named(item: Any) -> str:
        name = name_of(item)
        if not name:
            raise strange(place, "has no name")
        return name

    try:
        for page in connection.pages(service, operation, "nextToken"):
            names, flaws = page.each(what, named)
            listed |= dict.fromkeys(names)
            found.lost += [(what, each) for each in flaws]
    except ReadError as error:
        found.lost.append((f"{what} after the first {len(listed):,}" if listed else what, error))
    return found, [*listed]


def _read_projects(connection: Connection, names: Sequence[str]) -> Found:
    """Read projects.

    IAM denies a call as soon as one of its projects is denied, and names that one. The others are asked for again, and
    each by itself where several are denied: what is allowed is read with no more calls than one for each project, and
    one more.
    """
    found = Found()
    for _ in range(_MOST_TOGETHER):
        denied = _asked(connection, names, found)
        if denied is None:
            return found
        if denied.project is None or denied.project not in names:
            break
        found.miss([denied.project], denied)
        names = tuple(name for name in names if name != denied.project)
    for name in names:
        _asked(connection, [name], found)
    return found


def _read_pipeline(connection: Connection, names: Sequence[str]) -> Found:
    """Read one pipeline."""
    [name] = names
    try:
        pipeline = LivePipeline.of(connection.call("codepipeline", "GetPipeline", name=name))
        if pipeline.name != name:
            raise strange(_PIPELINE, "is another one than was asked for")
        connection.refuse_elsewhere(pipeline.region, pipeline.account, "GetPipeline.metadata.pipelineArn")
    except ReadError as error:
        return Found().miss([name], error)
    return Found([pipeline])


def _asked(connection: Connection, names: Sequence[str], found: Found) -> ReadError | None:
    """Ask for some projects, and give the error where IAM has denied one of several."""
    try:
        answer = connection.call("codebuild", "BatchGetProjects", names=list(names))
    except ReadError as error:
        if error.is_denied and len(names) > 1:
            return error
        found.miss(names, error)
        return None
    _add_shown(found, connection, answer, names)
    return None


def _add_shown(found: Found, connection: Connection, answer: Answer, names: Sequence[str]) -> None:
    """Add the projects in an answer of BatchGetProjects, which also names those that are gone."""

    def project(item: Mapping[str, Any]) -> LiveProject:
        live = live_project(item)
        connection.refuse_elsewhere(live.region, live.account, f"{_PROJECTS}[].arn")
        return live

    gone, strange_names = answer.each("projectsNotFound", str) if "projectsNotFound" in answer else ([], [])
    projects, flaws = ([], []) if gone and "projects" not in answer else answer.each("projects", project)
    shown: dict[str, list[LiveProject]] = {}
    for each in projects:
        shown.setdefault(each.name, []).append(each)
    if shown.keys() - {*names}:
        flaws.append(strange(_PROJECTS, "has a project that was not asked for"))
    flaws += strange_names
    for name in names:
        same = shown.get(name, [])
        found.items += same if len(same) == 1 else []
        if len(same) > 1:
            found.miss([name], _REPEATED)
        elif not same:
            found.miss([name], _VANISHED if name in gone else next(iter(flaws), _UNMENTIONED))
    if flaws and flaws[0] not in [why for _, why in found.missed]:
        found.lost.append(("projects", flaws[0]))
