"""The only way from here into an account: calls that read, in one region, by one profile."""

from __future__ import annotations

import itertools
import os
import random
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from getpass import GetPassWarning
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from webhook_constructs.core.values.arguments import one_line

from .answer import Answer
from .body import keep_body
from .read_error import ReadError, is_busy, is_lost, is_unanswered, masked, read_error, strange

__all__ = ["MOST_CALLS_AT_ONCE", "READ_ACTIONS", "Connection", "Target", "session_of", "targets_of"]

READ_ACTIONS = {
    "cloudformation": ("DescribeStacks", "GetTemplate", "ListStackResources"),
    "codebuild": ("BatchGetProjects", "ListProjects"),
    "codepipeline": ("GetPipeline", "ListPipelines"),
}
"""Every operation of AWS that is called, by the service; each is an IAM action of the same name that only reads."""

MOST_CALLS_AT_ONCE = 8
"""So many calls are under way at once, of all regions and profiles together."""

_SETTINGS = (
    "api_versions",
    "credential_process",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
    "AWS_METADATA_SERVICE_TIMEOUT",
    "metadata_service_num_attempts",
    "metadata_service_timeout",
)
"""Settings whose values boto3 uses unchecked."""

_NO_TERMINAL = (
    "it cannot ask for the MFA code, because there is no terminal: use another profile, or credentials of a session"
)
_NO_CODE = "no MFA code was entered: run it again and enter the code, or use another profile"

_ATTEMPTS = 8
_ATTEMPTS_UNANSWERED = 3
_LONGEST_PAUSE = 20
_MOST_PAGES = 1_000
_CONFIG = Config(
    connect_timeout=5,
    read_timeout=20,
    # Attempts are counted here: botocore stops to repeat once a client has repeated a hundred calls.
    retries={"mode": "standard", "total_max_attempts": 1},
    max_pool_connections=MOST_CALLS_AT_ONCE,
)


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
    """Return what is to be asked, each once.

    Args:
        profiles: The profiles; empty for the credentials that boto3 finds by itself.
        regions: The regions, for each of the profiles; empty for the region that a profile names.
    """
    pairs = itertools.product(profiles or (None,), regions or (None,))
    return tuple(dict.fromkeys(Target(profile, region) for profile, region in pairs))


class Connection:
    """Calls one region by one profile, and nothing but what `READ_ACTIONS` lists.

    A call that is throttled, or fails for a passing reason, is repeated after a growing pause, seven times at most. One
    that nobody answers is repeated twice, and after that the service is asked nothing more: it would hold up the rest.

    Attributes:
        region: The region.
        account: The account of the credentials; None where they do not say it.
        label: What names it in a text.
    """

    def __init__(self, target: Target, session: Session | None = None) -> None:
        """Prepare the calls; none is made.

        Args:
            target: The region and the profile.
            session: The profile's session, which its regions can share. Default: one of its own.

        Raises:
            ReadError: There is no such profile, or no region.
        """
        session = session_of(target) if session is None else session
        try:
            # A client can be used by several threads, and cannot be made by several.
            self._clients = {
                service: session.client(service, region_name=target.region, config=_CONFIG) for service in READ_ACTIONS
            }
        except BotoCoreError as error:
            raise read_error(error, "the region") from None
        except ValueError as error:  # an address in the environment or the configuration that is none
            raise ReadError(one_line(masked(str(error))).removesuffix(".")) from None
        except Exception as error:  # noqa: BLE001 - boto3 does not check the types of what it is configured with
            raise _unusable(error, session) from None
        for client in self._clients.values():
            _check_port(client.meta.endpoint_url)
            client.meta.events.register("before-parse", keep_body)
        self._silent: dict[str, ReadError] = {}
        self.region: str = self._clients["codebuild"].meta.region_name
        self.account = _account_of(session.get_credentials())
        self.label = str(Target(target.profile, self.region))

    def call(self, service: str, operation: str, **parameters: Any) -> Answer:
        """Call an operation that reads.

        Raises:
            ReadError: It has failed for good.
            LookupError: It is not among `READ_ACTIONS`.
        """
        client = self._client(service, operation)
        method = next(name for name, each in client.meta.method_to_api_mapping.items() if each == operation)
        for attempt in itertools.count(1):
            if service in self._silent:
                break
            try:
                returned = getattr(client, method)(**parameters)
                return Answer.of(client.meta.service_model.operation_model(operation), returned)
            except Exception as error:  # noqa: BLE001 - on a strange response boto3 raises whatever it stumbles over
                most = _ATTEMPTS_UNANSWERED if is_lost(error) else _ATTEMPTS if is_busy(error) else 1
                if attempt >= most:
                    failed = read_error(error, operation, attempt)
                    if is_unanswered(error):
                        self._silent[service] = failed
                    raise failed from None
            time.sleep(min(_LONGEST_PAUSE, 2 ** (attempt - 1)) * random.random())  # noqa: S311 - it keeps no secret
        raise self._silent[service]

    def pages(self, service: str, operation: str, token: str, **parameters: Any) -> Iterator[Answer]:
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
        given: set[str] = set()
        while True:
            page = self.call(service, operation, **parameters, **following)
            yield page
            value = page.get(token)
            if not value:
                return
            if value in given or len(given) >= _MOST_PAGES:
                raise strange(operation, f"does not come to an end after {len(given) + 1:,} pages")
            given.add(value)
            following = {token: value}

    def refuse_elsewhere(self, region: str, account: str, place: str) -> None:
        """Raise an error if something is in another region or account than was asked.

        Args:
            region: Its region.
            account: Its account.
            place: The operation, and where its ARN is in the response.

        Raises:
            ReadError: It is.
        """
        if region != self.region:
            raise strange(place, "is of another region than was asked")
        if self.account not in {None, account}:
            raise strange(place, "is of another account than the credentials")

    def _client(self, service: str, operation: str) -> Any:
        if operation not in READ_ACTIONS.get(service, ()):
            msg = f"{service}:{operation} is not among the declared read actions: an audit changes nothing"
            raise LookupError(msg)
        return self._clients[service]


def session_of(target: Target) -> Session:
    """Return the session of a profile, which its regions share.

    A profile with a role assumes it here, once, and asks for the code of a device (MFA) before anything is under way.

    Args:
        target: The profile, and the region in which a profile without one assumes its role.

    Raises:
        ReadError: There is no such profile, it gives no credentials, or there is no terminal to ask for the code on.
    """
    answered: list[bool] = []
    session = None
    try:
        session = Session(profile_name=target.profile, region_name=target.region)
        session.events.register("before-parse", lambda **_: answered.append(True))
        credentials = session.get_credentials()
        if credentials is not None:
            with warnings.catch_warnings():
                # boto3 asks with getpass, which warns before it asks without a terminal.
                warnings.simplefilter("error", GetPassWarning)
                credentials.get_frozen_credentials()
    except GetPassWarning:
        raise ReadError(_NO_TERMINAL) from None
    except EOFError:  # Ctrl-D in place of a code
        raise ReadError(_NO_CODE) from None
    except Exception as error:  # noqa: BLE001 - on a strange response boto3 raises whatever it stumbles over
        if session is None or answered or isinstance(error, (BotoCoreError, ClientError, OSError)):
            raise read_error(error, "the credentials") from None
        raise _unusable(error, session) from None
    return session


def _account_of(credentials: Any) -> str | None:
    # In the environment, AWS_ACCOUNT_ID is often a variable of a pipeline, and of another account.
    known: str | None = getattr(credentials, "account_id", None)
    return None if getattr(credentials, "method", None) == "env" else known


def _unusable(error: Exception, session: Session) -> ReadError:
    """Return the error for settings of AWS that boto3 fails on; its own text can quote a secret."""
    try:
        profile = botocore.session.Session(profile=session.profile_name).get_scoped_config()
    except BotoCoreError:
        profile = {}
    named = [name for name in _SETTINGS if name in profile or name in os.environ]
    check = ", ".join(named) or "the AWS configuration file and the variables that begin with AWS_"
    return ReadError(f"the AWS configuration has a value that boto3 cannot use ({type(error).__name__}); check {check}")


def _check_port(address: str) -> None:
    try:
        urlsplit(address).port  # noqa: B018 - it raises where there is none
    except ValueError:
        raise ReadError(one_line(masked(f"Invalid endpoint: {address}"))) from None
