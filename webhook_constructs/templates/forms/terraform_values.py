"""The values of a resource of Terraform, with what is unknown or sensitive among them, as CloudFormation writes them.

What only the apply knows, and what is sensitive, becomes a function that stands for it, so that it is known as what it
is and shown to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from webhook_constructs.core.values.wire import as_mapping

from .form_reading import FormError, brief

__all__ = ["UNKNOWN", "Values", "masked"]

UNKNOWN = {"Fn::Apply": "known only after terraform apply, or sensitive"}
"""What stands for a value that is unknown or sensitive."""

_KINDS = {str: "a text", bool: "true or false", list: "a list", dict: "an object"}


def masked(value: Any, *masks: Any) -> Any:
    """Return a value with a function in the place of each part that is unknown or sensitive.

    Args:
        value: The value, from which Terraform leaves out what is unknown.
        *masks: Its `after_unknown` and `sensitive_values`: `true` where a part is, in the shape of the value.

    Examples:
        >>> masked({"filter": [{"type": "EVENT"}]}, {"filter": [{"pattern": True}]})["filter"][0].keys()
        dict_keys(['type', 'pattern'])
    """
    there = [mask for mask in masks if _says_anything(mask)]
    if not there:
        return value
    objects = [mask for mask in there if isinstance(mask, dict)]
    lists = [mask for mask in there if isinstance(mask, list)]
    if len(objects) == len(there) and (value is None or isinstance(value, dict)):
        known = as_mapping(value)
        keys = dict.fromkeys([*known, *(key for mask in objects for key, each in mask.items() if _says_anything(each))])
        return {key: masked(known.get(key), *(mask.get(key) for mask in objects)) for key in keys}
    if len(lists) == len(there) and isinstance(value, list) and all(len(mask) == len(value) for mask in lists):
        return [masked(each, *(mask[index] for mask in lists)) for index, each in enumerate(value)]
    return dict(UNKNOWN)


def _says_anything(mask: Any) -> bool:
    """Check whether a mask has a part that is true, or is no mask at all."""
    waiting = [mask]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each
        elif each is not False and each is not None:
            return True
    return False


class Values:
    """An object of Terraform, whose members are read with their types.

    Attributes:
        steps: The way to it in the file.
    """

    def __init__(self, written: Any, steps: tuple[str | int, ...]) -> None:
        """Hold an object.

        Args:
            written: The object, after `masked`.
            steps: The way to it in the file.

        Raises:
            FormError: It is none.
        """
        self.steps = steps
        self._written: Mapping[str, Any] = _of_kind(written, dict, steps)

    def text(self, name: str) -> Any:
        """Return a text, or the function that stands for it; None where it is not set, which "" says, too."""
        value = self._value(name, str)
        return None if value == "" else value

    def required(self, name: str, *, may_be_empty: bool = False) -> Any:
        """Return a text that Terraform demands, which is unknown where it is missing.

        Args:
            name: The name.
            may_be_empty: Whether "" is a text. Default: it says that nothing is set.
        """
        value = self._value(name, str)
        return dict(UNKNOWN) if value is None or (value == "" and not may_be_empty) else value

    def required_blocks(self, name: str, convert: Callable[[Values], Any]) -> Any:
        """Return what is made of the blocks of a name, of which Terraform shows an empty list where there are none."""
        return self.each(name, convert) if name in self._written else dict(UNKNOWN)

    def mapping(self, name: str) -> Any:
        """Return an object with texts, or the function that stands for it; None where it is not set."""
        return self._value(name, dict)

    def flag(self, name: str) -> Any:
        """Return a truth value, or the function that stands for it; None where it is not set."""
        return self._value(name, bool)

    def texts(self, name: str) -> Any:
        """Return a list of texts, or the function that stands for it; None where it is empty or not set."""
        found = self._value(name, list)
        if isinstance(found, list):
            found = [_of_kind(each, str, (*self.steps, name)) for each in found]
        return found or None

    def each(self, name: str, convert: Callable[[Values], Any]) -> Any:
        """Return what is made of the blocks of a name; a function in the place of what is not known, such as of all.

        Args:
            name: The name.
            convert: Makes it of one block.
        """
        found = self._value(name, list)
        if not isinstance(found, list):
            return found or []
        return [
            dict(UNKNOWN) if each in (None, UNKNOWN) else convert(Values(each, (*self.steps, name, index)))
            for index, each in enumerate(found)
        ]

    def only(self, name: str, convert: Callable[[Values], Any]) -> Any:
        """Return what is made of the only block of a name; None where there is none.

        Args:
            name: The name.
            convert: Makes it of the block.
        """
        found = self.each(name, convert)
        if not isinstance(found, list):
            return found
        if len(found) > 1:
            msg = f"there is more than one {name}"
            raise FormError(msg, (*self.steps, name))
        return found[0] if found else None

    def is_unknown(self, name: str) -> bool:
        """Check whether a member is unknown or sensitive."""
        return self._written.get(name) == UNKNOWN

    def _value(self, name: str, kind: type) -> Any:
        value = self._written.get(name)
        return value if value is None or value == UNKNOWN else _of_kind(value, kind, (*self.steps, name))


def _of_kind(value: Any, kind: type, steps: tuple[str | int, ...]) -> Any:
    if not isinstance(value, kind):
        *_, around, last = ("", *steps)
        name = f"{around}[{last}]" if isinstance(last, int) else last
        msg = f"there is no {name}" if value is None else f"{name} is not {_KINDS[kind]}, got {brief(value)}"
        raise FormError(msg, steps)
    return value
