"""What it costs to lint: `python benchmarks/lint.py`.

A thousand webhooks of three groups of three filters, each with names of its own, so that nothing that is kept of one
helps with another; how the time grows with the groups of one webhook; and which rules it goes to. A rule that is the
first to ask something of a pattern pays for what the others are then given. Nothing in the tests depends on a time.

Times are of the processor, and drift with the machine all the same: read the ratio to what RE2 takes to compile the
same patterns.
"""

from __future__ import annotations

import statistics
from collections import Counter
from itertools import count, islice
from time import process_time
from typing import TYPE_CHECKING, Final

import re2

from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider, WebhookSettings
from webhook_constructs.lint import Context, lint, lint_across
from webhook_constructs.lint.rules import RULES
from webhook_constructs.lint.webhook import Webhook

if TYPE_CHECKING:
    from collections.abc import Callable

_WEBHOOKS = 1_000
_ROUNDS = 3
_REPOSITORIES = 50
_SIZES = (10, 1_000, 10_000)
_TOP = 10
_PUSH: Final = EventAction.PUSH
_CREATED: Final = EventAction.PULL_REQUEST_CREATED
_UPDATED: Final = EventAction.PULL_REQUEST_UPDATED


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
            rf"^({number}[0-9]|9[0-9]{{4}}{number})$"
        ),
    )


def webhooks(
    groups: Callable[[int], tuple[FilterGroup, ...]], round_number: int, repositories: int = _WEBHOOKS
) -> list[WebhookSettings]:
    """Make webhooks whose names no other round has, each on a repository of its own unless there are fewer."""
    first = round_number * _WEBHOOKS
    return [
        WebhookSettings(
            groups(number),
            provider=SourceProvider.GITHUB,
            source_location=f"https://github.com/acme/repo-{number % repositories}",
        )
        for number in range(first, first + _WEBHOOKS)
    ]


def seconds(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return process_time() - begin


def compiled(apps: list[list[WebhookSettings]]) -> float:
    """Measure how long RE2 takes for the patterns of one of some apps."""
    filters = [each for app in apps for webhook in app for group in webhook.filter_groups for each in group.filters]
    texts = [str(each.pattern) for each in filters if each.type is not FilterType.EVENT]
    return seconds(lambda: [re2.compile(text) for text in texts]) / len(apps)


def shares(settings: list[WebhookSettings]) -> Counter[str]:
    """Measure how long each rule takes, and the reading of the settings that comes before them."""
    taken: Counter[str] = Counter()
    for each in settings:
        begin = process_time()
        webhook = Webhook.of(each, Context())
        taken["(reading)"] += process_time() - begin  # type: ignore[assignment]  # a Counter counts in fractions too
        for rule in RULES:
            begin = process_time()
            tuple(rule.check(webhook))
            taken[f"{rule.id} {rule.name}"] += process_time() - begin  # type: ignore[assignment]
    return taken


def report(name: str, groups: Callable[[int], tuple[FilterGroup, ...]], budget: float) -> None:
    """Print what webhooks with such groups take."""
    apps = [webhooks(groups, number) for number in range(_ROUNDS)]
    judged = statistics.median([seconds(lambda app=app: [lint(each) for each in app]) for app in apps])  # type: ignore[misc]
    across = statistics.median([seconds(lambda app=app: lint_across(app)) for app in apps])  # type: ignore[misc]
    ratio = judged / compiled(apps)
    print(f"{name}: {_WEBHOOKS} webhooks of 3 x 3 in {judged:.2f} s, {ratio:.1f} x RE2 alone; the budget is {budget} s")
    print(f"  across: {across:.2f} s")
    shared = webhooks(groups, _ROUNDS + 1, _REPOSITORIES)
    print(f"  across, on {_REPOSITORIES} repositories: {seconds(lambda: lint_across(shared)):.2f} s")

    taken = shares(webhooks(groups, _ROUNDS))
    total = sum(taken.values())
    for what, time in taken.most_common(_TOP):
        print(f"  {time / total:4.0%} {time / _WEBHOOKS * 1e6:6.0f} us  {what}")

    for size in _SIZES:
        times = max(1, _SIZES[1] // size)
        first = (_ROUNDS + 2) * _WEBHOOKS + size
        made = (group for number in count(first) for group in groups(number))
        many = [WebhookSettings(tuple(islice(made, size)), provider=SourceProvider.GITHUB) for _ in range(times)]
        elapsed = seconds(lambda many=many: [lint(each) for each in many]) / times  # type: ignore[misc]
        print(f"  {size} groups in one webhook: {elapsed * 1e3:.1f} ms, {elapsed / size * 1e6:.0f} us a group")


def main() -> None:
    """Print what lint takes, for groups by the builders and for raw patterns."""
    first = seconds(lambda: lint(WebhookSettings(raw_groups(0))))
    print(f"{len(RULES)} rules; the first webhook: {first * 1e3:.0f} ms")
    report("literal builders", literal_groups, 0.5)
    report("raw patterns", raw_groups, 5)


if __name__ == "__main__":
    main()
