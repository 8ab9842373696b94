"""The environment variables of the embedded AWS: what it sets, what it hides, and how both are undone."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

import boto3

from webhook_constructs.testing.local._schedule.clock import CLOCK_VARIABLE

from .home import Home

__all__ = [
    "SECRET_KEY",
    "ProcessEnvironment",
    "client_variables",
    "server_variables",
]

SECRET_KEY = "test"  # noqa: S105 - it opens nothing but the embedded AWS

# Variables that steer an AWS SDK or MiniStack. The user's own must reach neither MiniStack nor a Lambda function: a
# profile or a CA bundle breaks the calls of the functions, PERSIST_STATE or SERVICES change what MiniStack does.
_HIDDEN_PREFIXES = ("AWS_", "BOTO_", "LAMBDA_", "LOCALSTACK_", "MINISTACK_")
_HIDDEN_NAMES = frozenset(
    {
        "AUTH",
        "BIND_HOST",
        "CLOUDTRAIL_RECORDING",
        "EDGE_PORT",
        "GATEWAY_PORT",
        "IOT_MTLS_PORT",
        "PERSIST_STATE",
        "S3_DATA_DIR",
        "S3_PERSIST",
        "SERVICES",
        "SFTP_ENABLED",
        "STATE_DIR",
        "USE_SSL",
    }
)


def client_variables(endpoint_url: str, home: Home) -> dict[str, str]:
    """Return the variables that point an AWS SDK or the CDK CLI at the embedded AWS and nowhere else.

    The access key is that of the root user, for which MiniStack takes the account ID: the CDK CLI remembers the account
    of an access key, so one key for all accounts would lead it to the account of an earlier run.
    """
    no_proxy = ",".join(
        dict.fromkeys(
            host
            for host in (*os.environ.get("NO_PROXY", os.environ.get("no_proxy", "")).split(","), "127.0.0.1")
            if host
        )
    )
    return {
        "AWS_ENDPOINT_URL": endpoint_url,
        "AWS_ACCESS_KEY_ID": home.account,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        "AWS_REGION": home.region,
        "AWS_DEFAULT_REGION": home.region,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "NO_PROXY": no_proxy,
        "no_proxy": no_proxy,
    }


def server_variables(port: int, clock: str, home: Home) -> dict[str, str]:
    """Return the variables that MiniStack reads: some once at its import, some at each request; and its workers."""
    return {
        CLOCK_VARIABLE: clock,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "MINISTACK_HOST": "127.0.0.1",
        "MINISTACK_ACCOUNT_ID": home.account,
        "MINISTACK_REGION": home.region,
        "AUTH": "true",
        "IOT_MTLS_ENABLED": "0",
    }


@dataclass(slots=True)
class ProcessEnvironment:
    """Replace the AWS and MiniStack variables of this process, and boto3's default session; give them back."""

    _saved: dict[str, str | None] = field(default_factory=dict)
    _session: Any = None

    def replace(self, variables: dict[str, str]) -> None:
        """Hide every variable that steers an SDK or MiniStack, then set ``variables``."""
        hidden = [name for name in os.environ if name.startswith(_HIDDEN_PREFIXES) or name in _HIDDEN_NAMES]
        for name in {*hidden, *variables}:
            self._saved[name] = os.environ.get(name)
        for name in hidden:
            del os.environ[name]
        os.environ.update(variables)
        # It has read its credentials already, from the variables that were there before.
        self._session, boto3.DEFAULT_SESSION = boto3.DEFAULT_SESSION, None

    def restore(self) -> None:
        """Restore the former value of every variable that was hidden or set, or remove it again."""
        if not self._saved:
            return
        for name, value in self._saved.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
        self._saved.clear()
        boto3.DEFAULT_SESSION, self._session = self._session, None
