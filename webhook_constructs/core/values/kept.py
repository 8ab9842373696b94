"""What was worked out once and may be asked for again, as long as all of it together is not too much."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

__all__ = ["Kept"]

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Answer(Generic[_Value]):
    value: _Value
    weight: int


class Kept(Generic[_Key, _Value]):
    """A function whose answers are kept by their weight: `lru_cache` counts answers, and one can take megabytes.

    When the answers together weigh more than allowed, those that were not asked for longest are forgotten. A function
    that raises is asked again. Threads may ask at the same time: two that ask for the same answer may both work it out.

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
            weigh: Returns what an answer weighs, in about bytes, from the argument and the answer.
            most: What all answers together may weigh. One that weighs more alone is not kept.
        """
        self._function = function
        self._weigh = weigh
        self._most = most
        self._answers: OrderedDict[_Key, _Answer[_Value]] = OrderedDict()
        self._changing = Lock()
        self.made = 0
        self.weight = 0

    def __call__(self, key: _Key) -> _Value:
        """Return the answer, worked out or kept."""
        try:
            answer = self._answers[key]
            self._answers.move_to_end(key)
        except KeyError:  # never kept, or forgotten by another thread between the two lines
            return self._work_out(key)
        return answer.value

    def _work_out(self, key: _Key) -> _Value:
        value = self._function(key)  # outside of the lock: it may ask for other answers
        answer = _Answer(value, self._weigh(key, value))
        with self._changing:
            self.made += 1
            if key not in self._answers and answer.weight <= self._most:
                while self.weight + answer.weight > self._most:
                    self.weight -= self._answers.popitem(last=False)[1].weight
                self._answers[key] = answer
                self.weight += answer.weight
        return value

    def forget(self) -> None:
        """Forget all answers."""
        with self._changing:
            self._answers.clear()
            self.weight = 0
