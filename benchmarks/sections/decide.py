"""What it costs to decide what an event builds, and how that grows with the filter groups.

One event against many webhooks of three groups of three filters, each with names of its own: compiled once, then asked
for the verdicts alone, and for what became of every filter. Beside us is searching the patterns of the groups on refs
one by one with RE2, which is less than is needed for a verdict. Then more and more filter groups, three a webhook; the
last column says what one more group takes, from one size to the next. Times are of the processor.
"""

from __future__ import annotations

from time import process_time
from typing import TYPE_CHECKING, Final

import re2

from benchmarks.figures import Budget, Row, Table, grown
from benchmarks.rounds import in_turn, seconds
from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider, WebhookEvent, WebhookSettings
from webhook_constructs.core import decide as decide_one
from webhook_constructs.core.compiled_webhooks import CompiledWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.effort import Effort

    Groups = Callable[[int], tuple[FilterGroup, ...]]

__all__ = ["TITLE", "tables"]

TITLE: Final = "Decide"
_RE2 = "RE2, ref by ref"
_BUDGETED: Final = 1_000
_VERDICTS, _TRACES = 10.0, 60.0  # ms
_GROUPS_OF_A_WEBHOOK = 3
_PUSH: Final = EventAction.PUSH
_UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
_FILES = tuple(f"services/{number}/src/app.py" for number in range(100))
_EVENTS: Final = {
    "push, 100 files": WebhookEvent.push(branch="main-77", files=_FILES, message="[build 78] faster", actor="5"),
    "push, 10,000 files": WebhookEvent.push(
        branch="main-77", files=_FILES * 100, message="[build 78] faster", actor="5"
    ),
    "pull request": WebhookEvent.pull_request(_UPDATED, base="main-77", head="topic", files=_FILES[:3], actor="78"),
}


def tables(effort: Effort) -> list[Table]:
    """Measure webhooks by builders and of raw patterns."""
    kinds: dict[str, Groups] = {
        "literal builders": literal_groups,
        "raw patterns": raw_groups,
        "three folders each": monorepo_groups,
    }
    number = effort.lint_webhooks
    events = [row for kind, groups in kinds.items() for row in _events(kind, groups, effort)]
    sizes = [row for kind, groups in list(kinds.items())[:2] for row in _sizes(kind, groups, effort)]
    return [
        Table(f"One event against {number:,} webhooks, milliseconds of the processor", events, "decide"),
        Table(
            "A pull request against many filter groups, milliseconds of the processor",
            sizes,
            "verdicts",
            "one more group",
        ),
    ]


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


def _events(kind: str, groups: Groups, effort: Effort) -> Iterator[Row]:
    settings = _settings(groups, effort.lint_webhooks)
    compiled = CompiledWebhooks(settings)
    for what, event in _EVENTS.items():
        works: dict[str, Callable[[], object]] = {
            "verdicts": lambda event=event: compiled.verdicts(event),  # type: ignore[misc]
            "traces": lambda event=event: [each.groups for each in compiled.decisions(event)],  # type: ignore[misc]
            _RE2: one_by_one(settings),
        }
        taken = in_turn(
            {name: lambda work=work: seconds(work, process_time) for name, work in works.items()},  # type: ignore[misc]
            effort.rounds,
            "ms",
            1e3,
        )
        bound = (
            f"of {taken['traces'].median:.1f} ms for all traces, {taken['verdicts'].median:.1f} ms are the verdicts, "
            "which search the texts, and the rest writes down what became of each filter"
        )
        for asked, most in (("verdicts", _VERDICTS), ("traces", _TRACES)):
            subject = f"{asked}, {what}, {effort.lint_webhooks:,} webhooks, {kind}"
            budget = Budget(most, subject) if effort.lint_webhooks == _BUDGETED else None
            yield Row(f"{asked}, {what}, {kind}", taken[asked], {_RE2: taken[_RE2]}, budget, bound)


def _settings(groups: Groups, number: int) -> list[WebhookSettings]:
    return [WebhookSettings(groups(each), provider=SourceProvider.GITHUB) for each in range(number)]


def _sizes(kind: str, groups: Groups, effort: Effort) -> list[Row]:
    event, rows = _EVENTS["pull request"], []
    for size in effort.groups:
        settings = _settings(groups, -(-size // _GROUPS_OF_A_WEBHOOK))
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
    patterns = [
        re2.compile(str(each.pattern))
        for webhook in settings
        for group in webhook.filter_groups
        for each in group.filters
        if each.type in {FilterType.HEAD_REF, FilterType.BASE_REF}
    ]
    return lambda: [pattern.search("refs/heads/main-77") for pattern in patterns]
