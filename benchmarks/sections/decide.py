"""What it costs to decide what an event builds, and how that grows with the filter groups.

One event against many webhooks of three groups of three filters, or of a branch filter and no group, each with names of
its own: compiled once, then asked what became of every filter. The largest event is one at Bitbucket, of 10,000 files,
where CodeBuild looks at the first 3,000; the others are at GitHub, where it looks at 100. Beside us is searching the
patterns on refs one by one with RE2, which is less than is needed for a verdict. Then what it takes to compile the
webhooks, beside RE2 on each of their patterns. Last, more and more filter groups, three a webhook; the last column says
what one more group takes, from one size to the next. Times are of the processor.
"""

from __future__ import annotations

from functools import partial
from itertools import count, islice
from time import process_time
from typing import TYPE_CHECKING, Final, Protocol

import re2

from benchmarks.figures import Budget, Row, Table, grown
from benchmarks.rounds import in_turn, seconds
from benchmarks.stopwatch import Stopwatch
from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    SourceProvider,
    WebhookEvent,
    WebhookSettings,
)
from webhook_constructs.core import decide as decide_one
from webhook_constructs.core.decisions.compiled_webhooks import CompiledWebhooks
from webhook_constructs.core.patterns.pattern_set import PatternSet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.effort import Effort

    Groups = Callable[[int], tuple[FilterGroup, ...]]

    class Webhooks(Protocol):
        """Makes webhooks at a git host, of patterns that begin with a number."""

        def __call__(self, provider: SourceProvider, first: int = 0) -> list[WebhookSettings]: ...


__all__ = ["TITLE", "tables"]

TITLE: Final = "Decide"
_RE2 = "RE2, ref by ref"
_EACH = "RE2, each pattern"
_SEARCH = "search"
_BUDGETED: Final = 1_000
_TRACES = 60.0  # ms
_GROUPS_OF_A_WEBHOOK = 3
_PUSH: Final = EventAction.PUSH
_UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
_FILES: Final = tuple(f"services/{number}/src/app.py" for number in range(10_000))
_MESSAGE: Final = "[build 78] faster"
_EVENTS: Final = {
    "push, 100 files": (
        SourceProvider.GITHUB,
        WebhookEvent.push(branch="main-77", files=_FILES[:100], message=_MESSAGE, actor="5"),
    ),
    "push, 10,000 files": (
        SourceProvider.BITBUCKET,
        WebhookEvent.push(branch="main-77", files=_FILES, message=_MESSAGE, actor="5"),
    ),
    "pull request": (
        SourceProvider.GITHUB,
        WebhookEvent.pull_request(_UPDATED, base="main-77", head="topic", files=_FILES[:3], actor="78"),
    ),
}


def tables(effort: Effort) -> list[Table]:
    """Measure webhooks by builders, of raw patterns, and without groups."""
    kinds: dict[str, Groups] = {
        "literal builders": literal_groups,
        "raw patterns": raw_groups,
        "three folders each": monorepo_groups,
    }
    number = effort.lint_webhooks
    makers: dict[str, Webhooks] = {kind: partial(_settings, groups, number) for kind, groups in kinds.items()}
    makers["branch filter"] = partial(branch_filters, number)
    events = [row for kind, make in makers.items() for row in _events(kind, make, effort)]
    compiled = [_compiled(kind, make, effort) for kind, make in makers.items()]
    sizes = [row for kind, groups in list(kinds.items())[:2] for row in _sizes(kind, groups, effort)]
    return [
        Table(f"One event against {number:,} webhooks, milliseconds of the processor", events, "decide"),
        Table(f"To compile {number:,} webhooks, milliseconds of the processor", compiled, "compile"),
        Table(
            "A pull request against many filter groups, milliseconds of the processor",
            sizes,
            "verdicts",
            "one more group",
        ),
    ]


def branch_filters(number: int, provider: SourceProvider, first: int = 0) -> list[WebhookSettings]:
    """Make webhooks that have a branch filter instead of groups."""
    return [WebhookSettings(branch_filter=f"^main-{each}$", provider=provider) for each in range(first, first + number)]


def literal_groups(number: int) -> tuple[FilterGroup, ...]:
    """Build three groups by the methods that take names."""
    push, update = FilterGroup.in_event_of(_PUSH), FilterGroup.in_event_of(_UPDATED)
    return (
        push.and_branch_is(f"main-{number}").and_file_under(f"services/{number}"),
        push.and_branch_is_not(f"topic-{number}").and_commit_message_contains(f"[build {number}]"),
        update.and_base_branch_is(f"main-{number}").and_actor_account_is(f"{number + 1}", f"{number + 2}"),
    )


def raw_groups(number: int) -> tuple[FilterGroup, ...]:
    """Write three groups in patterns that are more than texts; every push has to be searched for more than its ref."""
    push, update = FilterGroup.in_event_of(_PUSH), FilterGroup.in_event_of(_UPDATED)
    return (
        push.and_head_ref_matches(rf"^refs/heads/(main|fix/{number})-[0-9]+$").and_file_path_matches(
            rf"^services/{number}/.+\.(py|toml)$"
        ),
        push.and_head_ref_does_not_match(rf"^refs/heads/release/{number}\.[0-9]+$").and_commit_message_matches(
            rf"\[(build|deploy|run) +{number}\]"
        ),
        update.and_base_ref_matches(rf"^refs/heads/(main|release/{number}\..*)").and_actor_account_matches(
            rf"^({number}[0-9]|9[0-9]{{4}}{number})$"
        ),
    )


def monorepo_groups(number: int) -> tuple[FilterGroup, ...]:
    """Build three groups that every push to the main branch has to be searched for: each webhook is for its folders."""
    on_main = FilterGroup.in_event_of(_PUSH).and_head_ref_matches("^refs/heads/main")
    return tuple(on_main.and_file_under(f"services/{number}/{folder}") for folder in ("app", "lib", "src"))


def _events(kind: str, make: Webhooks, effort: Effort) -> Iterator[Row]:
    for what, (provider, event) in _EVENTS.items():
        settings = make(provider)
        compiled = CompiledWebhooks(settings)
        works: dict[str, Callable[[], object]] = {
            "traces": lambda compiled=compiled, event=event: [  # type: ignore[misc]
                each.groups for each in compiled.decisions(event)
            ],
            _RE2: one_by_one(settings),
        }
        taken = in_turn(
            {name: lambda work=work: seconds(work, process_time) for name, work in works.items()},  # type: ignore[misc]
            effort.rounds,
            "ms",
            1e3,
        )
        subject = f"traces, {what}, {effort.lint_webhooks:,} webhooks, {kind}"
        budget = Budget(_TRACES, subject, is_held=effort.lint_webhooks == _BUDGETED)
        bound = _searching(compiled, event, taken["traces"].median)
        yield Row(f"traces, {what}, {kind}", taken["traces"], {_RE2: taken[_RE2]}, budget, bound)


def _searching(compiled: CompiledWebhooks, event: WebhookEvent, whole: float) -> str:
    """Return how many of the milliseconds of all traces the sets of patterns take, from a profile."""
    watch = Stopwatch(process_time)
    with watch.watching(PatternSet, "matches", _SEARCH):
        compiled.verdicts(event)
    searching = watch.seconds[_SEARCH] * 1e3
    return f"of {whole:.1f} ms, {searching:.1f} ms are RE2 that searches the texts, the rest are the traces"


def _compiled(kind: str, make: Webhooks, effort: Effort) -> Row:
    first = count(1_000_000, effort.lint_webhooks)  # no round has the patterns of another one, of which some are kept

    def ours() -> float:
        settings = make(SourceProvider.GITHUB, first=next(first))
        return seconds(lambda: CompiledWebhooks(settings), process_time)

    def alone() -> float:
        texts = [str(each.pattern) for each in _searched(make(SourceProvider.GITHUB, first=next(first)))]
        return seconds(lambda: [re2.compile(text) for text in texts], process_time)

    taken = in_turn({"ours": ours, _EACH: alone}, effort.rounds, "ms", 1e3)
    return Row(kind, taken.pop("ours"), taken)


def _settings(groups: Groups, number: int, provider: SourceProvider, first: int = 0) -> list[WebhookSettings]:
    return [WebhookSettings(groups(each), provider=provider) for each in range(first, first + number)]


def of_groups(groups: Groups, number: int) -> list[WebhookSettings]:
    """Make webhooks that have exactly so many groups together; the last one may have fewer than the others."""
    made = islice((group for each in count() for group in groups(each)), number)
    return [
        WebhookSettings(tuple(some), provider=SourceProvider.GITHUB)
        for some in iter(lambda: tuple(islice(made, _GROUPS_OF_A_WEBHOOK)), ())
    ]


def _sizes(kind: str, groups: Groups, effort: Effort) -> list[Row]:
    (_, event), rows = _EVENTS["pull request"], []
    for size in effort.groups:
        settings = of_groups(groups, size)
        compiled = CompiledWebhooks(settings)

        def verdicts(compiled: CompiledWebhooks = compiled) -> float:
            return seconds(lambda: compiled.verdicts(event), process_time)

        def alone(settings: list[WebhookSettings] = settings) -> float:
            return seconds(lambda: [decide_one(each, event).groups for each in settings], process_time)

        def searched(settings: list[WebhookSettings] = settings) -> float:
            return seconds(one_by_one(settings), process_time)

        works: dict[str, Callable[[], float]] = {"ours": verdicts, "`decide`, one by one": alone, _RE2: searched}
        taken = in_turn(works, effort.rounds, "ms", 1e3)
        ours = taken.pop("ours")
        rows.append((size, Row(f"{size:,} groups, {kind}", ours, taken)))
    return grown(rows, 1e3, "us")


def one_by_one(settings: list[WebhookSettings]) -> Callable[[], object]:
    """Search the patterns on refs, one after another, as a floor for what that takes."""
    refs = {FilterType.HEAD_REF, FilterType.BASE_REF}
    patterns = [re2.compile(str(each.pattern)) for each in _searched(settings) if each.type in refs]
    return lambda: [pattern.search("refs/heads/main-77") for pattern in patterns]


def _searched(settings: list[WebhookSettings]) -> Iterator[Filter]:
    """Return the filters of some webhooks that are searched for; a branch filter is one on the ref."""
    for webhook in settings:
        if webhook.branch_filter is not None:
            yield Filter(FilterType.HEAD_REF, webhook.branch_filter)
        for group in webhook.filter_groups:
            yield from (each for each in group.filters if each.type is not FilterType.EVENT)
