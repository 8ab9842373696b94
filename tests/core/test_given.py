"""What public constructors take, and refuse with the exception of their noun."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from dataclasses import FrozenInstanceError
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest

from webhook_constructs.core import (
    ApproverRole,
    BuildType,
    CommentApproval,
    EventAction,
    Filter,
    FilterError,
    FilterGroup,
    FilterGroupError,
    FilterType,
    NotOfferedError,
    Pattern,
    PatternError,
    PullRequestBuildPolicy,
    PushGroup,
    PushOrPullRequestGroup,
    ReleaseGroup,
    SourceProvider,
    UnresolvedValue,
    WebhookConstructsError,
    WebhookScope,
    WebhookScopeType,
    WebhookSettings,
    WebhookSettingsError,
    is_disjoint,
    is_subset,
    is_unsatisfiable,
)
from webhook_constructs.core.given import half_of_a_character, shown
from webhook_constructs.core.unresolved import is_unresolved

if TYPE_CHECKING:
    from collections.abc import Callable

UNTYPED: Any = None
"""What no type checker has seen."""
PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
ALL_TYPES = (
    "EVENT, BASE_REF, HEAD_REF, ACTOR_ACCOUNT_ID, FILE_PATH, COMMIT_MESSAGE, WORKFLOW_NAME, TAG_NAME, RELEASE_NAME, "
    "REPOSITORY_NAME, ORGANIZATION_NAME"
)


def test_the_text_of_an_enum_is_taken_for_it() -> None:
    text: Any = str
    each = Filter(text("HEAD_REF"), "x")
    settings = WebhookSettings((PUSHES,), build_type=text("BUILD"), provider=text("GITHUB"))
    policy = PullRequestBuildPolicy(text("DISABLED"), [text("GITHUB_ADMIN")])  # type: ignore[arg-type]

    assert each.type is FilterType.HEAD_REF
    assert settings.build_type is BuildType.BUILD
    assert settings.provider is SourceProvider.GITHUB
    assert policy == PullRequestBuildPolicy(CommentApproval.DISABLED, (ApproverRole.GITHUB_ADMIN,))
    assert WebhookScope("x", text("GITLAB_GROUP")).scope is WebhookScopeType.GITLAB_GROUP
    assert type(FilterGroup.of([Filter(text("EVENT"), "PUSH")])) is PushGroup
    assert FilterGroup.of([Filter(text("EVENT"), "PUSH")]).problems() == ()


@pytest.mark.parametrize(
    ("make", "error", "message"),
    [
        (lambda: Filter("BRANCH", "x"), FilterError, f"no such filter type, got 'BRANCH', allowed are {ALL_TYPES}"),  # type: ignore[arg-type]
        (lambda: Filter([], "x"), FilterError, f"no such filter type, got [], allowed are {ALL_TYPES}"),  # type: ignore[arg-type]
        (
            lambda: Filter(FilterType.EVENT, UNTYPED),
            FilterError,
            "the pattern of EVENT is no text, got None: give a text, or an UnresolvedValue for a template's function",
        ),
        (
            lambda: Filter(FilterType.EVENT, "PUSH", UNTYPED),
            FilterError,
            "exclude_matched_pattern is neither True nor False, got None",
        ),
        (
            lambda: FilterGroup.of([{"type": "EVENT"}]),  # type: ignore[list-item]
            FilterGroupError,
            "[0]: not a filter, got {'type': 'EVENT'}: make a Filter, or read the group by from_api",
        ),
        (
            lambda: FilterGroup(UNTYPED),
            FilterGroupError,
            "a filter group is no list, got None: give a list, also of a single one",
        ),
        (
            lambda: WebhookSettings(filter_groups=PUSHES),  # type: ignore[arg-type]
            WebhookSettingsError,
            (
                "filter_groups is no list, got PushGroup(filters=(Filter(type=<FilterType.EVENT: 'EVENT'>, "
                "pattern='PUSH', exclude_matched_pattern=False),)): give a list, also of a single one"
            ),
        ),
        (
            lambda: WebhookSettings(filter_groups=UNTYPED),
            WebhookSettingsError,
            "filter_groups is no list, got None: give a list, also of a single one",
        ),
        (
            lambda: WebhookSettings(filter_groups=[[{}]]),  # type: ignore[arg-type]
            WebhookSettingsError,
            "filter_groups[0] is no FilterGroup, got [{}]",
        ),
        (
            lambda: WebhookSettings(build_type="BATCH"),  # type: ignore[arg-type]
            WebhookSettingsError,
            "no such build type, got 'BATCH', allowed are BUILD, BUILD_BATCH, RUNNER_BUILDKITE_BUILD",
        ),
        (
            lambda: WebhookSettings(branch_filter=3),  # type: ignore[arg-type]
            WebhookSettingsError,
            "the branch_filter is no text, got 3: give a text, or an UnresolvedValue for a template's function",
        ),
        (
            lambda: WebhookSettings(manual_creation="true"),  # type: ignore[arg-type]
            WebhookSettingsError,
            "manual_creation is neither True nor False, got 'true'",
        ),
        (
            lambda: WebhookSettings(scope="acme"),  # type: ignore[arg-type]
            WebhookSettingsError,
            "scope is no WebhookScope, got 'acme'",
        ),
        (
            lambda: WebhookSettings(pull_request_build_policy="DISABLED"),  # type: ignore[arg-type]
            WebhookSettingsError,
            "pull_request_build_policy is no PullRequestBuildPolicy, got 'DISABLED'",
        ),
        (
            lambda: PullRequestBuildPolicy(CommentApproval.DISABLED, ApproverRole.GITHUB_ADMIN),  # type: ignore[arg-type]
            WebhookSettingsError,
            (
                "approver_roles is no list, got 'GITHUB_ADMIN': "
                "give a list, also of a single one"
            ),
        ),
        (
            lambda: PullRequestBuildPolicy(UNTYPED),
            WebhookSettingsError,
            "no such comment approval, got None, allowed are DISABLED, ALL_PULL_REQUESTS, FORK_PULL_REQUESTS",
        ),
        (
            lambda: WebhookScope(UNTYPED),
            WebhookSettingsError,
            "the name of the scope is no text, got None: give a text, or an UnresolvedValue for a template's function",
        ),
        (
            lambda: WebhookScope.github_organization(UNTYPED),
            WebhookSettingsError,
            (
                "the name of the organization is no text, got None: "
                "give a text, or an UnresolvedValue for a template's function"
            ),
        ),
        (
            lambda: WebhookScope("x", domain=1),  # type: ignore[arg-type]
            WebhookSettingsError,
            "the domain of the scope is no text, got 1: give a text, or an UnresolvedValue for a template's function",
        ),
        (lambda: Pattern(UNTYPED), PatternError, "not a pattern, got None: give a text"),
        (lambda: Pattern.if_valid(UNTYPED), PatternError, "not a pattern, got None: give a text"),
        (
            lambda: FilterGroup.of(UNTYPED),
            FilterGroupError,
            "a filter group is no list, got None: give a list, also of a single one",
        ),
        (lambda: Pattern(b"a"), PatternError, "not a pattern, got b'a': give a text"),  # type: ignore[arg-type]
        (lambda: Pattern([]), PatternError, "not a pattern, got []: give a text"),  # type: ignore[arg-type]
        (lambda: Pattern("a").search(UNTYPED), PatternError, "not a value to search in, got None: give a text"),
        (
            lambda: is_unsatisfiable("a"),  # type: ignore[arg-type]
            WebhookConstructsError,
            "not to be asked about, got 'a': give a pattern, a filter, a group or a list of groups",
        ),
        (
            lambda: is_subset(5, 6),  # type: ignore[arg-type]
            WebhookConstructsError,
            "not to be asked about, got 5: give a pattern, a filter, a group or a list of groups",
        ),
        (
            lambda: is_disjoint(PUSHES, [5]),  # type: ignore[list-item]
            WebhookConstructsError,
            "not to be asked about, got [5]: give a pattern, a filter, a group or a list of groups",
        ),
        (
            lambda: UnresolvedValue(UNTYPED),
            WebhookConstructsError,
            "not the JSON text of a function, got None: use UnresolvedValue.from_cfn",
        ),
        (
            lambda: UnresolvedValue.from_cfn({"Ref": b"x"}),
            WebhookConstructsError,
            "not a function of a template: it holds a bytes, allowed is what JSON can hold",
        ),
        (
            lambda: ReleaseGroup((Filter(FilterType.EVENT, "PUSH"),)),
            FilterGroupError,
            "not the filters of a ReleaseGroup, got EVENT is PUSH: PushGroup is the class for them",
        ),
        (
            lambda: PushGroup(()),
            FilterGroupError,
            "not the filters of a PushGroup, got : FilterGroup is the class for them",
        ),
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_refused(make: Callable[[], Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        make()

    assert type(caught.value) is error
    assert str(caught.value) == message


def nested(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "flaw"),
    [
        pytest.param(dt.date(2026, 1, 1), "it holds a date, allowed is what JSON can hold", id="date"),
        pytest.param(b"x", "it holds a bytes, allowed is what JSON can hold", id="bytes"),
        pytest.param({"x"}, "it holds a set, allowed is what JSON can hold", id="set"),
        pytest.param(float("nan"), "it holds a float, allowed is what JSON can hold", id="nan"),
        pytest.param(MappingProxyType({}), "it holds a mappingproxy, allowed is what JSON can hold", id="mappingproxy"),
        pytest.param({1: 2}, "a key is of type int, allowed are texts", id="int key"),
        pytest.param(nested(5_000), "it is nested deeper than 100 levels", id="depth"),
    ],
)
def test_a_function_that_json_cannot_hold_is_refused_with_its_place(value: Any, flaw: str) -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        WebhookSettings.from_cfn({"BranchFilter": {"Fn::Sub": value}})

    assert str(caught.value) == f"BranchFilter: not a function of a template: {flaw}"


def test_a_document_of_thousands_of_levels_is_refused_and_no_recursion_error() -> None:
    with pytest.raises(WebhookSettingsError) as caught:
        WebhookSettings.from_cfn({"FilterGroups": [[nested(5_000)]]})

    assert str(caught.value) == "FilterGroups[0][0]: expected an object, got a list nested too deep to show"


def test_a_pattern_asked_from_deep_inside_is_answered_or_not_and_no_recursion_error() -> None:
    def deep(levels: int, ask: Callable[[], object]) -> object:
        return deep(levels - 1, ask) if levels else ask()

    pattern = Pattern("(" * 99 + "a" + ")" * 99 + "deep")
    questions: tuple[Callable[[], object], ...] = (
        lambda: pattern.is_anchored_at_start,
        lambda: pattern.literal_texts,
        lambda: is_unsatisfiable(pattern),
    )
    assert [deep(750, ask) for ask in questions] == [None, None, None]
    # What there was no room for is not kept as the answer.
    assert pattern.is_anchored_at_start is False
    assert pattern.literal_texts is not None
    assert is_unsatisfiable(pattern) is False


def test_errors_survive_copies_and_pickles() -> None:
    errors: list[Exception] = []
    for make in (lambda: Pattern("(?=a)"), lambda: Pattern(UNTYPED), lambda: PUSHES.and_base_branch_is("x")):  # type: ignore[attr-defined]
        with pytest.raises(WebhookConstructsError) as caught:
            make()
        errors.append(caught.value)

    assert [type(error) for error in errors] == [PatternError, PatternError, NotOfferedError]
    for error in errors:
        for other in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
            assert (type(other), str(other)) == (type(error), str(error))
            assert getattr(other, "advice", None) == getattr(error, "advice", None)


def test_a_group_is_of_the_class_of_its_events_however_it_is_made() -> None:
    filters = (Filter(FilterType.EVENT, "PUSH"),)

    listed: Any = list(filters)
    for group in (
        FilterGroup(filters),
        PushOrPullRequestGroup(filters),
        PushGroup(filters),
        FilterGroup(listed),
    ):
        assert type(group) is PushGroup
        assert group.filters == filters
        assert group == PUSHES


def test_a_list_given_to_a_group_stays_the_callers() -> None:
    given = [Filter(FilterType.EVENT, "PUSH")]
    group = FilterGroup(given)  # type: ignore[arg-type]
    given.append(Filter(FilterType.HEAD_REF, "x"))

    assert group.filters == (Filter(FilterType.EVENT, "PUSH"),)


@pytest.mark.parametrize(
    "value",
    [
        PUSHES,
        FilterGroup(()),
        PUSHES.filters[0],
        WebhookSettings(),
        WebhookScope("x"),
        PullRequestBuildPolicy(CommentApproval.DISABLED),
        Pattern("a"),
        UnresolvedValue("{}"),
    ],
    ids=lambda value: type(value).__name__,
)
@pytest.mark.parametrize("name", ["filters", "text", "x"])
def test_values_cannot_be_changed(value: object, name: str) -> None:
    for change, new in ((setattr, (1,)), (delattr, ())):
        with pytest.raises(FrozenInstanceError) as caught:
            change(value, name, *new)
        assert str(caught.value) == f"cannot change {name!r} of a {type(value).__name__}, it is frozen: make a new one"


def test_a_class_of_the_users_changes_nothing_for_others() -> None:
    class Mine(PushGroup):
        __slots__ = ()

    assert type(FilterGroup.in_event_of(EventAction.PUSH)) is PushGroup
    assert type(Mine(PUSHES.filters).and_branch_is("main")) is Mine


def test_texts_are_shown_printable_and_cut() -> None:
    assert shown("a\ud800\n") == "'a\\ud800\\n'"
    assert shown("x" * 1_000) == f"'{'x' * 199}..."
    assert len(shown("x" * 10_000_000)) == 203
    assert half_of_a_character("é") is None


@pytest.mark.parametrize(
    ("pattern", "drawn"),
    [
        ("\t(?=a)", ["\\t(?=a)", "  ^"]),
        ("a\n\u4e2d(?=a)", ["a\\n\\u4e2d(?=a)", "         ^"]),
        ("é(?=a)", ["é(?=a)", " ^"]),
        ("e\u0301(?=a)", ["e\\u0301(?=a)", "       ^"]),
        ("\ud800", ["\\ud800", "^"]),
        ("a" * 300 + "(?=a)" + "b" * 300, [f"...{'a' * 100}(?=a){'b' * 95}...", f"{' ' * 103}^"]),
    ],
    ids=["tab", "newline and wide", "narrow", "combining", "half", "long"],
)
def test_a_pattern_is_drawn_with_the_caret_where_it_belongs(pattern: str, drawn: list[str]) -> None:
    with pytest.raises(PatternError) as caught:
        Pattern(pattern)

    assert str(caught.value).splitlines()[1:3] == [f"  {line}" for line in drawn]
    assert caught.value.pattern == pattern
    str(caught.value).encode()


def test_a_reason_as_long_as_the_pattern_is_cut_in_the_text_and_kept_in_the_attribute() -> None:
    with pytest.raises(PatternError) as caught:
        Pattern("(" + "a" * 5_000)

    assert caught.value.reason == f"missing ): ({'a' * 5_000}"
    assert len(str(caught.value)) < 800


def test_lists_of_the_cdk_are_tokens_too() -> None:
    assert is_unresolved("#{Token[TOKEN.2]}")


def test_a_scope_without_a_type_is_an_organization_as_documented() -> None:
    assert WebhookScope("x").to_api() == {"name": "x", "scope": "GITHUB_ORGANIZATION"}
    assert WebhookScope("x").to_cfn() == {"Name": "x"}
    assert WebhookScope("x") == WebhookScope("x", WebhookScopeType.GITHUB_ORGANIZATION)
    assert hash(WebhookScope("x")) == hash(WebhookScope("x", WebhookScopeType.GITHUB_ORGANIZATION))
    assert WebhookScope("x") != "x"


def test_a_scope_without_a_name_is_refused() -> None:
    with pytest.raises(WebhookSettingsError, match=r"^the scope has no name, got '': give the name"):
        WebhookScope("")
    with pytest.raises(WebhookSettingsError, match=r"^ScopeConfiguration.Name: expected a name, got ' '$"):
        WebhookSettings.from_cfn({"ScopeConfiguration": {"Name": " "}})


def test_a_live_webhook_may_have_members_that_are_newer_than_this_package() -> None:
    groups = [[{"type": "EVENT", "pattern": "PUSH", "since": 2030}]]
    live = {"url": "https://x", "filterGroups": groups, "newer": 1}

    assert WebhookSettings.from_api(live) == WebhookSettings((PUSHES,))


def test_a_slip_in_a_request_or_a_template_is_refused() -> None:
    with pytest.raises(WebhookSettingsError, match=r"^unknown key, got 'filtergroups', allowed are "):
        WebhookSettings.from_api({"filtergroups": []})
    with pytest.raises(WebhookSettingsError, match=r"^unknown key, got 'Newer', allowed are "):
        WebhookSettings.from_cfn({"Newer": 1})


def test_the_input_of_update_webhook_is_read_without_its_rotation() -> None:
    assert WebhookSettings.from_api({"projectName": "x", "rotateSecret": True}) == WebhookSettings()


class Unshowable:
    """What fails where it is to be shown."""

    def __repr__(self) -> str:
        raise LookupError


def test_what_cannot_be_shown_is_refused_all_the_same() -> None:
    with pytest.raises(FilterError, match=r"^no such filter type, got a Unshowable that cannot be shown, allowed are "):
        Filter(Unshowable(), "x")  # type: ignore[arg-type]


def test_a_class_is_no_list_of_filters() -> None:
    with pytest.raises(FilterGroupError, match=r"^a filter group is no list, got <class 'str'>"):
        FilterGroup.of(str)  # type: ignore[arg-type]
