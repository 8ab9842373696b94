"""Reads what an audit needs, as far as it can be read, and names what cannot.

First everything is listed, then everything that was listed is read, a bounded number of calls at once. One thing that
cannot be read hides nothing else.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from .connection import MOST_CALLS_AT_ONCE, Connection, ReadError
from .found import Found, not_read
from .live_pipeline import LivePipeline
from .live_project import LiveProject
from .stack_reading import read_stack

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from webhook_constructs.lint.located import Unread

    from .connection import Target
    from .live_stack import StackWebhook

__all__ = ["Reading", "read"]

_BATCH = 100  # [doc: API_BatchGetProjects]
_MOST_HALVINGS = 200
_MOST_NAMED = 5
_VANISHED = "it was listed, and was gone when it was to be read"

_Job = TypeVar("_Job")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read.

    Attributes:
        projects: The projects, in the order of the targets and of their names.
        pipelines: The pipelines, likewise.
        stack_webhooks: The webhooks of the stacks that were asked for.
        unread: What could not be read.
        is_blind: Whether nothing of any target is known: no project could be read, and no target has said that it has
            none.
    """

    projects: tuple[LiveProject, ...] = ()
    pipelines: tuple[LivePipeline, ...] = ()
    stack_webhooks: tuple[StackWebhook, ...] = ()
    unread: tuple[Unread, ...] = ()
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class _Batch:
    """Projects or a pipeline that are to be read.

    Attributes:
        connection: Where they are.
        names: Their names.
        halvings: A count that all batches of a connection share.
    """

    connection: Connection
    names: tuple[str, ...]
    halvings: Iterator[int]


def read(
    targets: Sequence[Target],
    stacks: Sequence[str] = (),
    *,
    parse_yaml: Callable[[str], Any] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read the projects and pipelines of some regions, and the webhooks of some stacks there.

    Args:
        targets: The regions, each with the profile that is asked. What two of them see is read twice and counts once.
        stacks: The names of stacks, each of which is in one of the targets or in several. Default: none.
        parse_yaml: Reads a template in YAML. Default: a stack that has one is named as not read.
        on_progress: Is told how many calls are done, and of how many. Default: nobody is told.
    """
    unread: list[Unread] = []
    connections = list(_connected(targets, unread))
    stack_jobs = [(each, name) for name in dict.fromkeys(stacks) for each in connections]
    with _Workers(on_progress) as workers:
        projects_listed = workers.each(_list_projects, connections)
        pipelines_listed = workers.each(_list_pipelines, connections)
        stacks_found = workers.each(lambda job: read_stack(*job, parse_yaml), stack_jobs)
        projects = workers.each(_read_projects, _batches(connections, projects_listed, _BATCH))
        pipelines = workers.each(_read_pipeline, _batches(connections, pipelines_listed, 1))
    everything = (projects_listed, projects, pipelines_listed, pipelines, stacks_found)
    unread += [each for part in everything for found in part for each in found.unread]
    unread += _absent_stacks(stack_jobs, stacks_found)
    return Reading(
        projects=_once(projects, lambda each: (each.account, each.region, each.name)),
        pipelines=_once(pipelines, lambda each: (each.account, each.region, each.name)),
        stack_webhooks=_once(stacks_found, _key_of_stack_webhook),
        unread=tuple(dict.fromkeys(unread)),
        is_blind=not any(found.items for found in projects) and not any(map(_is_empty, projects_listed)),
    )


class _Workers:
    """Do a bounded number of pieces of work at once, and tell how far they are."""

    def __init__(self, on_progress: Callable[[int, int], None] | None) -> None:
        self._pool = ThreadPoolExecutor(MOST_CALLS_AT_ONCE)
        self._on_progress = on_progress
        self._done = self._total = 0

    def __enter__(self) -> _Workers:  # noqa: PYI034 - Python 3.10 has no Self
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)  # whoever interrupts an audit does not wait for all that is left

    def each(self, work: Callable[[_Job], Found], jobs: Iterable[_Job]) -> list[Found]:
        futures = [self._pool.submit(work, job) for job in jobs]
        self._total += len(futures)
        found = []
        for future in futures:
            found.append(future.result())
            self._done += 1
            if self._on_progress is not None:
                self._on_progress(self._done, self._total)
        return found


def _once(found: Iterable[Found], key: Callable[[Any], Hashable]) -> tuple[Any, ...]:
    """Give what was found, each thing once though two profiles may see it."""
    once: dict[Hashable, Any] = {}
    for each in found:
        for item in each.items:
            once.setdefault(key(item), item)
    return tuple(once.values())


def _key_of_stack_webhook(each: StackWebhook) -> Hashable:
    return each.account, each.region, each.stack, each.project, each.webhook.logical_id


def _is_empty(listed: Found) -> bool:
    return not listed.items and not listed.unread


def _absent_stacks(jobs: Sequence[tuple[Connection, str]], found: Sequence[Found]) -> Iterator[Unread]:
    absent: dict[str, list[str]] = {}
    for (connection, name), each in zip(jobs, found, strict=True):
        if each.is_absent:
            absent.setdefault(name, []).append(connection.label)
    for name, labels in absent.items():
        if len(labels) == sum(each == name for _, each in jobs):
            yield not_read(f"stack {name}", f"there is no such stack in {', '.join(labels)}")


def _connected(targets: Iterable[Target], unread: list[Unread]) -> Iterator[Connection]:
    for target in targets:
        try:
            yield Connection(target)
        except ReadError as error:  # noqa: PERF203 - one bad profile hides nothing of the others
            unread.append(not_read(str(target), str(error)))


def _batches(connections: Sequence[Connection], listed: Sequence[Found], size: int) -> Iterator[_Batch]:
    for connection, found in zip(connections, listed, strict=True):
        halvings = itertools.count()
        for start in range(0, len(found.items), size):
            yield _Batch(connection, tuple(found.items[start : start + size]), halvings)


def _list_projects(connection: Connection) -> Found:
    return _listed(connection, "codebuild", "ListProjects", "projects")


def _list_pipelines(connection: Connection) -> Found:
    found = _listed(connection, "codepipeline", "ListPipelines", "pipelines")
    found.items = [each["name"] for each in found.items]
    return found


def _listed(connection: Connection, service: str, operation: str, what: str) -> Found:
    found = Found()
    try:
        for page in connection.pages(service, operation, "nextToken"):
            found.items += page[what]
    except ReadError as error:
        beyond = f" after the first {len(found.items)}" if found.items else ""
        found.unread.append(not_read(f"{connection.label}: {what}{beyond}", str(error)))
    return found


def _read_projects(batch: _Batch) -> Found:
    """Read projects. IAM denies a call that names a single project which is denied, so the others are asked again."""
    found = Found()
    try:
        answer = batch.connection.call("codebuild", "BatchGetProjects", names=list(batch.names))
    except ReadError as error:
        if not error.is_denied or len(batch.names) == 1 or next(batch.halvings) >= _MOST_HALVINGS:
            found.unread.append(not_read(_named(batch, "project"), str(error)))
            return found
        middle = len(batch.names) // 2
        for names in (batch.names[:middle], batch.names[middle:]):
            half = _read_projects(_Batch(batch.connection, names, batch.halvings))
            found.items += half.items
            found.unread += half.unread
        return found
    found.items = [LiveProject.of(each) for each in answer.get("projects", [])]
    gone = _Batch(batch.connection, tuple(answer.get("projectsNotFound", [])), batch.halvings)
    if gone.names:
        found.unread.append(not_read(_named(gone, "project"), _VANISHED))
    return found


def _read_pipeline(batch: _Batch) -> Found:
    found = Found()
    try:
        found.items.append(LivePipeline.of(batch.connection.call("codepipeline", "GetPipeline", name=batch.names[0])))
    except ReadError as error:
        found.unread.append(not_read(_named(batch, "pipeline"), str(error)))
    return found


def _named(batch: _Batch, what: str) -> str:
    more = len(batch.names) - _MOST_NAMED
    names = ", ".join(batch.names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
    return f"{batch.connection.label}: {what}{'s' * (len(batch.names) > 1)} {names}"
