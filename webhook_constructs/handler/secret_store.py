"""Where the payload URL and secret of a manual webhook are kept: one secret of Secrets Manager.

CodeBuild shows them once, in the answer of the call that made them. Before that call the handler announces in the store
which event is about to create a webhook, so a second attempt at the same event recognizes the webhook as its own. It
announces a rotation, too, and what is stored stays the current version until the new secret is stored.

The stored value is ``{"payloadUrl": ..., "secret": ...}``, and ``{}`` for a webhook that CodeBuild shows no secret
of. Its version is named after the event that created the webhook and the time at which CodeBuild made the secret. A
label names the project, so that an update that went on to another project and is rolled back finds the version again
(docs/adr/0005-secret-labels.md). What is read or written here is in no log and in no exception.

A project is named here as a physical ID names it: with its region, where that is not the function's own.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Any

from botocore.exceptions import ClientError

from .retry import Retry, error_code

__all__ = ["CLOCKS_DIFFER", "Announced", "Attempt", "SecretStore", "StoredSecret"]

CLOCKS_DIFFER = timedelta(seconds=2)
"""By how much the clocks of two services may differ."""

_KEYS = ("payloadUrl", "secret")
_CURRENT = "AWSCURRENT"
_PREVIOUS = "AWSPREVIOUS"
_OF_PROJECT = "webhook-of-"
_MADE_AT = "-m"
_MARK_LENGTH = 8

_Version = dict[str, Any]


class Announced(Enum):
    """What was about to make a secret that never came."""

    CREATION = "creating"
    ROTATION = "rotating"


class Attempt(Enum):
    """How far an attempt at an event has come."""

    ANNOUNCED = "it was about to create a webhook"
    STORED = "it has stored what it created"


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """What the store held for the webhook of a project when it was read.

    Attributes:
        project: The project.
        request_id: The ID of the event that is being handled.
        current: The current version; empty where there is none.
        labeled: The version with the label of the project; empty where there is none.
    """

    project: str
    request_id: str
    current: _Version = field(default_factory=dict, repr=False)
    labeled: _Version = field(default_factory=dict, repr=False)

    @property
    def attempt(self) -> Attempt | None:
        """How far an earlier attempt at this event has come; None where it left no trace here."""
        if str(self.current.get("VersionId", "")).startswith(self.request_id):
            return Attempt.STORED
        announced = _value(self.current) == {Announced.CREATION.value: self.request_id}
        return Attempt.ANNOUNCED if announced else None

    @property
    def missed(self) -> Announced | None:
        """What was about to make a secret of the project's webhook, if that secret was never stored."""
        return _announced(self.labeled)

    def is_of(self, webhook: dict[str, Any]) -> bool:
        """Whether it holds what CodeBuild showed of a webhook of the project, and not of an earlier one."""
        return _holds(self.labeled, webhook)

    def may_be_confirmed(self, webhook: dict[str, Any]) -> bool:
        """Whether the current version belongs to a webhook of the project, or somebody has stored it by hand."""
        labels = [stage for stage in self.current.get("VersionStages", []) if stage.startswith(_OF_PROJECT)]
        if labels:
            return _label(self.project) in labels and _holds(self.current, webhook)
        is_whole = _value(self.current).keys() >= set(_KEYS) and not _is_older(self.current, webhook)
        return is_whole and self.missed is None


class SecretStore:
    """The secret that keeps what CodeBuild shows of one webhook."""

    def __init__(self, client: Any, arn: str, request_id: str, retry: Retry) -> None:
        """Use a client.

        Args:
            client: A boto3 client of Secrets Manager.
            arn: The secret's ARN.
            request_id: The ID of the event that is being handled.
            retry: How calls are repeated.
        """
        self._client = client
        self._arn = arn
        self._request_id = request_id
        self._retry = retry

    def read(self, project: str) -> StoredSecret:
        """Return what the store holds for the webhook of a project."""
        return StoredSecret(project, self._request_id, self._read(_CURRENT), self._read(_label(project)))

    def announce_creation(self, project: str) -> None:
        """Note that this event is about to create a webhook, so nothing that is stored is its secret."""
        self._put({Announced.CREATION.value: self._request_id}, str(uuid.uuid4()), [_CURRENT, _label(project)])

    def withdraw_creation(self, stored: StoredSecret) -> None:
        """Note that the webhook of a project could not be replaced, so what was stored is its secret."""
        if stored.labeled and stored.missed is None:
            self._put_again(stored.labeled, stored.project)

    def announce_rotation(self, stored: StoredSecret) -> None:
        """Note that the webhook of a project is about to get another secret. What is stored stays the current version.

        The note keeps the payload URL, which no rotation changes.
        """
        kept = _value(stored.labeled)
        note = {Announced.ROTATION.value: self._request_id, **{name: kept[name] for name in _KEYS[:1] if name in kept}}
        self._put(note, str(uuid.uuid4()), [_label(stored.project)])

    def withdraw_rotation(self, project: str) -> None:
        """Note that the webhook of a project has kept the secret that is the current version."""
        version = self._read(_CURRENT)
        if "SecretString" in version:
            self._put_again(version, project)

    def keep(self, webhook: dict[str, Any], project: str) -> None:
        """Store what CodeBuild has shown; where it showed no secret, note that this event created the webhook.

        The version before stays readable as AWSPREVIOUS.
        """
        value = {}
        if webhook.get("secret"):
            payload_url = webhook.get("payloadUrl") or _value(self._read(_label(project))).get("payloadUrl", "")
            value = {"payloadUrl": payload_url, "secret": webhook["secret"]}
        self._put(value, self._request_id + _made_at(webhook), [_CURRENT, _label(project)])

    def confirm(self, stored: StoredSecret, webhook: dict[str, Any]) -> None:
        """Note that what somebody else has stored belongs to a webhook, which this event has not created."""
        value = {name: value for name, value in _value(stored.current).items() if name in _KEYS}
        self._put(value, str(uuid.uuid4()) + _made_at(webhook), [_CURRENT, _label(stored.project)])

    def restore(self, stored: StoredSecret, webhook: dict[str, Any]) -> bool:
        """Make the version that belongs to the living webhook of a project the current one, if it is not.

        That version has the project's label; or it is the previous one, because an event that went on after
        CloudFormation had canceled it has stored a secret of its own over it, or announced one. If the webhook has got
        another secret since, nothing is changed: somebody may have stored that by hand.

        Returns:
            Whether it was another version.
        """
        version: _Version = {}
        if stored.is_of(webhook):
            version = {} if _CURRENT in stored.labeled.get("VersionStages", []) else stored.labeled
        elif stored.labeled and (stored.missed is None or stored.attempt is Attempt.ANNOUNCED):
            previous = self._read(_PREVIOUS)
            version = previous if _made_at(webhook) and _made_at_of(previous) == _made_at(webhook) else {}
        if version:
            self._put_again(version, stored.project)
        return bool(version)

    def _read(self, stage: str) -> _Version:
        try:
            found: _Version = self._retry(
                self._client.get_secret_value, SecretId=self._arn, VersionStage=stage, waits_for_permission=True
            )
        except ClientError as error:
            if error_code(error) == "ResourceNotFoundException":
                return {}
            raise
        return found

    def _put_again(self, version: _Version, project: str) -> None:
        """Make a version the current one, and the one for the webhook of a project."""
        name = f"{uuid.uuid4()}{_made_at_of(version)}"
        self._write(version["SecretString"], name, [_CURRENT, _label(project)])

    def _put(self, value: dict[str, str], version: str, stages: list[str]) -> None:
        self._write(json.dumps(value), version, stages)

    def _write(self, text: str, version: str, stages: list[str]) -> None:
        self._retry(
            self._client.put_secret_value,
            SecretId=self._arn,
            SecretString=text,
            ClientRequestToken=version,
            VersionStages=stages,
            waits_for_permission=True,
        )


def _value(version: _Version) -> dict[str, Any]:
    """Return the value of a version; nothing where it is not one of ours."""
    try:
        value = json.loads(version.get("SecretString", ""))
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _announced(version: _Version) -> Announced | None:
    value = _value(version)
    return next((announced for announced in Announced if announced.value in value), None)


def _holds(version: _Version, webhook: dict[str, Any]) -> bool:
    """Whether a version holds the secret that a webhook has now, as far as both say when it was made."""
    is_of = len({_made_at_of(version), _made_at(webhook)} - {""}) <= 1
    return bool(version) and _announced(version) is None and is_of


def _is_older(version: _Version, webhook: dict[str, Any]) -> bool:
    """Whether a version was stored before the secret was made that a webhook has now, as far as that is known."""
    stored, made = version.get("CreatedDate"), webhook.get("lastModifiedSecret")
    return stored is not None and made is not None and bool(stored < made - CLOCKS_DIFFER)


def _made_at_of(version: _Version) -> str:
    _, mark, moment = version.get("VersionId", "").partition(_MADE_AT)
    return f"{mark}{moment}"


def _label(project: str) -> str:
    return f"{_OF_PROJECT}{project}"


def _made_at(webhook: dict[str, Any]) -> str:
    """Return when the secret of a webhook was made, for the name of a version; nothing where CodeBuild does not say."""
    made = webhook.get("lastModifiedSecret")
    if made is None:
        return ""
    milliseconds = str(round(made.timestamp() * 1000))
    return f"{_MADE_AT}{hashlib.sha256(milliseconds.encode()).hexdigest()[:_MARK_LENGTH]}"
