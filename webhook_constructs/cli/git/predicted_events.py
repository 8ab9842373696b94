"""The events that a push of a local repository, or a pull request of it, would make."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from webhook_constructs.core import EventAction, SourceProvider
from webhook_constructs.core.events.github import MOST_COMMITS
from webhook_constructs.core.events.payload import NO_COMMITS
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.service.assumptions import (
    FILES_OF_FORCED_PUSH,
    FILES_OF_NEW_BRANCH,
    FORK_HEAD,
    GITLAB_ACTOR,
    GITLAB_TAG,
    ORGANIZATION_FIELD,
    PUSHED_FILES,
    REPOSITORY_FIELD,
    Assumption,
)
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.service.repository import Repository

from .git_command import GitError
from .local_repository import Change, LocalRepository

__all__ = ["Intent", "PlacedEvent", "predicted_events"]

_PROVIDERS = {
    "github.com": SourceProvider.GITHUB,
    "bitbucket.org": SourceProvider.BITBUCKET,
    "gitlab.com": SourceProvider.GITLAB,
}
# Of how many commits the payload of a push names the files, the newest ones. GitLab:
# https://docs.gitlab.com/user/project/integrations/webhook_events/#push-events [doc].
_MOST_COMMITS = {SourceProvider.GITHUB: MOST_COMMITS, SourceProvider.GITLAB: 20}
_NAMES = ((FilterType.REPOSITORY_NAME, REPOSITORY_FIELD), (FilterType.ORGANIZATION_NAME, ORGANIZATION_FIELD))
_ASSUMED: dict[SourceProvider | None, tuple[tuple[FilterType, Assumption], ...]] = {
    SourceProvider.GITHUB: _NAMES,
    SourceProvider.BITBUCKET: (),
    SourceProvider.GITLAB: ((FilterType.ACTOR_ACCOUNT_ID, GITLAB_ACTOR), _NAMES[0]),
    None: _NAMES,
}
"""What an event takes for granted at a git host, as it does when it is read from what that host has sent."""


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
        files: The paths of the changed files. Default: those of the commits; not known for a tag.
        repository: The repository at the git host. Default: that of the remote.
    """

    branch: str | None = None
    commits: str | None = None
    tag: str | None = None
    staged: bool = False
    base: str | None = None
    pull_request: EventAction = EventAction.PULL_REQUEST_CREATED
    actor: str | None = None
    message: str | None = None
    files: tuple[str, ...] | None = None
    repository: Repository | None = None


@dataclass(frozen=True, slots=True)
class PlacedEvent:
    """An event, and where it happens.

    Attributes:
        event: The event.
        repository: The repository that it is of; None where that is not known.
        unknown_because: Why that is not known. Default: it is.
    """

    event: WebhookEvent
    repository: Repository | None
    unknown_because: str | None = None


def predicted_events(repository: LocalRepository, intent: Intent) -> Iterator[PlacedEvent]:
    """Return the events that would occur: a push, and a pull request where a base is named.

    A pull request is of the repository that it is opened in, which the branch may be in a fork of.

    Args:
        repository: The repository.
        intent: What somebody is about to do.

    Raises:
        GitError: The repository does not say what is needed for that.
    """
    at, remote = repository.remote_name, intent.repository or repository.remote
    if intent.tag is not None:
        message = repository.message_of_tag(intent.tag)
        event = WebhookEvent.push(
            tag=intent.tag, files=intent.files, message=message if intent.message is None else intent.message
        )
        yield _placed(event, at, remote, intent, _of_tag(remote))
        return
    branch = intent.branch or repository.branch
    if branch is None:
        msg = "no branch is checked out: name the one that is pushed to (--branch)"
        raise GitError(msg)
    most = _MOST_COMMITS.get(_provider(remote))  # type: ignore[arg-type] # or None
    pushed = repository.push(branch, intent.commits, staged=intent.staged, files=intent.files, most_commits=most)
    merged = None
    if intent.base is not None:
        merged = repository.pull_request(intent.base, intent.commits, staged=intent.staged, files=intent.files)
        if merged is None:
            msg = f"there is nothing to merge: {intent.base} has every commit of {branch}. Commit, or leave --base out"
            if branch == intent.base:
                msg = f"{branch} is the base itself: check out the branch to merge, or leave --base out"
            raise GitError(msg)
    elif pushed is None:
        msg = f"there is nothing to push: the remote has every commit on {branch}. Give commits (--range HEAD~1..HEAD)"
        raise GitError(msg)
    if pushed is not None:
        event = WebhookEvent.push(branch=branch, **_carried(pushed, intent))
        doubts = () if pushed.has_commits or intent.files is not None else (NO_COMMITS,)
        known = replace(event, has_all_files=pushed.has_all_files, doubts=doubts)
        yield _placed(known, at, remote, intent, _of_files(pushed, remote, intent))
    if merged is not None and intent.base is not None:
        event = WebhookEvent.pull_request(
            intent.pull_request, base=intent.base, head=branch, **_carried(merged, intent)
        )
        base_at = repository.base_remote_name(intent.base)
        into = intent.repository or repository.base_repository(intent.base)
        from_fork = _is_from_fork(
            repository.remote, repository.base_repository(intent.base), is_one_remote=base_at == at
        )
        fork = ((FilterType.HEAD_REF, FORK_HEAD),) if from_fork is None else ()
        yield _placed(replace(event, from_fork=from_fork), base_at, into, intent, fork)


def _placed(
    event: WebhookEvent,
    remote: str | None,
    repository: Repository | None,
    intent: Intent,
    assumptions: tuple[tuple[FilterType, Assumption], ...],
) -> PlacedEvent:
    provider = _provider(repository)
    # What is before owner and name in the path at another host may be of a proxy.
    has_organizations = provider is SourceProvider.GITHUB or (
        provider is None and repository is not None and repository.path.count("/") == 1
    )
    known = replace(
        event,
        actor=intent.actor,
        repository_name=None if repository is None else repository.name,
        organization_name=repository.owner if repository is not None and has_organizations else None,
        provider=provider,
        assumptions=(*_ASSUMED[provider], *assumptions),
    )
    if repository is not None:
        return PlacedEvent(known, repository)
    why = "there is no remote" if remote is None else f"the address of the remote {remote} does not say it"
    return PlacedEvent(known, None, f"{why}; give --repository")


def _is_from_fork(ours: Repository | None, theirs: Repository | None, *, is_one_remote: bool) -> bool | None:
    """Check whether a branch is in another repository than the one it is to be merged into; None if that is open."""
    if is_one_remote:
        return False
    is_same = None if ours is None or theirs is None else theirs.is_same_as(ours)
    return None if is_same is None else not is_same


def _provider(repository: Repository | None) -> SourceProvider | None:
    return None if repository is None else _PROVIDERS.get(repository.host)


def _carried(change: Change, intent: Intent) -> dict[str, Any]:
    files = change.files if change.has_commits else None
    return {
        "files": files if intent.files is None else intent.files,
        "message": change.message if intent.message is None else intent.message,
    }


def _of_files(
    change: Change, repository: Repository | None, intent: Intent
) -> tuple[tuple[FilterType, Assumption], ...]:
    """Return what the changed files of a push take for granted."""
    at_bitbucket = _provider(repository) is SourceProvider.BITBUCKET  # whose payloads name no files
    is_named = change.has_commits and intent.files is None and not at_bitbucket
    taken = [PUSHED_FILES] if is_named else []
    if change.is_new:
        taken.append(FILES_OF_NEW_BRANCH)
    if change.is_forced:
        taken.append(FILES_OF_FORCED_PUSH)
    return tuple((FilterType.FILE_PATH, each) for each in taken)


def _of_tag(repository: Repository | None) -> tuple[tuple[FilterType, Assumption], ...]:
    return ((FilterType.EVENT, GITLAB_TAG),) if _provider(repository) is SourceProvider.GITLAB else ()
