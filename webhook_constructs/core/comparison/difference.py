"""What differs between two webhooks for the events of one action."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice, product
from typing import NamedTuple

from webhook_constructs.core.decisions.verdict import Verdict
from webhook_constructs.core.events.webhook_event import WebhookEvent
from webhook_constructs.core.groups.anchored_patterns import escaped
from webhook_constructs.core.patterns.analysis import literal_texts_of
from webhook_constructs.core.patterns.step_budget import Budget
from webhook_constructs.core.service.enums import EventAction, FilterType

from .approvals import Approvals, Author
from .clauses import Clause, Literal, clauses_of, values_for
from .side import Side
from .space import Cell, Space, Values, cell_of, joined
from .witness import Witness, witness_of

__all__ = ["Difference", "Doubt"]

_TOO_BIG = "the patterns take more work to compare than is allowed, or hold what is not compared, such as \\C"
_ALWAYS_SHOWN = (FilterType.HEAD_REF, FilterType.BASE_REF, FilterType.TAG_NAME, FilterType.WORKFLOW_NAME)
_MAX_FIRST, _MAX_WITNESSES, _MAX_PARTS, _MAX_TEXTS = 10, 4, 2, 16


class Doubt(NamedTuple):
    """What cannot be told.

    Attributes:
        side: The side that it is about; empty if it is about both together.
        reason: Why.
    """

    side: str
    reason: str


class Difference:
    """What differs between two webhooks for the events of one action.

    Attributes:
        action: The action.
        before: What an event has to fulfill before the change.
        after: What it has to fulfill after it.
        shared: What is the same on both sides, also where nobody knows what it asks for.
        approvals: Who needs approval.
        provider: The git host; None if it is not known.
        space: The events.
    """

    def __init__(self, before: Side, after: Side, action: EventAction, budget: Budget) -> None:
        """Read what both webhooks ask for.

        Args:
            before: The webhook before the change.
            after: The webhook after it.
            action: The action.
            budget: What all questions may take.
        """
        self.action = action
        self._sides = before, after
        self._is_cut = [False, False]
        one, other = clauses_of(before, action), clauses_of(after, action)
        known = {each for each in one if not each.is_unresolved}
        self.shared = tuple(each for each in dict.fromkeys(other) if each in known)
        self.before, self.after = (
            tuple(each for each in dict.fromkeys(some) if each not in self.shared) for some in (one, other)
        )
        self.approvals = Approvals(before, after, action)
        shown = [each for each in _ALWAYS_SHOWN if each in values_for(action)]
        looked_at = [literal.of for each in (*one, *other) for literal in each.literals]
        self.provider = before.webhook.provider or after.webhook.provider
        self.space = Space(action, (*shown, *looked_at), budget, self.provider, (*before.never, *after.never))

    @property
    def is_none(self) -> bool:
        """Whether both webhooks ask for the same."""
        return not self.before and not self.after and (self.approvals.are_same or not self.shared)

    @cached_property
    def starts(self) -> tuple[Witness, ...]:
        """Events that start a build only after the change."""
        return tuple(self._gained(1))

    @cached_property
    def stops(self) -> tuple[Witness, ...]:
        """Events that start a build only before the change."""
        return tuple(self._gained(0))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What cannot be told."""
        found = [*self._doubts_of_filters(), *self._doubts_of_approval()]
        for index, witnesses in enumerate((self.stops, self.starts)):
            if self._is_cut[index] and not witnesses:
                found.append(Doubt("", _TOO_BIG))
        return tuple(dict.fromkeys(found))

    def passing_both(self, *, is_certain: bool) -> Iterator[tuple[Cell, Values]]:
        """Return events that pass both webhooks, or may do so, first those that little is asked of."""
        pairs = (*((each, each) for each in self.shared), *product(self.before, self.after))
        wanted = {
            frozenset((*one.literals, *other.literals))
            for one, other in pairs
            if not is_certain or not (one.doubts or other.doubts)
        }
        for literals in sorted(wanted, key=lambda some: (len(some), sorted(map(str, some)))):
            yield from self.space.search(cell_of(literals))

    def witness(self, values: Values, author: Author) -> Witness | None:
        """Decide an event of some values on both webhooks."""
        members = values_for(self.action)
        given = {members[of]: some if of is FilterType.FILE_PATH else some[0] for of, some in values.items()}
        facts = {"author_role": author.role, "from_fork": author.from_fork}
        event = WebhookEvent(action=self.action, **given, **facts)  # type: ignore[arg-type]  # each of its kind
        return witness_of(*self._sides, event)

    def _gained(self, index: int) -> Iterator[Witness]:
        """Return events that start a build on one side only: before the change for 0, after it for 1."""
        gave_ups = self.space.gave_ups
        is_confirmed = True
        events: set[WebhookEvent] = set()
        for witness in chain(self._gained_by_filters(index), self._gained_by_approval(index)):
            is_confirmed = is_confirmed and witness is not None
            if witness is not None and witness.event not in events:
                events.add(witness.event)
                yield witness
        self._is_cut[index] = self.space.gave_ups > gave_ups or not is_confirmed

    def _gained_by_filters(self, index: int) -> Iterator[Witness | None]:
        own, beside = self._own(index), self._beside(index)
        author = self.approvals.builder(index)
        if author is None:
            return
        searches = [self.space.search(cell_of(each.literals), beside) for each in _certain(own)]
        first = [leaf for search in searches for leaf in islice(search, 1)][:_MAX_FIRST]
        variants = (leaf for cell, _ in first for leaf in self._variants(cell, beside))
        further = (leaf for search in searches for leaf in islice(search, _MAX_PARTS))
        more = max(0, _MAX_WITNESSES - len(first))
        for _, values in chain(first, islice(chain(variants, further), more)):
            yield self.witness(values, author)

    def _gained_by_approval(self, index: int) -> Iterator[Witness | None]:
        for author, *verdicts in self.approvals.differing():
            if verdicts[index] is Verdict.BUILDS and verdicts[1 - index] is Verdict.WAITS_FOR_APPROVAL:
                yield from (self.witness(values, author) for _, values in islice(self.passing_both(is_certain=True), 1))
                return

    def _own(self, index: int) -> tuple[Clause, ...]:
        return self.after if index else self.before

    def _beside(self, index: int) -> tuple[Clause, ...]:
        """Return what lets an event pass on the other side."""
        return (*self._own(1 - index), *self.shared)

    def _variants(self, cell: Cell, beside: tuple[Clause, ...]) -> Iterator[tuple[Cell, Values]]:
        """Return events for each of the names that a filter lists: other branches, accounts and folders."""
        for each in sorted(chain(*cell.values()), key=lambda literal: literal.pattern):
            texts = None if each.excluded else literal_texts_of(each.pattern)
            for text in sorted(texts or (), key=lambda text: text.text)[:_MAX_TEXTS]:
                exact = f"{'^' if text.at_start else ''}{escaped(text.text)}{'$' if text.at_end else ''}"
                yield from islice(self.space.search(joined(cell, [Literal(each.of, exact)]), beside), 1)

    def _doubts_of_filters(self) -> Iterator[Doubt]:
        for index, side in enumerate(self._sides):
            own = self._own(index)
            beside = (*_certain(own), *_certain(self.shared))
            for each in _doubtful(own):
                if self.space.may_have_events(cell_of(each.literals), beside):
                    yield from (Doubt(side.name, reason) for reason in each.doubts)
            beside = (*_certain(self.shared), *self._own(1 - index))
            for each, passed in product(_doubtful(self.shared), _certain(own)):
                if self.space.may_have_events(cell_of((*each.literals, *passed.literals)), beside):
                    yield from (Doubt("", reason) for reason in each.doubts)

    def _doubts_of_approval(self) -> Iterator[Doubt]:
        for author, *verdicts in self.approvals.differing():
            if Verdict.UNDECIDED in verdicts and any(True for _ in self.passing_both(is_certain=False)):
                yield Doubt(*self.approvals.doubt(author))
                return
        for index in (0, 1):
            cells = [cell_of(each.literals) for each in _certain(self._own(index))]
            is_open = self.approvals.builder(index) is None
            if is_open and any(self.space.may_have_events(each, self._beside(index)) for each in cells):
                yield Doubt(*self.approvals.doubt(*self.approvals.authors))
                return


def _certain(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(each for each in clauses if not each.doubts)


def _doubtful(clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    return tuple(each for each in clauses if each.doubts)
