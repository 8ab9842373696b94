"""Where the payload URL and secret of a manual webhook are kept: one secret of Secrets Manager.

CodeBuild shows them once, in the answer of the call that made them. Before that call the place is told which event is
about to make a webhook; a second attempt at the same event then knows the webhook that it meets as its own. Before a
rotation it is told, too, and what is stored stays the current version until the new secret is.

The stored value is ``{"payloadUrl": ..., "secret": ...}``, and ``{}`` for a webhook that CodeBuild has shown no secret
of. Its version is named after the event that made the webhook and the time at which CodeBuild made the secret, and
is labelled with the project whose webhook it is for, so that it can be made the current one again when an update that
went on to another webhook is rolled back. What is read or written here is in no log and in no exception.

A project is named here as a physical id names it: with its region, where that is not the function's own.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from .retry import error_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from .retry import Retry

__all__ = ["CLOCKS_DIFFER", "Announced", "Attempt", "SecretPlace"]

CLOCKS_DIFFER = timedelta(seconds=2)
"""By how much the clocks of two services may differ."""

_KEYS = ("payloadUrl", "secret")
_CURRENT = "AWSCURRENT"
_OF_PROJECT = "webhook-of-"
_MADE_AT = "-m"
_MARK_LENGTH = 8


class Announced(Enum):
    """What was about to make a secret that never came."""

    CREATION = "creating"
    ROTATION = "rotating"


class Attempt(Enum):
    """How far an attempt at an event has come."""

    ANNOUNCED = "it was about to make a webhook"
    STORED = "it has stored what it made"


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
        self._put({Announced.CREATION.value: self._request_id}, str(uuid.uuid4()), [_CURRENT, _of_project(project)])

    def announce_rotation(self, project: str) -> None:
        """Note that the webhook of a project is about to get another secret. What is stored stays the current version.

        The note keeps the payload URL, which no rotation changes.
        """
        kept = _value(self._read(_of_project(project)))
        note = {Announced.ROTATION.value: self._request_id, **{name: kept[name] for name in _KEYS[:1] if name in kept}}
        self._put(note, str(uuid.uuid4()), [_of_project(project)])

    def withdraw_rotation(self, project: str) -> None:
        """Note that the webhook of a project has kept the secret that is the current version."""
        version = self._read(_CURRENT)
        if "SecretString" in version:
            self._put_again(version, project)

    def keep(self, webhook: dict[str, Any], project: str) -> None:
        """Store what CodeBuild has shown; the version before stays readable as AWSPREVIOUS."""
        payload_url = webhook.get("payloadUrl") or _value(self._read(_of_project(project))).get("payloadUrl", "")
        value = {"payloadUrl": payload_url, "secret": webhook["secret"]}
        self._put(value, self._request_id + _made_at(webhook), [_CURRENT, _of_project(project)])

    def keep_nothing(self, webhook: dict[str, Any], project: str) -> None:
        """Note that this event has made a webhook, and that CodeBuild has shown no secret of it."""
        self._put({}, self._request_id + _made_at(webhook), [_CURRENT, _of_project(project)])

    def confirm(self, webhook: dict[str, Any], project: str) -> None:
        """Note that what somebody else has stored is for a webhook, which this event has not made."""
        value = {name: value for name, value in self._current().items() if name in _KEYS}
        self._put(value, str(uuid.uuid4()) + _made_at(webhook), [_CURRENT, _of_project(project)])

    def confirm_what_is_by_hand(self, webhook: dict[str, Any], project: str) -> None:
        """Note that what somebody has stored by hand since is for the webhook that a project has now, if it may be."""
        if not self.has_kept(webhook, project) and self.may_be_confirmed(webhook, project):
            self.confirm(webhook, project)

    def restore(self, project: str, living: Callable[[], dict[str, Any] | None]) -> None:
        """Make what was stored for the webhook of a project the current version, if it is not.

        Not if the webhook has got another secret since: somebody may have stored that by hand.

        Args:
            project: The project.
            living: Gives its webhook, as CodeBuild shows it.
        """
        version = self._read(_of_project(project))
        if version and _CURRENT not in version.get("VersionStages", []) and _announced(version) is None:
            webhook = living()
            if webhook is not None and _is_of(version, webhook):
                self._put_again(version, project)

    def earlier_attempt(self) -> Attempt | None:
        """Tell how far an earlier attempt at this event has come, as far as it has left a trace here."""
        version = self._read(_CURRENT)
        if str(version.get("VersionId", "")).startswith(self._request_id):
            return Attempt.STORED
        return Attempt.ANNOUNCED if _value(version) == {Announced.CREATION.value: self._request_id} else None

    def may_be_confirmed(self, webhook: dict[str, Any], project: str) -> bool:
        """Whether the current version is for the webhook that a project has, or somebody has put it here by hand."""
        version = self._read(_CURRENT)
        labels = [stage for stage in version.get("VersionStages", []) if stage.startswith(_OF_PROJECT)]
        if labels:
            return _of_project(project) in labels and _announced(version) is None and _is_of(version, webhook)
        is_whole = _value(version).keys() >= set(_KEYS) and not _is_older(version, webhook)
        return is_whole and self.missed(project) is None

    def has_kept(self, webhook: dict[str, Any], project: str) -> bool:
        """Whether what CodeBuild has shown of the webhook that a project has is here, and not of an earlier one."""
        version = self._read(_of_project(project))
        return bool(version) and _announced(version) is None and _is_of(version, webhook)

    def missed(self, project: str) -> Announced | None:
        """Tell what was about to make a secret of the webhook of a project, if that never came."""
        return _announced(self._read(_of_project(project)))

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

    def _put_again(self, version: dict[str, Any], project: str) -> None:
        """Make a version the current one, and the one for the webhook of a project."""
        name = f"{uuid.uuid4()}{_made_at_of(version)}"
        self._store(version["SecretString"], name, [_CURRENT, _of_project(project)])

    def _put(self, value: dict[str, str], version: str, stages: list[str]) -> None:
        self._store(json.dumps(value), version, stages)

    def _store(self, text: str, version: str, stages: list[str]) -> None:
        self._retry(
            self._client.put_secret_value,
            SecretId=self._arn,
            SecretString=text,
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


def _announced(version: dict[str, Any]) -> Announced | None:
    value = _value(version)
    return next((announced for announced in Announced if announced.value in value), None)


def _is_of(version: dict[str, Any], webhook: dict[str, Any]) -> bool:
    """Tell whether a version holds the secret that a webhook has now, as far as both say when it was made."""
    return len({_made_at_of(version), _made_at(webhook)} - {""}) <= 1


def _is_older(version: dict[str, Any], webhook: dict[str, Any]) -> bool:
    """Tell whether a version was stored before the secret was made that a webhook has now, as far as that is known."""
    stored, made = version.get("CreatedDate"), webhook.get("lastModifiedSecret")
    return stored is not None and made is not None and bool(stored < made - CLOCKS_DIFFER)


def _made_at_of(version: dict[str, Any]) -> str:
    _, mark, moment = version.get("VersionId", "").partition(_MADE_AT)
    return f"{mark}{moment}"


def _of_project(project: str) -> str:
    return f"{_OF_PROJECT}{project}"


def _made_at(webhook: dict[str, Any]) -> str:
    """Return when the secret of a webhook was made, for the name of a version; nothing where CodeBuild does not say.

    [assumed: secret-date]
    """
    made = webhook.get("lastModifiedSecret")
    if made is None:
        return ""
    milliseconds = str(round(made.timestamp() * 1000))
    return f"{_MADE_AT}{hashlib.sha256(milliseconds.encode()).hexdigest()[:_MARK_LENGTH]}"
