"""Faults that strike a chosen event of the handler, at a chosen point.

Most are planted in a copy of the function's code, the asset of a synthesized stack, behind the code that is deployed
otherwise: the methods of its modules are wrapped, nothing of them is replaced. Others are ordered at the embedded AWS.
"""

from __future__ import annotations

import zipfile
from enum import Enum
from typing import TYPE_CHECKING

from tests.e2e.stacks import MISSING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["FaultPoint", "append", "plant", "rewrite"]

_INDEX = "handler/index.py"


class FaultPoint(Enum):
    """Where a fault strikes.

    Where the process dies, or is not heard, Lambda sends the same event again.
    """

    BEFORE_THE_CALL = "the process dies before the call of CodeBuild"
    AFTER_THE_CALL = "the process dies when the call of CodeBuild has been carried out"
    LOST_ANSWER = "the call of CodeBuild is carried out and answered with a server error"
    DENIED_FIRST_WRITE = "Secrets Manager refuses the first write"
    DURING_THE_SECRET_WRITE = "the process dies before the secret is written"
    AFTER_THE_SECRET_WRITE = "the process dies when the secret has been written"
    DENIED_SECRET_WRITE = "Secrets Manager refuses the write of the secret"
    BEFORE_THE_ANSWER = "the process dies before it answers CloudFormation"
    DURING_THE_ANSWER = "the first answer gets lost on the way"
    AFTER_THE_ANSWER = "the process dies when it has answered CloudFormation"
    TIMEOUT = "the function's time is up when the call of CodeBuild has been carried out"
    CANCELED_BEFORE_THE_CALL = "CloudFormation cancels the event before the call of CodeBuild"
    CANCELED_AFTER_THE_CALL = "CloudFormation cancels the event when the call of CodeBuild has been carried out"
    CANCELED_AND_DEAD = "CloudFormation cancels the event after the call of CodeBuild, and the process dies"
    EXPIRED_TOKEN = "the token of the git host has expired: CodeBuild refuses the call, and all that follow"
    DENIED_BY_POLICY = "a service control policy denies the call of CodeBuild, and all that follow"
    HOST_LIMIT = "the git host accepts one write a minute"
    SLOW_DELETE = "CodeBuild takes 30 seconds to delete a webhook"
    THROTTLED = "Lambda throttles the function, and the event arrives after four minutes"
    DROPPED = "Lambda throttles the function, and drops the event after eight minutes"
    LATE = "Lambda throttles the function, and the event arrives when CloudFormation has given up"

    @property
    def needs_a_secret(self) -> bool:
        """Whether there is nothing to strike for an automatic webhook, which has no secret to write."""
        return "WRITE" in self.name

    @property
    def needs_a_call(self) -> bool:
        """Whether there is nothing to strike where nothing is changed at CodeBuild."""
        return "the call" in self.value or self is FaultPoint.HOST_LIMIT

    @property
    def is_a_crash(self) -> bool:
        """Whether the process dies before CloudFormation has its answer, so that Lambda sends the event again."""
        return self.value.startswith("the process dies") and self is not FaultPoint.AFTER_THE_ANSWER

    @property
    def is_a_cancellation(self) -> bool:
        """Whether another resource fails while the event is handled."""
        return self.name.startswith("CANCELED")

    @property
    def refusal(self) -> tuple[str, str] | None:
        """The error with which CodeBuild refuses for good, and its text."""
        return {
            FaultPoint.EXPIRED_TOKEN: ("OAuthProviderException", "the token has expired"),
            FaultPoint.DENIED_BY_POLICY: ("AccessDeniedException", "an explicit deny in a service control policy"),
        }.get(self)

    @property
    def throttled_times(self) -> int:
        """How often Lambda throttles the invocation with the event: for 255 or 811 seconds in all."""
        return {FaultPoint.THROTTLED: 8, FaultPoint.DROPPED: 10, FaultPoint.LATE: 10}.get(self, 0)

    @property
    def is_planted(self) -> bool:
        """Whether the fault strikes in the code of the function."""
        return self not in {FaultPoint.HOST_LIMIT, FaultPoint.SLOW_DELETE} and not self.throttled_times

    @property
    def fails_the_event(self) -> bool:
        """Whether the handler cannot make it good, unless all was done, or CloudFormation does not hear of it."""
        failing = {"DENIED_FIRST_WRITE", "DENIED_SECRET_WRITE", "TIMEOUT", "DROPPED", "LATE"}
        return self.is_a_cancellation or self.name in failing


_PLANTED = """

def _plant_fault(point, armed, missing):
    import os
    import pathlib
    import signal
    import sys
    import time

    from botocore.exceptions import ClientError

    from . import answer, codebuild, secret_store

    index = sys.modules[__name__]
    handle = index.handler
    event = {}

    def handler(received, context):
        event.update(received)
        if point.startswith("CANCELED"):
            time.sleep(3)  # what it creates is younger than the operation, whatever the clocks say
            if received["ResourceProperties"]["ProjectName"] == missing:
                wait_until(lambda: not pathlib.Path(armed).exists())
        handle(received, context)

    index.handler = handler

    def strikes(call):
        armed_file = pathlib.Path(armed)
        if not armed_file.exists():
            return False
        kind, state, *calls = armed_file.read_text().split(" ")
        if (kind, state) != (event["RequestType"], event["ResourceProperties"].get("State", "")):
            return False
        if calls and call and calls != [call]:
            return False
        armed_file.unlink()
        return True

    def wrap(owner, name, before=None, after=None, call=None):
        original = getattr(owner, name)

        def wrapped(*arguments, **named):
            members = [each for each in (*arguments[2:], named) if isinstance(each, dict)]
            made = "rotate" if call and any(given.get("rotateSecret") for given in members) else call
            if before and strikes(made):
                before()
            result = original(*arguments, **named)
            if after and strikes(made):
                after()
            return result

        setattr(owner, name, wrapped)

    def wait_until(is_so):
        while not is_so():
            time.sleep(0.5)

    def wait_for_the_rollback():
        wait_until(pathlib.Path(f"{armed}.go").exists)

    def wait_and_die():
        wait_for_the_rollback()
        die()

    def go_on():
        pass

    def die():
        os._exit(1)

    def time_is_up():
        signal.raise_signal(signal.SIGALRM)

    def server_error():
        raise ClientError({"Error": {"Code": "InternalFailure"}, "ResponseMetadata": {"HTTPStatusCode": 500}}, "Any")

    def refuse():
        raise ClientError({"Error": {"Code": "EncryptionFailure", "Message": "no"}}, "PutSecretValue")

    def get_lost():
        raise OSError("lost")

    def wrap_client(services):
        original = services.Services._client

        def client(self, service, region):
            made = original(self, service, region)
            if service == "codebuild" and not hasattr(made, "_planted"):
                made._planted = True
                for name in operations:
                    wrap(made, f"{name}_webhook", after=server_error, call=name)
            return made

        services.Services._client = client

    written = [(secret_store.SecretStore, name) for name in ("keep", "confirm")]
    operations = ("create", "update", "delete")
    before_calls = {
        "BEFORE_THE_CALL": die,
        "CANCELED_BEFORE_THE_CALL": wait_for_the_rollback,
        "EXPIRED_TOKEN": go_on,
        "DENIED_BY_POLICY": go_on,
    }
    after_calls = {
        "AFTER_THE_CALL": die,
        "TIMEOUT": time_is_up,
        "CANCELED_AFTER_THE_CALL": wait_for_the_rollback,
        "CANCELED_AND_DEAD": wait_and_die,
    }
    if point in {*before_calls, *after_calls}:
        for name in operations:
            wrap(codebuild.CodeBuild, name, before_calls.get(point), after_calls.get(point), call=name)
    elif point == "LOST_ANSWER":
        from . import services

        wrap_client(services)
    elif point == "DENIED_FIRST_WRITE":
        wrap(secret_store.SecretStore, "_write", before=refuse)
    elif point == "DURING_THE_SECRET_WRITE":
        for owner, name in written:
            wrap(owner, name, before=die)
    elif point == "AFTER_THE_SECRET_WRITE":
        for owner, name in written:
            wrap(owner, name, after=die)
    elif point == "DENIED_SECRET_WRITE":
        for owner, name in written:
            wrap(owner, name, before=refuse)
    elif point == "BEFORE_THE_ANSWER":
        wrap(answer, "send", before=die)
    elif point == "DURING_THE_ANSWER":
        wrap(answer.urllib.request, "urlopen", before=get_lost)
    elif point == "AFTER_THE_ANSWER":
        wrap(answer, "send", after=die)


_plant_fault({point!r}, {armed!r}, {missing!r})
"""


def plant(template: Path, point: FaultPoint, armed: Path) -> Path:
    """Plant a fault in the handler of a synthesized stack.

    Args:
        template: The stack's template, with its assets beside it.
        point: Where it strikes.
        armed: A file that arms it. It holds the type of the event to strike, the State among its properties, and, where
            it is not the first one, the call to strike (create, update, rotate or delete), with blanks between. The
            file is gone once the fault has struck. An event that is canceled goes on once there is a file of the same
            name with ``.go`` added.

    Returns:
        The template.
    """
    planted = _PLANTED
    for name, value in {"point": point.name, "armed": str(armed), "missing": MISSING}.items():
        planted = planted.replace(f"{{{name}!r}}", repr(value))
    append(template, planted)
    return template


def append(template: Path, code: str) -> None:
    """Add code to the end of the handler's entry point, in the asset beside a template."""
    rewrite(template, **{_INDEX: lambda text: text + code})


def rewrite(template: Path, **changes: Callable[[str], str]) -> None:
    """Change modules of the handler, by their names in the zip that is an asset beside a template."""
    (asset,) = (path for path in template.parent.glob("asset.*.zip") if _INDEX in zipfile.ZipFile(path).namelist())
    with zipfile.ZipFile(asset) as archive:
        contents = {each: archive.read(each).decode() for each in archive.infolist()}
    with zipfile.ZipFile(asset, "w") as archive:
        for info, text in contents.items():
            archive.writestr(info, changes.get(info.filename, str)(text))
