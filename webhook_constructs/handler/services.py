"""The services that one event is handled with."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .codebuild import CodeBuild
from .request import Request
from .retry import Retry
from .secret_store import SecretStore
from .stack import Stack

__all__ = ["ATTEMPTS_LAST", "Services", "now"]

_ONE_ATTEMPT = Config(connect_timeout=5, read_timeout=25, retries={"total_max_attempts": 1})
# A VPC need not lead to CloudFormation, and an event can do without its answer.
_SHORT_ATTEMPTS = Config(connect_timeout=2, read_timeout=4, retries={"mode": "standard", "total_max_attempts": 2})
_REGION_OF_AN_ARN = 3

ATTEMPTS_LAST = timedelta(minutes=15)
"""The longest time between Lambda's first attempt at an event and its last: it waits a minute, and then two."""


def now() -> datetime:
    """Return the time."""
    return datetime.fromtimestamp(time.time(), timezone.utc)


@dataclass(frozen=True, slots=True)
class Services:
    """CodeBuild in any region, the secrets that the properties name, and the stack of the resource.

    Attributes:
        request: The event.
        retry: How calls are repeated.
        begun: When the function began to handle it.
        log_group: The log group of the function; None where it is not known.
        now: Tells the time.
    """

    request: Request
    retry: Retry
    begun: datetime
    log_group: str | None = None
    _clients: dict[tuple[str, str | None], Any] = field(default_factory=dict)
    now: Callable[[], datetime] = now

    @property
    def age(self) -> timedelta:
        """How long ago CloudFormation sent the event."""
        return self.now() - self.sent

    @property
    def sent(self) -> datetime:
        """When CloudFormation sent the event; when it began to be handled, if the event does not say so."""
        return min(self.request.sent or self.begun, self.begun)

    def codebuild(self, region: str | None, *, waits_for_permission: bool = False) -> CodeBuild:
        """Connect to CodeBuild in a region; None is the function's own.

        Args:
            region: The region.
            waits_for_permission: Whether a denial is repeated in a Delete, too.
        """
        waits = waits_for_permission or self.request.request_type != "Delete"
        return CodeBuild(self._client("codebuild", region), self.retry, waits_for_permission=waits)

    def secret_store(self, arn: str) -> SecretStore:
        """Connect to the region of a secret."""
        client = self._client("secretsmanager", arn.split(":")[_REGION_OF_AN_ARN])
        return SecretStore(client, arn, self.request.request_id, self.retry)

    def stack(self) -> Stack:
        """Connect to the stack of the resource, which is in the function's own region."""
        return Stack(self._client("cloudformation", None), self.request.stack_id, self.retry)

    def was_attempted(self) -> bool:
        """Whether an earlier attempt at this event has come as far as to name it in the log.

        Lambda sends an event again when its handler has crashed, and nothing else says so. If the log cannot be read,
        there was none.
        """
        if self.log_group is None:
            return False
        pages = self._client("logs", None).get_paginator("filter_log_events")  # a page may be empty, and not the last
        found = pages.paginate(
            logGroupName=self.log_group,
            filterPattern=f'"{self.request.request_id}"',
            startTime=_milliseconds(self.begun - ATTEMPTS_LAST),
            endTime=_milliseconds(self.begun) - 1,
        )
        try:
            return any(page["events"] for page in found)
        except (ClientError, BotoCoreError):
            return False

    def _client(self, service: str, region: str | None) -> Any:
        if (service, region) not in self._clients:
            config = _SHORT_ATTEMPTS if service == "cloudformation" else _ONE_ATTEMPT
            self._clients[service, region] = boto3.client(service, region_name=region, config=config)
        return self._clients[service, region]


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
