"""Faults that strike the handler once, at a chosen point of a chosen event.

They are planted in a copy of the function's code, the asset of a synthesised stack, behind the code that is deployed
otherwise: the methods of its modules are wrapped, nothing of them is replaced.
"""

from __future__ import annotations

import zipfile
from enum import Enum
from typing import TYPE_CHECKING

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

    @property
    def needs_a_secret(self) -> bool:
        """Whether there is nothing to strike for an automatic webhook, which has no secret to write."""
        return "WRITE" in self.name

    @property
    def needs_a_call(self) -> bool:
        """Whether there is nothing to strike where nothing is changed at CodeBuild."""
        return self.name in {"BEFORE_THE_CALL", "AFTER_THE_CALL", "LOST_ANSWER", "TIMEOUT"}

    @property
    def is_a_crash(self) -> bool:
        """Whether the process dies before CloudFormation has its answer, so that Lambda sends the event again."""
        return self.value.startswith("the process dies") and self is not FaultPoint.AFTER_THE_ANSWER

    @property
    def fails_the_event(self) -> bool:
        """Whether the handler cannot make it good, unless all was done, and answers FAILED."""
        return self in {FaultPoint.DENIED_FIRST_WRITE, FaultPoint.DENIED_SECRET_WRITE, FaultPoint.TIMEOUT}


_PLANTED = """

def _plant_fault(point, armed):
    import os
    import pathlib
    import signal
    import sys

    from botocore.exceptions import ClientError

    from . import answer, codebuild, secret_store

    index = sys.modules[__name__]
    handle = index.handler
    event = {}

    def handler(received, context):
        event.update(received)
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
            members = [*arguments[2:], named]
            made = "rotate" if call and any(given.get("rotateSecret") for given in members) else call
            if before and strikes(made):
                before()
            result = original(*arguments, **named)
            if after and strikes(made):
                after()
            return result

        setattr(owner, name, wrapped)

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
    if point == "BEFORE_THE_CALL":
        for name in operations:
            wrap(codebuild.CodeBuild, name, before=die, call=name)
    elif point == "AFTER_THE_CALL":
        for name in operations:
            wrap(codebuild.CodeBuild, name, after=die, call=name)
    elif point == "TIMEOUT":
        for name in operations:
            wrap(codebuild.CodeBuild, name, after=time_is_up, call=name)
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


_plant_fault({point!r}, {armed!r})
"""


def plant(template: Path, point: FaultPoint, armed: Path) -> Path:
    """Plant a fault in the handler of a synthesised stack.

    Args:
        template: The stack's template, with its assets beside it.
        point: Where it strikes.
        armed: A file that arms it. It holds the type of the event to strike, the State among its properties, and, where
            it is not the first one, the call to strike (create, update, rotate or delete), with blanks between; the
            file is gone once the fault has struck.

    Returns:
        The template.
    """
    planted = _PLANTED.replace("{point!r}", repr(point.name)).replace("{armed!r}", repr(str(armed)))
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
