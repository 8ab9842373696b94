"""Templates in YAML: their values, with CloudFormation's short forms written out, and where in the text each one is.

The events of the parser are put together here, one after the other, so that nothing a file holds can make this package
run out of stack or memory: aliases are shared and counted, and nesting is bounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from .json_template import MOST_LEVELS, RepeatedKey

__all__ = ["YamlError", "YamlTemplate", "parse_yaml"]

_MOST_ALIASED = 250_000  # values; 1 MB of webhooks without aliases has 65,000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one written in C, where PyYAML was built with it
_CORE_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}
_WORDS: dict[str, bool | None] = {
    **_CORE_WORDS,
    **dict.fromkeys(("yes", "Yes", "YES", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "off", "Off", "OFF"), False),
}
"""What a word without quotes means in YAML 1.1, which CloudFormation reads. Numbers stay the texts that they are."""

_NO_KEY = object()
_QUOTES = "quote a pattern that begins with it"
_HINTS = {
    "\t": "YAML allows no tab there: indent with blanks",
    "*": f"* begins an alias: {_QUOTES}",
    "&": f"& begins an anchor: {_QUOTES}",
    "@": f"@ begins nothing in YAML: {_QUOTES}",
    "%": f"% begins nothing in YAML here: {_QUOTES}",
    "`": f"` begins nothing in YAML: {_QUOTES}",
}
"""What may be meant by a character at which the parser stops."""


class YamlError(Exception):
    """A text is not to be read as YAML.

    Attributes:
        why: What is wrong with it.
        line: The line, counted from 1; None where it is not known.
        column: The column in that line, counted from 1; None where it is not known.
    """

    def __init__(self, why: str, mark: Any = None) -> None:
        """Name the place, if there is a mark of the parser."""
        super().__init__(why)
        self.why = why
        self.line: int | None = None if mark is None else mark.line + 1
        self.column: int | None = None if mark is None else mark.column + 1


class YamlTemplate:
    """A template that was read from YAML.

    Attributes:
        body: Its value.
        repeated_keys: The keys that an object has twice.
    """

    def __init__(
        self, body: Any, marks: dict[int, tuple[Any, dict[Any, Any]]], repeated_keys: Sequence[RepeatedKey]
    ) -> None:
        """Keep a value, and the marks of each object and list in it beside itself: an id is only of what lives."""
        self.body = body
        self.repeated_keys = repeated_keys
        self._marks = marks

    def place(self, steps: Sequence[str | int]) -> tuple[int, int] | None:
        """Return the line and column, counted from 1, of a key or element, or of the last one on the way to it.

        Args:
            steps: The keys and indices that lead there.
        """
        value, found = self.body, None
        for step in steps:
            marks = self._marks.get(id(value), (None, {}))[1]
            if step not in marks:
                break
            found, value = marks[step], value[step]
        return None if found is None else (found.line + 1, found.column + 1)


class _Open:
    """An object or list that is being read."""

    __slots__ = ("anchor", "key", "mark", "marks", "merged", "size", "tag", "value")

    def __init__(self, value: Any, event: Any) -> None:
        self.value = value
        self.marks: dict[Any, Any] = {}
        self.merged: set[str] = set()
        self.tag, self.anchor, self.mark = event.tag, event.anchor, event.start_mark
        self.key: Any = _NO_KEY
        self.size = 1


def parse_yaml(text: str, *, is_core: bool = False, is_only: bool = False) -> YamlTemplate:
    """Read the first document of a text.

    Args:
        text: The text.
        is_core: Whether only `true` and `false` are truth values, as in the core schema of YAML 1.2. Default: `yes`,
            `on` and the like are, too, as in YAML 1.1.
        is_only: Whether no other document may come after it. Default: none may come after a template.

    Raises:
        YamlError: It is no YAML, or a value holds itself, is nested too deep, or repeats others too often, or another
            document comes after it where none may.
    """
    loader = _LOADER(text)
    try:
        return _Document(loader.get_event, _CORE_WORDS if is_core else _WORDS, is_only=is_only).read()
    except yaml.reader.ReaderError as error:
        msg = f"it is no YAML: {error.reason}"
        raise YamlError(msg) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        hint = None if mark is None else _HINTS.get(_character_at(text, mark))
        msg = f"it is no YAML: {hint or error.problem or error.context}"
        raise YamlError(msg, mark) from None
    finally:
        loader.dispose()


def _character_at(text: str, mark: Any) -> str:
    """Return the character at which the parser stopped, or the one before it; nothing where neither has a hint."""
    line = text.split("\n", mark.line + 1)[mark.line : mark.line + 1]
    found = "".join(line)[max(0, mark.column - 1) : mark.column + 1]
    return next((each for each in reversed(found) if each in _HINTS), "")


class _Document:
    def __init__(self, next_event: Any, words: Mapping[str, bool | None], *, is_only: bool) -> None:
        self._next, self._words, self._is_only = next_event, words, is_only
        self._open: list[_Open] = []
        self._marks: dict[int, tuple[Any, dict[Any, Any]]] = {}
        self._anchors: dict[str, tuple[Any, int] | None] = {}  # None: it is still being read
        self._repeated: list[RepeatedKey] = []
        self._aliased = 0
        self._body: Any = None

    def read(self) -> YamlTemplate:
        while True:
            event = self._next()
            kind = type(event)
            if kind is yaml.ScalarEvent:
                self._scalar(event)
            elif kind is yaml.MappingStartEvent:
                self._start(event, {})
            elif kind is yaml.SequenceStartEvent:
                self._start(event, [])
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self._end()
            elif kind is yaml.AliasEvent:
                self._alias(event)
            elif kind is yaml.DocumentEndEvent:
                self._refuse_others()
                return YamlTemplate(self._body, self._marks, self._repeated)
            elif kind is yaml.StreamEndEvent:
                return YamlTemplate(self._body, self._marks, self._repeated)

    def _refuse_others(self) -> None:
        """Raise an error if another document that is not empty comes after one that must be the only one."""
        if not self._is_only and (type(self._body) is not dict or "Resources" not in self._body):
            return
        begin = self._next()
        if type(begin) is yaml.DocumentStartEvent:
            first = self._next()
            if type(first) is not yaml.ScalarEvent or first.value:
                what = "a file like this" if self._is_only else "a template"
                msg = f"another document begins here, and {what} is only one: leave it out"
                raise YamlError(msg, begin.start_mark)

    def _scalar(self, event: Any) -> None:
        value: Any = event.value
        parent = self._open[-1] if self._open else None
        is_key = parent is not None and parent.key is _NO_KEY and type(parent.value) is dict
        if not is_key and event.implicit[0]:
            value = self._words.get(value, value)
        elif event.tag is not None and event.tag[:1] == "!" and len(event.tag) > 1:
            value = _function(event.tag, value)
        if event.anchor is not None:
            self._anchors[event.anchor] = (value, 1)
        self._add(value, event.start_mark, 1)

    def _start(self, event: Any, value: Any) -> None:
        if len(self._open) == MOST_LEVELS:
            msg = f"it is nested more than {MOST_LEVELS} levels deep"
            raise YamlError(msg, event.start_mark)
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._open.append(_Open(value, event))

    def _end(self) -> None:
        done = self._open.pop()
        self._marks[id(done.value)] = (done.value, done.marks)
        value = done.value
        if done.tag is not None and done.tag[:1] == "!" and len(done.tag) > 1:
            value = _function(done.tag, value)
            self._marks[id(value)] = (value, dict.fromkeys(value, done.mark))
        if done.anchor is not None:
            self._anchors[done.anchor] = (value, done.size)
        self._add(value, done.mark, done.size)

    def _alias(self, event: Any) -> None:
        if event.anchor not in self._anchors:
            msg = f"the alias *{event.anchor} refers to nothing"
            raise YamlError(msg, event.start_mark)
        known = self._anchors[event.anchor]
        if known is None:
            msg = f"the alias *{event.anchor} refers to what it is a part of"
            raise YamlError(msg, event.start_mark)
        self._aliased += known[1]
        if self._aliased > _MOST_ALIASED:
            msg = f"its aliases repeat more than {_MOST_ALIASED:,} values"
            raise YamlError(msg, event.start_mark)
        self._add(known[0], event.start_mark, known[1])

    def _add(self, value: Any, mark: Any, size: int) -> None:
        """Put a value where it belongs: in the list or object around it, as a key or under one."""
        if not self._open:
            self._body = value
            return
        parent = self._open[-1]
        parent.size += size
        if type(parent.value) is list:
            parent.marks[len(parent.value)] = mark
            parent.value.append(value)
        elif parent.key is _NO_KEY:
            if type(value) is not str:
                msg = "a key is no text"
                raise YamlError(msg, mark)
            if value in parent.marks and value not in parent.merged:
                self._repeated.append(RepeatedKey(value, mark.line + 1, mark.column + 1, self._path(value)))
            parent.key = value
            parent.marks[value] = mark
        else:
            key, parent.key = parent.key, _NO_KEY
            if key == "<<":
                _merge(parent, value)
            else:
                parent.value[key] = value

    def _path(self, key: str) -> tuple[Any, ...]:
        """Return the keys that lead to a key of the innermost object, None for a list, and the key: the first three."""
        return (*(None if each.key is _NO_KEY else each.key for each in self._open[:-1][:3]), key)[:3]


def _merge(parent: _Open, value: Any) -> None:
    """Add the members of another object, or of several, that an object does not have."""
    mark = parent.marks.pop("<<")
    for each in value if isinstance(value, list) else [value]:
        for key, member in each.items() if isinstance(each, dict) else ():
            if key not in parent.value:
                parent.value[key] = member
                parent.marks[key] = mark
                parent.merged.add(key)


def _function(tag: str, value: Any) -> Any:
    """Write a short form out, such as `!Ref Name`."""
    name = tag[1:]
    if name in {"Ref", "Condition"}:
        return {name: value}
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{name}": value}
