"""What it costs to lint, and how that grows with the filter groups.

Webhooks of three groups of three filters, each with names of its own, so that nothing that is kept of one helps with
another; by the builders that take names, and in raw patterns. Beside us is what RE2 alone takes to compile the same
patterns. Then one webhook with more and more groups; the last column says what one more group takes, from one
size to the next. Last, which rules the time goes to: a rule that is the first to ask something of a pattern pays for
what the others are then given. Times are of the processor.
"""

from __future__ import annotations

from collections import Counter
from itertools import count, islice
from time import process_time
from typing import TYPE_CHECKING, Final

import re2

from benchmarks.figures import Budget, Figure, Row, Table, grown
from benchmarks.rounds import in_turn, seconds
from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider, WebhookSettings
from webhook_constructs.lint import Context, lint, lint_across
from webhook_constructs.lint.rule import Webhook
from webhook_constructs.lint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from benchmarks.effort import Effort

    Groups = Callable[[int], tuple[FilterGroup, ...]]

__all__ = ["TITLE", "literal_groups", "raw_groups", "tables"]

TITLE: Final = "Lint"
_RE2 = "RE2 compiles them"
_BUDGETED: Final = 1_000
_ROUNDS = 3
_REPOSITORIES = 50
_TOP = 8
_PUSH: Final = EventAction.PUSH
_CREATED: Final = EventAction.PULL_REQUEST_CREATED
_UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
_NUMBERS = count()  # no two webhooks have names in common


def literal_groups(number: int) -> tuple[FilterGroup, ...]:
    """Build three groups by the methods that take names."""
    return (
        FilterGroup.in_event_of(_PUSH).and_branch_is(f"main-{number}").and_file_under(f"services/{number}"),
        FilterGroup.in_event_of(_PUSH)
        .and_tag_is(f"v{number}", f"v{number}.1")
        .and_commit_message_contains(f"[build {number}]"),
        FilterGroup.in_event_of(_CREATED, _UPDATED)
        .and_base_branch_is(f"main-{number}")
        .and_actor_account_is(f"{number + 1}", f"{number + 2}"),
    )


def raw_groups(number: int) -> tuple[FilterGroup, ...]:
    """Write three groups in patterns that are more than texts; in every other webhook, two of the filters exclude."""
    push, update = FilterGroup.in_event_of(_PUSH), FilterGroup.in_event_of(_CREATED, _UPDATED)
    branch, message = rf"^refs/heads/release/{number}\.[0-9]+(\.[0-9]+)?$", rf"\[(build|deploy|run) +{number}\]"
    return (
        push.and_head_ref_matches(rf"^refs/heads/(feature|fix)/team-{number}-[0-9]+$").and_file_path_matches(
            rf"^services/{number}/.+\.(py|toml)$"
        ),
        push.and_head_ref_does_not_match(branch).and_commit_message_does_not_match(message)
        if number % 2
        else push.and_head_ref_matches(branch).and_commit_message_matches(message),
        update.and_base_ref_matches(rf"^refs/heads/(main|release/{number}\..*)$").and_actor_account_matches(
            rf"^({number}[0-4]|9{number}[1-3])$"
        ),
    )


def tables(effort: Effort) -> list[Table]:
    """Measure webhooks by builders and of raw patterns."""
    lint(WebhookSettings(raw_groups(next(_NUMBERS))))
    kinds = (("literal builders", literal_groups, 0.5), ("raw patterns", raw_groups, 2.0))
    many = [row for kind, groups, budget in kinds for row in _many(kind, groups, effort, budget)]
    sizes = [row for kind, groups, _ in kinds for row in _sizes(kind, groups, effort)]
    rules = [row for kind, groups, _ in kinds for row in _rules(kind, shares(_webhooks(groups, effort.lint_webhooks)))]
    return [
        Table(f"{effort.lint_webhooks:,} webhooks of 3 x 3 filters, seconds of the processor", many, "lint"),
        Table("One webhook of many groups, milliseconds of the processor", sizes, "lint", "one more group"),
        Table(f"Where the time goes, {len(RULES)} rules, microseconds a webhook", rules, "lint", "share"),
    ]


def _webhooks(groups: Groups, number: int, repositories: int | None = None) -> list[WebhookSettings]:
    """Make webhooks, each on a repository of its own unless there are fewer."""
    return [
        WebhookSettings(
            groups(each),
            provider=SourceProvider.GITHUB,
            source_location=f"https://github.com/acme/repo-{each % (repositories or each + 1)}",
        )
        for each in islice(_NUMBERS, number)
    ]


def _many(kind: str, groups: Groups, effort: Effort, budget: float) -> Iterator[Row]:
    number, rounds = effort.lint_webhooks, min(effort.rounds, _ROUNDS)

    def judged() -> float:
        app = _webhooks(groups, number)
        return seconds(lambda: [lint(each) for each in app], process_time)

    def across(repositories: int | None) -> float:
        app = _webhooks(groups, number, repositories)
        return seconds(lambda: lint_across(app), process_time)

    def compiled() -> float:
        texts = _texts(_webhooks(groups, number))
        return seconds(lambda: [re2.compile(text) for text in texts], process_time)

    works = {"each": judged, "across": lambda: across(None), "shared": lambda: across(_REPOSITORIES), _RE2: compiled}
    taken = in_turn(works, rounds, "s")
    peer = {_RE2: taken[_RE2]}
    limit = Budget(budget, f"lint of {number:,} webhooks of 3 x 3, {kind}", is_held=number == _BUDGETED)
    yield Row(f"each by itself, {kind}", taken["each"], peer, limit, "see the rules it goes to")
    yield Row(f"all together, a repository each, {kind}", taken["across"], peer)
    yield Row(f"all together, {_REPOSITORIES} repositories, {kind}", taken["shared"], peer)


def _texts(settings: list[WebhookSettings]) -> list[str]:
    filters = [each for webhook in settings for group in webhook.filter_groups for each in group.filters]
    return [str(each.pattern) for each in filters if each.type is not FilterType.EVENT]


def _sizes(kind: str, groups: Groups, effort: Effort) -> list[Row]:
    rows = []
    for size in effort.groups:

        def webhook(size: int = size) -> WebhookSettings:
            made = (group for number in _NUMBERS for group in groups(number))
            return WebhookSettings(tuple(islice(made, size)), provider=SourceProvider.GITHUB)

        def judged() -> float:
            one = webhook()
            return seconds(lambda: lint(one), process_time)

        def compiled() -> float:
            texts = _texts([webhook()])
            return seconds(lambda: [re2.compile(text) for text in texts], process_time)

        taken = in_turn({"ours": judged, _RE2: compiled}, min(effort.rounds, _ROUNDS), "ms", 1e3)
        rows.append((size, Row(f"{size:,} groups, {kind}", taken["ours"], {_RE2: taken[_RE2]})))
    return grown(rows, 1e3, "us")


def shares(settings: list[WebhookSettings]) -> Counter[str]:
    """Measure how many microseconds a webhook each rule takes, and the reading of the settings that comes first."""
    taken: Counter[str] = Counter()
    for each in settings:
        begin = process_time()
        webhook = Webhook.of(each, Context())
        taken["reading the settings"] += process_time() - begin  # type: ignore[assignment]  # fractions, too
        for rule in RULES:
            begin = process_time()
            tuple(rule.check(webhook))
            taken[f"{rule.id} {rule.name}"] += process_time() - begin  # type: ignore[assignment]
    return Counter({what: time / len(settings) * 1e6 for what, time in taken.items()})


def _rules(kind: str, taken: Counter[str]) -> Iterator[Row]:
    total = sum(taken.values())
    for what, time in taken.most_common(_TOP):
        yield Row(f"{what}, {kind}", Figure((time,), "us"), note=f"{time / total:.0%}")
