"""The same webhook gets the same findings at the same cost in every process, and a wider pattern no milder ones."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.lint.test_budget import steps_of
from webhook_constructs import SourceProvider
from webhook_constructs.core import EventAction, FilterGroup, Pattern, WebhookSettings
from webhook_constructs.core.patterns.syntax_tree import Tree
from webhook_constructs.lint import lint
from webhook_constructs.lint.pattern_analysis import pattern_ends
from webhook_constructs.lint.pattern_analysis.actors import Reach, reach_of

ROOT = Path(__file__).parents[2]
TWO_GROUPS = r"""
from tests.lint.test_budget import steps_of
from webhook_constructs.core import EventAction, FilterGroup, WebhookSettings

def group(event, actor, pattern):
    return FilterGroup.in_event_of(event).and_actor_account_matches(actor).and_file_path_matches(pattern)

settings = WebhookSettings((
    group(EventAction.PUSH, "^10000$", "^s1/(a|b)*a(a|b){9}/[^/]+$"),
    group(EventAction.PULL_REQUEST_UPDATED, "^20000$", r"(a|b)*b(a|b){9}/[^/]+\.py$"),
))
print(steps_of(settings))
"""
RANDOM = random.Random(17)
LIST = "|".join(f"^{RANDOM.randrange(10**7, 10**9)}$" for _ in range(300))


def test_what_a_webhook_costs_does_not_depend_on_the_hashes_of_a_process() -> None:
    costs = set()
    for seed in range(3):
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        done = subprocess.run(
            [sys.executable, "-c", TWO_GROUPS], capture_output=True, text=True, check=True, env=environment, cwd=ROOT
        )
        costs.add(done.stdout)

    assert len(costs) == 1


@pytest.mark.parametrize("loose", ["777", "777$", "7777|8888", "7777|8888|9999", "(?:77){2}$|999$"])
@pytest.mark.parametrize("host", [SourceProvider.GITHUB, None])
def test_ids_that_are_listed_beside_a_loose_pattern_make_it_no_safer(loose: str, host: SourceProvider | None) -> None:
    assert reach_of(Pattern(loose), host) is Reach.MILLIONS
    assert reach_of(Pattern(f"{loose}|{LIST}"), host) is Reach.MILLIONS


@pytest.mark.parametrize("loose", ["12345678", "^12345678|7654321$", "123456789|98765432"])
def test_long_ids_without_an_anchor_beside_a_list_are_not_millions(loose: str) -> None:
    assert reach_of(Pattern(f"{loose}|{LIST}"), SourceProvider.GITHUB) is Reach.UNANCHORED


@pytest.mark.parametrize(
    "pattern",
    [
        "^refs/heads/main(/|$)",
        "^refs/heads/team12(/|$)",
        "^refs/heads/(a|b|team12)(/|$)",
        r"^refs/tags/v1(\.|$)",
        "^refs/heads/release(/.*|$)",
        "^(refs/heads/main$|refs/heads/release/)",
        "(?m)^refs/heads/(a|b|team12)$",
        "(?m)^refs/heads/(main|develop|release|staging|prod)$",
    ],
)
def test_patterns_that_are_right_are_judged_at_once(pattern: str) -> None:
    settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(pattern),))

    assert [each.id for each in lint(settings)] == []
    assert steps_of(settings) < 15_000


@pytest.mark.parametrize("pattern", [r"^refs/tags/main|v1\B$", r"^refs/tags/main|^refs/heads/v1\B$"])
def test_a_guessed_ref_is_one_that_the_event_can_have(pattern: str) -> None:
    group = FilterGroup.in_event_of(EventAction.PULL_REQUEST_MERGED).and_head_ref_matches(pattern)

    assert "refs/tags/" not in " ".join(
        each.message.replace(pattern, "") for each in lint(WebhookSettings((group,))) if each.id == "WH203"
    )


@pytest.mark.parametrize("number", [5, 30, 300])
@pytest.mark.parametrize("host", [SourceProvider.GITLAB, SourceProvider.BITBUCKET, None])
def test_ids_between_word_boundaries_are_judged_at_once(number: int, host: SourceProvider | None) -> None:
    ids = "|".join(LIST.replace("^", "").replace("$", "").split("|")[:number])
    group = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches(rf"\b({ids})\b")
    settings = WebhookSettings((group,), provider=host)

    assert [each.id for each in lint(settings) if each.id in {"WH201", "WH202", "WH006"}] == ["WH201"]
    assert steps_of(settings) < 150_000


@pytest.mark.parametrize(
    "pattern",
    [
        "(0|1){12}" + "1" * 100,
        "^(0|1){12}" + "1" * 100,
        "(0|1){12}" + "1" * 100 + "|" + LIST,
        "(0|1|2|3|4|5|6|7){4}" + "12345678" * 20,
        r"\b(0|1){12}" + "1" * 100,
        "(0|1){11}" + "1" * 4_000,
    ],
    ids=["open", "one anchor", "beside a list", "octal", "between words", "long"],
)
@pytest.mark.parametrize("host", [*SourceProvider, None], ids=str)
def test_a_short_pattern_with_thousands_of_long_texts_is_judged(pattern: str, host: SourceProvider | None) -> None:
    group = FilterGroup.in_event_of(EventAction.PUSH).and_actor_account_matches(pattern)

    assert {each.id for each in lint(WebhookSettings((group,), provider=host))} & {"WH201", "WH202", "WH006"}


DIGIT = "(0|1|2|3|4|5|6|7|8|9)"


@pytest.mark.parametrize(
    "pattern",
    [
        f"^{DIGIT}{{3}}77777$",
        f"^77{DIGIT}{{2}}$",
        f"^12345{DIGIT}{DIGIT}$",
        "^(1|2|3|4){4}1234$",
        "^(1|2|3){8}$",
        "^1?2?3?4?5?6?7$",
        "(?m)^(1|2|3|4){4}1234$",
        r"\b(1|2|3|4){4}1234\b",
        "(^|,)(1|2|3|4){4}1234(,|$)",
    ],
)
def test_choices_of_digits_are_no_list_of_ids(pattern: str) -> None:
    assert reach_of(Pattern(pattern), SourceProvider.GITHUB) is Reach.MANY


@pytest.mark.parametrize(
    "pattern", ["^(1|2)(3|4)(5|6)(7|8)$", "^12(3(4|5)|6(7|8|9(1|2|3|4|5|6|7|8)))$", f"^({LIST})$", LIST]
)
def test_ids_that_are_written_one_by_one_are_a_list(pattern: str) -> None:
    assert reach_of(Pattern(pattern), SourceProvider.GITHUB) is Reach.NAMED


@pytest.mark.parametrize(
    "pattern", ["^refs/heads/x" + "/*" * 1_000, "^refs/heads/" + "x" * 1_000 + "(" + "|".join(["-*/*"] * 500) + ")"]
)
def test_what_comes_before_the_end_of_a_pattern_is_put_together_when_it_is_asked_for(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Put together for each part of the pattern, it takes the square of its length."""
    joined: list[int] = []
    original = pattern_ends._joined

    def noted(before: Callable[[], tuple[Tree, ...]], items: tuple[Tree, ...], length: int) -> tuple[Tree, ...]:
        joined.append(length)
        return original(before, items, length)

    monkeypatch.setattr(pattern_ends, "_joined", noted)
    lint(WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_head_ref_matches(pattern),)))

    assert len(joined) < 10
