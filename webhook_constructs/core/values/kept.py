"""What was worked out once and may be asked for again, as long as all of it together is not too much."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Kept"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Kept(Generic[_Key, _Value]):
    """A function whose answers are kept by their weight: `lru_cache` counts answers, and one can take megabytes.

    When the answers together weigh more than allowed, all of them are forgotten. A function that raises is asked again.

    Attributes:
        made: How often the function was asked.
        weight: What the answers that are kept weigh.

    Examples:
        >>> double = Kept(lambda text: text * 2, weigh=lambda text, doubled: len(doubled), most=10)
        >>> double("ab"), double("ab"), double.made, double.weight
        ('abab', 'abab', 1, 4)
        >>> double("abcd"), double.weight
        ('abcdabcd', 8)
    """

    def __init__(self, function: Callable[[_Key], _Value], *, weigh: Callable[[_Key, _Value], int], most: int) -> None:
        """Keep the answers of a function.

        Args:
            function: The function.
            weigh: Tells from the argument and the answer what the answer weighs, in about bytes.
            most: What all answers together may weigh. One that weighs more alone is not kept.
        """
        self._function = function
        self._weigh = weigh
        self._most = most
        self._answers: dict[_Key, _Value] = {}
        self.made = 0
        self.weight = 0

    def __call__(self, key: _Key) -> _Value:
        """Return the answer, worked out or kept."""
        try:
            return self._answers[key]
        except KeyError:
            pass
        answer = self._function(key)
        self.made += 1
        weight = self._weigh(key, answer)
        if self.weight + weight > self._most:
            self.forget()
        if weight <= self._most:
            self._answers[key] = answer
            self.weight += weight
        return answer

    def forget(self) -> None:
        """Forget all answers."""
        self._answers.clear()
        self.weight = 0
