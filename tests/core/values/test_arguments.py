"""What public constructors take, and refuse with the exception of their noun."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
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
from webhook_constructs.core.values.arguments import half_of_a_character, shown
from webhook_constructs.core.values.unresolved import is_unresolved

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


def test_lists_of_the_cdk_are_tokens_too() -> None:
    assert is_unresolved("#{Token[TOKEN.2]}")


def test_a_live_webhook_may_have_members_that_are_newer_than_this_package() -> None:
    groups = [[{"type": "EVENT", "pattern": "PUSH", "since": 2030}]]
    live = {"url": "https://x", "filterGroups": groups, "newer": 1}

    assert WebhookSettings.from_api(live) == WebhookSettings((PUSHES,), may_predate_approval=True)


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
