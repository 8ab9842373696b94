"""Failures that a test orders in advance."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

__all__ = ["Denial", "Failure", "OrderedFailures"]


@dataclass(frozen=True, slots=True)
class Failure:
    """An error that an operation of the service is to answer.

    Attributes:
        operation: Such as ``CreateWebhook``.
        code: The error code, such as ``OAuthProviderException``.
        message: The text of the error.
        before: Whether the operation fails before it takes effect. Otherwise it takes effect and only its answer is
            lost on the way.
    """

    operation: str
    code: str
    message: str
    before: bool = True

    @property
    def key(self) -> str:
        """What this failure waits for."""
        return self.operation


@dataclass(frozen=True, slots=True)
class Denial:
    """An IAM action that is to be denied although the policies allow it.

    Attributes:
        action: Such as ``codebuild:CreateWebhook``.
    """

    action: str

    @property
    def key(self) -> str:
        """What this denial waits for."""
        return self.action


class _Keyed(Protocol):
    @property
    def key(self) -> str: ...


_Order = TypeVar("_Order", bound=_Keyed)


class OrderedFailures(Generic[_Order]):
    """Orders, each with the number of times it is still to be carried out; the oldest one of a key comes first."""

    def __init__(self) -> None:
        """Start with no order."""
        self._lock = threading.Lock()
        self._orders: list[_Order] = []

    def add(self, order: _Order, times: int) -> None:
        """Order ``times`` failures.

        Raises:
            ValueError: ``times`` is below one.
        """
        if times < 1:
            msg = f"a failure can be ordered once or more often, got times={times!r}"
            raise ValueError(msg)
        with self._lock:
            self._orders.extend([order] * times)

    def take(self, key: str) -> _Order | None:
        """Return the next failure ordered for ``key``, which is thereby used up."""
        with self._lock:
            for order in self._orders:
                if order.key == key:
                    self._orders.remove(order)
                    return order
        return None

    def clear(self) -> None:
        """Forget every order."""
        with self._lock:
            self._orders.clear()
