"""Lists the projects and pipelines of a region, and reads what was listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhook_constructs.audit.live.pipeline import LivePipeline
from webhook_constructs.audit.live.project import LiveProject

from .found import Lost, ReadResult
from .read_error import ReadError, strange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from .answer import Answer
    from .connection import Connection

__all__ = [
    "MOST_AT_ONCE",
    "Batch",
    "list_pipelines",
    "list_projects",
    "missed",
    "read_pipeline",
    "read_projects",
]

MOST_AT_ONCE = 100
"""So many projects one call reads [doc: API_BatchGetProjects]."""

_PIPELINE = "GetPipeline.pipeline"
_PROJECTS = "BatchGetProjects.projects"
_MOST_TOGETHER = 4
_UNMENTIONED = strange(_PROJECTS, "does not have it, and neither does projectsNotFound")
_REPEATED = strange(_PROJECTS, "has it more than once")
_VANISHED = ReadError("it was listed, and was gone when it was to be read")


@dataclass(frozen=True, slots=True)
class Batch:
    """What of a region is to be read by one piece of work.

    Attributes:
        connection: The region.
        names: The names.
    """

    connection: Connection
    names: tuple[str, ...]


def list_projects(connection: Connection) -> ReadResult:
    """List the names of the projects, as far as they can be listed."""
    return _listed(connection, "codebuild", "ListProjects", "projects", lambda item: item)


def list_pipelines(connection: Connection) -> ReadResult:
    """List the names of the pipelines, likewise."""
    return _listed(connection, "codepipeline", "ListPipelines", "pipelines", lambda item: item.get("name"))


def read_projects(batch: Batch) -> ReadResult:
    """Read projects.

    IAM denies a call as soon as one of its projects is denied, and names that one. The others are asked for again, and
    each by itself where several are denied: what is allowed is read with no more calls than one for each project, and
    one more.
    """
    found = ReadResult()
    names = batch.names
    for _ in range(_MOST_TOGETHER):
        denied = _asked(batch.connection, names, found)
        if denied is None:
            return found
        if denied.project not in names:
            break
        found.miss([denied.project], denied)
        names = tuple(name for name in names if name != denied.project)
    for name in names:
        found.add(read_projects(Batch(batch.connection, (name,))))
    return found


def read_pipeline(batch: Batch) -> ReadResult:
    """Read the one pipeline of a batch."""
    [name] = batch.names
    try:
        pipeline = LivePipeline.of(batch.connection.call("codepipeline", "GetPipeline", name=name))
        if pipeline.name != name:
            raise strange(_PIPELINE, "is another one than was asked for")
        batch.connection.refuse_elsewhere(pipeline.region, pipeline.account, "GetPipeline.metadata.pipelineArn")
    except ReadError as error:
        return ReadResult().miss([name], error)
    return ReadResult([pipeline])


def missed(connection: Connection, what: str, listed: int, parts: Iterable[ReadResult]) -> Iterator[Lost]:
    """Name what was listed and could not be read, together where the reason is the same.

    Args:
        connection: The region.
        what: What they are, such as projects.
        listed: How many were listed.
        parts: What was found of them.
    """
    reasons: dict[str, tuple[ReadError, list[str]]] = {}
    for name, error in (each for part in parts for each in part.missed):
        # The text of what is denied has the name of the resource in it.
        key = "" if error.is_denied else str(error)
        reasons.setdefault(key, (error, []))[1].append(name)
    for why, names in reasons.values():
        yield Lost(f"{connection.label}: {len(names):,} of {listed:,} {what}", why, tuple(names))


def _listed(
    connection: Connection, service: str, operation: str, what: str, name_of: Callable[[Any], str | None]
) -> ReadResult:
    found, place = ReadResult(), f"{operation}.{what}[]"

    def named(item: Any) -> str:
        name = name_of(item)
        if not name:
            raise strange(place, "has no name")
        return name

    try:
        for page in connection.pages(service, operation, "nextToken"):
            names, flaws = page.each(what, named)
            found.items += names
            found.lost += [Lost(f"{connection.label}: {what}", each) for each in flaws]
    except ReadError as error:
        beyond = f" after the first {len(found.items):,}" if found.items else ""
        found.lost.append(Lost(f"{connection.label}: {what}{beyond}", error))
    found.items = list(dict.fromkeys(found.items))  # what is made meanwhile moves others to the next page
    return found


def _asked(connection: Connection, names: Sequence[str], found: ReadResult) -> ReadError | None:
    """Ask for some projects, and give the error where IAM has denied one of several."""
    try:
        answer = connection.call("codebuild", "BatchGetProjects", names=list(names))
    except ReadError as error:
        if error.is_denied and len(names) > 1:
            return error
        found.miss(names, error)
        return None
    found.add(_shown(connection, answer, names))
    return None


def _shown(connection: Connection, answer: Answer, names: Sequence[str]) -> ReadResult:
    """Read the projects in an answer of BatchGetProjects, which also names those that are gone."""

    def project(item: Mapping[str, Any]) -> LiveProject:
        live = LiveProject.of(item)
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
    found = ReadResult()
    for name in names:
        same = shown.get(name, [])
        found.items += same if len(same) == 1 else []
        if len(same) > 1:
            found.miss([name], _REPEATED)
        elif not same:
            found.miss([name], _VANISHED if name in gone else next(iter(flaws), _UNMENTIONED))
    if flaws and flaws[0] not in [why for _, why in found.missed]:
        found.lost.append(Lost(f"{connection.label}: projects", flaws[0]))
    return found
