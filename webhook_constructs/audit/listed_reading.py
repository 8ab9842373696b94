"""Lists the projects and pipelines of a region, and reads what was listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .found import Found, not_read
from .live_pipeline import LivePipeline
from .live_project import LiveProject
from .read_error import STRANGE, ReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from webhook_constructs.lint.located import Unread

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

_MOST_TOGETHER = 4
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


def list_projects(connection: Connection) -> Found:
    """List the names of the projects, as far as they can be listed."""
    return _listed(connection, "codebuild", "ListProjects", "projects")


def list_pipelines(connection: Connection) -> Found:
    """List the names of the pipelines, likewise."""
    found = _listed(connection, "codepipeline", "ListPipelines", "pipelines")
    found.items = [each["name"] for each in found.items]
    return found


def read_projects(batch: Batch) -> Found:
    """Read projects.

    IAM denies a call as soon as one of its projects is denied, and names that one. The others are asked for again, and
    each by itself where several are denied: what is allowed is read with no more calls than one for each project, and
    one more.
    """
    found = Found()
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


def read_pipeline(batch: Batch) -> Found:
    """Read the one pipeline of a batch."""
    [name] = batch.names
    try:
        shown = batch.connection.call("codepipeline", "GetPipeline", name=name)
        return Found([LivePipeline.of(shown)])
    except ReadError as error:
        return Found().miss([name], error)
    except (KeyError, ValueError):
        return Found().miss([name], STRANGE)


def missed(connection: Connection, what: str, listed: int, parts: Iterable[Found]) -> Iterator[Unread]:
    """Name what was listed and could not be read, together where the reason is the same.

    Args:
        connection: The region.
        what: What they are, such as projects.
        listed: How many were listed.
        parts: What was found of them.
    """
    reasons: dict[str, tuple[str, list[str]]] = {}
    for name, error in (each for part in parts for each in part.missed):
        # The text of what is denied has the name of the resource in it.
        key = "" if error.is_denied else str(error)
        reasons.setdefault(key, (str(error), []))[1].append(name)
    for why, names in reasons.values():
        yield not_read(f"{connection.label}: {len(names):,} of {listed:,} {what}", why, names)


def _listed(connection: Connection, service: str, operation: str, what: str) -> Found:
    found = Found()
    try:
        for page in connection.pages(service, operation, "nextToken"):
            if what not in page:
                raise STRANGE
            found.items += page[what]
    except ReadError as error:
        beyond = f" after the first {len(found.items):,}" if found.items else ""
        found.unread.append(not_read(f"{connection.label}: {what}{beyond}", str(error)))
    return found


def _asked(connection: Connection, names: Sequence[str], found: Found) -> ReadError | None:
    """Ask for some projects, and give the error where IAM has denied one of several."""
    try:
        answer = connection.call("codebuild", "BatchGetProjects", names=list(names))
    except ReadError as error:
        if error.is_denied and len(names) > 1:
            return error
        found.miss(names, error)
        return None
    if not answer.keys() & {"projects", "projectsNotFound"}:
        found.miss(names, STRANGE)
        return None
    shown = {each.get("name"): each for each in answer.get("projects", [])}
    for name in names:
        found.add(_project(name, shown.get(name)))
    return None


def _project(name: str, shown: Mapping[str, Any] | None) -> Found:
    if shown is None:
        return Found().miss([name], _VANISHED)
    try:
        return Found([LiveProject.of(shown)])
    except (KeyError, ValueError):
        return Found().miss([name], STRANGE)
