# ruff: noqa: SLF001 - this package is where MiniStack's private names are touched
"""Lambda: invocations, and what functions log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from webhook_constructs.testing.local._deployment.async_invocations import EventLimits
from webhook_constructs.testing.local._process.lambda_log import LambdaLog
from webhook_constructs.testing.local._schedule.schedule import Schedule
from webhook_constructs.testing.local._schedule.workers import Workers

from ._code_modes import install_code_modes
from ._names import Names
from ._worker_log import install_worker_log
from ._worker_processes import install_worker_processes
from ._worker_turns import install_worker_turns

__all__ = ["event_limits", "install_lambda", "invoke_function"]


def invoke_function(names: Names, service_token: str, event: Mapping[str, Any]) -> bool:
    """Invoke a function, and return whether it came to its end: it neither raised, nor timed out, nor exited."""
    functions = names["services.lambda_svc"]
    record, config, _ = functions._get_func_record_for_ref(service_token)
    if record is None:  # deleted since the event was sent
        return False
    execution = functions._execution_record_for_config(record, config)
    result = functions._execute_function_with_config_scope(execution, event)
    return not (result.get("error") or result.get("throttle"))


def event_limits(names: Names, service_token: str) -> EventLimits:
    """Return how long Lambda tries to invoke a function with an event."""
    functions = names["services.lambda_svc"]
    record = functions._get_func_record_for_ref(service_token)[0] or {}
    stated = functions._event_invoke_config(record, "$LATEST") or functions._event_invoke_config(record, None) or {}
    limits = EventLimits()
    if stated.get("MaximumRetryAttempts") is not None:
        limits = replace(limits, attempts=1 + int(stated["MaximumRetryAttempts"]))
    if stated.get("MaximumEventAgeInSeconds") is not None:
        limits = replace(limits, age=float(stated["MaximumEventAgeInSeconds"]))
    return limits


def install_lambda(names: Names, lambda_log: LambdaLog, workers: Workers, schedule: Schedule) -> None:
    """Keep every log line, let workers live by the clock, and leave nothing of them."""
    append = names["services.cloudwatch_logs"]._append_log_events

    def append_log_events(stream: dict[str, Any], events: list[dict[str, Any]]) -> None:
        lambda_log.add(events)
        now = int(1000 * schedule.now)
        for event in events:
            if event["timestamp"] == event["ingestionTime"]:  # otherwise whoever put it has given the time
                event["timestamp"] = now
            event["ingestionTime"] = now
        append(stream, events)

    names.replace("services.cloudwatch_logs", "_append_log_events", append_log_events)
    install_worker_log(names)
    install_worker_turns(names, workers)
    install_worker_processes(names)
    install_code_modes(names)
