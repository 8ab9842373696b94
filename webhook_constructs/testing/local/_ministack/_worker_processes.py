# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""The processes of functions: how long they live, and what is left of them."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import Any

from webhook_constructs.testing.local._process.fork_server import ForkServer
from webhook_constructs.testing.local._process.forked_process import ForkedProcess
from webhook_constructs.testing.local._process.pipes import close_pipes
from webhook_constructs.testing.local._schedule.worker_time import BOOTSTRAP

from ._names import FUNCTION, Names

__all__ = ["install_worker_processes"]


def install_worker_processes(names: Names) -> None:
    """Leave nothing of a worker, and let it come to its end.

    MiniStack leaves the worker of a function running that CloudFormation deleted, and the pipes of a worker that ended
    to the garbage collector, which warns. It kills a worker at work if its function changes; in AWS it runs on.

    Workers are forks of a process that has imported boto3, where that makes no difference but the time it takes.
    """
    fork_server = ForkServer(BOOTSTRAP)
    forking = SimpleNamespace(**{**vars(subprocess), "Popen": fork_server.popen})
    runtime, responses = names["core.lambda_runtime"], names["core.responses"]
    collect, spawn, reset, release = runtime._collect, runtime.Worker._spawn, runtime.reset, runtime.release_worker
    delete = names.resource_types[FUNCTION]["delete"]
    orphans: list[Any] = []

    def collect_worker(process: subprocess.Popen[str] | ForkedProcess | None, deadline: float) -> None:
        collect(process, deadline)
        close_pipes(process)

    def spawn_worker(worker: Any) -> None:
        close_pipes(worker._proc)  # of a process that ended by itself
        spawn(worker)

    def delete_function(physical_id: str, *arguments: Any) -> None:
        delete(physical_id, *arguments)
        invalidate(physical_id, account=responses.get_account_id(), region=responses.get_region())

    def invalidate(
        function: str, qualifier: str | None = None, account: str | None = None, region: str | None = None
    ) -> None:
        wanted = (account, region, function, qualifier)
        with runtime._lock:
            keys = [key for key in runtime._workers if _is_of(key, wanted)]
            workers = [worker for key in keys for worker in runtime._workers.pop(key)]
            orphans.extend(worker for worker in workers if worker.in_use)
        runtime.kill_workers([worker for worker in workers if not worker.in_use])

    def release_worker(worker: Any) -> None:
        release(worker)
        if worker in orphans:
            orphans.remove(worker)
            runtime.kill_workers([worker])

    def reset_workers() -> None:
        reset()
        runtime.kill_workers(orphans)

    names.replace("core.lambda_runtime", "_collect", collect_worker)
    names.replace("core.lambda_runtime", "subprocess", forking)
    names.when_put_back(fork_server.close)
    names.replace("core.lambda_runtime", "reset", reset_workers)
    names.replace(runtime.Worker, "_spawn", spawn_worker)
    names.replace("services.lambda_svc", "invalidate_worker", invalidate)
    names.replace("services.lambda_svc", "release_worker", release_worker)
    names.replace_type(FUNCTION, delete=delete_function)


def _is_of(key: str, wanted: tuple[str | None, ...]) -> bool:
    """Whether the key of a worker (account:region:function:qualifier) has the parts that are not None."""
    return all(want in {None, part} for want, part in zip(wanted, key.split(":"), strict=True))
