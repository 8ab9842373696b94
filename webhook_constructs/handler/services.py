"""The services that one event is handled with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3
from botocore.config import Config

from .codebuild import CodeBuild
from .secret_place import SecretPlace

if TYPE_CHECKING:
    from datetime import datetime

    from .retry import Retry

__all__ = ["Services"]

_ONE_ATTEMPT = Config(connect_timeout=5, read_timeout=25, retries={"total_max_attempts": 1})
_REGION_OF_AN_ARN = 3


@dataclass(frozen=True, slots=True)
class Services:
    """CodeBuild in any region, and the secrets that the properties name.

    Attributes:
        request_id: The id of the event.
        retry: How calls are repeated.
        begun: When the function began to handle it.
    """

    request_id: str
    retry: Retry
    begun: datetime
    _clients: dict[tuple[str, str | None], Any] = field(default_factory=dict)

    def codebuild(self, region: str | None) -> CodeBuild:
        """Connect to CodeBuild in a region; None is the function's own."""
        return CodeBuild(self._client("codebuild", region), self.retry)

    def secret_place(self, arn: str) -> SecretPlace:
        """Connect to the region of a secret."""
        client = self._client("secretsmanager", arn.split(":")[_REGION_OF_AN_ARN])
        return SecretPlace(client, arn, self.request_id, self.retry)

    def _client(self, service: str, region: str | None) -> Any:
        if (service, region) not in self._clients:
            self._clients[service, region] = boto3.client(service, region_name=region, config=_ONE_ATTEMPT)
        return self._clients[service, region]
