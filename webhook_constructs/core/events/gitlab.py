"""What GitLab, gitlab.com or self-managed, sends.

Which hook is which event: https://docs.aws.amazon.com/codebuild/latest/userguide/gitlab-webhook.html [doc]. That page
names fields that Bitbucket's payloads have and GitLab's have not; what is read here instead is what stands for the same
in https://docs.gitlab.com/user/project/integrations/webhook_events/ [doc].
"""

from __future__ import annotations

from typing import Any

from webhook_constructs.core.service.assumptions import (
    GITLAB_ACTOR,
    GITLAB_JOB,
    GITLAB_TAG,
    GITLAB_UPDATE,
    REPOSITORY_FIELD,
)
from webhook_constructs.core.service.enums import EventAction, FilterType, SourceProvider

from .event_names import IgnoredEvent
from .payload import DELETION, Payload, PayloadValue, PushedFiles, approval_by, read_payload

__all__ = ["read_gitlab"]

_MERGE_REQUESTS = {
    "open": EventAction.PULL_REQUEST_CREATED,
    "update": EventAction.PULL_REQUEST_UPDATED,
    "reopen": EventAction.PULL_REQUEST_REOPENED,
    "merge": EventAction.PULL_REQUEST_MERGED,
    "close": EventAction.PULL_REQUEST_CLOSED,
}
_RELEASES = frozenset({"create", "update"})
_COMMON = ((FilterType.ACTOR_ACCOUNT_ID, GITLAB_ACTOR), (FilterType.REPOSITORY_NAME, REPOSITORY_FIELD))
_JOB_DOUBT = "at which status of a job CodeBuild takes GitLab's Job Hook is not documented, and this one is not pending"


def read_gitlab(
    event_name: str, payload: Payload, *, files: tuple[str, ...] | None = None, message: str | None = None
) -> dict[str, Any] | IgnoredEvent:
    """Return the members of the event in a payload, or the reason why CodeBuild ignores it.

    Args:
        event_name: The header `X-Gitlab-Event`.
        payload: The body.
        files: The paths of the changed files. Default: those of the payload.
        message: The message of the head commit. Default: that of the payload.

    Raises:
        WebhookEventError: GitLab sends no such event, or the payload is not what it sends.

    Examples:
        >>> read_gitlab("Note Hook", {})
        IgnoredEvent(reason="GitLab's Note Hook is no event of CodeBuild")
    """
    read = read_payload(event_name, payload)
    if event_name in {"Push Hook", "Tag Push Hook"}:
        return {**_common(read), **_push(read, files, message)}
    if event_name == "Job Hook":
        return {**_common(read), **_job(read)}
    attributes = read["object_attributes"] if event_name == "Merge Request Hook" else read
    has_action = event_name in {"Merge Request Hook", "Release Hook"}
    action = attributes["action"].text_if_given() if has_action else None
    if event_name == "Merge Request Hook" and action in _MERGE_REQUESTS:
        return {**_common(read), **_merge_request(attributes, files, message)}
    if event_name == "Release Hook" and action in _RELEASES:
        return {**_common(read), **_release(read)}
    return approval_by(read) or IgnoredEvent.not_built_for("GitLab", event_name, action)


def _common(read: PayloadValue) -> dict[str, Any]:
    # Job hooks of older versions name no project.
    path = read["project"]["path_with_namespace"].text() if read["project"].is_given else None
    user = read["user"]["id"] if read["user"].is_given else read["user_id"]
    return {
        "provider": SourceProvider.GITLAB,
        "actor": str(user.number()) if user.is_given else None,
        "repository_name": None if path is None else path.rpartition("/")[2],
    }


def _push(read: PayloadValue, files: tuple[str, ...] | None, message: str | None) -> dict[str, Any]:
    is_tag = read.event == "Tag Push Hook"
    after, commits = read["after"].text(), list(read["commits"].elements())
    # Of more than 20 commits, the payload holds the newest 20: the page on payloads [doc].
    changed = PushedFiles.of(commits, files, are_all_commits=len(commits) >= read["total_commits_count"].number())
    head = next((each for each in commits if each["id"].text() == after), None)
    return {
        "action": EventAction.PUSH,
        "head_ref": read["ref"].text(),
        "files": changed.files,
        "has_all_files": changed.is_complete,
        "message": head["message"].text() if message is None and head is not None else message,
        "assumptions": (*_COMMON, *changed.assumptions, *(((FilterType.EVENT, GITLAB_TAG),) if is_tag else ())),
        "doubts": (*(() if after.strip("0") else (DELETION,)), *changed.doubts),
    }


def _merge_request(attributes: PayloadValue, files: tuple[str, ...] | None, message: str | None) -> dict[str, Any]:
    action = _MERGE_REQUESTS[attributes["action"].text()]
    source, target = attributes["source_project_id"], attributes["target_project_id"]
    assumptions = [*_COMMON]
    if action is EventAction.PULL_REQUEST_UPDATED and not attributes["oldrev"].is_given:
        assumptions.append((FilterType.EVENT, GITLAB_UPDATE))
    return {
        "action": action,
        "head_ref": f"refs/heads/{attributes['source_branch'].text()}",
        "base_ref": f"refs/heads/{attributes['target_branch'].text()}",
        "files": files,
        "message": attributes["last_commit"]["message"].text() if message is None else message,
        "from_fork": source.value != target.value if source.is_given and target.is_given else None,
        "assumptions": tuple(assumptions),
    }


def _release(read: PayloadValue) -> dict[str, Any]:
    return {
        "action": EventAction.RELEASED,
        "tag_name": read["tag"].text(),
        "release_name": read["name"].text_if_given(),
        "assumptions": _COMMON,
    }


def _job(read: PayloadValue) -> dict[str, Any]:
    is_pending = read["build_status"].text() == "pending"
    return {
        "action": EventAction.WORKFLOW_JOB_QUEUED,
        "workflow_name": read["commit"]["name"].text_if_given(),
        "assumptions": (*_COMMON, (FilterType.EVENT, GITLAB_JOB)),
        "doubts": () if is_pending else ((FilterType.EVENT, _JOB_DOUBT),),
    }
