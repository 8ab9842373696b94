"""Failures that a test orders in advance."""

from __future__ import annotations

import threading
from collections.abc import Callable
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
        region: The region whose calls fail; every region where it is None.
        when: Whether a call fails already.
    """

    operation: str
    code: str
    message: str
    before: bool = True
    region: str | None = None
    when: Callable[[], bool] = lambda: True

    def is_for(self, key: str) -> bool:
        """Check whether it is for an operation, given as `operation@region`."""
        operation, _, region = key.partition("@")
        return operation == self.operation and self.region in {None, region} and self.when()


@dataclass(frozen=True, slots=True)
class Denial:
    """An IAM action that is to be denied although the policies allow it.

    Attributes:
        action: Such as ``codebuild:CreateWebhook``.
    """

    action: str

    def is_for(self, key: str) -> bool:
        """Check whether it is for an action."""
        return key == self.action


class _Waiting(Protocol):
    def is_for(self, key: str) -> bool: ...


_Order = TypeVar("_Order", bound=_Waiting)


class OrderedFailures(Generic[_Order]):
    """Orders, each with the number of times it is still to be carried out; the oldest one for a key comes first.

    A lasting order is carried out after those, until all are cleared.
    """

    def __init__(self) -> None:
        """Start with no order."""
        self._lock = threading.Lock()
        self._orders: list[_Order] = []
        self._lasting: list[_Order] = []

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

    def add_lasting(self, order: _Order) -> None:
        """Order a failure until all are cleared."""
        with self._lock:
            self._lasting.append(order)

    def take(self, key: str) -> _Order | None:
        """Return the next failure ordered for ``key``, which is thereby used up unless it lasts."""
        with self._lock:
            for order in self._orders:
                if order.is_for(key):
                    self._orders.remove(order)
                    return order
            return next((order for order in self._lasting if order.is_for(key)), None)

    def clear(self) -> None:
        """Forget every order."""
        with self._lock:
            self._orders.clear()
            self._lasting.clear()
