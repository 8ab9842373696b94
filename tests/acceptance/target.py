"""Where a run goes: an embedded AWS in a process of its own, or an account."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import boto3
from botocore.config import Config

__all__ = ["EMBEDDED", "VARIABLE", "Target"]

VARIABLE = "ACCEPTANCE_TARGET"
"""The variable of the environment in which a run gets its target, as JSON."""

GITHUB = "https://api.github.com"
EMBEDDED: Mapping[str, Any] = {
    "repository": "https://github.com/octo/acceptance.git",
    "enterprise": "https://git.example.com/octo/acceptance.git",
    "bitbucket": "https://bitbucket.org/octo/acceptance.git",
    "gitlab": "https://gitlab.com/octo/acceptance.git",
    "organization": "octo-organization",
    "builds": True,
    "github_token": "any",
}
"""What is configured for the embedded AWS, which has every git host and on which builds cost nothing."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a run goes, and what is configured there.

    Attributes:
        run: The part of every name that is the run's own.
        region: The region.
        access_key: The id of the access key.
        secret_key: The access key.
        repository: The repository at github.com that gets the hooks.
        session_token: The token of temporary credentials; "" for none.
        endpoint: The address of the embedded AWS; "" for an account.
        connection: The ARN of a connection that the projects use; "" for the credential of the account.
        enterprise: A repository of a GitHub Enterprise server; "" for none.
        bitbucket: A repository at Bitbucket; "" for none.
        gitlab: A repository at gitlab.com; "" for none.
        organization: An organization at GitHub; "" for none.
        builds: Whether builds may be started.
        github_token: A token that lists and deletes the hooks of the repository; "" for none.
    """

    run: str
    region: str
    access_key: str
    secret_key: str = field(repr=False)
    repository: str
    session_token: str = field(default="", repr=False)
    endpoint: str = ""
    connection: str = ""
    enterprise: str = ""
    bitbucket: str = ""
    gitlab: str = ""
    organization: str = ""
    builds: bool = False
    github_token: str = field(default="", repr=False)

    @classmethod
    def from_environment(cls) -> Target | None:
        """Return the target of this run; None where it was started without one."""
        text = os.environ.get(VARIABLE)
        return None if text is None else cls(**json.loads(text))

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @property
    def is_account(self) -> bool:
        """Whether it is a real account."""
        return not self.endpoint

    @property
    def sources(self) -> dict[str, str]:
        """The repositories by their source types, those that are not configured left out."""
        found = {
            "GITHUB": self.repository,
            "GITHUB_ENTERPRISE": self.enterprise,
            "BITBUCKET": self.bitbucket,
            "GITLAB": self.gitlab,
        }
        return {source_type: location for source_type, location in found.items() if location}

    @property
    def github_api(self) -> str:
        """What is GitHub's API here."""
        return GITHUB if self.is_account else f"{self.endpoint}/_github"

    @property
    def pause_seconds(self) -> float:
        """How long to wait between two looks at what goes on."""
        return 3.0 if self.is_account else 0.05

    def client(self, service: str, **options: Any) -> Any:
        """Return a boto3 client."""
        return boto3.client(
            service,
            region_name=self.region,
            endpoint_url=self.endpoint or None,
            aws_access_key_id=self.access_key,
            aws_secret_access_key=self.secret_key,
            aws_session_token=self.session_token or None,
            config=Config(retries={"mode": "standard", "total_max_attempts": 6}, **options),
        )

    @property
    def variables(self) -> dict[str, str]:
        """What leads a command to it, and nowhere else."""
        found = {
            "AWS_ACCESS_KEY_ID": self.access_key,
            "AWS_SECRET_ACCESS_KEY": self.secret_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        if self.session_token:
            found["AWS_SESSION_TOKEN"] = self.session_token
        if self.endpoint:
            found["AWS_ENDPOINT_URL"] = self.endpoint
            found["NO_PROXY"] = found["no_proxy"] = "127.0.0.1"
        return found
