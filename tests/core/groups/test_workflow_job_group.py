"""Groups for workflow jobs."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import EventAction, FilterGroup

JOBS = FilterGroup.in_event_of(EventAction.WORKFLOW_JOB_QUEUED)


@pytest.mark.parametrize(
    ("method", "argument", "pattern", "excluded"),
    [
        ("and_workflow_name_is", "[CI-CodeBuild]", r"^\[CI-CodeBuild\]$", False),
        ("and_workflow_name_is_not", "CI", "^CI$", True),
        ("and_workflow_name_matches", "^CI", "^CI", False),
        ("and_workflow_name_does_not_match", "^CI", "^CI", True),
    ],
)
def test_what_a_method_adds(method: str, argument: str, pattern: str, excluded: Any) -> None:
    built = getattr(JOBS, method)(argument)

    added = built.filters[-1]
    assert (added.type.value, added.pattern, added.exclude_matched_pattern) == ("WORKFLOW_NAME", pattern, excluded)
    assert type(built) is type(JOBS)
    assert built.problems() == ()


def test_filters_on_code_are_not_offered() -> None:
    assert not hasattr(JOBS, "and_branch_is")
