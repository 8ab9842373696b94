"""Build and validate 10,000 groups of three filters, and ask set questions: `python benchmarks/core_groups.py`.

The goal is one second for the groups. Nothing in the tests depends on a time.
"""

from __future__ import annotations

import sys
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from webhook_constructs.core import EventAction, FilterGroup, Pattern, WebhookSettings, is_disjoint, is_subset

if TYPE_CHECKING:
    from collections.abc import Callable

_T = TypeVar("_T")
_GROUPS = 10_000
_QUESTIONS = 500


def built_groups() -> tuple[FilterGroup, ...]:
    """Build groups of an EVENT filter, a branch of its own and a folder of its own."""
    return tuple(
        FilterGroup.in_event_of(EventAction.PUSH)
        .and_branch_is(f"release/{number}.x")
        .and_file_under(f"services/service-{number}")
        for number in range(_GROUPS)
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


def literal_pairs() -> list[tuple[Pattern, Pattern]]:
    """Make pairs of patterns that are nothing but texts."""
    return [
        (Pattern(f"^refs/heads/release/{number}$"), Pattern(f"^refs/heads/release/{number % 7}"))
        for number in range(_QUESTIONS)
    ]


def raw_pairs() -> list[tuple[Pattern, Pattern]]:
    """Make pairs of patterns that need an automaton."""
    return [
        (Pattern(rf"^refs/heads/(feature|fix)/[A-Z]+-{number}[0-9]*$"), Pattern(rf"^refs/heads/[a-z]+/.*-{number}"))
        for number in range(_QUESTIONS)
    ]


def hard_groups(end: str) -> list[FilterGroup]:
    """Make groups with patterns that no automaton of a sensible size knows."""
    return [FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(f".*x.{{20}}{n}{end}") for n in range(24)]


def main() -> None:
    """Print how long each takes."""
    groups = _timed(f"build {_GROUPS} groups of 3 filters", built_groups)
    _timed(f"validate {_GROUPS} groups of 3 filters", lambda: validated(groups))
    _timed(f"write and read {_GROUPS} groups", lambda: read_back(groups))
    literals, raw = literal_pairs(), raw_pairs()
    _timed("first question (imports the automaton)", lambda: is_subset(Pattern("a+"), Pattern("a")))
    _timed(f"{_QUESTIONS} questions on literal patterns", lambda: compared(literals))
    _timed(f"{_QUESTIONS} questions on raw patterns", lambda: compared(raw))
    one, other = hard_groups("y"), hard_groups("z")
    _timed("one question on 24 x 24 groups that is given up", lambda: is_disjoint(one, other))


def _timed(what: str, work: Callable[[], _T]) -> _T:
    begin = perf_counter()
    result = work()
    sys.stdout.write(f"{what}: {(perf_counter() - begin) * 1000:.0f} ms\n")
    return result


if __name__ == "__main__":
    main()
