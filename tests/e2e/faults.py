"""Faults that strike the handler once, at a chosen point of a chosen event.

They are planted in a copy of the function's code, the asset of a synthesised stack, behind the code that is deployed
otherwise: the methods of its modules are wrapped, nothing of them is replaced.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["FaultPoint", "plant"]


class FaultPoint(Enum):
    """Where a fault strikes."""

    BEFORE_THE_CALL = "the process dies before the call of CodeBuild"
    AFTER_THE_CALL = "the process dies when the call of CodeBuild has been carried out"
    LOST_ANSWER = "the call of CodeBuild is carried out and answered with a server error"
    DURING_THE_SECRET_WRITE = "the process dies before the secret is written"
    AFTER_THE_SECRET_WRITE = "the process dies when the secret has been written"
    DENIED_SECRET_WRITE = "Secrets Manager refuses the write"
    BEFORE_THE_ANSWER = "the process dies before it answers CloudFormation"
    DURING_THE_ANSWER = "the first answer gets lost on the way"
    TIMEOUT = "the function's time is up when the call of CodeBuild has been carried out"

    @property
    def needs_a_secret(self) -> bool:
        """Whether there is nothing to strike for an automatic webhook, which has no secret to write."""
        return "SECRET" in self.name


_PLANTED = """

def _plant_fault(point, armed):
    import os
    import pathlib
    import signal
    import sys

    from botocore.exceptions import ClientError

    from . import answer, codebuild, secret_place

    index = sys.modules[__name__]
    handle = index.handler
    event = {}

    def handler(received, context):
        event.update(received)
        handle(received, context)

    index.handler = handler

    def strikes():
        kind = f"{event['RequestType']} {event['ResourceProperties'].get('State', '')}"
        armed_file = pathlib.Path(armed)
        if not armed_file.exists() or armed_file.read_text() != kind:
            return False
        armed_file.unlink()
        return True

    def wrap(owner, name, before=None, after=None):
        original = getattr(owner, name)

        def wrapped(*arguments, **named):
            if before and strikes():
                before()
            result = original(*arguments, **named)
            if after and strikes():
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
                for name in ("create_webhook", "update_webhook", "delete_webhook"):
                    wrap(made, name, after=server_error)
            return made

        services.Services._client = client

    operations = [(codebuild.CodeBuild, name) for name in ("create", "update", "delete")]
    if point == "BEFORE_THE_CALL":
        for owner, name in operations:
            wrap(owner, name, before=die)
    elif point == "AFTER_THE_CALL":
        for owner, name in operations:
            wrap(owner, name, after=die)
    elif point == "TIMEOUT":
        for owner, name in operations:
            wrap(owner, name, after=time_is_up)
    elif point == "LOST_ANSWER":
        from . import services

        wrap_client(services)
    elif point == "DURING_THE_SECRET_WRITE":
        wrap(secret_place.SecretPlace, "keep", before=die)
    elif point == "AFTER_THE_SECRET_WRITE":
        wrap(secret_place.SecretPlace, "keep", after=die)
    elif point == "DENIED_SECRET_WRITE":
        wrap(secret_place.SecretPlace, "keep", before=refuse)
    elif point == "BEFORE_THE_ANSWER":
        wrap(answer, "send", before=die)
    elif point == "DURING_THE_ANSWER":
        wrap(answer.urllib.request, "urlopen", after=get_lost)


_plant_fault({point!r}, {armed!r})
"""


def plant(template: Path, point: FaultPoint, armed: Path) -> Path:
    """Plant a fault in the handler of a synthesised stack.

    Args:
        template: The stack's template, with its assets beside it.
        point: Where it strikes.
        armed: A file that arms it. It holds the type of the event to strike and the State among its properties; the
            file is gone once the fault has struck.

    Returns:
        The template.
    """
    (asset,) = (folder for folder in template.parent.glob("asset.*") if (folder / "handler").is_dir())
    index = asset / "handler" / "index.py"
    planted = _PLANTED.replace("{point!r}", repr(point.name)).replace("{armed!r}", repr(str(armed)))
    index.write_text(index.read_text() + planted)
    return template
