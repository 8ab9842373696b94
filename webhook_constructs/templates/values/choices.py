"""What is chosen for what templates leave open."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto
from typing import Any

from .open_values import Key, OpenValue, OtherValue

__all__ = ["Choices", "OpenChoiceError", "Unset"]


_MAX_NAMED = 8  # values


class Unset(Enum):
    """What becomes of an open value that has not been chosen."""

    STAYS = auto()
    """It stays open."""

    IS_ASKED = auto()
    """An `OpenChoiceError` names it."""

    IS_USUAL = auto()
    """It becomes what is most usual, and counts as chosen."""


class OpenChoiceError(Exception):
    """An open value has to be chosen first.

    Attributes:
        value: The open value.
    """

    def __init__(self, value: OpenValue) -> None:
        """Name it."""
        super().__init__(value.name)
        self.value = value


class Choices:
    """What is chosen for what the templates of an app leave open.

    Attributes:
        chosen: What is chosen for what is open.
        met: What is open and was met.
        used: What of that was chosen.
    """

    def __init__(self, chosen: Mapping[Key, Any], unset: Unset) -> None:
        """Begin with some.

        Args:
            chosen: What is chosen.
            unset: What becomes of what is not chosen.
        """
        self.chosen = dict(chosen)
        self.met: dict[Key, OpenValue] = {}
        self.used: set[Key] = set()
        self._unset = unset

    @property
    def is_beyond_defaults(self) -> bool:
        """Whether something is another value than its default, and nothing is known of that one."""
        return any(isinstance(self.chosen.get(key), OtherValue) and each.has_default for key, each in self.met.items())

    def are_defaults(self, chosen: Mapping[Key, Any]) -> bool:
        """Return whether everything that has a default is what that says.

        Args:
            chosen: What is chosen.
        """
        known = ((case, self.met[key]) for key, case in chosen.items() if key in self.met)
        return all(case == each.cases[0] for case, each in known if each.has_default)

    def shown(self, chosen: Mapping[Key, Any]) -> str:
        """Return what people read of some values, such as `Stage=prod and Branch=main`."""
        known = [(self.met[key], case) for key, case in chosen.items() if key in self.met]
        more = len(known) - _MAX_NAMED
        named = [value.shown(case) for value, case in known[:_MAX_NAMED]]
        return " and ".join([*named, *([f"{more} more values"] if more > 0 else [])])

    def pick(self, value: OpenValue) -> Any:
        """Return what is chosen for something that is open; None where it stays open.

        Raises:
            OpenChoiceError: It has to be chosen first.
        """
        self.met[value.key] = value
        if value.key not in self.chosen:
            if self._unset is Unset.STAYS:
                return None
            if self._unset is Unset.IS_ASKED:
                raise OpenChoiceError(value)
            self.chosen[value.key] = value.cases[0]
        self.used.add(value.key)
        return self.chosen[value.key]
