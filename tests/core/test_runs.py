"""What all that is asked together may take, counted in steps: nothing here reads a clock."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterGroup,
    FilterType,
    Pattern,
    PatternError,
    Verdict,
    WebhookEvent,
    WebhookSettings,
    decide,
    is_disjoint,
    is_subset,
)
from webhook_constructs.core.decisions.compiled_webhooks import CompiledWebhooks
from webhook_constructs.core.errors import PatternTooLargeError
from webhook_constructs.core.groups.problems import is_too_large, refusal_of
from webhook_constructs.core.patterns import step_budget as budget
from webhook_constructs.core.patterns.analysis import _texts, tree_of
from webhook_constructs.core.patterns.intersections import _answered, _counted
from webhook_constructs.core.patterns.pattern import _compiled, steps_of
from webhook_constructs.core.patterns.program import program_of
from webhook_constructs.core.patterns.step_budget import (
    Budget,
    RunOverError,
    is_run_over,
    once_in_run,
    running,
    spend_in_run,
    spend_in_run_on_reading,
)
from webhook_constructs.core.patterns.tokens import _noted

if TYPE_CHECKING:
    from webhook_constructs.core.values.kept import Kept

PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
PUSH = WebhookEvent.push(branch="main", files=["docs/a.md"], message="a message")
TOO_LARGE = [
    r"z\pL{300}",
    r"(?i)\pL{200}",
    r"(\pL|\pN|\pM){400}",
    r"[^\pL]{900}",
    r"\PN{700}",
    "(.{30}){30}" * 14,
    "(?:[^a]{31}){31}" * 12,
    "a{0,1000}" * 5_000,
    "x{0,1000}" * 6,
    "x{0,1000}" * 20,
    "(?:x{0,1000}y{0,1000}){1}" * 3,
    "/?" * 5_001,
    "(?i)" + "k{10,999}" * 6,
    "[a-c]?" * 5_001,
    "(?:ab){0,1000}" * 4_000,
    r"\pL" * 16_000,
    "|".join(rf"\pL{number}" for number in range(300)),
    "x" * 90_000,
    "x" * 200_000,
]
LARGE = ["x" * 50_000, r"\pL{40}", ".{1000}", "((a{10}){10}){10}", "|".join(f"^b{number}$" for number in range(5_000))]


def group(*patterns: str, of: FilterType = FilterType.HEAD_REF) -> FilterGroup:
    return FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), *(Filter(of, each) for each in patterns)])


@pytest.mark.parametrize("text", TOO_LARGE, ids=lambda text: text[:20])
def test_of_a_pattern_that_is_too_large_nobody_says_that_it_is_refused(text: str) -> None:
    with pytest.raises(PatternTooLargeError) as caught:
        Pattern(text)

    assert caught.value.summary == str(caught.value)
    assert "is too large to be judged: compiled, it takes more than 1 MB or too much work; whether" in str(caught.value)
    assert Pattern.if_valid(text) is None
    assert refusal_of(Filter(FilterType.HEAD_REF, text)) is None
    assert is_too_large(Filter(FilterType.HEAD_REF, text))
    assert group(text).problems() == ()
    assert PUSHES.and_head_ref_matches(text) == group(text)
    assert is_subset(group(text), PUSHES.and_branch_is("main")) is None
    assert is_disjoint(group(text), PUSHES.and_branch_is("main")) is None


@pytest.mark.parametrize("text", TOO_LARGE, ids=lambda text: text[:20])
def test_what_it_starts_is_undecided_and_why_is_said(text: str) -> None:
    alone = decide(WebhookSettings((group(text),)), PUSH)
    together = CompiledWebhooks([WebhookSettings((group(text),)), WebhookSettings((PUSHES,))])

    assert alone.builds is None
    assert str(alone).count("is too large to be judged") == 1
    assert together.verdicts(PUSH) == (Verdict.UNDECIDED, Verdict.BUILDS)
    assert [each.builds for each in together.decisions(PUSH)] == [None, True]


@pytest.mark.parametrize("text", LARGE, ids=lambda text: text[:20])
def test_what_is_large_and_not_too_large_is_judged(text: str) -> None:
    assert Pattern.if_valid(text) == Pattern(text)
    assert not is_too_large(Filter(FilterType.HEAD_REF, text))


@pytest.mark.parametrize("text", ["(?=a)", "a{1001}", "a{2,1}", "((a{11}){11}){11}"])
def test_what_re2_refuses_is_still_refused(text: str) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(text)

    assert not isinstance(caught.value, PatternTooLargeError)
    assert not is_too_large(Filter(FilterType.HEAD_REF, text))
    assert not is_too_large(Filter(FilterType.EVENT, text))
    assert refusal_of(Filter(FilterType.HEAD_REF, text)) is not None


def test_outside_of_a_run_nothing_is_counted() -> None:
    spend_in_run(budget.MOST_STEPS_OF_A_RUN * 2)

    assert not is_run_over()


def test_a_run_in_another_one_is_a_part_of_it() -> None:
    with running():
        with running(templates=7), pytest.raises(RunOverError):
            spend_in_run(budget.MOST_STEPS_OF_A_RUN + 1)
        assert is_run_over()
    with running():
        assert not is_run_over()


@pytest.mark.parametrize(("templates", "webhooks", "times"), [(1, 0, 1), (3, 0, 3), (1, 499, 1), (1, 1_000, 3)])
def test_a_run_on_more_may_take_more(templates: int, webhooks: int, times: int) -> None:
    with running(templates=templates, webhooks=webhooks):
        spend_in_run(times * budget.MOST_STEPS_OF_A_RUN)
        with pytest.raises(RunOverError):
            spend_in_run(1)


def test_what_is_done_once_is_paid_for_once_in_questions_and_in_their_run() -> None:
    run, question = Budget(100), Budget(100)
    for each in (question, run):
        each.spend_once("a", 10)
    question.spend(3)
    run.spend_like(question)
    run.spend_like(question)

    assert (question.spent, run.spent) == (13, 16)


def test_what_is_asked_for_once_in_a_run_is_worked_out_and_paid_for_once() -> None:
    worked_out: list[str] = []

    def work_out() -> str:
        spend_in_run(budget.MOST_STEPS_OF_A_RUN // 3)
        worked_out.append("answer")
        return "answer"

    with running():
        assert [once_in_run("question", work_out) for _ in range(5)] == ["answer"] * 5
    with running():
        assert once_in_run("question", work_out) == once_in_run("another", work_out) == "answer"
        with pytest.raises(RunOverError):
            once_in_run("a third", partial(spend_in_run, budget.MOST_STEPS_OF_A_RUN))
        with pytest.raises(RunOverError):
            once_in_run("question", work_out)
    assert once_in_run("question", work_out) == once_in_run("question", work_out) == "answer"
    assert len(worked_out) == 5


def test_reading_is_paid_for_once_in_a_run() -> None:
    with running():
        spend_in_run_on_reading("a" * 1_000)
        spend_in_run_on_reading("a" * 1_000)
        spend_in_run(budget.MOST_STEPS_OF_A_RUN - 8_000)
        assert not is_run_over()
        with pytest.raises(RunOverError):
            spend_in_run_on_reading("b")
    spend_in_run_on_reading("outside of a run nothing is counted")


def spent_on(settings: WebhookSettings) -> int:
    run = Budget(10**9, RunOverError)
    token = budget._RUN.set(run)
    try:
        str(decide(settings, PUSH))
        is_subset(settings.filter_groups, (PUSHES.and_branch_is("main"),))
    finally:
        budget._RUN.reset(token)
    return run.spent


@pytest.mark.parametrize("text", ["^refs/heads/x[0-9]+$", "(a|b)*a(a|b){12}", r"\pL{30}", "^(a|b|c)(d|e|f)$"])
def test_what_was_asked_before_makes_a_run_neither_longer_nor_shorter(text: str) -> None:
    settings = WebhookSettings((group(text), group(f"{text}|y")))
    caches = (_compiled, tree_of, _texts, _answered, _counted, program_of)
    for each in caches:
        each.forget()

    assert spent_on(settings) == spent_on(settings) > 0


@pytest.fixture
def small_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "MOST_STEPS_OF_A_RUN", 400_000)


MANY = {
    "classes of Unicode": r"z%d\pL{10}",
    "more than RE2 takes": r"z%d\pL{300}",
    "automata": "(a|b)*a(a|b){12}%d",
    "texts": "^" + "(a|b)" * 12 + "%d$",
    "repeats": "z%d(?:.?){300}",
    "searches": "z%d(.*x){500}",
    "refused": "(?=" + "x" * 1_000 + "%d",
    "long": "%d" + "x" * 40_000,
}


@pytest.mark.parametrize("pattern", MANY.values(), ids=MANY)
@pytest.mark.usefixtures("small_runs")
@pytest.mark.parametrize("excludes", [False, True], ids=["wanted", "kept out"])
def test_a_decision_on_thousands_of_filters_ends_and_names_what_it_did_not_look_at(
    pattern: str, *, excludes: bool
) -> None:
    count = 40 if len(pattern) > 30_000 else 1_000
    of = [Filter(FilterType.COMMIT_MESSAGE, pattern % index, excludes) for index in range(count)]
    settings = WebhookSettings(tuple(FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), each]) for each in of))
    made = _compiled.made

    assert decide(settings, PUSH).builds in ({None, True} if excludes else {None, False})
    assert len(CompiledWebhooks([settings]).verdicts(PUSH)) == 1
    assert _compiled.made - made <= 4 * count + 20
    assert _compiled.weight <= 32 * 1024 * 1024


@pytest.mark.usefixtures("small_runs")
def test_what_the_budget_does_not_suffice_for_is_undecided() -> None:
    settings = WebhookSettings(tuple(group(rf"z{index}\pL{{20}}") for index in range(40)))
    decision = decide(settings, PUSH)

    assert decision.builds is None
    assert "it is not looked at, because the patterns up to here take more work than is allowed" in str(decision)
    assert decision.groups[0].filters[1].undecided_because is None
    assert CompiledWebhooks([settings]).verdicts(PUSH) == (Verdict.UNDECIDED,)


def test_questions_on_thousands_of_filters_are_given_up() -> None:
    many = group(*(rf"z{index}\pL{{10}}" for index in range(5_000)))
    made = _compiled.made

    assert is_subset(many, PUSHES.and_branch_is("main")) is None
    assert _compiled.made - made < 100


@pytest.mark.parametrize("cache", [_compiled, tree_of, _texts, _answered, _counted, program_of, _noted])
def test_what_is_kept_of_many_patterns_is_bounded_in_bytes(cache: Kept[Any, Any]) -> None:
    assert cache._most <= 32 * 1024 * 1024


@pytest.mark.parametrize(
    ("cache", "pattern", "least"),
    [
        (_compiled, r"\pL{10}%d", 300_000),
        (tree_of, "[a]" * 900 + "%d", 100_000),
        (_texts, "(a|b)" * 11 + "%d", 300_000),
        (program_of, "a{1000}%d", 200_000),
        (_noted, "[a]" * 900 + "%d", 200_000),
    ],
)
def test_what_is_kept_is_weighed_by_what_it_takes(cache: Kept[Any, Any], pattern: str, least: int) -> None:
    cache.forget()
    cache((pattern % 1, False) if cache is program_of else pattern % 1)

    assert least < cache.weight < 20 * least


def test_a_large_program_costs_more_than_a_small_one() -> None:
    assert steps_of("^main$") < 40 < steps_of(r"\pL") < 2_000 < steps_of(r"\pL{300}") < steps_of(r"\pL{10}") < 20_000


def test_values_that_take_too_much_to_search_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    webhooks = CompiledWebhooks(
        [WebhookSettings((group("x$", of=FilterType.COMMIT_MESSAGE),)), WebhookSettings((PUSHES,))]
    )
    monkeypatch.setattr(budget, "MOST_STEPS_OF_A_RUN", 1_000)
    long = WebhookEvent.push(branch="main", message="y" * 100_000)

    assert webhooks.verdicts(PUSH) == (Verdict.NO_BUILD, Verdict.BUILDS)
    assert webhooks.verdicts(long) == (Verdict.UNDECIDED, Verdict.BUILDS)
    assert [each.builds for each in webhooks.decisions(long)] == [None, True]


@pytest.mark.parametrize("text", ["x{0,1000}" * 4, "/?" * 4_000, "x{1,501}y" * 8])
def test_what_may_be_there_or_not_takes_the_square_of_its_number(text: str) -> None:
    assert steps_of(text) > 160_000


@pytest.mark.parametrize("text", [r"\pL" * 230, "|".join([r"(?:\pL)"] * 200), r"\PN\pL?" * 100, "((a{10}){100})" * 400])
def test_the_ranges_of_classes_and_the_copies_of_a_count_take_steps(text: str) -> None:
    assert steps_of(text) > 20_000


@pytest.mark.parametrize("text", [r"^refs/heads/(?:a|b?)-\d{1,3}$", "[a-z]([-a-z0-9]{0,61}[a-z0-9])?", r"^v\pL?$"])
def test_ordinary_patterns_take_little_to_compile(text: str) -> None:
    assert steps_of(text) < 2_000
