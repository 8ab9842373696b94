# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""Lambda: invocations, what functions log, and what is left of a worker process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.testing.local._process.pipes import close_pipes

from ._names import FUNCTION
from ._worker_log import install_worker_log

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Mapping

    from webhook_constructs.testing.local._process.lambda_log import LambdaLog

    from ._names import Names

__all__ = ["install_lambda", "invoke_function"]


def invoke_function(names: Names, service_token: str, event: Mapping[str, Any]) -> bool:
    """Invoke a function, and return whether it came to its end: it neither raised, nor timed out, nor exited."""
    functions = names["services.lambda_svc"]
    record, config, _ = functions._get_func_record_for_ref(service_token)
    if record is None:  # deleted since the event was sent
        return False
    execution = functions._execution_record_for_config(record, config)
    result = functions._execute_function_with_config_scope(execution, event)
    return not (result.get("error") or result.get("throttle"))


def install_lambda(names: Names, lambda_log: LambdaLog) -> None:
    """Keep every log line, and leave nothing of a worker.

    MiniStack leaves the worker of a function running that CloudFormation deleted, and the pipes of a worker that ended
    to the garbage collector, which warns.
    """
    logs, runtime, responses = names["services.cloudwatch_logs"], names["core.lambda_runtime"], names["core.responses"]
    append, collect, spawn = logs._append_log_events, runtime._collect, runtime.Worker._spawn
    reset, release_worker = runtime.reset, runtime.release_worker
    delete = names.resource_types[FUNCTION]["delete"]
    orphans: list[Any] = []

    def append_log_events(stream: dict[str, Any], events: list[dict[str, Any]]) -> None:
        lambda_log.add(events)
        append(stream, events)

    def collect_worker(process: subprocess.Popen[str] | None, deadline: float) -> None:
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
        # What runs when its function is changed or deleted runs on to its end, as in AWS.
        with runtime._lock:
            keys = [key for key in runtime._workers if is_of(key, account, region, function, qualifier)]
            workers = [worker for key in keys for worker in runtime._workers.pop(key)]
            orphans.extend(worker for worker in workers if worker.in_use)
        runtime.kill_workers([worker for worker in workers if not worker.in_use])

    def is_of(key: str, *wanted: str | None) -> bool:
        return all(want in {None, part} for want, part in zip(wanted, key.split(":"), strict=True))

    def release(worker: Any) -> None:
        release_worker(worker)
        if worker in orphans:
            orphans.remove(worker)
            runtime.kill_workers([worker])

    def reset_workers() -> None:
        reset()
        runtime.kill_workers(orphans)

    names.replace("services.cloudwatch_logs", "_append_log_events", append_log_events)
    names.replace("core.lambda_runtime", "_collect", collect_worker)
    names.replace(runtime.Worker, "_spawn", spawn_worker)
    names.replace("core.lambda_runtime", "reset", reset_workers)
    names.replace("services.lambda_svc", "invalidate_worker", invalidate)
    names.replace("services.lambda_svc", "release_worker", release)
    install_worker_log(names)
    names.replace_type(FUNCTION, delete=delete_function)
