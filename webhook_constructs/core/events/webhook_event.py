"""Events of a git host, as far as filters look at them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from webhook_constructs.core.errors import WebhookEventError
from webhook_constructs.core.service.assumptions import Assumption
from webhook_constructs.core.service.enums import (
    PULL_REQUEST_ACTIONS,
    RELEASE_ACTIONS,
    ApproverRole,
    EventAction,
    FilterType,
    SourceProvider,
)
from webhook_constructs.core.values.arguments import as_account_id, require_choice, require_flag, require_list, shown
from webhook_constructs.core.values.frozen import frozen

from .event_arguments import (
    require_about_filters,
    require_action,
    require_files,
    require_name,
    require_path,
    require_pull_request_facts,
    require_ref,
)
from .event_names import IgnoredEvent
from .payload import DELETION, Payload
from .payload_readers import READERS

__all__ = ["WebhookEvent", "read_event"]

_TEXTS = {
    "head_ref": FilterType.HEAD_REF,
    "base_ref": FilterType.BASE_REF,
    "actor": FilterType.ACTOR_ACCOUNT_ID,
    "message": FilterType.COMMIT_MESSAGE,
    "workflow_name": FilterType.WORKFLOW_NAME,
    "tag_name": FilterType.TAG_NAME,
    "release_name": FilterType.RELEASE_NAME,
    "repository_name": FilterType.REPOSITORY_NAME,
    "organization_name": FilterType.ORGANIZATION_NAME,
}
_MEMBERS = {filter_type: name for name, filter_type in _TEXTS.items()}


@frozen
@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookEvent:
    """An event at a git host, with the values that filters look at.

    Create one with `push`, `pull_request`, `release`, or `workflow_job`, or read the payload of a git host with
    `from_github`, `from_bitbucket`, or `from_gitlab`. A value of None is unknown. A filter on an unknown value is
    undecided: it neither passes nor fails.

    Attributes:
        action: What happened.
        head_ref: The pushed branch or tag, or the branch of a pull request, as `refs/heads/<branch>` or
            `refs/tags/<tag>`.
        base_ref: The branch that a pull request goes into, as `refs/heads/<branch>`.
        actor: The ID of the account that caused the event.
        files: The paths of the changed files. CodeBuild looks at the first 100 of them, at Bitbucket at the first
            3,000.
        has_all_files: Whether `files` is complete. Default: it is.
        message: The message of the head commit.
        workflow_name: The name of the workflow of a queued job.
        tag_name: The tag of a release, without `refs/tags/`.
        release_name: The title of a release.
        repository_name: The repository, without its owner.
        organization_name: The organization.
        provider: The git host, if only one sends such an event. `GITHUB` includes GitHub Enterprise, and `GITLAB`
            includes self-managed GitLab. Default: any.
        author_role: The role of the author of a pull request in the repository, or `"none"` for a stranger. An author
            with a role makes it an event of the git host of that role.
        from_fork: Whether a pull request is from a fork.
        approved: Whether somebody with an approver role has approved this commit of a pull request by a comment, which
            names the commit.
        assumptions: What a filter on a value assumes.
        doubts: Why a value is unknown, or, for EVENT, why CodeBuild may not build for the event.

    Raises:
        WebhookEventError: A value has the wrong type.

    Examples:
        >>> event = WebhookEvent.push(branch="main", files=["docs/index.md"])
        >>> event.head_ref
        'refs/heads/main'
        >>> print(event)
        PUSH refs/heads/main
    """

    action: EventAction
    head_ref: str | None = None
    base_ref: str | None = None
    actor: str | None = None
    files: tuple[str, ...] | None = None
    has_all_files: bool = True
    message: str | None = None
    workflow_name: str | None = None
    tag_name: str | None = None
    release_name: str | None = None
    repository_name: str | None = None
    organization_name: str | None = None
    provider: SourceProvider | None = None
    author_role: ApproverRole | Literal["none"] | None = None
    from_fork: bool | None = None
    approved: bool | None = None
    assumptions: tuple[tuple[FilterType, Assumption], ...] = ()
    doubts: tuple[tuple[FilterType, str], ...] = ()

    def __post_init__(self) -> None:
        """Refuse what is of another kind."""
        object.__setattr__(self, "action", require_choice(EventAction, self.action, "event", WebhookEventError))
        if self.provider is not None:
            provider = require_choice(SourceProvider, self.provider, "provider", WebhookEventError)
            object.__setattr__(self, "provider", provider)
        for name in _TEXTS:
            value = getattr(self, name)
            if value is not None and not isinstance(value, str):
                msg = f"{name} of an event is no text, got {shown(value)}: give a text, or leave it out if not known"
                raise WebhookEventError(msg)
        if self.files is not None:
            files = require_list(self.files, "files of an event", WebhookEventError)
            object.__setattr__(self, "files", tuple(map(require_path, files)))
        require_flag(self.has_all_files, "has_all_files of an event", WebhookEventError)
        facts = {name: getattr(self, name) for name in ("author_role", "from_fork", "approved")}
        object.__setattr__(self, "author_role", require_pull_request_facts(self.action, self.provider, **facts))
        for name, kind in (("assumptions", Assumption), ("doubts", str)):
            object.__setattr__(self, name, require_about_filters(name, getattr(self, name), kind))

    @property
    def is_deletion(self) -> bool:
        """Whether a branch or tag was deleted. It is not certain that CodeBuild takes this for a push."""
        return DELETION in self.doubts

    @classmethod
    def push(  # noqa: PLR0913 - one for each filter that a push can pass
        cls,
        *,
        branch: str | None = None,
        tag: str | None = None,
        files: Iterable[str] | None = None,
        actor: str | int | None = None,
        message: str | None = None,
        repository_name: str | None = None,
        organization_name: str | None = None,
        deleted: bool = False,
    ) -> WebhookEvent:
        """Return the push of a branch or a tag.

        Args:
            branch: The name of the branch, without `refs/heads/`.
            tag: The name of the tag, without `refs/tags/`, instead of a branch.
            files: The paths of the changed files. Default: unknown.
            actor: The ID of the account that pushed. Default: unknown.
            message: The message of the newest commit. Default: unknown.
            repository_name: The repository, without its owner. Default: unknown.
            organization_name: The organization. Default: unknown.
            deleted: Whether the branch or tag was deleted. Default: it was not.

        Raises:
            WebhookEventError: Neither a branch nor a tag was given, or both, or a value has the wrong type.
        """
        if (branch is None) == (tag is None):
            msg = f"a push is of a branch or of a tag, got branch {shown(branch)} and tag {shown(tag)}: give one"
            raise WebhookEventError(msg)
        require_flag(deleted, "deleted", WebhookEventError)
        return cls(
            action=EventAction.PUSH,
            head_ref=require_ref("branch", "heads", branch) if tag is None else require_ref("tag", "tags", tag),
            files=require_files(files),
            actor=as_account_id(actor),
            message=message,
            repository_name=repository_name,
            organization_name=organization_name,
            doubts=(DELETION,) if deleted else (),
        )

    @classmethod
    def pull_request(  # noqa: PLR0913 - one for each filter that a pull request can pass
        cls,
        action: EventAction,
        *,
        base: str,
        head: str,
        files: Iterable[str] | None = None,
        actor: str | int | None = None,
        message: str | None = None,
        repository_name: str | None = None,
        organization_name: str | None = None,
        author_role: ApproverRole | Literal["none"] | None = None,
        from_fork: bool | None = None,
        approved: bool | None = None,
    ) -> WebhookEvent:
        """Return an event of a pull request.

        Args:
            action: What happened to it.
            base: The branch that it goes into, without `refs/heads/`.
            head: Its own branch, without `refs/heads/`.
            files: The paths of the changed files. Default: unknown.
            actor: The ID of the account that opened, updated, closed or merged it. Default: unknown.
            message: The message of the newest commit of its branch. Default: unknown.
            repository_name: The repository, without its owner. Default: unknown.
            organization_name: The organization. Default: unknown.
            author_role: The role of its author in the repository, or `"none"` for a stranger. Default: unknown.
            from_fork: Whether it is from a fork. Default: unknown.
            approved: Whether somebody with an approver role has approved its newest commit. Default: unknown, which
                counts as not yet.

        Raises:
            WebhookEventError: The event is not of a pull request, or a value has the wrong type.
        """
        return cls(
            action=require_action(PULL_REQUEST_ACTIONS, action, "pull request"),
            base_ref=require_ref("base", "heads", base),
            head_ref=require_ref("head", "heads", head),
            files=require_files(files),
            actor=as_account_id(actor),
            message=message,
            repository_name=repository_name,
            organization_name=organization_name,
            author_role=author_role,
            from_fork=from_fork,
            approved=approved,
        )

    @classmethod
    def release(  # noqa: PLR0913 - one for each filter that a release can pass
        cls,
        action: EventAction = EventAction.RELEASED,
        *,
        tag_name: str,
        release_name: str | None = None,
        actor: str | int | None = None,
        repository_name: str | None = None,
        organization_name: str | None = None,
    ) -> WebhookEvent:
        """Return the publication of a release.

        Args:
            action: Whether it is a pre-release. Default: it is not.
            tag_name: The name of the tag, without `refs/tags/`.
            release_name: The title. Default: unknown.
            actor: The ID of the account that published it. Default: unknown.
            repository_name: The repository, without its owner. Default: unknown.
            organization_name: The organization. Default: unknown.

        Raises:
            WebhookEventError: The event is not of a release, or a value has the wrong type.
        """
        return cls(
            action=require_action(RELEASE_ACTIONS, action, "release"),
            tag_name=require_name("tag_name", tag_name),
            release_name=release_name,
            actor=as_account_id(actor),
            repository_name=repository_name,
            organization_name=organization_name,
        )

    @classmethod
    def workflow_job(
        cls,
        *,
        workflow_name: str | None = None,
        actor: str | int | None = None,
        repository_name: str | None = None,
        organization_name: str | None = None,
    ) -> WebhookEvent:
        """Return a job that waits for a runner.

        Args:
            workflow_name: The name of the workflow, at GitLab of the pipeline. Default: unknown.
            actor: The ID of the account that started the workflow. Default: unknown.
            repository_name: The repository, without its owner. Default: unknown.
            organization_name: The organization. Default: unknown.

        Raises:
            WebhookEventError: A value has the wrong type.
        """
        return cls(
            action=EventAction.WORKFLOW_JOB_QUEUED,
            workflow_name=workflow_name,
            actor=as_account_id(actor),
            repository_name=repository_name,
            organization_name=organization_name,
        )

    @classmethod
    def from_github(
        cls, event_name: str, payload: Payload, *, files: Iterable[str] | None = None, message: str | None = None
    ) -> WebhookEvent | None:
        """Read a payload of GitHub or GitHub Enterprise.

        Args:
            event_name: The header `X-GitHub-Event`, such as `push`.
            payload: The body: bytes, a string, or the object from a JSON parser.
            files: The paths of the changed files. Default: those of the payload, which only a push has.
            message: The message of the head commit. Default: that of the payload, which only a push has.

        Returns:
            The event, or None if CodeBuild does not build for it, such as a closed issue.

        Raises:
            WebhookEventError: GitHub sends no such event or no such payload. The message names the place.
        """
        return _built_for(read_event("GitHub", event_name, payload, files=require_files(files), message=message))

    @classmethod
    def from_bitbucket(
        cls, event_key: str, payload: Payload, *, files: Iterable[str] | None = None, message: str | None = None
    ) -> WebhookEvent | None:
        """Read a payload of Bitbucket.

        Args:
            event_key: The header `X-Event-Key`, such as `repo:push`.
            payload: The body: bytes, a string, or the object from a JSON parser.
            files: The paths of the changed files. Default: unknown, because no payload has them.
            message: The message of the head commit. Default: that of the payload, which only a push has.

        Returns:
            The event, or None if CodeBuild does not build for it.

        Raises:
            WebhookEventError: Bitbucket sends no such event or no such payload. The message names the place.
        """
        return _built_for(read_event("Bitbucket", event_key, payload, files=require_files(files), message=message))

    @classmethod
    def from_gitlab(
        cls, event_name: str, payload: Payload, *, files: Iterable[str] | None = None, message: str | None = None
    ) -> WebhookEvent | None:
        """Read a payload of GitLab, on gitlab.com or self-managed.

        Args:
            event_name: The header `X-Gitlab-Event`, such as `Push Hook`.
            payload: The body: bytes, a string, or the object from a JSON parser.
            files: The paths of the changed files. Default: those of the payload, which only a push has.
            message: The message of the head commit. Default: that of the payload, which pushes of a branch and merge
                requests have.

        Returns:
            The event, or None if CodeBuild does not build for it.

        Raises:
            WebhookEventError: GitLab sends no such event or no such payload. The message names the place.
        """
        return _built_for(read_event("GitLab", event_name, payload, files=require_files(files), message=message))

    def text_for(self, filter_type: FilterType) -> str | None:
        """Return what a filter looks at; None if that is not known, and for EVENT and FILE_PATH, which look at lists.

        Examples:
            >>> WebhookEvent.release(tag_name="v1").text_for(FilterType.TAG_NAME)
            'v1'
        """
        name = _MEMBERS.get(filter_type)
        return None if name is None else getattr(self, name)

    def __str__(self) -> str:
        """Return what happened, on one line."""
        named = next((name for name in (self.head_ref, self.tag_name, self.workflow_name) if name is not None), "")
        into = "" if self.base_ref is None else f" into {self.base_ref}"
        deleted = " (deleted)" if self.is_deletion else ""
        return f"{self.action} {named}{into}{deleted}".strip()


def read_event(
    host: str, event_name: str, payload: Payload, *, files: tuple[str, ...] | None = None, message: str | None = None
) -> WebhookEvent | IgnoredEvent:
    """Return the event that a git host has sent, or the reason why CodeBuild ignores it.

    Args:
        host: `GitHub`, `GitLab` or `Bitbucket`, as `host_of_event` names them.
        event_name: The name of the event in the header of the delivery.
        payload: The body.
        files: The paths of the changed files. Default: those of the payload.
        message: The message of the head commit. Default: that of the payload.

    Raises:
        WebhookEventError: The host sends no such event, or no such payload; the text names the place.

    Examples:
        >>> read_event("GitHub", "issues", {"action": "opened"})
        IgnoredEvent(reason="GitHub's issues is no event of CodeBuild")
    """
    read = READERS[host](event_name, payload, files=files, message=message)
    return read if isinstance(read, IgnoredEvent) else WebhookEvent(**read)


def _built_for(read: WebhookEvent | IgnoredEvent) -> WebhookEvent | None:
    return None if isinstance(read, IgnoredEvent) else read
