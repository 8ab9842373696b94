"""Events that fulfill some literals and break those of other clauses.

A cell is what some literals have in common, for each thing that filters look at: a ref, an account, the changed files.
Filters on different things are independent of each other, so a cell is empty if there is no value for one of them.
A cell is searched with an example: where that passes a clause that it must not pass, the cell is divided by the
literals of this clause, and the parts that break one of them are searched in turn. Nothing is divided that no example
asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, product
from typing import NamedTuple, TypeAlias

from webhook_constructs.core.groups.value_shapes import PRINTED, ValueShape, value_shape
from webhook_constructs.core.patterns.analysis import literal_texts_of
from webhook_constructs.core.patterns.intersections import find_example
from webhook_constructs.core.patterns.likely_texts import likely_text
from webhook_constructs.core.patterns.pattern import Pattern, steps_of_search
from webhook_constructs.core.patterns.step_budget import Budget, GaveUpError, RunOverError, spend_in_run
from webhook_constructs.core.service.enums import EventAction, FilterType, SourceProvider

from .clauses import Clause, Literal

__all__ = ["Cell", "Space", "Values", "cell_of", "joined"]

Cell: TypeAlias = "Mapping[FilterType, frozenset[Literal]]"
"""Literals, by what they look at. What is not in it can be anything."""

Values: TypeAlias = "Mapping[FilterType, tuple[str, ...]]"
"""The values of an event; of files any number, of all others one."""

_STEPS_A_PART = 20
_MAX_TEXTS = 8
_IN_ANY_CASE = "(?i"
_NOTHING: frozenset[Literal] = frozenset()


class _Question(NamedTuple):
    """Which value of a shape all wanted patterns match, and no unwanted one."""

    shape: ValueShape
    wanted: frozenset[str]
    unwanted: frozenset[str]


def cell_of(literals: Iterable[Literal]) -> Cell:
    """Return what some literals have in common."""
    cell: dict[FilterType, frozenset[Literal]] = {}
    for each in literals:
        cell[each.of] = cell.get(each.of, _NOTHING) | {each}
    return cell


def joined(cell: Cell, literals: Iterable[Literal]) -> Cell:
    """Return what a cell and some literals have in common."""
    return cell_of((*(each for some in cell.values() for each in some), *literals))


class Space:
    """The events of an action, as far as some filters look at them.

    Attributes:
        looked_at: What the filters look at.
        gave_ups: How many parts of cells may have events though none was found: a question was too big.
    """

    def __init__(
        self,
        action: EventAction,
        looked_at: Iterable[FilterType],
        budget: Budget,
        provider: SourceProvider | None = None,
        never: Iterable[tuple[FilterType, str]] = (),
    ) -> None:
        """Begin with all events of an action.

        Args:
            action: The action.
            looked_at: What the filters look at.
            budget: What all questions may take.
            provider: The git host. Default: not known.
            never: Patterns of values that no event has, by what they are of, besides those of each kind of value.
        """
        self.looked_at = tuple(dict.fromkeys(looked_at))
        self.gave_ups = 0
        self._action = action
        self._budget = budget
        self._provider = provider
        self._never = tuple(never)
        self._texts: dict[tuple[FilterType, frozenset[str], frozenset[str]], str | None] = {}
        self._tried: dict[tuple[str, str], bool] = {}

    def about(self, looked_at: Iterable[FilterType]) -> Space:
        """Return the space of the same events where filters look at something else."""
        return Space(self._action, looked_at, self._budget, self._provider, self._never)

    def search(self, cell: Cell, beside: Sequence[Clause] = ()) -> Iterator[tuple[Cell, Values]]:
        """Look for events of a cell that pass none of some clauses.

        Args:
            cell: The cell.
            beside: The clauses.

        Yields:
            Parts of the cell, each with the values of an event that passes none of the clauses.
        """
        waiting: list[tuple[Cell, tuple[Clause, ...]]] = [(cell, tuple(beside))]
        while waiting:
            part, others = waiting.pop()
            values = self._values(part)
            if values is None:
                continue
            passed = next((each for each in others if self._passes(values, each)), None)
            if passed is None:
                yield part, values
                continue
            rest = tuple(each for each in others if each is not passed)
            parts = [
                (joined(part, (*passed.literals[:index], each.negated())), rest)
                for index, each in enumerate(passed.literals)
            ]
            waiting += reversed(parts)

    def has_events(self, cell: Cell, beside: Sequence[Clause] = ()) -> bool:
        """Check whether events of a cell are found that pass none of some clauses."""
        return next(self.search(cell, beside), None) is not None

    def may_have_events(self, cell: Cell, beside: Sequence[Clause] = ()) -> bool:
        """Check whether there may be events of a cell that pass none of some clauses."""
        gave_ups = self.gave_ups
        return self.has_events(cell, beside) or self.gave_ups > gave_ups

    def _values(self, cell: Cell) -> Values | None:
        """Return the values of an event of a cell; None if there is none, or none was found."""
        found: dict[FilterType, tuple[str, ...]] = {}
        gave_up = False
        for of in self.looked_at:
            try:
                self._spend(_STEPS_A_PART)
                values = self._values_of(of, cell.get(of, _NOTHING))
            except (GaveUpError, RunOverError):
                gave_up = True
                continue
            if values is None:
                return None
            found[of] = values
        self.gave_ups += gave_up
        return None if gave_up else found

    def _values_of(self, of: FilterType, literals: frozenset[Literal]) -> tuple[str, ...] | None:
        wanted = frozenset(each.pattern for each in literals if not each.excluded)
        unwanted = frozenset(each.pattern for each in literals if each.excluded)
        if wanted & unwanted:
            return None
        if of is FilterType.FILE_PATH:
            return self._files(wanted, unwanted)
        text = self._text(of, wanted, unwanted)
        return None if text is None else (text,)

    def _files(self, wanted: frozenset[str], unwanted: frozenset[str]) -> tuple[str, ...] | None:
        """Return changed files, as few as will do: each wanted pattern needs one, and no unwanted one may match any."""
        of = FilterType.FILE_PATH
        if not wanted:
            file = self._text(of, wanted, unwanted)
            return () if file is None else (file,)
        files: list[str] = []
        for pattern in sorted(wanted):
            if not any(self._matches(pattern, file) for file in files):
                file = self._text(of, frozenset({pattern}), unwanted)
                if file is None:
                    return None
                files.append(file)
        shared = self._likely(self._question(of, wanted, unwanted)) if len(files) > 1 else None
        return tuple(files) if shared is None else (shared,)

    def _text(self, of: FilterType, wanted: frozenset[str], unwanted: frozenset[str]) -> str | None:
        """Return the most plausible value that all wanted patterns match and no unwanted one; None if there is none."""
        asked = of, wanted, unwanted
        if asked not in self._texts:
            self._texts[asked] = self._answer(self._question(*asked))
        return self._texts[asked]

    def _question(self, of: FilterType, wanted: frozenset[str], unwanted: frozenset[str]) -> _Question:
        shape = value_shape(of, self._action, self._provider)
        never = (*shape.never, *(pattern for each, pattern in self._never if each is of))
        return _Question(shape, wanted, unwanted.union(never))

    def _answer(self, asked: _Question) -> str | None:
        listed = next(filter(None, map(_list_of, sorted(asked.wanted))), None)
        if listed is not None:
            return self._first((*asked.shape.examples, *listed), asked.shape.shapes, asked)
        likely = self._likely(asked)
        return self._shortest(asked) if likely is None else likely

    def _likely(self, asked: _Question) -> str | None:
        """Return a value like those that people write, if an example or a likely text of a pattern will do."""
        shape = asked.shape
        tried = list(shape.examples)
        for text in chain.from_iterable(map(_texts_of, sorted(asked.wanted))):
            tried += (f"{before}{text}{after}" for after, before in product(shape.after, shape.before))
        return self._first(tried, shape.shapes[:-1] or shape.shapes, asked)

    def _first(self, values: Iterable[str], shapes: Iterable[str], asked: _Question) -> str | None:
        """Return the first value of the most plausible shape."""
        fitting = [
            value
            for value in dict.fromkeys(values)
            if all(self._matches(each, value) for each in asked.wanted)
            and not any(self._matches(each, value) for each in asked.unwanted)
        ]
        return next((value for each in shapes for value in fitting if self._matches(each, value)), None)

    def _shortest(self, asked: _Question) -> str | None:
        """Return the shortest value of the most plausible shape that has one; None if there is none at all."""
        *narrower, all_of_them = asked.shape.shapes
        wanted = asked.wanted | {all_of_them}
        last = self._example(wanted, asked.unwanted)
        if last is None:
            return None
        for each in (*narrower, *PRINTED):
            try:
                found = self._example(wanted | {each}, asked.unwanted)
            except GaveUpError:
                continue
            if found is not None:
                return found
        return last

    def _example(self, wanted: frozenset[str], unwanted: frozenset[str]) -> str | None:
        before = self._budget.spent
        try:
            return find_example(wanted, unwanted, self._budget)
        finally:
            spend_in_run(self._budget.spent - before)

    def _matches(self, pattern: str, value: str) -> bool:
        asked = pattern, value
        if asked not in self._tried:
            self._spend(steps_of_search(pattern, len(value)))
            self._tried[asked] = Pattern(pattern).search(value)
        return self._tried[asked]

    def _passes(self, values: Values, clause: Clause) -> bool:
        return all(
            any(self._matches(each.pattern, value) for value in values[each.of]) is not each.excluded
            for each in clause.literals
        )

    def _spend(self, steps: int) -> None:
        self._budget.spend(steps)
        spend_in_run(steps)


def _list_of(pattern: str) -> list[str] | None:
    """Return all that a pattern matches, if it is a list of names."""
    texts = literal_texts_of(pattern) or ()
    return (
        sorted(each.text for each in texts) if texts and all(each.at_start and each.at_end for each in texts) else None
    )


def _texts_of(pattern: str) -> list[str]:
    """Return texts that a pattern is likely to match, or a part of what it matches."""
    listed = sorted(each.text for each in literal_texts_of(pattern) or ())
    texts = [each for each in listed[:_MAX_TEXTS] or [likely_text(pattern)] if each]
    if _IN_ANY_CASE in pattern:
        parts = [each.rpartition("/") for each in texts]
        texts += [f"{before}{slash}{name.capitalize()}" for before, slash, name in parts]
    return texts
