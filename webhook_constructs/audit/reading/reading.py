"""Reads what an audit needs, as far as it can be read, and names what cannot.

What a region lists is read as soon as that is known, a bounded number of calls at once. One thing that cannot be read
hides nothing else, and holds up nothing else.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from .connection import Connection, session_of
from .found import Lost, ReadResult, not_read
from .listing import Listing
from .projects_and_pipelines import MOST_AT_ONCE, list_pipelines, list_projects, read_pipeline, read_projects
from .read_error import ReadError, strange
from .stacks import read_stack
from .workers import Workers

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from boto3.session import Session

    from webhook_constructs.audit.live.pipeline import LivePipeline
    from webhook_constructs.audit.live.project import LiveProject
    from webhook_constructs.audit.live.stack import StackWebhook
    from webhook_constructs.lint.findings.located_findings import Skipped

    from .connection import Target
    from .workers import Task

__all__ = ["Reading", "read"]


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
    wrong: list[Skipped] = []
    connections = list(_connected(targets, wrong))
    stack_jobs = [(each, name) for name in dict.fromkeys(stacks) for each in connections]
    with Workers(on_progress) as workers:
        projects = [Listing(workers, each, "projects", list_projects) for each in connections]
        pipelines = [Listing(workers, each, "pipelines", list_pipelines) for each in connections]
        stack_tasks = workers.start(lambda job: read_stack(*job, parse_yaml), stack_jobs, _stack_not_read)
        then: dict[Task, Callable[[], None]] = {
            **{each.task: partial(each.read, workers, read_projects, MOST_AT_ONCE) for each in projects},
            **{each.task: partial(each.read, workers, read_pipeline, 1) for each in pipelines},
        }
        workers.wait(lambda task: then.get(task, _nothing)())
    stacks_found = [task.found for task in stack_tasks]
    lost = [each for listing in (*projects, *pipelines) for each in listing.lost()]
    lost += [each for found in stacks_found for each in found.lost]
    wrong += _absent_stacks(stack_jobs, stacks_found)
    for connection in connections:
        listed = [found for each in (*projects, *pipelines) if each.connection is connection for found in each.found()]
        made = [each for job, each in zip(stack_jobs, stacks_found, strict=True) if job[0] is connection]
        lost += _of_several_accounts(connection, [*listed, *made])
    return Reading(
        projects=_once(_parts(projects), lambda each: (each.account, each.region, each.name)),
        pipelines=_once(_parts(pipelines), lambda each: (each.account, each.region, each.name)),
        stack_webhooks=_once(stacks_found, _key_of_stack_webhook),
        unread=tuple(dict.fromkeys([*wrong, *(each.unread for each in lost)])),
        is_blind=not any(found.items for found in _parts(projects)) and not any(each.is_empty for each in projects),
        is_mistaken=bool(wrong),
        is_strange=any(each.why.is_strange for each in lost),
        is_interrupted=workers.is_interrupted,
    )


def _nothing() -> None:
    """Follows what nothing follows."""


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
        wrong.append(not_read(_credentials_of(target.profile), str(error)))
        return None


def _credentials_of(profile: str | None) -> str:
    """Name the credentials; the variables are in the order in which boto3 asks for them."""
    named = profile or os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE")
    return f"profile {named}" if named else "the default credentials"


def _stack_not_read(job: tuple[Connection, str], why: ReadError) -> ReadResult:
    connection, name = job
    return ReadResult(lost=[Lost(f"{connection.label}: stack {name}", why)])


def _of_several_accounts(connection: Connection, found: Iterable[ReadResult]) -> Iterator[Lost]:
    """Name that a region has things of several accounts, where the credentials do not say which is theirs."""
    if len({item.account for each in found for item in each.items}) > 1:
        why = strange("the ARNs of projects, pipelines and stacks", "are of several accounts")
        yield Lost(f"{connection.label}: the account", why)


def _parts(listings: Iterable[Listing]) -> list[ReadResult]:
    return [found for each in listings for found in each.found()]


def _once(found: Iterable[ReadResult], key: Callable[[Any], Hashable]) -> tuple[Any, ...]:
    """Give what was found, each thing once though two profiles may see it."""
    once: dict[Hashable, Any] = {}
    for each in found:
        for item in each.items:
            once.setdefault(key(item), item)
    return tuple(once.values())


def _key_of_stack_webhook(each: StackWebhook) -> Hashable:
    return each.account, each.region, each.stack, each.project, each.webhook.logical_id


def _absent_stacks(jobs: Sequence[tuple[Connection, str]], found: Sequence[ReadResult]) -> Iterator[Skipped]:
    absent: dict[str, list[str]] = {}
    for (connection, name), each in zip(jobs, found, strict=True):
        if each.is_absent:
            absent.setdefault(name, []).append(connection.label)
    for name, labels in absent.items():
        if len(labels) == sum(each == name for _, each in jobs):
            yield not_read(f"stack {name}", f"there is no such stack in {', '.join(labels)}")
