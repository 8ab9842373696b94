"""Workers that run for an actor of the schedule: they live by its clock, and time out by it."""

from __future__ import annotations

from typing import Any

from webhook_constructs.testing.local._schedule.schedule import Schedule
from webhook_constructs.testing.local._schedule.worker_time import BOOTSTRAP
from webhook_constructs.testing.local._schedule.workers import Workers

from ._names import Names

__all__ = ["install_worker_turns"]

_SPARE_SECONDS = 60
"""How long a function may take in real time beyond its timeout: MiniStack counts what it waits for its turn."""


def install_worker_turns(names: Names, workers: Workers) -> None:
    """Make Python functions that run for an actor take turns; functions of another language do not wait."""
    runtime = names["core.lambda_runtime"]
    invoke = runtime.Worker.invoke

    def invoke_in_turns(worker: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        actor, config = Schedule.current(), worker.config
        if actor is None or not config.get("Runtime", "").startswith("python"):
            result: dict[str, Any] = invoke(worker, *arguments, **options)
            return result
        runtime.ensure_spawned(worker)
        process, seconds = worker._proc, config.get("Timeout", 3)  # noqa: SLF001 - MiniStack's private name
        timed_out: list[bool] = []

        def kill() -> None:
            timed_out.append(True)
            process.kill()

        worker.config = {**config, "Timeout": seconds + _SPARE_SECONDS}
        try:
            with workers.working(process.pid, actor, seconds, kill):
                result = invoke(worker, *arguments, **options)
        finally:
            worker.config = config
        return {**result, "error": f"Task timed out after {seconds}.00 seconds"} if timed_out else result

    names.replace("core.lambda_runtime", "_PYTHON_WORKER_SCRIPT", BOOTSTRAP + runtime._PYTHON_WORKER_SCRIPT)  # noqa: SLF001
    names.replace(runtime.Worker, "invoke", invoke_in_turns)
