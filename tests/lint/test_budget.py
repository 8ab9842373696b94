"""What judging webhooks may take, and what is said of those that are not judged in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.lint.ordinary_webhooks import ordinary_webhooks
from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, SourceProvider, WebhookSettings
from webhook_constructs.core.patterns import step_budget as budget
from webhook_constructs.core.patterns.analysis import _texts, tree_of
from webhook_constructs.core.patterns.intersections import _answered, _counted
from webhook_constructs.core.patterns.likely_texts import _kept as _likely
from webhook_constructs.core.patterns.pattern import _compiled
from webhook_constructs.core.patterns.program import program_of
from webhook_constructs.core.patterns.step_budget import Budget, RunOverError
from webhook_constructs.lint import Context, Location, lint, lint_across
from webhook_constructs.lint.engine import judge
from webhook_constructs.lint.pattern_analysis.loose_refs import _looked_for
from webhook_constructs.lint.rules.refused import empty_pattern

if TYPE_CHECKING:
    from webhook_constructs.core.values.kept import Kept
    from webhook_constructs.lint import Finding

EVENT = Filter(FilterType.EVENT, "PUSH")
KEPT: list[Kept[Any, Any]] = [_compiled, tree_of, _texts, _answered, _counted, program_of, _likely, _looked_for]
NOT_EVERY_RULE = "not every rule was applied, because the patterns up to here take more work than is allowed"


def group(*patterns: str, of: FilterType = FilterType.HEAD_REF, excludes: bool = False) -> FilterGroup:
    return FilterGroup.of([EVENT, *(Filter(of, each, excludes) for each in patterns)])


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_STEPS_OF_A_RUN", 200_000)


@pytest.mark.parametrize("text", [r"z\pL{300}", "a{0,1000}" * 5_000, "(.{30}){30}" * 14, r"\pL" * 16_000, "x" * 90_000])
def test_a_pattern_that_is_too_large_is_named_and_nobody_says_that_it_is_refused(text: str) -> None:
    (finding,) = lint(WebhookSettings((group("^refs/heads/main$"), group(text))))

    assert (finding.id, finding.name, finding.location) == ("WH006", "not-judged-in-full", Location(1, 1))
    assert finding.message == f"no rule says anything about the pattern {text}, which is too large to be judged"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 101 + "main" + ")" * 101,
        "^" + "(?:" * 150 + "refs/heads/main" + ")" * 150 + "$",
        "((" * 60 + "a" + "))" * 60,
        "x" * 50_001,
        "^(" + "|".join(f"refs/heads/team-{number}" for number in range(3_000)) + ")$",
    ],
    ids=["deep", "deep and anchored", "doubly deep", "long", "a long list"],
)
def test_a_pattern_that_not_every_rule_can_read_is_named(text: str) -> None:
    (finding,) = (each for each in lint(WebhookSettings((group(text),))) if each.id == "WH006")

    assert finding.location == Location(0, 1)
    assert finding.message == f"not every rule can read the pattern {text}, which is too long or nested too deeply"


@pytest.mark.parametrize("count", [10, 30, 100, 300])
@pytest.mark.parametrize("provider", [SourceProvider.GITHUB, None])
def test_lists_of_ids_without_anchors_are_judged_in_full(count: int, provider: SourceProvider | None) -> None:
    ids = ["|".join(str(353454709 + 1_000 * each + 7 * index) for each in range(count)) for index in range(40)]
    groups = tuple(group(each, of=FilterType.ACTOR_ACCOUNT_ID) for each in ids)

    assert [each.id for each in lint(WebhookSettings(groups, provider=provider)) if each.id != "WH303"] == [
        "WH201"
    ] * 40


def test_what_was_found_once_is_found_again() -> None:
    groups = tuple(group(f"(a|b){{8}}{end}", of=FilterType.ACTOR_ACCOUNT_ID) for end in "cde")
    found = [lint(WebhookSettings(groups)) for _ in range(3)]

    assert found[0] == found[1] == found[2]


def test_a_few_rules_name_no_pattern() -> None:
    settings = WebhookSettings((group(r"z\pL{300}"), group("")))

    assert [each.id for each in judge(settings, Context(), [empty_pattern.RULE])] == ["WH124"]


HEAVY = {
    "classes of Unicode": r"^refs/heads/z%d\pL{9}$",
    "more than RE2 takes": r"z%d\pL{300}",
    "automata": "^refs/heads/(a|b)*a(a|b){12}%d$",
    "texts": "^" + "(a|b)" * 12 + "%d$",
    "names": "^refs/heads/(" + "|".join(f"b{index}" for index in range(300)) + ")%d$",
    "repeats": "^refs/heads/z%d(?:.?){200}$",
    "stars": "(.*x){20}%d",
    "long": "%d" + "x" * 10_000,
}


@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("of", [FilterType.HEAD_REF, FilterType.ACTOR_ACCOUNT_ID])
@pytest.mark.parametrize("pattern", HEAVY.values(), ids=HEAVY)
def test_what_takes_too_much_is_not_judged_in_full_and_says_so(pattern: str, of: FilterType) -> None:
    made = _compiled.made
    many = WebhookSettings(tuple(group(pattern % index, of=of) for index in range(1_000)))

    assert [each.message for each in lint(many) if each.location == Location()][-1] == NOT_EVERY_RULE
    assert _compiled.made - made < 2_000


@pytest.mark.usefixtures("small_runs")
def test_filters_of_one_group_are_counted_with_each_other() -> None:
    many = group(*(f"(?:.|a{{{index}}})*" for index in range(900)))

    assert lint(WebhookSettings((many,)))[-1].message == NOT_EVERY_RULE


@pytest.mark.usefixtures("small_runs")
def test_findings_by_the_thousand_are_counted() -> None:
    many = WebhookSettings(tuple(group(f"^refs/heads/{index}") for index in range(2_000)))

    assert lint(many)[-1].message == NOT_EVERY_RULE


def test_ordinary_webhooks_are_judged_in_full() -> None:
    pushes = FilterGroup.in_event_of(EventAction.PUSH)
    settings = WebhookSettings(
        tuple(pushes.and_branch_is(f"b{index}").and_file_under(f"services/{index}") for index in range(1_000))
    )

    assert {each.id for each in lint(settings)} <= {"WH401"}


each_host = pytest.mark.parametrize(
    "provider", [SourceProvider.GITHUB_ENTERPRISE, SourceProvider.BITBUCKET, None], ids=str
)


def judged(webhooks: list[WebhookSettings]) -> tuple[list[tuple[Finding, ...]], bool]:
    """Return the findings on the webhooks of a template, and whether something was cut."""
    with budget.running():
        found = [lint(each) for each in webhooks]
        return [*found, *lint_across(webhooks)], budget.is_run_over()


@each_host
def test_webhooks_of_an_ordinary_template_are_judged_as_if_there_were_no_limit(
    provider: SourceProvider | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhooks = ordinary_webhooks(60, provider)
    limited = judged(webhooks)
    monkeypatch.setattr(budget, "MOST_STEPS_OF_A_RUN", 10**12)

    assert judged(webhooks) == limited


@each_host
def test_as_many_ordinary_webhooks_as_a_template_can_have_are_judged_in_full(provider: SourceProvider | None) -> None:
    _, is_cut = judged(ordinary_webhooks(500, provider))

    assert not is_cut


def steps_of(settings: WebhookSettings) -> int:
    run = Budget(10**12, RunOverError)
    token = budget._RUN.set(run)
    try:
        lint(settings)
    finally:
        budget._RUN.reset(token)
    return run.spent


@pytest.mark.parametrize(
    "pattern",
    [
        "refs/heads/(a|b){8}",
        "|".join(f"b{index}" for index in range(400)),
        "^refs/heads/(" + "|".join(f"b{index}" for index in range(5_000)) + ")",
        "(main|dev)x",
        "^.*refs/heads/(main|dev)",
        "(a|b)*a(a|b){14}",
        "^refs/(heads/(main$|))",
    ],
    ids=lambda text: text[:30],
)
@pytest.mark.parametrize("of", [FilterType.HEAD_REF, FilterType.ACTOR_ACCOUNT_ID])
@pytest.mark.parametrize("excludes", [False, True], ids=["wanted", "kept out"])
def test_what_was_asked_before_costs_the_same(pattern: str, of: FilterType, *, excludes: bool) -> None:
    settings = WebhookSettings((group(pattern, of=of, excludes=excludes), group(f"{pattern}|y", of=of)))
    for each in KEPT:
        each.forget()

    assert steps_of(settings) == steps_of(settings)


def test_a_filter_costs_little_more_when_other_rules_and_groups_ask_about_it_again() -> None:
    heavy = r"^(?:1|23){1,9}[0-9]{1,9}(1|2){3,}$"
    alone = steps_of(WebhookSettings((group(heavy, of=FilterType.ACTOR_ACCOUNT_ID),)))
    often = steps_of(
        WebhookSettings(tuple(group(heavy, str(index), of=FilterType.ACTOR_ACCOUNT_ID) for index in range(10)))
    )

    assert 100_000 < alone < often < 2 * alone


@pytest.mark.parametrize("excludes", [False, True], ids=["wanted", "kept out"])
@pytest.mark.parametrize(
    ("of", "text"),
    [
        (FilterType.HEAD_REF, f"^refs/heads/({'|'.join(f'b{index}$' for index in range(5_000))}|x)"),
        (FilterType.HEAD_REF, f"^refs/heads/({'|'.join(f'b{index}$' for index in range(5_000))}|x|[^/]*y)"),
        (FilterType.HEAD_REF, "^refs/heads/(c$|(a|b)*a(a|b){14})"),
        (FilterType.HEAD_REF, r"^(.+)+|refs/tags/|(?i:refs/heads/)(\C\d{1,3}1\.2)"),
        (FilterType.BASE_REF, f"^refs/heads/(?:{'|'.join(f'b{index}$' for index in range(5_000))}|x)"),
        (FilterType.ACTOR_ACCOUNT_ID, "^(?:x" + "|".join(str(each) for each in range(10**7, 10**7 + 4_500)) + "x)$"),
        (FilterType.ACTOR_ACCOUNT_ID, "^(?:" + "|".join(str(each) for each in range(10**7, 10**7 + 4_500)) + ")$"),
    ],
    ids=["one is open", "several are open", "states", "bytes", "base", "accounts with other texts", "accounts"],
)
def test_a_pattern_that_is_too_big_to_tell_what_it_leaves_open_is_named(
    of: FilterType, text: str, *, excludes: bool
) -> None:
    event = Filter(FilterType.EVENT, "PULL_REQUEST_CREATED")
    settings = WebhookSettings((FilterGroup.of([event, Filter(of, text, excludes)]),))
    found = [each for each in lint(settings) if each.id in {"WH006", "WH203", "WH211", "WH201", "WH202"}]

    assert [(each.id, each.location) for each in found] == [("WH006", Location(0, 1))]
    assert found[0].message == (
        f"not every rule can tell what the pattern {text} matches, "
        r"because it is too big to be analyzed or holds \B or \C"
    )


@pytest.mark.usefixtures("small_runs")
def test_webhooks_that_cannot_all_be_compared_say_so_each() -> None:
    webhooks = [
        WebhookSettings(
            tuple(group(f"^refs/heads/(a|b)*a(a|b){{9}}{index}x{number}$") for index in range(20)),
            source_location="https://github.com/acme/api",
            provider=SourceProvider.GITHUB,
        )
        for number in range(20)
    ]

    found = lint_across(webhooks)

    assert [findings[-1].id for findings in found] == ["WH006"] * 20
    assert {findings[-1].message for findings in found} == {NOT_EVERY_RULE}


@pytest.mark.usefixtures("small_runs")
def test_what_does_not_ask_about_patterns_is_still_said() -> None:
    heavy = tuple(group(rf"z{index}\pL{{9}}") for index in range(100))
    without_event = FilterGroup.of([Filter(FilterType.HEAD_REF, "^refs/heads/main$")])

    assert [each.id for each in lint(WebhookSettings((*heavy, without_event)))][:1] == ["WH101"]


@pytest.mark.usefixtures("small_runs")
def test_the_answer_does_not_depend_on_what_was_judged_before() -> None:
    groups = [group(f"^refs/heads/(a|b)*a(a|b){{12}}{index}$") for index in range(1_000)]
    settings = WebhookSettings(tuple(groups))
    first = lint(settings)
    lint(WebhookSettings(tuple(reversed(groups))))

    assert lint(settings) == first
    assert first[-1].message == NOT_EVERY_RULE


def test_comparing_webhooks_leaves_work_for_each_webhook_by_itself() -> None:
    webhooks = [
        WebhookSettings(
            (
                group(rf"^refs/heads/\p{{L}}[\p{{L}}\p{{N}}_-]*{index}$", r"^refs/heads/[a-z]+[-/].{1,100}$"),
                group(rf"^refs/heads/(?i:team-{index})/.{{1,120}}$"),
            ),
            source_location=f"https://github.com/acme/{index % 20}",
        )
        for index in range(120)
    ]

    _, is_cut = judged(webhooks)

    assert not is_cut


def test_messages_about_a_long_pattern_are_limited_in_all() -> None:
    settings = WebhookSettings((group("refs/heads/(" + "|".join(f"b{each}" for each in range(7_000)) + ")"),))

    with budget.running():
        findings = [each for _ in range(1_500) for each in lint(settings)]

    assert findings[-1].message == NOT_EVERY_RULE
    assert sum(len(each.message) for each in findings) < 32_000_000
