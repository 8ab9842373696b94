r"""Expressions of Python, written as people and formatters write them.

Strings come from templates and accounts and can hold anything. `string_code` writes each as one literal on one line,
which evaluates to the string whatever is in it, also where what prints it has to escape characters that a terminal or a
runner of builds cannot take: these have to stand in a literal that is not raw.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from .unresolved import UnresolvedValue

__all__ = ["Call", "Chain", "Code", "Listing", "Named", "Plain", "code_of", "string_code", "written"]

WIDTH = 88
"""The most characters of a line that can be broken: what ruff and Black take by default."""

_STEP = 4


@dataclass(frozen=True, slots=True)
class Plain:
    """What is written as it is, on one line, such as a name or a string.

    Attributes:
        text: The code.
    """

    text: str

    @property
    def parts(self) -> tuple[Code, ...]:
        """The expressions that it consists of: none."""
        return ()


@dataclass(frozen=True, slots=True)
class Named:
    """An argument that is given by its name.

    Attributes:
        name: The name.
        value: The value.
    """

    name: str
    value: Code

    @property
    def parts(self) -> tuple[Code, ...]:
        """The expressions that it consists of."""
        return (self.value,)


@dataclass(frozen=True, slots=True)
class Listing:
    """A list.

    Attributes:
        elements: The elements.
    """

    elements: tuple[Code, ...]

    @property
    def parts(self) -> tuple[Code, ...]:
        """The expressions that it consists of."""
        return self.elements


@dataclass(frozen=True, slots=True)
class Call:
    """A call.

    Attributes:
        function: What is called.
        arguments: The arguments. Default: none.
    """

    function: str
    arguments: tuple[Code, ...] = ()

    @property
    def parts(self) -> tuple[Code, ...]:
        """The expressions that it consists of."""
        return self.arguments


@dataclass(frozen=True, slots=True)
class Chain:
    """Calls of methods, one after the other.

    Attributes:
        calls: The first call, and those of the methods of what each one returns.
    """

    calls: tuple[Call, ...]

    @property
    def parts(self) -> tuple[Code, ...]:
        """The expressions that it consists of."""
        return self.calls


Code: TypeAlias = "Plain | Named | Listing | Call | Chain"
"""An expression, or an argument of a call."""


def string_code(text: str) -> str:
    r"""Write a string as a literal: a raw one where that spares the escapes of a pattern.

    Examples:
        >>> print(string_code("main"), string_code(r"^v\d+$"), string_code('say "hi"'), string_code("a\nb\u202e"))
        "main" r"^v\d+$" 'say "hi"' "a\nb\u202e"
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    can_be_raw = text.isascii() and text.isprintable() and quote not in text and not text.endswith("\\")
    if "\\" in text and can_be_raw and "##" not in text:
        return f"r{quote}{text}{quote}"
    return f"{quote}{''.join(_character(each, quote) for each in text)}{quote}"


def _character(character: str, quote: str) -> str:
    if character == quote:
        return f"\\{quote}"
    is_plain = character.isprintable() and character != "\\"
    return character if is_plain else character.encode("unicode_escape").decode()


def code_of(value: Any) -> Plain:
    """Write a string, a function of a template, or what JSON can hold.

    Examples:
        >>> code_of(UnresolvedValue.from_cfn({"Ref": "Branch"})).text
        'UnresolvedValue.from_cfn({"Ref": "Branch"})'
    """
    if isinstance(value, UnresolvedValue):
        return Plain(f"UnresolvedValue{_function_code(value)}")
    if isinstance(value, str):
        return Plain(string_code(value))
    if isinstance(value, dict):
        members = (f"{string_code(name)}: {code_of(member).text}" for name, member in value.items())
        return Plain(f"{{{', '.join(members)}}}")
    if isinstance(value, list):
        return Plain(f"[{', '.join(code_of(each).text for each in value)}]")
    return Plain(repr(value))


def _function_code(value: UnresolvedValue) -> str:
    """Write a function as JSON reads it, or where its text is no JSON as `from_cfn` writes it, as it is."""
    try:
        function = json.loads(value.source)
        if isinstance(function, dict) and UnresolvedValue.from_cfn(function) == value:
            return f".from_cfn({code_of(function).text})"
    except (ValueError, RecursionError):
        pass
    return f"({string_code(value.source)})"


def written(code: Code, indent: int = 0, used: int = 0) -> str:
    """Write an expression, on several lines where one is too short for it.

    A chain on several lines has to stand in brackets, as the element of a list or an argument does.

    Args:
        code: The expression.
        indent: The blanks before its line.
        used: The characters that stand before and after it on its line. Default: none but these blanks.
    """
    line = _line(code)
    if indent + used + len(line) <= WIDTH:
        return line
    if isinstance(code, Named):
        return f"{code.name}={written(code.value, indent, used + len(code.name) + 1)}"
    if isinstance(code, Listing):
        return _broken("[", code.elements, "]", indent)
    if isinstance(code, Call):
        return _broken(f"{code.function}(", code.arguments, ")", indent)
    if isinstance(code, Chain):
        return _broken_chain(code.calls, indent)
    return line


def _line(code: Code) -> str:
    if isinstance(code, Plain):
        return code.text
    if isinstance(code, Named):
        return f"{code.name}={_line(code.value)}"
    if isinstance(code, Listing):
        return f"[{_listed(code.elements)}]"
    if isinstance(code, Call):
        return f"{code.function}({_listed(code.arguments)})"
    return ".".join(map(_line, code.calls))


def _listed(elements: Sequence[Code]) -> str:
    return ", ".join(map(_line, elements))


def _broken(opening: str, elements: Sequence[Code], closing: str, indent: int) -> str:
    inner = indent + _STEP
    lines = [f"{' ' * inner}{written(each, inner, len(','))},\n" for each in elements]
    return f"{opening}\n{''.join(lines)}{' ' * indent}{closing}" if lines else opening + closing


def _broken_chain(calls: Sequence[Call], indent: int) -> str:
    first, *others = calls
    if others[1:]:
        lines = [written(first, indent), *(f".{written(each, indent, len('.,'))}" for each in others)]
        return f"\n{' ' * indent}".join(lines)
    # Formatters do not break before the only method.
    begun, rest = f"{_line(first)}.", _line(others[0])
    if indent + len(begun) + len(others[0].function) < WIDTH:
        return begun + _broken(f"{others[0].function}(", others[0].arguments, ")", indent)
    return f"{_broken(f'{first.function}(', first.arguments, ')', indent)}.{rest}"
