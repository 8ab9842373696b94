"""The events that a push of a local repository, or a pull request of it, would make."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from webhook_constructs.core import EventAction, SourceProvider
from webhook_constructs.core.assumption import FILES_OF_FORCED_PUSH, FILES_OF_NEW_BRANCH, PUSHED_FILES
from webhook_constructs.core.filters import FilterType
from webhook_constructs.core.webhook_event import WebhookEvent

from .local_repository import GitError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.repository import Repository

    from .local_repository import Change, LocalRepository

__all__ = ["Intent", "predicted_events"]

_PROVIDERS = {
    "github.com": SourceProvider.GITHUB,
    "bitbucket.org": SourceProvider.BITBUCKET,
    "gitlab.com": SourceProvider.GITLAB,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """What somebody is about to do.

    Attributes:
        branch: The branch to push to. Default: the one that is checked out.
        commits: The commits to push, as `A..B`. Default: those that the remote does not have.
        tag: A tag to push instead of a branch. Default: none.
        staged: Whether what is staged is committed before.
        base: The branch to open a pull request against, too. Default: none is opened.
        pull_request: What happens to that pull request.
        actor: The account id of whoever does it. Default: not known.
        message: The message of the newest commit. Default: that of the newest commit; not known where staged files are
            still to be committed.
    """

    branch: str | None = None
    commits: str | None = None
    tag: str | None = None
    staged: bool = False
    base: str | None = None
    pull_request: EventAction = EventAction.PULL_REQUEST_CREATED
    actor: str | None = None
    message: str | None = None


def predicted_events(repository: LocalRepository, intent: Intent) -> Iterator[WebhookEvent]:
    """Tell which events there would be: a push, and a pull request where a base is named.

    Args:
        repository: The repository.
        intent: What somebody is about to do.

    Raises:
        GitError: The repository does not say what is needed for that.
    """
    remote = repository.remote
    common = {"actor": intent.actor, **_names(remote)}
    provider = None if remote is None else _PROVIDERS.get(remote.host)
    if intent.tag is not None:
        message = repository.message(intent.tag) if intent.message is None else intent.message
        yield replace(WebhookEvent.push(tag=intent.tag, message=message, **common), provider=provider)
        return
    branch = intent.branch or repository.branch
    if branch is None:
        msg = "no branch is checked out: name the one that is pushed to (--branch)"
        raise GitError(msg)
    staged = repository.staged_files if intent.staged else ()
    change = repository.push(branch, intent.commits)
    if change is None and not staged:
        msg = f"there is nothing to push: the remote has every commit on {branch}. Give commits (--range HEAD~1..HEAD)"
        raise GitError(msg)
    push = WebhookEvent.push(branch=branch, **_carried(change, staged, intent), **common)
    taken = tuple((FilterType.FILE_PATH, each) for each in _assumptions(change))
    yield replace(push, provider=provider, assumptions=taken)
    if intent.base is not None:
        carried = _carried(repository.pull_request(intent.base), staged, intent)
        event = WebhookEvent.pull_request(intent.pull_request, base=intent.base, head=branch, **carried, **common)
        yield replace(event, provider=provider)


def _names(remote: Repository | None) -> dict[str, Any]:
    return {} if remote is None else {"repository_name": remote.name, "organization_name": remote.owner}


def _carried(change: Change | None, staged: tuple[str, ...], intent: Intent) -> dict[str, Any]:
    files = dict.fromkeys((*(() if change is None else change.files), *staged))
    message = None if change is None or staged else change.message
    return {"files": tuple(files), "message": message if intent.message is None else intent.message}


def _assumptions(change: Change | None) -> Iterator[Any]:
    yield PUSHED_FILES
    if change is not None and change.is_new:
        yield FILES_OF_NEW_BRANCH
    if change is not None and change.is_forced:
        yield FILES_OF_FORCED_PUSH
