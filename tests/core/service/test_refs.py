"""What refs begin with."""

from __future__ import annotations

import pytest

from webhook_constructs.core import EventAction, FilterType
from webhook_constructs.core.service.event_actions import PULL_REQUEST_ACTIONS
from webhook_constructs.core.service.refs import ref_prefixes


@pytest.mark.parametrize("event", sorted(PULL_REQUEST_ACTIONS))
def test_refs_of_pull_requests_are_branches(event: EventAction) -> None:
    assert ref_prefixes(FilterType.HEAD_REF, event) == ("refs/heads/",)
    assert ref_prefixes(FilterType.BASE_REF, event) == ("refs/heads/",)


def test_the_head_of_a_push_is_a_branch_or_a_tag() -> None:
    assert ref_prefixes(FilterType.HEAD_REF, EventAction.PUSH) == ("refs/heads/", "refs/tags/")


def test_an_event_is_its_name() -> None:
    for event in EventAction:
        assert ref_prefixes(FilterType.HEAD_REF, event.value) == ref_prefixes(FilterType.HEAD_REF, event)


@pytest.mark.parametrize(
    ("filter_type", "event"),
    [
        (FilterType.BASE_REF, "PUSH"),
        (FilterType.HEAD_REF, "RELEASED"),
        (FilterType.HEAD_REF, "WORKFLOW_JOB_QUEUED"),
        (FilterType.HEAD_REF, "PUSHED"),
        (FilterType.FILE_PATH, "PUSH"),
        (FilterType.TAG_NAME, "RELEASED"),
    ],
)
def test_of_everything_else_nothing_is_known(filter_type: FilterType, event: str) -> None:
    assert ref_prefixes(filter_type, event) == ()
