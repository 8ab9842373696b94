"""Variables for what several webhooks have in common: the accounts and the branches that their filters name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from webhook_constructs.core.values.python_code import Call, Chain, Code, Listing, Named, Plain

__all__ = ["Variable", "shared_variables", "with_variables"]

_ACCOUNTS = ("and_actor_account_is", "and_actor_account_is_not")
_BRANCHES = tuple(
    f"and_{kind}_{verb}{denied}"
    for kind in ("branch", "base_branch")
    for verb in ("is", "glob")
    for denied in ("", "_not")
)
_NOUNS = {**dict.fromkeys(_ACCOUNTS, ("ACCOUNT", "ACCOUNTS")), **dict.fromkeys(_BRANCHES, ("BRANCH", "BRANCHES"))}


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable of the module.

    Attributes:
        name: Its name.
        values: The code of its values: of one, or of those of a tuple.
    """

    name: str
    values: tuple[Code, ...]

    @property
    def argument(self) -> Plain:
        """The variable as an argument of a method."""
        return Plain(f"*{self.name}" if self.values[1:] else self.name)


_Key = tuple[str, tuple[Code, ...]]
"""The noun of the variable, and the arguments that it stands for."""


def shared_variables(webhooks: Iterable[Code]) -> dict[_Key, Variable]:
    """Return the variables for what at least two webhooks have in common, by what they stand for.

    Args:
        webhooks: The code of each webhook.
    """
    times: dict[_Key, int] = {}
    for each in webhooks:
        for key in dict.fromkeys(_keys(each)):
            times[key] = times.get(key, 0) + 1
    numbers: dict[str, int] = {}
    found: dict[_Key, Variable] = {}
    for key, count in times.items():
        noun, values = key
        if count > 1:
            numbers[noun] = number = numbers.get(noun, 0) + 1
            found[key] = Variable(noun if number == 1 else f"{noun}_{number}", values)
    return found


def with_variables(code: Code, variables: Mapping[_Key, Variable]) -> Code:
    """Return code in which variables stand for what they are for."""
    if isinstance(code, Call):
        key = _key(code)
        if key is not None and key in variables:
            return Call(code.function, (variables[key].argument,))
        return Call(code.function, tuple(with_variables(each, variables) for each in code.arguments))
    if isinstance(code, Chain):
        return Chain(tuple(_in_call(each, variables) for each in code.calls))
    if isinstance(code, Listing):
        return Listing(tuple(with_variables(each, variables) for each in code.elements))
    return Named(code.name, with_variables(code.value, variables)) if isinstance(code, Named) else code


def _in_call(call: Call, variables: Mapping[_Key, Variable]) -> Call:
    found = with_variables(call, variables)
    return found if isinstance(found, Call) else call


def _key(call: Call) -> _Key | None:
    nouns = _NOUNS.get(call.function)
    return None if nouns is None else (nouns[len(call.arguments) > 1], call.arguments)


def _keys(code: Code) -> Iterator[_Key]:
    if isinstance(code, Call):
        key = _key(code)
        if key is not None:
            yield key
    for each in code.parts:
        yield from _keys(each)
