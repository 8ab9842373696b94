"""What it costs to build filter groups, to check them, and to ask questions about them as sets.

Groups of an EVENT filter, a branch of their own and a folder of their own are built, held against what the service is
known to refuse, and written and read. Then it is asked whether everything that one pattern lets through passes
another: of patterns that are nothing but texts, of patterns that need an automaton, and of groups that no automaton of
a sensible size knows, which is given up after a fixed number of steps. Beside us is what RE2 takes to compile the same
patterns.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Final

import re2

from benchmarks.figures import Row, Table
from benchmarks.rounds import in_turn, seconds
from webhook_constructs.core import EventAction, FilterGroup, Pattern, WebhookSettings, is_disjoint, is_subset

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.effort import Effort

__all__ = ["TITLE", "tables"]

TITLE: Final = "Filter groups and questions about sets"
_QUESTIONS = 500
_RE2 = "RE2 compiles the patterns"


def tables(effort: Effort) -> list[Table]:
    """Measure groups of some number, and some hundred questions."""
    number = effort.groups[-1]
    is_subset(Pattern("a+"), Pattern("a"))  # what is loaded once is loaded
    groups = built_groups(number)
    texts = [str(each.pattern) for group in groups for each in group.filters[1:]]
    return [
        Table(
            f"{number:,} groups of three filters, milliseconds",
            [
                _row("build", lambda: built_groups(number), texts, effort),
                _row("check what the service refuses", lambda: validated(groups), texts, effort),
                _row("write as a template, and read", lambda: read_back(groups), texts, effort),
            ],
        ),
        Table(
            "Questions, milliseconds",
            [_questions(kind, pairs, effort) for kind, pairs in _PAIRS.items()] + [_hard(effort)],
        ),
    ]


def _row(what: str, work: Callable[[], object], texts: list[str], effort: Effort) -> Row:
    works = {
        "ours": lambda: seconds(work),
        _RE2: lambda: seconds(lambda: [re2.compile(text) for text in texts]),
    }
    taken = in_turn(works, min(effort.rounds, 3), "ms", 1e3)
    return Row(what, taken["ours"], {_RE2: taken[_RE2]})


def _questions(kind: str, pairs: Callable[[int], list[tuple[Pattern, Pattern]]], effort: Effort) -> Row:
    first = iter(range(0, 1_000_000, _QUESTIONS))  # an answer is kept: no round asks what another one did

    def texts(asked: list[tuple[Pattern, Pattern]]) -> list[str]:
        return [str(pattern) for pair in asked for pattern in pair]

    def ours() -> float:
        asked = pairs(next(first))
        return seconds(lambda: compared(asked))

    def compiled() -> float:
        written = texts(pairs(next(first)))
        return seconds(lambda: [re2.compile(text) for text in written])

    taken = in_turn({"ours": ours, _RE2: compiled}, min(effort.rounds, 3), "ms", 1e3)
    return Row(f"{_QUESTIONS} on {kind}", taken["ours"], {_RE2: taken[_RE2]})


def _hard(effort: Effort) -> Row:
    numbers = count()

    def ours() -> float:
        one, other = (hard_groups(f"{end}{next(numbers)}") for end in "yz")
        return seconds(lambda: is_disjoint(one, other))

    def compiled() -> float:
        texts = [str(each.pattern) for end in "yz" for group in hard_groups(end) for each in group.filters[1:]]
        return seconds(lambda: [re2.compile(text) for text in texts])

    taken = in_turn({"ours": ours, _RE2: compiled}, min(effort.rounds, 3), "ms", 1e3)
    return Row("one on 24 x 24 groups that is given up", taken["ours"], {_RE2: taken[_RE2]})


def built_groups(number: int) -> tuple[FilterGroup, ...]:
    """Build groups of an EVENT filter, a branch of its own and a folder of its own."""
    return tuple(
        FilterGroup.in_event_of(EventAction.PUSH)
        .and_branch_is(f"release/{each}.x")
        .and_file_under(f"services/service-{each}")
        for each in range(number)
    )


def validated(groups: tuple[FilterGroup, ...]) -> tuple[str, ...]:
    """Ask for what the service is certain to refuse."""
    return WebhookSettings(filter_groups=groups).problems()


def read_back(groups: tuple[FilterGroup, ...]) -> WebhookSettings:
    """Write all groups as a template and read them."""
    return WebhookSettings.from_cfn(WebhookSettings(filter_groups=groups).to_cfn())


def compared(patterns: list[tuple[Pattern, Pattern]]) -> int:
    """Ask whether the one of each pair holds the other."""
    return sum(is_subset(one, other) is True for one, other in patterns)


def literal_pairs(first: int) -> list[tuple[Pattern, Pattern]]:
    """Make pairs of patterns that are nothing but texts."""
    return [
        (Pattern(f"^refs/heads/release/{number}$"), Pattern(f"^refs/heads/release/{number % 7}"))
        for number in range(first, first + _QUESTIONS)
    ]


def raw_pairs(first: int) -> list[tuple[Pattern, Pattern]]:
    """Make pairs of patterns that need an automaton."""
    return [
        (Pattern(rf"^refs/heads/(feature|fix)/[A-Z]+-{number}[0-9]*$"), Pattern(rf"^refs/heads/[a-z]+/.*-{number}"))
        for number in range(first, first + _QUESTIONS)
    ]


def hard_groups(end: str) -> list[FilterGroup]:
    """Make groups with patterns that no automaton of a sensible size knows."""
    return [FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(f".*x.{{20}}{n}{end}") for n in range(24)]


_PAIRS: Final = {"patterns that are texts": literal_pairs, "patterns that need an automaton": raw_pairs}
