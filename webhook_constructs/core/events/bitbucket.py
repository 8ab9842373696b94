"""What Bitbucket sends.

Which field a filter looks at: https://docs.aws.amazon.com/codebuild/latest/userguide/bitbucket-webhook.html [doc]. The
payloads: https://support.atlassian.com/bitbucket-cloud/docs/event-payloads/ [doc].
"""

from __future__ import annotations

from typing import Any

from webhook_constructs.core.service.assumptions import FILES_OF_FORCED_PUSH, FILES_OF_NEW_BRANCH
from webhook_constructs.core.service.enums import EventAction, FilterType, SourceProvider

from .event_names import IgnoredEvent
from .payload import DELETION, Payload, PayloadValue, approval_by, is_from_fork, read_payload

__all__ = ["read_bitbucket"]

_PULL_REQUESTS = {
    "pullrequest:created": EventAction.PULL_REQUEST_CREATED,
    "pullrequest:updated": EventAction.PULL_REQUEST_UPDATED,
    "pullrequest:fulfilled": EventAction.PULL_REQUEST_MERGED,
    "pullrequest:rejected": EventAction.PULL_REQUEST_CLOSED,
}
_REFS = {"branch": "refs/heads/", "tag": "refs/tags/"}
_SEVERAL = "several branches or tags are pushed at once, and what CodeBuild makes of that is not documented"


def read_bitbucket(
    event_key: str, payload: Payload, *, files: tuple[str, ...] | None = None, message: str | None = None
) -> dict[str, Any] | IgnoredEvent:
    """Return the members of the event in a payload, or the reason why CodeBuild ignores it.

    Args:
        event_key: The header `X-Event-Key`.
        payload: The body.
        files: The paths of the changed files. Default: not known.
        message: The message of the head commit. Default: that of the payload.

    Raises:
        WebhookEventError: Bitbucket sends no such event, or the payload is not what it sends.

    Examples:
        >>> read_bitbucket("repo:fork", {})
        IgnoredEvent(reason="Bitbucket's repo:fork is no event of CodeBuild")
    """
    read = read_payload(event_key, payload)
    if event_key == "repo:push":
        changes = list(read["push"]["changes"].elements())
        if not changes:
            return IgnoredEvent("the push changes no branch and no tag")
        return {**_common(read, files), **_push(changes, message)}
    if event_key in _PULL_REQUESTS:
        return {**_common(read, files), **_pull_request(read, message)}
    return approval_by(read) or IgnoredEvent.not_built_for("Bitbucket", event_key)


def _common(read: PayloadValue, files: tuple[str, ...] | None) -> dict[str, Any]:
    actor = read["actor"]
    return {
        "provider": SourceProvider.BITBUCKET,
        "actor": None if actor.is_null else actor["account_id"].text_if_given(),
        "repository_name": read["repository"]["name"].text(),
        "files": files,
    }


def _push(changes: list[PayloadValue], message: str | None) -> dict[str, Any]:
    found: dict[str, Any] = {"action": EventAction.PUSH}
    if len(changes) > 1:
        doubted = (FilterType.HEAD_REF, FilterType.COMMIT_MESSAGE, FilterType.FILE_PATH)
        return {**found, "files": None, "doubts": tuple((each, _SEVERAL) for each in doubted)}
    (change,) = changes
    is_deletion = not change["new"].is_given
    ref = change["old" if is_deletion else "new"]
    kind = ref["type"].text()
    if kind not in _REFS:
        ref["type"].refuse("branch or tag")
    found["head_ref"] = _REFS[kind] + ref["name"].text()
    if is_deletion:
        return {**found, "message": message, "doubts": (DELETION,)}
    assumptions = []
    if change["created"].flag_if_given() and kind == "branch":
        assumptions.append((FilterType.FILE_PATH, FILES_OF_NEW_BRANCH))
    if change["forced"].flag_if_given():
        assumptions.append((FilterType.FILE_PATH, FILES_OF_FORCED_PUSH))
    own = ref["target"]["message"].text() if message is None else message
    return {**found, "message": own, "assumptions": tuple(assumptions)}


def _pull_request(read: PayloadValue, message: str | None) -> dict[str, Any]:
    source, destination = read["pullrequest"]["source"], read["pullrequest"]["destination"]
    return {
        "action": _PULL_REQUESTS[read.event],
        "head_ref": f"refs/heads/{source['branch']['name'].text()}",
        "base_ref": f"refs/heads/{destination['branch']['name'].text()}",
        "message": message,
        "from_fork": is_from_fork(source["repository"], destination["repository"]),
    }
