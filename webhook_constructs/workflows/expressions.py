"""Expressions of GitHub Actions, evaluated as far as a workflow file tells.

Source: https://docs.github.com/en/actions/reference/workflows-and-actions/expressions [doc]. What only a run knows
stays open, and a value that depends on it has alternatives.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import NoReturn

from .functions import FUNCTIONS, FUNCTIONS_OF_A_RUN, CallError
from .open_values import BEGIN, END, Either, Open, Partly, Value, compared, is_open, is_truthy, number_of, text_of

__all__ = ["MOST_ALTERNATIVES", "ExpressionError", "filled"]

MOST_ALTERNATIVES = 64
"""How many values an expression can have before it counts as open."""

_MOST_LEVELS, _MOST_CHARACTERS = 50, 21_000  # the second is GitHub's own limit
_TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^']|'')*')|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<number>[-+]?(?:0x[0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?))"
    r"|(?P<mark>&&|\|\||==|!=|<=|>=|[!<>()\[\].,*]))"
)
_CORRECT, _QUOTE = "correct the expression", "write texts in single quotes"
_USE_CONTEXT = "use one of the contexts that are available here: {names}"
_WORDS = {"true": True, "false": False, "null": None, "nan": math.nan, "infinity": math.inf}


class ExpressionError(Exception):
    """GitHub rejects an expression; the text says why.

    Attributes:
        fix: What to do.
    """

    fix: str

    def __init__(self, message: str, fix: str) -> None:
        """Make it of both texts."""
        super().__init__(message)
        self.fix = fix


@dataclass(frozen=True, slots=True)
class _Rejected(Open):
    """What GitHub cannot evaluate, which is no error as long as another value decides.

    Attributes:
        why: Why it cannot.
    """

    why: str


def filled(text: str, contexts: Mapping[str, Value]) -> tuple[Value, ...]:
    """Return what a text of a workflow is, each alternative once.

    Args:
        text: The text, which can hold expressions.
        contexts: The contexts that there are at its place, by their names.

    Returns:
        Texts, in which an expression that only a run knows stands as it is; any value if the text is one expression.

    Raises:
        ExpressionError: GitHub rejects an expression in it.

    Examples:
        >>> contexts = {"matrix": {"os": "arm"}, "github": Partly({}), "vars": Open("vars")}
        >>> filled("codebuild-${{ matrix.os }}-${{github.run_id}}", contexts)
        ('codebuild-arm-${{ github.run_id }}',)
        >>> filled("${{ vars.SMALL && 'small' || 'large' }}", contexts)
        ('small', 'large')
    """
    parts = list(_parts(text))
    if len(parts) == 1 and parts[0][1]:
        return _evaluated(parts[0][0], contexts)
    known = [_evaluated(part, contexts) if is_expression else (part,) for part, is_expression in parts]
    combinations = _combined(known)
    if combinations is None:
        return (Open(text),)
    return _distinct("".join(map(text_of, each)) for each in combinations)


def _parts(text: str) -> Iterable[tuple[str, bool]]:
    """Split a text into what stands as it is, and expressions without their braces."""
    at = 0
    while (begin := text.find(BEGIN, at)) >= 0:
        end = _end_of(text, begin + len(BEGIN))
        if end is None:
            break
        if begin > at:
            yield text[at:begin], False
        yield text[begin + len(BEGIN) : end], True
        at = end + len(END)
    if at < len(text) or not text:
        yield text[at:], False


def _end_of(text: str, at: int) -> int | None:
    """Find the braces that end an expression; those in a quoted text do not."""
    while (end := text.find(END, at)) >= 0:
        quote = text.find("'", at, end)
        if quote < 0:
            return end
        closing = text.find("'", quote + 1)
        if closing < 0:
            return None
        at = closing + 1
    return None


def _evaluated(source: str, contexts: Mapping[str, Value]) -> tuple[Value, ...]:
    if len(source) > _MOST_CHARACTERS:
        msg = f"an expression has {len(source):,} characters, and GitHub takes {_MOST_CHARACTERS:,}"
        raise ExpressionError(msg, "shorten it")
    return _Evaluation(source.strip(), contexts).values


def _combined(values: Sequence[tuple[Value, ...]]) -> list[tuple[Value, ...]] | None:
    """Return the combinations of some values; None if there are too many."""
    found = list(islice(product(*values), MOST_ALTERNATIVES + 1))
    return None if len(found) > MOST_ALTERNATIVES else found


def _distinct(values: Iterable[Value]) -> tuple[Value, ...]:
    """Return values without repeats. True and 1 are no repeat of each other."""
    found: dict[str, Value] = {}
    for each in values:
        found.setdefault(f"{type(each).__name__} {each!r}", each)
    return tuple(found.values())


class _Evaluation:
    """Reads an expression, and has its values.

    Attributes:
        values: The alternatives.
    """

    def __init__(self, source: str, contexts: Mapping[str, Value]) -> None:
        self._source, self._contexts = source, contexts
        self._tokens, self._at, self._level = self._read(), 0, 0
        found = self._either()
        if self._at < len(self._tokens):
            self._refuse(f"{self._tokens[self._at][1]} is not expected")
        self.values = found[0]
        for each in self.values:
            if isinstance(each, _Rejected):
                self._refuse(each.why)

    def _read(self) -> list[tuple[str, str]]:
        found, at = [], 0
        while at < len(self._source):
            token = _TOKEN.match(self._source, at)
            if token is None:
                rest = self._source[at:].lstrip()[:20]
                self._refuse(f"it cannot be read from {rest!r} on", _QUOTE if rest.startswith('"') else _CORRECT)
            found.append((str(token.lastgroup), token[token.lastgroup or 0]))
            at = token.end()
        return found

    def _refuse(self, why: str, fix: str = _CORRECT) -> NoReturn:
        shortened = self._source if len(self._source) <= 60 else f"{self._source[:60]}..."  # noqa: PLR2004
        msg = f"GitHub rejects the expression {BEGIN} {shortened} {END}: {why}"
        raise ExpressionError(msg, fix)

    def _takes(self, *marks: str) -> str | None:
        """Go past a mark if it is the next token."""
        if self._at < len(self._tokens) and self._tokens[self._at] in [("mark", mark) for mark in marks]:
            self._at += 1
            return self._tokens[self._at - 1][1]
        return None

    def _either(self) -> tuple[tuple[Value, ...], str]:
        self._level += 1
        if self._level > _MOST_LEVELS:
            self._refuse(f"it is nested more than {_MOST_LEVELS} levels deep")
        found = self._both()
        while self._takes("||"):
            right = self._both()[0]
            found = self._bounded(each for left in found[0] for each in _or(left, right)), self._source
        self._level -= 1
        return found

    def _both(self) -> tuple[tuple[Value, ...], str]:
        found = self._compared()
        while self._takes("&&"):
            right = self._compared()[0]
            found = self._bounded(each for left in found[0] for each in _and(left, right)), self._source
        return found

    def _compared(self) -> tuple[tuple[Value, ...], str]:
        found = self._single()
        while mark := self._takes("==", "!=", "<", ">", "<=", ">="):
            pairs = _combined([found[0], self._single()[0]]) or [(Open(""), Open(""))]
            answers = [compared(mark, *pair) for pair in pairs]
            found = self._bounded(Open(self._source) if each is None else each for each in answers), self._source
        return found

    def _single(self) -> tuple[tuple[Value, ...], str]:
        if self._takes("!"):
            self._level += 1
            if self._level > _MOST_LEVELS:
                self._refuse(f"it is nested more than {_MOST_LEVELS} levels deep")
            values = self._single()[0]
            self._level -= 1
            truths = [is_truthy(each) for each in values]
            return self._bounded(Open(self._source) if each is None else not each for each in truths), self._source
        found = self._primary()
        while mark := self._takes(".", "["):
            if mark == "[":
                keys = (Open("*"),) if self._takes("*") else self._either()[0]
                self._expect("]")
            else:
                keys = (Open("*"),) if self._takes("*") else (self._name(),)
            found = self._members(found, keys)
        return found

    def _members(self, found: tuple[tuple[Value, ...], str], keys: tuple[Value, ...]) -> tuple[tuple[Value, ...], str]:
        values, source = found
        name = keys[0].lower() if source.startswith("github") and isinstance(keys[0], str) else text_of(keys[0])
        is_path = len(keys) == 1 and isinstance(keys[0], str) and source != self._source
        source = f"{source}.{name}" if is_path else self._source
        return self._bounded(each for value in values for key in keys for each in _member(value, key, source)), source

    def _primary(self) -> tuple[tuple[Value, ...], str]:
        if self._takes("("):
            found = self._either()
            self._expect(")")
            return found
        if self._at == len(self._tokens):
            self._refuse("it ends too early")
        kind, token = self._tokens[self._at]
        self._at += 1
        if kind == "text":
            return (token[1:-1].replace("''", "'"),), self._source
        if kind == "number":
            return (number_of(token),), self._source
        if kind == "mark":
            self._refuse(f"{token} is not expected")
        if self._takes("("):
            return self._bounded(self._called(token.lower())), self._source
        if token.lower() in _WORDS:
            return (_WORDS[token.lower()],), self._source
        return self._context(token), token.lower()

    def _context(self, token: str) -> tuple[Value, ...]:
        found = next((value for name, value in self._contexts.items() if name == token.lower()), self)
        if found is self:
            names = ", ".join(sorted(self._contexts))
            self._refuse(f"{token} is not available here", _USE_CONTEXT.format(names=names))
        return found.values if isinstance(found, Either) else (found,)

    def _name(self) -> str:
        if self._at == len(self._tokens) or self._tokens[self._at][0] != "name":
            self._refuse("a name is missing after a dot")
        self._at += 1
        return self._tokens[self._at - 1][1]

    def _expect(self, mark: str) -> None:
        if self._takes(mark) is None:
            self._refuse(f"{mark} is missing")

    def _called(self, name: str) -> tuple[Value, ...]:
        arguments: list[tuple[Value, ...]] = []
        while not self._takes(")"):
            if arguments:
                self._expect(",")
            arguments.append(self._either()[0])
        if name in FUNCTIONS_OF_A_RUN:
            return (Open(self._source),)
        if name not in FUNCTIONS:
            self._refuse(f"there is no function {name}")
        combinations = _combined(arguments)
        if combinations is None:
            return (Open(self._source),)
        return tuple(self._result(name, each) for each in combinations)

    def _result(self, name: str, arguments: Sequence[Value]) -> Value:
        try:
            return FUNCTIONS[name](*arguments)
        except CallError as error:
            return _Rejected(self._source, str(error))
        except (TypeError, ValueError, RecursionError):  # what only a run knows is no argument for it
            return Open(self._source)

    def _bounded(self, values: Iterable[Value]) -> tuple[Value, ...]:
        found = _distinct(islice(values, MOST_ALTERNATIVES + 1))
        return found if len(found) <= MOST_ALTERNATIVES else (Open(self._source),)


def _or(left: Value, right: tuple[Value, ...]) -> tuple[Value, ...]:
    truth = is_truthy(left)
    return (left,) if truth or isinstance(left, _Rejected) else right if truth is False else (left, *right)


def _and(left: Value, right: tuple[Value, ...]) -> tuple[Value, ...]:
    truth = is_truthy(left)
    if truth is False or isinstance(left, _Rejected):
        return (left,)
    return right if truth else (*right, False)


def _member(value: Value, key: Value, source: str) -> tuple[Value, ...]:
    if isinstance(value, Open) or is_open(key):
        return (Open(source),)
    if isinstance(value, Partly):
        found = value.known.get(text_of(key).lower(), Open(source))
    elif isinstance(value, dict):
        wanted = text_of(key).lower()
        found = next((each for name, each in value.items() if str(name).lower() == wanted), None)
    elif isinstance(value, list):
        index = number_of(key)
        found = value[int(index)] if index in range(len(value)) else None
    else:
        found = None
    return found.values if isinstance(found, Either) else (found,)
