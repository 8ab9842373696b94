"""What the service is certain to refuse about a group."""

from __future__ import annotations

import pytest

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, UnresolvedValue

API_FILTER = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html [doc]"
API_CREATE = "https://docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateWebhook.html [doc]"


def group(*filters: tuple[str, str]) -> FilterGroup:
    return FilterGroup.from_api([{"type": filter_type, "pattern": pattern} for filter_type, pattern in filters])


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(group(), ("no filters: give the group an EVENT filter at least",), id=f"no filter, {API_CREATE}"),
        pytest.param(
            group(("HEAD_REF", "^a$")),
            ("no EVENT filter: name the events that the group is for",),
            id=f"no EVENT filter, {API_CREATE}",
        ),
        pytest.param(
            group(("EVENT", "PUSH"), ("HEAD_REF", "^refs/heads/(?!main$)")),
            (
                (
                    "HEAD_REF: RE2 refuses the pattern at character 13: invalid perl operator: (?!\n"
                    "  ^refs/heads/(?!main$)\n"
                    "              ^\n"
                    "RE2 has no lookaround: match what is to be kept out and exclude what matches"
                ),
            ),
            id=f"lookahead, {API_FILTER}",
        ),
        pytest.param(
            group(("EVENT", "PUSH, PULL_REQUEST_CREATED"), ("BASE_REF", "^refs/heads/main$")),
            (
                (
                    "BASE_REF is not allowed with PUSH, only with PULL_REQUEST_CREATED, "
                    "PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED: "
                    "make a group of its own for it"
                ),
            ),
            id=f"BASE_REF with PUSH, {API_FILTER}, and a stack event of 2019 [obs]",
        ),
        pytest.param(
            group(("EVENT", "PUSH,RELEASED"), ("WORKFLOW_NAME", "^CI$")),
            (
                (
                    "WORKFLOW_NAME is not allowed with PUSH, RELEASED, only with WORKFLOW_JOB_QUEUED: "
                    "make a group of its own for it"
                ),
            ),
            id=f"WORKFLOW_NAME with PUSH, {API_FILTER}",
        ),
        pytest.param(
            group(("EVENT", "RELEASED"), ("FILE_PATH", "^a/")),
            (
                (
                    "FILE_PATH is not allowed with RELEASED, only with PUSH, PULL_REQUEST_CREATED, "
                    "PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED: "
                    "make a group of its own for it"
                ),
            ),
            id=f"FILE_PATH with RELEASED, {API_FILTER}",
        ),
    ],
)
def test_what_the_service_is_certain_to_refuse_is_a_problem(given: FilterGroup, expected: tuple[str, ...]) -> None:
    assert given.problems() == expected


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(group(("EVENT", "NOPE"), ("BASE_REF", "a")), id="unknown event"),
        pytest.param(group(("EVENT", "RELEASED"), ("HEAD_REF", "a")), id="not documented"),
        pytest.param(group(("EVENT", "PUSH"), ("REPOSITORY_NAME", "a")), id="wrong for some hosts only"),
        pytest.param(group(("EVENT", "PUSH"), ("HEAD_REF", "${Token[B.1]}(?=x)")), id="token"),
        pytest.param(group(("EVENT", "${Token[E.1]}"), ("BASE_REF", "a")), id="unresolved events"),
        pytest.param(
            FilterGroup.in_event_of(EventAction.PUSH)._and(FilterType.HEAD_REF, "", exclude=False), id="empty pattern"
        ),
        pytest.param(
            FilterGroup.of(
                [Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.HEAD_REF, UnresolvedValue('{"Ref": "B"}'))]
            ),
            id="function",
        ),
        pytest.param(
            FilterGroup.of([Filter(FilterType.EVENT, "PUSH"), Filter(FilterType.EVENT, "RELEASED")]), id="two EVENTs"
        ),
    ],
)
def test_what_is_not_certain_is_no_problem(given: FilterGroup) -> None:
    assert given.problems() == ()
