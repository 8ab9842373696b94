"""Where the payload URL and secret of a manual webhook are kept: one secret of Secrets Manager.

CodeBuild shows them once, in the answer of the call that made them. Before that call the place is told which event is
about to make a webhook; a second attempt at the same event then knows the webhook that it meets as its own.

The stored value is ``{"payloadUrl": ..., "secret": ...}``, and ``{}`` for a webhook that CodeBuild has shown no secret
of. Its version is named after the event that made the webhook and the time at which CodeBuild made the secret, and
bears two labels: the project whose webhook it is for, so that it can be made the current one again when an update that
went on to another webhook is rolled back, and the text that a rotation was asked for with. What is read or written here
is in no log and in no exception.

A project is named here as a physical id names it: with its region, where that is not the function's own.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .retry import error_code

if TYPE_CHECKING:
    from .retry import Retry

__all__ = ["SecretPlace"]

_KEYS = ("payloadUrl", "secret")
_CREATING = "creating"
_CURRENT = "AWSCURRENT"
_OF_PROJECT = "webhook-of-"
_MADE_AT = "-m"
_MARK_LENGTH = 8  # a name has room for 64 characters: that of an event and a few marks


class SecretPlace:
    """The secret that keeps what CodeBuild shows of one webhook."""

    def __init__(self, client: Any, arn: str, request_id: str, retry: Retry) -> None:
        """Use a client.

        Args:
            client: A boto3 client of Secrets Manager.
            arn: The secret's ARN.
            request_id: The id of the event that is being handled.
            retry: How calls are repeated.
        """
        self._client = client
        self._arn = arn
        self._request_id = request_id
        self._retry = retry

    def announce(self, project: str) -> None:
        """Note that this event is about to make a webhook, so that nothing that is stored is its secret."""
        self._put({_CREATING: self._request_id}, str(uuid.uuid4()), [_CURRENT, _of_project(project)])

    def keep(self, webhook: dict[str, Any], project: str, rotated_on: str | None) -> None:
        """Store what CodeBuild has shown; the version before stays readable as AWSPREVIOUS."""
        payload_url = webhook.get("payloadUrl") or _value(self._read(_of_project(project))).get("payloadUrl", "")
        value = {"payloadUrl": payload_url, "secret": webhook["secret"]}
        self._put(value, self._request_id + _made_at(webhook), _labels(project, rotated_on))

    def keep_nothing(self, webhook: dict[str, Any], project: str) -> None:
        """Note that this event has made a webhook, and that CodeBuild has shown no secret of it."""
        self._put({}, self._request_id + _made_at(webhook), _labels(project, None))

    def confirm(self, webhook: dict[str, Any], project: str, rotated_on: str | None) -> None:
        """Note that what somebody else has stored is for a webhook, which this event has not made."""
        value = {name: value for name, value in self._current().items() if name in _KEYS}
        self._put(value, str(uuid.uuid4()) + _made_at(webhook), _labels(project, rotated_on))

    def restore(self, project: str) -> None:
        """Make what was stored for the webhook of a project the current version, if it is not."""
        version = self._read(_of_project(project))
        stages, value = version.get("VersionStages", []), _value(version)
        if version and _CURRENT not in stages and _CREATING not in value:
            labels = [stage for stage in stages if not stage.startswith("AWS")]
            self._put(value, f"{uuid.uuid4()}{_made_at_of(version)}", [_CURRENT, *labels])

    @property
    def is_announced(self) -> bool:
        """Whether an earlier attempt at this event was about to make a webhook, and got no further."""
        return self._current() == {_CREATING: self._request_id}

    @property
    def is_kept(self) -> bool:
        """Whether an earlier attempt at this event has stored what it made."""
        return str(self._read(_CURRENT).get("VersionId", "")).startswith(self._request_id)

    def may_be_confirmed(self, project: str) -> bool:
        """Whether the current version is for the webhook of a project, or somebody has put it here by hand."""
        version = self._read(_CURRENT)
        labels = [stage for stage in version.get("VersionStages", []) if stage.startswith(_OF_PROJECT)]
        if labels:
            return _of_project(project) in labels and _CREATING not in _value(version)
        return _value(version).keys() >= set(_KEYS)

    def has_kept(self, webhook: dict[str, Any], project: str) -> bool:
        """Whether what CodeBuild has shown of the webhook that a project has is here, and not of an earlier one."""
        version = self._read(_of_project(project))
        both = {_made_at_of(version), _made_at(webhook)} - {""}
        return bool(version) and _CREATING not in _value(version) and len(both) <= 1

    def has_missed(self, project: str) -> bool:
        """Whether a webhook of the project was about to be made, and its secret never came."""
        return _CREATING in _value(self._read(_of_project(project)))

    def was_rotated_on(self, text: str) -> bool:
        """Whether a version that was stored for this text is still there."""
        return bool(self._read(_rotated_on(text)))

    def _current(self) -> dict[str, Any]:
        return _value(self._read(_CURRENT))

    def _read(self, stage: str) -> dict[str, Any]:
        try:
            found: dict[str, Any] = self._retry(
                self._client.get_secret_value, SecretId=self._arn, VersionStage=stage, waits_for_permission=True
            )
        except ClientError as error:
            if error_code(error) == "ResourceNotFoundException":
                return {}
            raise
        return found

    def _put(self, value: dict[str, str], version: str, stages: list[str]) -> None:
        self._retry(
            self._client.put_secret_value,
            SecretId=self._arn,
            SecretString=json.dumps(value),
            ClientRequestToken=version,
            VersionStages=stages,
            waits_for_permission=True,
        )


def _value(version: dict[str, Any]) -> dict[str, Any]:
    """Return the value of a version; nothing where it is not one of ours."""
    try:
        value = json.loads(version.get("SecretString", ""))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _made_at_of(version: dict[str, Any]) -> str:
    _, mark, moment = version.get("VersionId", "").partition(_MADE_AT)
    return f"{mark}{moment}"


def _labels(project: str, rotated_on: str | None) -> list[str]:
    return [_CURRENT, _of_project(project), *([] if rotated_on is None else [_rotated_on(rotated_on)])]


def _of_project(project: str) -> str:
    return f"{_OF_PROJECT}{project}"


def _made_at(webhook: dict[str, Any]) -> str:
    """Return when the secret of a webhook was made, for the name of a version; nothing where CodeBuild does not say."""
    made = webhook.get("lastModifiedSecret")
    if made is None:
        return ""
    milliseconds = str(round(made.timestamp() * 1000))
    return f"{_MADE_AT}{hashlib.sha256(milliseconds.encode()).hexdigest()[:_MARK_LENGTH]}"


def _rotated_on(text: str) -> str:
    """Return a staging label for any text: at most 256 characters are allowed there."""
    return f"rotated-on-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
