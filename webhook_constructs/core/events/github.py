"""What GitHub and GitHub Enterprise send.

Which field a filter looks at: https://docs.aws.amazon.com/codebuild/latest/userguide/github-webhook.html [doc]. The
payloads: https://docs.github.com/en/webhooks/webhook-events-and-payloads [doc].
"""

from __future__ import annotations

from typing import Any

from webhook_constructs.core.service.assumptions import (
    FILES_OF_FORCED_PUSH,
    FILES_OF_NEW_BRANCH,
    ORGANIZATION_FIELD,
    REPOSITORY_FIELD,
)
from webhook_constructs.core.service.enums import ApproverRole, EventAction, FilterType, SourceProvider
from webhook_constructs.core.service.runners import RUNNER_LABEL_PREFIX, names_a_run
from webhook_constructs.core.values.arguments import one_line

from .event_names import IgnoredEvent
from .payload import DELETION, Payload, PayloadValue, PushedFiles, approval_by, is_from_fork, read_payload

__all__ = ["MOST_COMMITS", "read_github"]

MOST_COMMITS = 2_048
"""How many commits the payload of a push holds; the rest is left out: the page on payloads [doc]."""

_PULL_REQUESTS = {
    "opened": EventAction.PULL_REQUEST_CREATED,
    "synchronize": EventAction.PULL_REQUEST_UPDATED,
    "reopened": EventAction.PULL_REQUEST_REOPENED,
}
_RELEASES = {"released": EventAction.RELEASED, "prereleased": EventAction.PRERELEASED}
_WITH_ACTION = frozenset({"pull_request", "release", "workflow_job"})
# [obs] in public repositories: a merge queue pushes, and CodeBuild builds that push.
_MERGE_QUEUE = (
    "GitHub's merge_group is no event of CodeBuild; the merge queue pushes the same commit to "
    "refs/heads/gh-readonly-queue/<base>/..., so build it with a group for PUSH that uses "
    'and_branch_glob("gh-readonly-queue/**"), which is HEAD_REF ^refs/heads/gh-readonly-queue/'
)
_NAMES = (
    (FilterType.REPOSITORY_NAME, REPOSITORY_FIELD),
    (FilterType.ORGANIZATION_NAME, ORGANIZATION_FIELD),
)


def read_github(
    event_name: str, payload: Payload, *, files: tuple[str, ...] | None = None, message: str | None = None
) -> dict[str, Any] | IgnoredEvent:
    """Return the members of the event in a payload, or the reason why CodeBuild ignores it.

    Args:
        event_name: The header `X-GitHub-Event`.
        payload: The body.
        files: The paths of the changed files. Default: those of the payload.
        message: The message of the head commit. Default: that of the payload.

    Raises:
        WebhookEventError: GitHub sends no such event, or the payload is not what it sends.

    Examples:
        >>> read_github("release", {"action": "created"})
        IgnoredEvent(reason="GitHub's release with action created is no event of CodeBuild")
    """
    read = read_payload(event_name, payload)
    if event_name == "push":
        return {**_common(read), **_push(read, files, message)}
    action = read["action"].text() if event_name in _WITH_ACTION else None
    if event_name == "pull_request" and (action in _PULL_REQUESTS or action == "closed"):
        return {**_common(read), **_pull_request(read, action, files, message)}
    if event_name == "release" and action in _RELEASES:
        return {**_common(read), **_release(read, action)}
    if event_name == "workflow_job" and action == "queued":
        job = _workflow_job(read)
        return job if isinstance(job, IgnoredEvent) else {**_common(read), **job}
    if event_name == "merge_group":
        return IgnoredEvent(_MERGE_QUEUE)
    return approval_by(read) or IgnoredEvent.not_built_for("GitHub", event_name, action)


def _common(read: PayloadValue) -> dict[str, Any]:
    organization, sender = read["organization"], read["sender"]
    return {
        "provider": SourceProvider.GITHUB,
        "actor": None if sender.is_null else str(sender["id"].number()),
        "repository_name": read["repository"]["name"].text(),
        "organization_name": organization["login"].text() if organization.is_given else None,
    }


def _push(read: PayloadValue, files: tuple[str, ...] | None, message: str | None) -> dict[str, Any]:
    ref, head = read["ref"].text(), read["head_commit"]
    commits = list(read["commits"].elements())
    changed = PushedFiles.of(commits, files, are_all_commits=len(commits) < MOST_COMMITS)
    assumptions = [*_NAMES, *changed.assumptions]
    if read["created"].flag_if_given() and not ref.startswith("refs/tags/"):
        assumptions.append((FilterType.FILE_PATH, FILES_OF_NEW_BRANCH))
    if read["forced"].flag_if_given():
        assumptions.append((FilterType.FILE_PATH, FILES_OF_FORCED_PUSH))
    return {
        "action": EventAction.PUSH,
        "head_ref": ref,
        "files": changed.files,
        "has_all_files": changed.is_complete,
        "message": head["message"].text() if message is None and head.is_given else message,
        "assumptions": tuple(assumptions),
        "doubts": (*((DELETION,) if read["deleted"].flag_if_given() else ()), *changed.doubts),
    }


def _pull_request(
    read: PayloadValue, action: str, files: tuple[str, ...] | None, message: str | None
) -> dict[str, Any]:
    pull_request = read["pull_request"]
    head, base = pull_request["head"], pull_request["base"]
    closed = EventAction.PULL_REQUEST_CLOSED
    if action == "closed" and pull_request["merged"].flag():
        closed = EventAction.PULL_REQUEST_MERGED
    return {
        "action": _PULL_REQUESTS.get(action, closed),
        "head_ref": f"refs/heads/{head['ref'].text()}",
        "base_ref": f"refs/heads/{base['ref'].text()}",
        "files": files,
        "message": message,
        "from_fork": is_from_fork(head["repo"], base["repo"]),
        "author_role": _author_role(read),
        "assumptions": _NAMES,
    }


def _author_role(read: PayloadValue) -> ApproverRole | None:
    """Return the role of the author of a pull request where it is certain: of the owner of a user's own repository.

    `author_association` says nothing certain: a MEMBER or CONTRIBUTOR can have any role, or none.
    """
    owner, author = read["repository"]["owner"], read["pull_request"]["user"]
    if not owner.is_given or not author.is_given or owner["type"].text_if_given() != "User":
        return None
    return ApproverRole.GITHUB_ADMIN if owner["id"].number() == author["id"].number() else None


def _release(read: PayloadValue, action: str) -> dict[str, Any]:
    release = read["release"]
    return {
        "action": _RELEASES[action],
        "tag_name": release["tag_name"].text(),
        "release_name": release["name"].text_if_given(),
        "assumptions": _NAMES,
    }


def _workflow_job(read: PayloadValue) -> dict[str, Any] | IgnoredEvent:
    job = read["workflow_job"]
    labels = [label.text() for label in job["labels"].elements()]
    of_codebuild = [label for label in labels if label.startswith(RUNNER_LABEL_PREFIX)]
    if not of_codebuild:
        return IgnoredEvent(
            f"no label of the job begins with {RUNNER_LABEL_PREFIX}, as those for runners of CodeBuild do"
        )
    if not any(map(names_a_run, of_codebuild)):
        return IgnoredEvent(
            f"the label {one_line(of_codebuild[0])} names no run, and CodeBuild ignores a job without the label "
            f"{RUNNER_LABEL_PREFIX}<project>-<run id>-<run attempt>"
        )
    return {
        "action": EventAction.WORKFLOW_JOB_QUEUED,
        "workflow_name": job["workflow_name"].text_if_given(),
        "assumptions": _NAMES,
    }
