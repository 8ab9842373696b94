"""What callers give: whether it is what it has to be, and how a text shows it.

The values of this package are made from typed code and from code that no type checker has seen. A constructor takes the
text of an enum for the enum, which can mean nothing else, and refuses whatever else is not what it says it takes, with
the exception of its own noun.
"""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar

from webhook_constructs.core.errors import WebhookConstructsError

from .unresolved import Text, UnresolvedValue

__all__ = [
    "Choice",
    "as_account_id",
    "as_choice",
    "half_of_a_character",
    "one_line",
    "printable",
    "require_choice",
    "require_flag",
    "require_list",
    "require_text",
    "shown",
]

_E = TypeVar("_E", bound=Enum)
_V = TypeVar("_V")
_MOST_SHOWN = 200
_MOST_OF_AN_ACCOUNT_ID = 10**20  # no git host has more digits, and Python refuses to write thousands of them


class Choice(str, Enum):
    """An enum of texts; `str` returns the text."""

    __str__ = str.__str__


def shown(value: object, most: int = _MOST_SHOWN) -> str:
    """Show a value in an error text: printable everywhere, and not longer than a reader bears.

    Examples:
        >>> shown("a" * 5, most=6), shown("a" * 5, most=5)
        ("'aaaaa...", "'aaaa...")
    """
    if isinstance(value, str):
        value = value[: most + 1]  # a text of megabytes is not to be written out first
    try:
        text = repr(value)
    except RecursionError:
        return f"a {type(value).__name__} nested too deep to show"
    except Exception:  # noqa: BLE001 - the value's own method, which can do anything
        return f"a {type(value).__name__} that cannot be shown"
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= most else f"{text[:most]}..."


def half_of_a_character(text: str) -> int | None:
    r"""Find half of a character, which Python's texts and JSON can hold, and UTF-8 and therefore git and RE2 cannot.

    Examples:
        >>> half_of_a_character("main"), half_of_a_character("a\ud800b")
        (None, 1)
    """
    if text.isascii():
        return None
    try:
        text.encode()
    except UnicodeEncodeError as err:
        return err.start
    return None


def require_choice(choices: type[_E], value: object, noun: str, error: type[WebhookConstructsError]) -> _E:
    """Return a member of an enum, from the member or its string.

    Args:
        choices: The enum.
        value: What was given.
        noun: What it is to be, such as "build type".
        error: The exception of whoever takes it.
    """
    member = as_choice(choices, value)
    if isinstance(member, choices):
        return member
    if isinstance(value, Enum) and type(value).__name__ == choices.__name__:
        msg = (
            f"{noun} must be of the {choices.__name__} of webhook_constructs, got {value.name} of the "
            f"{choices.__name__} of {type(value).__module__}; import the one of webhook_constructs"
        )
        raise error(msg)
    msg = f"no such {noun}, got {shown(value)}, allowed are {', '.join(str(choice.value) for choice in choices)}"
    raise error(msg)


def as_choice(choices: type[_E], value: _V) -> _E | _V:
    """Return the member of an enum that a text names, and any other value as it is.

    Examples:
        >>> from webhook_constructs.core import BuildType
        >>> as_choice(BuildType, "BUILD_BATCH"), as_choice(BuildType, "build"), as_choice(BuildType, None)
        (<BuildType.BUILD_BATCH: 'BUILD_BATCH'>, 'build', None)
    """
    if isinstance(value, choices) or not isinstance(value, str):  # an enum asked for what is no text shows it
        return value
    return next((choice for choice in choices if choice.value == value), value)


def as_account_id(value: object) -> Any:
    """Return the string of an account ID that is written as a number, and any other value as it is.

    Examples:
        >>> as_account_id(583231), as_account_id("583231"), as_account_id(None), as_account_id(True)
        ('583231', '583231', None, True)
    """
    is_number = isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MOST_OF_AN_ACCOUNT_ID
    return str(value) if is_number else value


def require_text(value: object, noun: str, error: type[WebhookConstructsError]) -> Text:
    """Raise an error unless a value is a string, or a function of a template that stands for one."""
    if not isinstance(value, (str, UnresolvedValue)):
        msg = f"the {noun} is no text, got {shown(value)}: give a text, or an UnresolvedValue for a template's function"
        raise error(msg)
    return value


def require_flag(value: object, noun: str, error: type[WebhookConstructsError]) -> bool:
    """Raise an error unless a value is True or False."""
    if not isinstance(value, bool):
        msg = f"{noun} is neither True nor False, got {shown(value)}"
        raise error(msg)
    return value


def require_list(value: object, noun: str, error: type[WebhookConstructsError]) -> tuple[object, ...]:
    """Return a list or another iterable as a tuple; a string or a single value is an error."""
    if not isinstance(value, (tuple, list, set, frozenset)):
        msg = f"{noun} is no list, got {shown(value)}: give a list, also of a single one"
        raise error(msg)
    return tuple(value)


def one_line(text: str, most: int = 200) -> str:
    r"""Return a text as it is where any terminal shows it, and escaped where not.

    Args:
        text: The text.
        most: How many characters of it a reader bears.

    Examples:
        >>> one_line("Fix the login\n")
        'Fix the login\\n'
    """
    plain = printable(text[: most + 1])  # a text of megabytes is not to be written out first
    return plain if len(plain) <= most else f"{plain[:most]}..."


def printable(text: str) -> str:
    r"""Return a text as it is where any terminal shows it, and escaped where not.

    Line ends, control characters and those that change the direction of writing are escaped, so that the text stays on
    its line and looks like what it is.

    Args:
        text: The text.

    Examples:
        >>> print(printable("main\r\x1b[31m"))
        main\r\x1b[31m
    """
    return text if text.isprintable() else repr(text)[1:-1]
