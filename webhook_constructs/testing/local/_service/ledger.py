"""What happened to the webhooks: every call, and every value that only its receiver may know."""

from __future__ import annotations

import copy
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Ledger", "WebhookCall"]


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One call of CreateWebhook, UpdateWebhook, DeleteWebhook, ListProjects or BatchGetProjects.

    Attributes:
        operation: Such as ``CreateWebhook``.
        parameters: The input, in the API's form.
        region: The region that was called.
        error: The code of the error that was answered, such as ``AccessDeniedException``; None when it went well.
    """

    operation: str
    parameters: Mapping[str, Any]
    region: str
    error: str | None


class Ledger:
    """Keep calls and confidential values, from any thread."""

    def __init__(self) -> None:
        """Start empty."""
        self._lock = threading.Lock()
        self._calls: list[WebhookCall] = []
        self._confidential: set[str] = set()

    def record(self, operation: str, parameters: Mapping[str, Any], region: str, error: str | None) -> None:
        """Keep a call."""
        call = WebhookCall(operation, copy.deepcopy(dict(parameters)), region, error)
        with self._lock:
            self._calls.append(call)

    def keep_confidential(self, *values: str | None) -> None:
        """Keep the values that are not None."""
        with self._lock:
            self._confidential.update(value for value in values if value is not None)

    @property
    def calls(self) -> tuple[WebhookCall, ...]:
        """Every call, the oldest first."""
        with self._lock:
            return tuple(self._calls)

    @property
    def confidential_values(self) -> frozenset[str]:
        """Every confidential value there ever was."""
        with self._lock:
            return frozenset(self._confidential)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._calls.clear()
            self._confidential.clear()
