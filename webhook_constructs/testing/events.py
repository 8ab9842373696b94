"""Events for tests, with defaults for what most tests do not care about.

What a filter decides by and a test leaves out is not made up: who caused the event, which files it changes and what its
commit says are unknown unless they are given, and an assertion that depends on them fails and says so. The author of a
pull request is assumed to need no approval, as `WebhookEvent.pull_request` does.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from webhook_constructs.core import ApproverRole, EventAction, WebhookEvent

__all__ = ["pull_request", "push", "release", "workflow_job"]


def push(  # noqa: PLR0913 - one for each filter that a push can pass
    branch: str | None = None,
    *,
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
        branch: The name of the branch, without `refs/heads/`. Default: `main`, unless a tag is given.
        tag: The name of the tag, without `refs/tags/`, instead of a branch.
        files: The paths of the changed files. Default: unknown.
        actor: The ID of the account that pushed. Default: unknown.
        message: The message of the newest commit. Default: unknown.
        repository_name: The repository, without its owner. Default: unknown.
        organization_name: The organization. Default: unknown.
        deleted: Whether the branch or tag was deleted. Default: it was not.

    Raises:
        WebhookEventError: A branch and a tag were given, or a value has the wrong type.

    Examples:
        >>> print(push()), print(push("topic")), print(push(tag="v1"))
        PUSH refs/heads/main
        PUSH refs/heads/topic
        PUSH refs/tags/v1
        (None, None, None)
    """
    return WebhookEvent.push(
        branch="main" if branch is None and tag is None else branch,
        tag=tag,
        files=files,
        actor=actor,
        message=message,
        repository_name=repository_name,
        organization_name=organization_name,
        deleted=deleted,
    )


def pull_request(  # noqa: PLR0913 - one for each filter that a pull request can pass
    action: EventAction = EventAction.PULL_REQUEST_CREATED,
    *,
    base: str = "main",
    head: str = "topic",
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
        action: What happened to it. Default: it was created.
        base: The branch that it goes into, without `refs/heads/`. Default: `main`.
        head: Its own branch, without `refs/heads/`. Default: `topic`.
        files: The paths of the changed files. Default: unknown.
        actor: The ID of the account that opened, updated, closed or merged it. Default: unknown.
        message: The message of the newest commit of its branch. Default: unknown.
        repository_name: The repository, without its owner. Default: unknown.
        organization_name: The organization. Default: unknown.
        author_role: The role of its author in the repository, or `"none"` for a stranger. Default: unknown.
        from_fork: Whether it is from a fork. Default: unknown.
        approved: Whether somebody with an approver role has approved its newest commit. Default: unknown, which counts
            as not yet.

    Raises:
        WebhookEventError: The event is not of a pull request, or a value has the wrong type.

    Examples:
        >>> print(pull_request(base="develop"))
        PULL_REQUEST_CREATED refs/heads/topic into refs/heads/develop
    """
    return WebhookEvent.pull_request(
        action,
        base=base,
        head=head,
        files=files,
        actor=actor,
        message=message,
        repository_name=repository_name,
        organization_name=organization_name,
        author_role=author_role,
        from_fork=from_fork,
        approved=approved,
    )


def release(  # noqa: PLR0913 - one for each filter that a release can pass
    action: EventAction = EventAction.RELEASED,
    *,
    tag_name: str = "v1.0.0",
    release_name: str | None = None,
    actor: str | int | None = None,
    repository_name: str | None = None,
    organization_name: str | None = None,
) -> WebhookEvent:
    """Return the publication of a release.

    Args:
        action: Whether it is a pre-release. Default: it is not.
        tag_name: The name of the tag, without `refs/tags/`. Default: `v1.0.0`.
        release_name: The title. Default: unknown.
        actor: The ID of the account that published it. Default: unknown.
        repository_name: The repository, without its owner. Default: unknown.
        organization_name: The organization. Default: unknown.

    Raises:
        WebhookEventError: The event is not of a release, or a value has the wrong type.

    Examples:
        >>> print(release(EventAction.PRERELEASED, tag_name="v2.0.0-rc.1"))
        PRERELEASED v2.0.0-rc.1
    """
    return WebhookEvent.release(
        action,
        tag_name=tag_name,
        release_name=release_name,
        actor=actor,
        repository_name=repository_name,
        organization_name=organization_name,
    )


def workflow_job(
    workflow_name: str | None = None,
    *,
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

    Examples:
        >>> print(workflow_job("CI"))
        WORKFLOW_JOB_QUEUED CI
    """
    return WebhookEvent.workflow_job(
        workflow_name=workflow_name,
        actor=actor,
        repository_name=repository_name,
        organization_name=organization_name,
    )
