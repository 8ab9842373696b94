"""Groups: their classes, forms and equality."""

from __future__ import annotations

import copy
import pickle
from enum import Enum
from typing import Any, Final

import pytest

from webhook_constructs.core import (
    EventAction,
    Filter,
    FilterError,
    FilterGroup,
    FilterGroupError,
    FilterType,
    NotOfferedError,
    PullRequestGroup,
    PushGroup,
    PushOrPullRequestGroup,
    ReleaseGroup,
    WorkflowJobGroup,
)

PUSH: Final = EventAction.PUSH
CREATED: Final = EventAction.PULL_REQUEST_CREATED
MERGED: Final = EventAction.PULL_REQUEST_MERGED
RELEASED: Final = EventAction.RELEASED
PRERELEASED: Final = EventAction.PRERELEASED
JOB: Final = EventAction.WORKFLOW_JOB_QUEUED


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param((PUSH,), PushGroup, id="push"),
        pytest.param((PUSH, PUSH), PushGroup, id="push twice"),
        pytest.param((CREATED, MERGED), PullRequestGroup, id="pull request"),
        pytest.param((MERGED, PUSH), PushOrPullRequestGroup, id="push and pull request"),
        pytest.param((PRERELEASED, RELEASED), ReleaseGroup, id="release"),
        pytest.param((JOB,), WorkflowJobGroup, id="workflow job"),
        pytest.param((PUSH, RELEASED), FilterGroup, id="mix"),
        pytest.param(tuple(EventAction), FilterGroup, id="all"),
    ],
)
def test_events_choose_the_class_of_a_group_however_it_is_made(
    events: tuple[EventAction, ...], expected: type[FilterGroup]
) -> None:
    built = FilterGroup.in_event_of(*events)

    assert type(built) is expected
    assert type(FilterGroup.from_api(built.to_api())) is expected
    assert type(FilterGroup.from_cfn(built.to_cfn())) is expected
    assert FilterGroup.from_api(built.to_api()) == built


@pytest.mark.parametrize(
    ("built", "expected", "events"),
    [
        pytest.param(FilterGroup.on_push(), PushGroup, "PUSH", id="push"),
        pytest.param(
            FilterGroup.on_pull_request(),
            PullRequestGroup,
            "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED",
            id="pull request",
        ),
        pytest.param(FilterGroup.on_pull_request(MERGED), PullRequestGroup, "PULL_REQUEST_MERGED", id="merged"),
        pytest.param(
            FilterGroup.on_push_or_pull_request(),
            PushOrPullRequestGroup,
            "PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED",
            id="push or pull request",
        ),
        pytest.param(
            FilterGroup.on_push_or_pull_request(MERGED, CREATED, MERGED),
            PushOrPullRequestGroup,
            "PUSH,PULL_REQUEST_MERGED,PULL_REQUEST_CREATED",
            id="push or merged or created",
        ),
        pytest.param(FilterGroup.on_release(), ReleaseGroup, "RELEASED", id="release"),
        pytest.param(FilterGroup.on_release(PRERELEASED), ReleaseGroup, "PRERELEASED", id="pre-release"),
        pytest.param(FilterGroup.on_workflow_job(), WorkflowJobGroup, "WORKFLOW_JOB_QUEUED", id="workflow job"),
    ],
)
def test_a_group_is_started_for_one_kind_of_event(built: FilterGroup, expected: type[FilterGroup], events: str) -> None:
    assert type(built) is expected
    assert built.to_api() == [{"type": "EVENT", "pattern": events}]


@pytest.mark.parametrize("start", [FilterGroup.on_pull_request, FilterGroup.on_push_or_pull_request])
@pytest.mark.parametrize("event", [PUSH, RELEASED, JOB])
def test_an_event_of_another_kind_starts_no_group_for_pull_requests(start: Any, event: EventAction) -> None:
    with pytest.raises(FilterGroupError) as caught:
        start(CREATED, event)

    assert str(caught.value) == (
        f"not an event of a pull request, got {event}, allowed are PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, "
        "PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED; start a group of its own for it"
    )


def test_a_push_starts_no_group_for_releases() -> None:
    with pytest.raises(FilterGroupError) as caught:
        FilterGroup.on_release(PUSH)

    assert str(caught.value) == (
        "not an event of a release, got PUSH, allowed are RELEASED, PRERELEASED; start a group of its own for it"
    )


def test_the_text_of_an_event_is_taken_for_it() -> None:
    text: Any = str

    assert FilterGroup.on_release(text("PRERELEASED")) == FilterGroup.on_release(PRERELEASED)


def test_a_group_for_some_events_stays_in_its_class_while_it_is_built() -> None:
    assert type(FilterGroup.in_event_of(CREATED).and_branch_is("a").and_actor_account_is("1")) is PullRequestGroup


def test_builders_return_new_groups() -> None:
    group = FilterGroup.in_event_of(PUSH)

    group.and_branch_is("main")

    assert group.to_api() == [{"type": "EVENT", "pattern": "PUSH"}]


def test_events_are_written_without_blanks_each_once_in_the_order_given() -> None:
    assert FilterGroup.in_event_of(PUSH, CREATED, PUSH).to_cfn() == [
        {"Type": "EVENT", "Pattern": "PUSH,PULL_REQUEST_CREATED"}
    ]


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        pytest.param([], (), id="no filter"),
        pytest.param([Filter(FilterType.HEAD_REF, "a")], (), id="no EVENT filter"),
        pytest.param([Filter(FilterType.EVENT, "NOPE, PUSH")], ("NOPE", "PUSH"), id="unknown event"),
        pytest.param([Filter(FilterType.EVENT, "")], (), id="no name"),
        pytest.param([Filter(FilterType.EVENT, "${Token[E.1]}")], None, id="token"),
        pytest.param([Filter(FilterType.EVENT, "PUSH", exclude_matched_pattern=True)], None, id="excluded"),
        pytest.param([Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.EVENT, "RELEASED")], None, id="two"),
    ],
)
def test_a_group_without_clear_events_is_held_all_the_same(
    filters: list[Filter], names: tuple[str, ...] | None
) -> None:
    group = FilterGroup.of(filters)

    assert type(group) is FilterGroup
    assert group.event_names == names
    assert FilterGroup.from_api(group.to_api()) == group


def test_the_order_of_the_filters_does_not_count() -> None:
    one = FilterGroup.in_event_of(PUSH, CREATED).and_branch_is("a").and_file_under("b")
    other = FilterGroup.from_api(
        [
            {"type": "FILE_PATH", "pattern": "^b/"},
            {"type": "HEAD_REF", "pattern": "^refs/heads/a$", "excludeMatchedPattern": False},
            {"type": "EVENT", "pattern": "PULL_REQUEST_CREATED, PUSH"},
        ]
    )

    assert one == other
    assert hash(one) == hash(other)
    assert type(one) is type(other)


def test_a_group_equals_no_other_thing() -> None:
    assert FilterGroup.in_event_of(PUSH) != [{"type": "EVENT", "pattern": "PUSH"}]


def test_a_group_says_itself_in_words() -> None:
    group = FilterGroup.in_event_of(CREATED).and_base_branch_is("main").and_actor_account_is_not("1")

    assert str(group) == (
        "EVENT is PULL_REQUEST_CREATED and BASE_REF matches ^refs/heads/main$ and ACTOR_ACCOUNT_ID does not match ^1$"
    )


def test_a_group_can_be_copied_and_pickled() -> None:
    group = FilterGroup.in_event_of(PUSH).and_branch_is("main")

    for other in (copy.deepcopy(group), pickle.loads(pickle.dumps(group))):
        assert other == group
        assert type(other) is PushGroup


@pytest.mark.parametrize(
    ("method", "arguments", "expected"),
    [
        ("and_actor_account_is", ("1", "22"), ("ACTOR_ACCOUNT_ID", "^(1|22)$", False)),
        ("and_actor_account_is", (1, "22"), ("ACTOR_ACCOUNT_ID", "^(1|22)$", False)),
        ("and_actor_account_is_not", ("1",), ("ACTOR_ACCOUNT_ID", "^1$", True)),
        ("and_actor_account_is_not", (1,), ("ACTOR_ACCOUNT_ID", "^1$", True)),
        ("and_actor_account_matches", ("^1",), ("ACTOR_ACCOUNT_ID", "^1", False)),
        ("and_actor_account_does_not_match", ("^1",), ("ACTOR_ACCOUNT_ID", "^1", True)),
        ("and_repository_name_is", ("a.b",), ("REPOSITORY_NAME", r"^a\.b$", False)),
        ("and_repository_name_is_not", ("a", "b"), ("REPOSITORY_NAME", "^(a|b)$", True)),
        ("and_repository_name_matches", ("^a",), ("REPOSITORY_NAME", "^a", False)),
        ("and_repository_name_does_not_match", ("^a",), ("REPOSITORY_NAME", "^a", True)),
        ("and_organization_name_is", ("acme",), ("ORGANIZATION_NAME", "^acme$", False)),
        ("and_organization_name_is_not", ("acme",), ("ORGANIZATION_NAME", "^acme$", True)),
        ("and_organization_name_matches", ("^a",), ("ORGANIZATION_NAME", "^a", False)),
        ("and_organization_name_does_not_match", ("^a",), ("ORGANIZATION_NAME", "^a", True)),
    ],
)
def test_what_every_group_offers(
    method: str, arguments: tuple[str | int, ...], expected: tuple[str, str, bool]
) -> None:
    group: Any = FilterGroup.in_event_of(PUSH, JOB)

    added = getattr(group, method)(*arguments).filters[1]

    assert (added.type.value, added.pattern, added.exclude_matched_pattern) == expected


@pytest.mark.parametrize(
    ("events", "method", "message"),
    [
        (
            (PUSH,),
            "and_base_branch_is",
            (
                "and_base_branch_is is not offered here, got a group for PUSH, allowed is PULL_REQUEST_CREATED, "
                "PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED; "
                "make a group of its own for what it is to filter"
            ),
        ),
        (
            (PUSH, CREATED),
            "and_tag_is",
            (
                "and_tag_is is not offered here, got a group for PUSH, PULL_REQUEST_CREATED, allowed is PUSH; "
                "make a group of its own for what it is to filter"
            ),
        ),
        (
            (RELEASED,),
            "and_workflow_name_is",
            (
                "and_workflow_name_is is not offered here, got a group for RELEASED, allowed is WORKFLOW_JOB_QUEUED; "
                "make a group of its own for what it is to filter"
            ),
        ),
    ],
)
def test_a_method_that_is_not_offered_says_why(events: tuple[EventAction, ...], method: str, message: str) -> None:
    group = FilterGroup.in_event_of(*events)

    with pytest.raises(NotOfferedError) as caught:
        getattr(group, method)

    assert str(caught.value) == message
    assert not hasattr(group, method)


def test_a_method_that_is_not_offered_without_events_says_so() -> None:
    with pytest.raises(NotOfferedError, match=r"^and_branch_is is not offered here, got a group for no event, "):
        FilterGroup(()).and_branch_is  # type: ignore[attr-defined]  # noqa: B018


def test_an_attribute_that_no_group_has_is_a_plain_attribute_error() -> None:
    with pytest.raises(AttributeError) as caught:
        FilterGroup.in_event_of(PUSH).and_nonsense  # type: ignore[attr-defined]  # noqa: B018

    assert type(caught.value) is AttributeError
    assert str(caught.value) == "'PushGroup' object has no attribute 'and_nonsense'"


class OtherEventAction(Enum):
    PUSH = "PUSH"


OtherEventAction.__name__, OtherEventAction.__module__ = "EventAction", "aws_cdk.aws_codebuild"


def test_an_enum_of_the_same_name_is_named_with_its_module() -> None:
    with pytest.raises(FilterGroupError) as caught:
        FilterGroup.in_event_of(OtherEventAction.PUSH)  # type: ignore[call-overload]

    assert str(caught.value) == (
        "event must be of the EventAction of webhook_constructs, got PUSH of the EventAction of aws_cdk.aws_codebuild; "
        "import the one of webhook_constructs"
    )


def test_something_else_than_an_event_is_refused() -> None:
    with pytest.raises(FilterGroupError) as caught:
        FilterGroup.in_event_of("push")  # type: ignore[call-overload]

    assert str(caught.value) == (
        "no such event, got 'push', allowed are PUSH, PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, "
        "PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED, RELEASED, PRERELEASED, WORKFLOW_JOB_QUEUED"
    )


@pytest.mark.parametrize("start", [FilterGroup.in_event_of, FilterGroup.on_pull_request], ids=["in_event_of", "on"])
def test_a_list_of_events_is_refused_with_the_way_to_pass_them(start: Any) -> None:
    with pytest.raises(FilterGroupError) as caught:
        start([EventAction.PULL_REQUEST_CREATED, EventAction.PULL_REQUEST_MERGED])

    assert str(caught.value) == (
        "events must be separate arguments, got ['PULL_REQUEST_CREATED', 'PULL_REQUEST_MERGED']; "
        "write *events to pass a list of them"
    )


@pytest.mark.parametrize("pattern", ["", 5])
def test_a_pattern_is_a_text_with_something_in_it(pattern: Any) -> None:
    with pytest.raises(FilterError) as caught:
        FilterGroup.in_event_of(PUSH).and_head_ref_matches(pattern)

    assert str(caught.value) == (
        f"not a pattern, got {pattern!r}: give a text with something in it, or leave the filter out"
    )


def test_a_token_in_a_pattern_is_passed_on_untouched() -> None:
    pattern = "^refs/heads/${Token[Branch.12]}(?=x)$"

    assert FilterGroup.in_event_of(PUSH).and_head_ref_matches(pattern).filters[1].pattern == pattern


def test_a_wrong_shape_is_refused_with_its_place() -> None:
    with pytest.raises(FilterGroupError) as caught:
        FilterGroup.from_cfn([{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": ["a"]}])

    assert str(caught.value) == "[1].Pattern: expected a text, got ['a']"
