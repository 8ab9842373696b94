"""A handler that pauses at a chosen call of a chosen event, while CloudFormation cancels that event.

Code is added to the deployed function: the event to pause creates the file ``reached`` and waits for the file ``go``.
The sibling that fails, a webhook of a project that does not exist, waits for ``reached``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.e2e.faults import append
from tests.e2e.stacks import MISSING

__all__ = ["Pause"]

_PLANTED = """

def _plant_pause(folder, state, call, moment, dies):
    import os
    import pathlib
    import sys
    import time

    from . import codebuild, reconciler, secret_store

    folder, index = pathlib.Path(folder), sys.modules[__name__]
    handle, current = index.handler, []

    def wait_for(name):
        while not (folder / name).exists():
            time.sleep(0.5)

    def handler(event, context):
        properties = event["ResourceProperties"]
        current[:] = [properties.get("State")]
        if current == [state]:
            time.sleep(3)  # what it creates is younger than the operation, whatever the clocks say
        if properties["ProjectName"] == {missing!r} and event["RequestType"] == "Create":
            wait_for("reached")
        handle(event, context)

    def pause():
        if current == [state] and not (folder / "reached").exists():
            (folder / "reached").touch()
            wait_for("go")
            if dies:
                os._exit(1)

    owners = codebuild.CodeBuild, secret_store.SecretStore, reconciler.Reconciler
    owner = next(each for each in owners if hasattr(each, call))
    original = getattr(owner, call)

    def wrapped(*arguments, **named):
        if moment == "before":
            pause()
        result = original(*arguments, **named)
        if moment == "after":
            pause()
        return result

    index.handler = handler
    setattr(owner, call, wrapped)


_plant_pause({folder!r}, {state!r}, {call!r}, {moment!r}, {dies!r})
"""


@dataclass(frozen=True)
class Pause:
    """Where an event pauses.

    Attributes:
        folder: Where the files are.
        call: A method of the handler's CodeBuild, SecretStore or Reconciler: create, update, delete, keep.
        moment: Whether it pauses "before" or "after" that call.
        dies: Whether the process dies then, instead of going on.
        state: The State among the properties of the event.
    """

    folder: Path
    call: str
    moment: str = "before"
    dies: bool = False
    state: str = "paused"

    def plant(self, template: Path) -> Path:
        """Plant it in the handler of a synthesized stack, and return the template."""
        code = _PLANTED
        values = {
            "folder": str(self.folder),
            "state": self.state,
            "call": self.call,
            "moment": self.moment,
            "dies": self.dies,
            "missing": MISSING,
        }
        for name, value in values.items():
            code = code.replace(f"{{{name}!r}}", repr(value))
        append(template, code)
        return template

    def end(self) -> None:
        """Resume the event."""
        (self.folder / "go").touch()
