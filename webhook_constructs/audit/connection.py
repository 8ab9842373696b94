"""The only way from here into an account: calls that read, in one region, by one profile."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError

from webhook_constructs.core.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["MOST_CALLS_AT_ONCE", "READ_ACTIONS", "Connection", "ReadError", "Target", "targets_of"]

READ_ACTIONS = {
    "cloudformation": ("DescribeStacks", "GetTemplate", "ListStackResources"),
    "codebuild": ("BatchGetProjects", "ListProjects"),
    "codepipeline": ("GetPipeline", "ListPipelines"),
}
"""Every operation of AWS that is called, by the service; each is an IAM action of the same name that only reads."""

MOST_CALLS_AT_ONCE = 8
"""So many calls are under way at once, of all regions and profiles together."""

_ATTEMPTS = 8
_LONGEST = 400
_DENIED = frozenset({"AccessDenied", "AccessDeniedException", "UnauthorizedOperation"})
_THROTTLED = frozenset({"RequestLimitExceeded", "Throttling", "ThrottlingException", "TooManyRequestsException"})


@dataclass(frozen=True, slots=True)
class Target:
    """A region, asked with the credentials of a profile.

    Attributes:
        profile: The name of the profile; None for the credentials that boto3 finds by itself.
        region: The region; None for the one that the profile names.
    """

    profile: str | None = None
    region: str | None = None

    def __str__(self) -> str:
        """Name it in a text."""
        region = self.region or "the default region"
        return region if self.profile is None else f"{region} (profile {self.profile})"


def targets_of(profiles: Sequence[str], regions: Sequence[str]) -> tuple[Target, ...]:
    """Give what is to be asked, each once.

    Args:
        profiles: The profiles; empty for the credentials that boto3 finds by itself.
        regions: The regions, for each of the profiles; empty for the region that a profile names.
    """
    pairs = itertools.product(profiles or (None,), regions or (None,))
    return tuple(dict.fromkeys(Target(profile, region) for profile, region in pairs))


class ReadError(Exception):
    """A call has failed for good, after every attempt; its text says why, and the way out.

    Attributes:
        is_denied: Whether IAM has denied it.
        is_absent: Whether there is no such thing.
    """

    def __init__(self, text: str, *, is_denied: bool = False, is_absent: bool = False) -> None:
        """Keep the text."""
        super().__init__(text)
        self.is_denied = is_denied
        self.is_absent = is_absent


class Connection:
    """Calls one region by one profile, and nothing but what `READ_ACTIONS` lists.

    A call that is throttled, or fails for a passing reason, is repeated after a growing pause, seven times at most.

    Attributes:
        region: The region.
        label: What names it in a text.
    """

    def __init__(self, target: Target) -> None:
        """Prepare the calls; none is made.

        Raises:
            ReadError: There is no such profile, or no region.
        """
        config = Config(
            retries={"mode": "standard", "total_max_attempts": _ATTEMPTS}, max_pool_connections=MOST_CALLS_AT_ONCE
        )
        try:
            session = Session(profile_name=target.profile, region_name=target.region)
            # A client can be used by several threads, and cannot be made by several.
            self._clients = {service: session.client(service, config=config) for service in READ_ACTIONS}
        except (BotoCoreError, ValueError) as error:
            raise _read_error(error) from None
        self.region: str = self._clients["codebuild"].meta.region_name
        self.label = str(Target(target.profile, self.region))

    def call(self, service: str, operation: str, **parameters: Any) -> dict[str, Any]:
        """Call an operation that reads.

        Raises:
            ReadError: It has failed for good.
            LookupError: It is not among `READ_ACTIONS`.
        """
        client = self._client(service, operation)
        method = next(name for name, each in client.meta.method_to_api_mapping.items() if each == operation)
        try:
            answer: dict[str, Any] = getattr(client, method)(**parameters)
        except (BotoCoreError, ClientError) as error:
            raise _read_error(error) from None
        return answer

    def pages(self, service: str, operation: str, token: str, **parameters: Any) -> Iterator[dict[str, Any]]:
        """Call an operation that reads, until there is no page left.

        Args:
            service: The service.
            operation: The operation.
            token: The name of the member that leads from a page to the next one.
            **parameters: What it is given.

        Raises:
            ReadError: A page could not be read; those before it were given.
        """
        following: dict[str, str] = {}
        while True:
            page = self.call(service, operation, **parameters, **following)
            yield page
            if not page.get(token):
                return
            following = {token: page[token]}

    def _client(self, service: str, operation: str) -> Any:
        if operation not in READ_ACTIONS.get(service, ()):
            msg = f"{service}:{operation} is not among the declared read actions: an audit changes nothing"
            raise LookupError(msg)
        return self._clients[service]


def _read_error(error: Exception) -> ReadError:
    if not isinstance(error, ClientError):
        out = "; name a profile with --profile" if isinstance(error, NoCredentialsError) else ""
        return ReadError(one_line(str(error), _LONGEST).removesuffix(".") + out)
    code, said = error.response["Error"].get("Code", ""), error.response["Error"].get("Message", "")
    text = one_line(f"{code}: {said}", _LONGEST).removesuffix(".")
    if code in _DENIED:
        return ReadError(f"{text}; the policy that an audit needs is in docs/guides/audit.md", is_denied=True)
    if code in _THROTTLED:
        times = error.response["ResponseMetadata"].get("RetryAttempts", 0) + 1
        return ReadError(f"{text}, {times} times in a row; ask fewer regions at once, or later")
    # CloudFormation says so with the code that it has for everything wrong.
    return ReadError(text, is_absent=code == "ValidationError" and "does not exist" in said)
