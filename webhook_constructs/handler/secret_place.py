"""Where the payload URL and secret of a manual webhook are kept: one secret of Secrets Manager.

CodeBuild shows them once, in the answer of the call that made them. Before that call the place is told which event is
about to make a webhook; a second attempt at the same event then knows the webhook that it meets as its own.

The stored value is ``{"payloadUrl": ..., "secret": ...}``. Its version is named after the event that stored it, and
bears two labels: the project whose webhook it is for, so that it can be made the current one again when an update that
went on to another webhook is rolled back, and the text that a rotation was asked for with. What is read or written here
is in no log and in no exception.
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

    def announce(self, project_name: str) -> None:
        """Note that this event is about to make a webhook, so that nothing that is stored is its secret."""
        self._put({_CREATING: self._request_id}, str(uuid.uuid4()), [_CURRENT, _of_project(project_name)])

    def keep(self, webhook: dict[str, Any], project_name: str, rotated_on: str | None) -> None:
        """Store what CodeBuild has shown; the version before stays readable as AWSPREVIOUS."""
        payload_url = webhook.get("payloadUrl") or self._current().get("payloadUrl", "")
        self._keep({"payloadUrl": payload_url, "secret": webhook["secret"]}, project_name, rotated_on)

    def confirm(self, project_name: str, rotated_on: str | None) -> None:
        """Note that what somebody else has stored is for the webhook of a project."""
        self._keep({name: value for name, value in self._current().items() if name in _KEYS}, project_name, rotated_on)

    def restore(self, project_name: str) -> None:
        """Make what was stored for the webhook of a project the current version, if it is not."""
        version = self._read(_of_project(project_name))
        stages = version.get("VersionStages", [])
        if _CURRENT not in stages and _is_complete(value := _value(version)):
            self._put(value, str(uuid.uuid4()), [_CURRENT, *(stage for stage in stages if not stage.startswith("AWS"))])

    @property
    def is_announced(self) -> bool:
        """Whether an earlier attempt at this event was about to make a webhook, and got no further."""
        return self._current() == {_CREATING: self._request_id}

    @property
    def is_kept(self) -> bool:
        """Whether an earlier attempt at this event has stored what it made."""
        return self._read(_CURRENT).get("VersionId") == self._request_id

    @property
    def holds_a_webhook(self) -> bool:
        """Whether the payload URL and secret of some webhook are here."""
        return _is_complete(self._current())

    def has_kept(self, project_name: str) -> bool:
        """Whether the secret of the webhook that a project has is here."""
        return _is_complete(_value(self._read(_of_project(project_name))))

    def has_missed(self, project_name: str) -> bool:
        """Whether a webhook of the project was about to be made, and its secret never came."""
        return _CREATING in _value(self._read(_of_project(project_name)))

    def was_rotated_on(self, text: str) -> bool:
        """Whether a version that was stored for this text is still there."""
        return bool(self._read(_rotated_on(text)))

    def _keep(self, value: dict[str, str], project_name: str, rotated_on: str | None) -> None:
        labels = [_of_project(project_name), *([] if rotated_on is None else [_rotated_on(rotated_on)])]
        self._put(value, self._request_id, [_CURRENT, *labels])

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


def _is_complete(value: dict[str, Any]) -> bool:
    return value.keys() >= set(_KEYS)


def _of_project(name: str) -> str:
    return f"webhook-of-{name}"


def _rotated_on(text: str) -> str:
    """Return a staging label for any text: at most 256 characters are allowed there."""
    return f"rotated-on-{hashlib.sha256(text.encode()).hexdigest()[:32]}"
