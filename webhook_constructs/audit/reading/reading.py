"""Reads what an audit needs, as far as it can be read, and names what cannot.

What a region lists is read as soon as that is known, a bounded number of calls at once. One thing that cannot be read
hides nothing else, and holds up nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from boto3.session import Session

from webhook_constructs.audit.live import LivePipeline
from webhook_constructs.audit.stack import StackWebhook
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.templates.forms.live_project import LiveProject

from .connection import Connection, Target, session_of
from .jobs import Found, Job, not_read, run
from .projects_and_pipelines import list_pipelines, list_projects
from .read_error import ReadError, strange
from .stacks import read_stack

__all__ = ["Reading", "read"]

_PROJECTS = "projects"
_LISTS = {_PROJECTS: list_projects, "pipelines": list_pipelines}

_Item = TypeVar("_Item", LivePipeline, LiveProject, StackWebhook)


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
        is_mistaken: Whether something was named that there is not: a profile, a region, or a stack.
        is_strange: Whether a response did not have the form that AWS documents, so that something could not be read.
        is_interrupted: Whether somebody has interrupted it (Ctrl-C).
    """

    projects: tuple[LiveProject, ...] = ()
    pipelines: tuple[LivePipeline, ...] = ()
    stack_webhooks: tuple[StackWebhook, ...] = ()
    unread: tuple[Skipped, ...] = ()
    is_blind: bool = False
    is_mistaken: bool = False
    is_strange: bool = False
    is_interrupted: bool = False


def read(
    targets: Sequence[Target],
    stacks: Sequence[str] = (),
    *,
    lists: Collection[str] = tuple(_LISTS),
    parse_yaml: Callable[[str], Any] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Reading:
    """Read the projects and pipelines of some regions, and the webhooks of some stacks there.

    Args:
        targets: The regions, each with the profile that is asked. What two of them see is read twice and counts once.
        stacks: The names of stacks, each of which is in one of the targets or in several. Default: none.
        lists: What is listed and read, of `projects` and `pipelines`. Default: both.
        parse_yaml: Reads a template in YAML. Default: a stack that has one is named as not read.
        on_progress: Is told how many calls are done, and of how many. Default: nobody is told.
    """
    wrong: list[Skipped] = []
    connections = list(_connected(targets, wrong))
    listed = {what: [Job(each, what, work) for each in connections] for what, work in _LISTS.items() if what in lists}
    of_stacks = {
        name: [Job(each, f"stack {name}", _reads_stack(name, parse_yaml)) for each in connections] for name in stacks
    }
    jobs = [*(job for its in listed.values() for job in its), *(job for its in of_stacks.values() for job in its)]
    is_interrupted = run(jobs, on_progress)
    done = {job: job.found() for job in jobs}
    parts = {job: [found, *(each.found() for each in found.following)] for job, found in done.items()}
    items = [item for its in parts.values() for found in its for item in found.items]
    lost = [each for job, its in parts.items() for each in _lost(job, its)]
    lost += (each for connection in connections for each in _of_several_accounts(connection, parts))
    wrong += _absent_stacks(of_stacks, done)
    projects = _once(items, LiveProject)
    has_none = any(not done[each].following and not done[each].lost for each in listed.get(_PROJECTS, ()))
    return Reading(
        projects=projects,
        pipelines=_once(items, LivePipeline),
        stack_webhooks=_once(items, StackWebhook),
        unread=tuple(dict.fromkeys([*wrong, *(not_read(what, str(why), names) for what, why, names in lost)])),
        is_blind=not projects and not has_none,
        is_mistaken=bool(wrong),
        is_strange=any(why.is_strange for _, why, _ in lost),
        is_interrupted=is_interrupted,
    )


def _reads_stack(name: str, parse_yaml: Callable[[str], Any] | None) -> Callable[[Connection, tuple[str, ...]], Found]:
    return lambda connection, _: read_stack(connection, name, parse_yaml)


def _connected(targets: Iterable[Target], wrong: list[Skipped]) -> Iterator[Connection]:
    sessions: dict[str | None, Session | None] = {}
    for target in targets:
        if target.profile not in sessions:
            sessions[target.profile] = _session(target, wrong)
        session = sessions[target.profile]
        if session is None:
            continue
        try:
            yield Connection(target, session)
        except ReadError as error:  # one bad region hides nothing of the others
            wrong.append(not_read(str(target), str(error)))


def _session(target: Target, wrong: list[Skipped]) -> Session | None:
    try:
        return session_of(target)
    except ReadError as error:
        # The variables are in the order in which boto3 asks for them.
        named = target.profile or os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE")
        wrong.append(not_read(f"profile {named}" if named else "the default credentials", str(error)))
        return None


def _lost(job: Job, parts: Sequence[Found]) -> Iterator[tuple[str, ReadError, tuple[str, ...]]]:
    """Name what a job has not read: what was listed together where the reason is the same."""
    listed, *following = parts
    yield from ((f"{job.connection.label}: {what}", why, ()) for what, why in listed.lost)
    reasons: dict[str, tuple[ReadError, list[str]]] = {}
    for name, error in (each for part in following for each in part.missed):
        # The text of what is denied has the name of the resource in it.
        key = "" if error.is_denied else str(error)
        reasons.setdefault(key, (error, []))[1].append(name)
    count = sum(len(each.names) for each in listed.following)
    for why, names in reasons.values():
        yield f"{job.connection.label}: {len(names):,} of {count:,} {job.what}", why, tuple(names)
    yield from ((f"{job.connection.label}: {what}", why, ()) for part in following for what, why in part.lost)


def _of_several_accounts(
    connection: Connection, parts: Mapping[Job, Sequence[Found]]
) -> Iterator[tuple[str, ReadError, tuple[str, ...]]]:
    """Name that a region has things of several accounts, where the credentials do not say which is theirs."""
    found = [each for job, its in parts.items() if job.connection is connection for each in its]
    if len({item.account for each in found for item in each.items}) > 1:
        why = strange("the ARNs of projects, pipelines and stacks", "are of several accounts")
        yield f"{connection.label}: the account", why, ()


def _once(items: Iterable[Any], kind: type[_Item]) -> tuple[_Item, ...]:
    """Return what was read of a kind, each thing once though two profiles may see it."""
    once: dict[Any, Any] = {}
    for each in items:
        if isinstance(each, kind):
            once.setdefault(each.key, each)
    return tuple(once.values())


def _absent_stacks(jobs: Mapping[str, Sequence[Job]], done: Mapping[Job, Found]) -> Iterator[Skipped]:
    for name, its in jobs.items():
        if its and all(done[each].is_absent for each in its):
            where = ", ".join(each.connection.label for each in its)
            yield not_read(f"stack {name}", f"there is no such stack in {where}")
