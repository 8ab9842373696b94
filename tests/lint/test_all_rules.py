"""All rules together: which there are, and what becomes of the others when one of them crashes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.property import strategies
from tests.lint.case import webhook
from webhook_constructs.core import EventAction, FilterGroup, SourceProvider, WebhookSettings
from webhook_constructs.core.values.unresolved import UnresolvedValue
from webhook_constructs.lint import Context, Location, PipelineSource, Problem, Severity, lint, lint_across
from webhook_constructs.lint.engine import judge, judge_across
from webhook_constructs.lint.findings.finding import CRASHED, NOT_JUDGED
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.rules import RULES, RULES_ACROSS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webhook_constructs.lint import Finding
    from webhook_constructs.lint.rule import RuleAcross, Webhook

GOLDEN = """
WH101 group-without-event error documented
WH102 refused-pattern error documented
WH103 filter-not-for-event error documented
WH104 event-not-sent error documented
WH105 scope-filter-without-scope error documented
WH106 branch-filter-with-groups error observed
WH107 empty-branch-filter error observed
WH108 source-without-webhooks error documented
WH109 buildkite-requirements error documented
WH110 second-webhook error documented
WH111 project-with-triggers error documented
WH112 scope-of-another-source error documented
WH113 shared-secret error documented
WH114 not-for-triggers error documented
WH115 groups-without-webhook error observed
WH121 several-event-filters warning unknown
WH122 unknown-event warning unknown
WH123 excluded-event warning unknown
WH124 empty-pattern warning unknown
WH125 global-scope-with-other-events warning unknown
WH126 disputed-combination warning unknown
WH127 undocumented-combination info unknown
WH128 gitlab-beyond-the-api-page warning unknown
WH129 automatic-global-webhook warning unknown
WH130 batch-without-configuration warning unknown
WH131 roles-of-another-host warning unknown
WH201 unanchored-actor warning observed
WH202 actor-filter-for-everyone warning documented
WH203 unanchored-ref warning documented
WH204 pull-requests-without-approval warning documented
WH205 weak-guard warning inferred
WH206 file-path-exclusion-as-guard warning documented
WH207 fork-approval-only info documented
WH208 powerful-build-for-strangers warning documented
WH209 unanchored-repository warning documented
WH211 unanchored-exclusion info documented
WH212 readers-may-approve warning unknown
WH213 runner-for-every-repository warning documented
WH214 approval-not-shown warning unknown
WH301 group-never-matches warning documented
WH302 filter-for-everything warning documented
WH303 covered-group warning inferred
WH304 duplicate-filter warning verified
WH305 duplicate-group warning verified
WH306 head-ref-for-base-ref warning documented
WH307 login-for-account-id warning documented
WH308 glob-for-pattern warning verified
WH309 literal-brackets warning verified
WH310 unescaped-dot info verified
WH311 bitbucket-event-switched-off info documented
WH312 merge-queue-not-built info observed
WH401 two-builds-for-one-push info inferred
WH402 any-excluded-file-skips info inferred
WH403 exclusion-takes-tags info documented
WH404 no-filter info documented
WH405 too-many-webhooks warning documented
WH406 double-build warning documented
WH407 same-event-builds-two-projects info inferred
WH408 pipeline-follows-same-branch info inferred
WH409 two-builds-for-one-merge info inferred
WH501 enterprise-secret-without-place info unknown
"""
SECRET = "ghp_1234567890"
FOUND = Problem(Location(0, 1), "something is wrong", "mend it")


def test_these_are_the_rules() -> None:
    """A rule that is added, dropped or taken for more or less grave is a change that everybody sees."""
    rules: list[Rule[Any]] = sorted((*RULES, *RULES_ACROSS), key=lambda rule: rule.id)
    lines = [f"{rule.id} {rule.name} {rule.severity} {rule.certainty}" for rule in rules]

    assert lines == GOLDEN.strip().splitlines()


def made_up(number: int, check: Any) -> Rule[Any]:
    return Rule(f"WH9{number:02}", Severity.ERROR, Certainty.VERIFIED, "RE2", check)


def finds(_: object) -> Iterator[Problem]:
    yield FOUND


def fails(_: object) -> Iterator[Any]:
    raise ValueError(SECRET)
    yield FOUND


def fails_at_once(_: object) -> Sequence[Any]:
    raise KeyError(SECRET)


def gives_nothing_to_walk(_: object) -> Any:
    return None


def gives_something_else(_: object) -> list[Any]:
    return [SECRET]


def calls_itself(_: object) -> Any:
    return calls_itself(_)


def has_no_memory(_: object) -> Any:
    raise MemoryError(SECRET)


def is_interrupted(_: object) -> Any:
    raise KeyboardInterrupt


def finds_and_fails(_: object) -> Iterator[Problem]:
    yield FOUND
    raise ValueError(SECRET)


CRASHES = {
    fails: "ValueError in fails",
    fails_at_once: "KeyError in fails_at_once",
    gives_nothing_to_walk: "TypeError in ",
    gives_something_else: "",
    calls_itself: "RecursionError in calls_itself",
    has_no_memory: "MemoryError in has_no_memory",
}
crashing = pytest.mark.parametrize(
    ("check", "says"), CRASHES.items(), ids=lambda each: getattr(each, "__name__", "crash")
)


def assert_is_crash(finding: Finding, says: str, rule: str = "WH902 test-all-rules") -> None:
    assert (finding.id, finding.name, finding.severity) == ("WH001", "rule-crashed", Severity.WARNING)
    assert finding.location == Location()
    assert finding.message.startswith(f"rule {rule} crashed with {says}")
    assert SECRET not in str(finding)
    assert finding.fix == "report it with the settings of this webhook, and acknowledge WH001 until it is mended"


@crashing
def test_a_rule_that_crashes_gives_one_warning_and_the_others_say_what_they_have_to(check: Any, says: str) -> None:
    rules = [made_up(1, finds), made_up(2, check), made_up(3, finds)]

    first, last, crash = judge(webhook(), Context(), rules)

    assert (first.id, first.message, first.location) == ("WH901", "something is wrong", Location(0, 1))
    assert_is_crash(crash, says)
    assert last.id == "WH903"


@crashing
def test_a_rule_across_webhooks_that_crashes_gives_one_warning(check: Any, says: str) -> None:
    def finds_on_the_second(_: Sequence[Webhook]) -> Iterator[tuple[int, Problem]]:
        yield 1, FOUND

    rules: list[RuleAcross] = [made_up(1, finds_on_the_second), made_up(2, check), made_up(3, finds_on_the_second)]

    found = judge_across([webhook(), webhook()], rules=rules)

    assert [[each.id for each in findings] for findings in found] == [["WH001"], ["WH901", "WH903"]]
    assert_is_crash(found[0][0], says)


def test_what_a_rule_has_found_before_it_crashes_is_kept() -> None:
    def finds_and_fails_across(_: Sequence[Webhook]) -> Iterator[tuple[int, Problem]]:
        yield 1, FOUND
        raise ValueError(SECRET)

    found, crash = judge(webhook(), Context(), [made_up(2, finds_and_fails)])
    [crash_across], [found_across] = judge_across([webhook(), webhook()], rules=[made_up(2, finds_and_fails_across)])

    assert found.id == found_across.id == "WH902"
    assert_is_crash(crash, "ValueError in finds_and_fails")
    assert_is_crash(crash_across, "ValueError in finds_and_fails_across")


def test_a_rule_across_that_names_a_webhook_which_is_not_there_has_crashed() -> None:
    def finds_far_away(_: Sequence[Webhook]) -> Iterator[tuple[int, Problem]]:
        yield 7, FOUND

    [[crash]] = judge_across([webhook()], rules=[made_up(2, finds_far_away)])

    assert_is_crash(crash, "IndexError in ")


def test_an_interruption_passes_through() -> None:
    with pytest.raises(KeyboardInterrupt):
        judge(webhook(), Context(), [made_up(1, is_interrupted)])
    with pytest.raises(KeyboardInterrupt):
        judge_across([webhook()], rules=[made_up(1, is_interrupted)])


def test_findings_are_in_the_order_of_their_ids_and_of_their_places() -> None:
    branch = {"HEAD_REF": "main", "ACTOR_ACCOUNT_ID": "1", "!FILE_PATH": "^docs/", "ACTOR_ACCOUNT_ID 2": "2"}
    found = lint(webhook(branch, {"EVENT": "PUSH,PULL_REQUEST_UPDATED", **branch}, branch))
    ids = [each.id for each in found]

    assert len(set(ids)) > 2
    assert ids == sorted(ids)
    for rule_id in ids:
        groups = [each.location.group or 0 for each in found if each.id == rule_id]
        assert groups == sorted(groups)


def test_settings_without_groups_and_with_a_thousand_are_judged() -> None:
    def group(number: int) -> FilterGroup:
        return (
            FilterGroup.in_event_of(EventAction.PUSH).and_branch_is(f"release/{number}").and_file_under(f"s/{number}")
        )

    [nothing] = [each.id for each in lint(WebhookSettings(provider=SourceProvider.GITHUB))]
    many = lint(WebhookSettings(tuple(map(group, range(1_000))), provider=SourceProvider.GITHUB))

    assert nothing == "WH404"
    assert [str(each) for each in many if each.id == CRASHED.id or each.severity is not Severity.INFO] == []


def test_no_webhooks_at_all_are_judged() -> None:
    assert lint_across([]) == ()
    assert judge_across([], rules=[made_up(1, fails)]) == ()


def test_rules_across_webhooks_are_given_what_is_known_of_each() -> None:
    def names(webhooks: Sequence[Webhook]) -> Iterator[tuple[int, Problem]]:
        for index, each in enumerate(webhooks):
            yield index, Problem(Location(), f"it is at {each.context.path!r}", "move it")

    settings, rules = [webhook(), webhook()], [made_up(1, names)]
    known = judge_across(settings, [Context(path="A"), Context(path="B")], rules)
    unknown = judge_across(settings, None, rules)

    assert [finding.message for findings in known for finding in findings] == ["it is at 'A'", "it is at 'B'"]
    assert [finding.message for findings in unknown for finding in findings] == ["it is at ''", "it is at ''"]


def test_what_lint_says_does_not_depend_on_the_order_in_which_it_was_asked() -> None:
    one, other = webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "1"}), webhook({"HEAD_REF": "main"})

    before = (lint(one), lint(other))

    assert (lint(other), lint(one)) == before[::-1]


unresolved = st.sampled_from([UnresolvedValue('{"Ref": "Branch"}'), "${Token[TOKEN.1]}"])
locations = st.sampled_from(
    ["https://github.com/acme/api.git", "https://github.com", "", "/", "a/b/c@d/e", "\ud800/a/b"]
)
any_settings = st.builds(
    dataclasses.replace,
    strategies.settings,
    provider=st.none() | st.sampled_from(SourceProvider),
    source_location=st.none() | locations | unresolved,
)
"""Any settings that can be held."""

texts = st.sampled_from([(), ("Stack/Other",), ("Stack/A", "Stack/B")])
sources = st.builds(
    PipelineSource,
    st.just("Stack/Pipeline/Source"),
    st.sampled_from(["acme/api", "Acme/API", "api", ""]),
    st.lists(strategies.any_groups, max_size=2).map(tuple),
)
contexts = st.builds(
    Context,
    source_type=st.none() | st.sampled_from(["GITHUB", "NO_SOURCE", "CODEPIPELINE", "S3", ""]),
    agent_token_type=st.none() | st.sampled_from(["SECRETS_MANAGER", "PLAINTEXT", ""]),
    keeps_secret=st.none() | st.booleans(),
    other_webhooks=texts,
    has_triggers=st.booleans(),
    pipeline_actions=texts,
    pipeline_sources=st.lists(sources, max_size=2).map(tuple),
    build_powers=st.sampled_from([(), ("its environment is privileged",)]),
)


def crashes_in(found: Sequence[Finding]) -> list[str]:
    return [str(each) for each in found if each.id == CRASHED.id]


@given(any_settings, contexts)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_rule_crashes_on_any_settings(held: WebhookSettings, context: Context) -> None:
    found = lint(held, context)

    places = [
        (each.id == NOT_JUDGED.id, each.id, -1 if each.location.group is None else each.location.group)
        for each in found
    ]
    assert crashes_in(found) == []
    assert places == sorted(places)
    assert lint(held, context) == found


def test_what_is_said_of_a_branch_filter_comes_before_what_is_said_of_groups() -> None:
    found = lint(webhook({"EVENT": "PUSH", "HEAD_REF": "main"}, branch_filter="main"))

    assert [each.location.group for each in found if each.id == "WH203"] == [None, 0]


@given(st.lists(st.tuples(any_settings, contexts), max_size=3), st.sampled_from([1, 8]))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_rule_across_crashes_on_any_settings(some: list[tuple[WebhookSettings, Context]], times: int) -> None:
    held, known = [settings for settings, _ in some] * times, [context for _, context in some] * times

    for found in (lint_across(held), lint_across(held, known)):
        assert len(found) == len(held)
        assert [crashes_in(each) for each in found] == [[] for _ in held]


def test_what_is_known_of_some_webhooks_only_is_refused() -> None:
    with pytest.raises(ValueError, match="shorter"):
        lint_across([webhook(), webhook()], [Context()])
