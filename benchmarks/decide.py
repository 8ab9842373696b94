"""What it costs to decide: `python benchmarks/decide.py`.

One event against a thousand webhooks of three groups of three filters, each with names of its own: compiled once, then
asked for the verdicts alone, and for what became of every filter; and one decision by itself, with and without its
text. Nothing in the tests depends on a time.

Times are of the processor, and drift with the machine all the same: read the ratio to searching the patterns of the
groups that are for the event one by one. Memory is what the compiled webhooks add to the process at most.
"""

from __future__ import annotations

import resource
import statistics
import sys
from time import process_time
from typing import TYPE_CHECKING, Final

import re2

from webhook_constructs.core import EventAction, FilterGroup, FilterType, SourceProvider, WebhookEvent, WebhookSettings
from webhook_constructs.core import decide as decide_one
from webhook_constructs.core.compiled_webhooks import CompiledWebhooks

if TYPE_CHECKING:
    from collections.abc import Callable

_WEBHOOKS = 1_000
_ROUNDS = 7
_MANY_FILES = 1_000_000
_VERDICTS, _TRACES = 10, 60  # ms, of the design
_PUSH: Final = EventAction.PUSH
_UPDATED: Final = EventAction.PULL_REQUEST_UPDATED
_FILES = tuple(f"services/{number}/src/app.py" for number in range(100))
_EVENTS = {
    "push, 100 files": WebhookEvent.push(branch="main-77", files=_FILES, message="[build 78] faster", actor="5"),
    "push, 10,000 files": WebhookEvent.push(
        branch="main-77", files=_FILES * 100, message="[build 78] faster", actor="5"
    ),
    "push to Bitbucket, 3,000 files": WebhookEvent.push(
        branch="main-77",
        files=[f"services/{number % _WEBHOOKS}/src/{number}.py" for number in range(3_000)],
        message="[build 78] faster",
        actor="5",
    ),
    "pull request": WebhookEvent.pull_request(_UPDATED, base="main-77", head="topic", files=_FILES[:3], actor="78"),
}


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


def milliseconds_once(work: Callable[[], object]) -> float:
    begin = process_time()
    work()
    return (process_time() - begin) * 1e3


def milliseconds(work: Callable[[], object]) -> float:
    """Measure work, the median of some rounds."""
    taken = []
    for _ in range(_ROUNDS):
        begin = process_time()
        work()
        taken.append(process_time() - begin)
    return statistics.median(taken) * 1e3


def peak() -> float:
    """Give the most memory that the process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)


def one_by_one(settings: list[WebhookSettings]) -> Callable[[], object]:
    """Search the patterns on refs of groups that are for a push, one after another, as a floor for what that takes."""
    patterns = [
        re2.compile(str(each.pattern))
        for webhook in settings
        for group in webhook.filter_groups
        for each in group.filters
        if each.type is FilterType.HEAD_REF
    ]
    return lambda: [pattern.search("refs/heads/main-77") for pattern in patterns]


def against(budget: float, taken: float) -> str:
    """Say what was taken, and by how much that is over the budget."""
    return f"{taken:.1f} ms" if taken <= budget else f"{taken:.1f} ms ({taken - budget:.1f} ms OVER THE BUDGET)"


def report(name: str, groups: Callable[[int], tuple[FilterGroup, ...]], provider: SourceProvider) -> None:
    """Print what webhooks with such groups take."""
    settings = [WebhookSettings(groups(number), provider=provider) for number in range(_WEBHOOKS)]
    before, begin = peak(), process_time()
    compiled = CompiledWebhooks(settings)
    taken = process_time() - begin
    print(f"{name}: {len(settings)} webhooks of 3 x 3, compiled in {taken * 1e3:.0f} ms")
    for what, event in _EVENTS.items():
        if ("Bitbucket" in what) != (provider is SourceProvider.BITBUCKET):
            continue
        first = milliseconds_once(lambda event=event: compiled.verdicts(event))  # type: ignore[misc]
        verdicts = milliseconds(lambda event=event: compiled.verdicts(event))  # type: ignore[misc]
        traces = milliseconds(lambda event=event: [each.groups for each in compiled.decisions(event)])  # type: ignore[misc]
        print(
            f"  {what}: verdicts {against(_VERDICTS, verdicts)}, the first time {first:.1f} ms, "
            f"all traces {against(_TRACES, traces)}"
        )
    print(f"  memory: {peak() - before:.0f} MB")
    print(f"  one pattern on refs after another, for comparison: {milliseconds(one_by_one(settings)):.1f} ms")
    event = _EVENTS["pull request"]
    alone = milliseconds(lambda: decide_one(settings[0], event).groups)
    text = milliseconds(lambda: str(decide_one(settings[0], event)))
    print(f"  one decision by itself: {alone * 1e3:.0f} us, with its text {text * 1e3:.0f} us")


def main() -> None:
    """Print what deciding takes, for groups by the builders and for raw patterns; the budget is that of the design."""
    print(f"the budget: verdicts in {_VERDICTS} ms, all traces in {_TRACES} ms")
    for name, groups in (
        ("literal builders", literal_groups),
        ("raw patterns", raw_groups),
        ("three folders each", monorepo_groups),
    ):
        report(name, groups, SourceProvider.GITHUB)
        report(f"{name} at Bitbucket", groups, SourceProvider.BITBUCKET)
    print(
        "what bounds it: a search takes 1 to 3 us a file, a trace 3 to 4 us a filter, and 0.1 us each file that matches"
    )
    many = WebhookEvent.push(branch="main", files=[f"src/{number}.py" for number in range(_MANY_FILES)])
    alone = WebhookSettings((FilterGroup.in_event_of(_PUSH).and_file_under("docs"),))
    taken = milliseconds(lambda: str(decide_one(alone, many)))
    print(f"one decision on {_MANY_FILES:,} files, with its text: {taken:.1f} ms")


if __name__ == "__main__":
    main()
