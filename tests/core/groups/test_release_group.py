"""Groups for releases."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import EventAction, FilterGroup

RELEASES = FilterGroup.in_event_of(EventAction.RELEASED, EventAction.PRERELEASED)


@pytest.mark.parametrize(
    ("method", "argument", "filter_type", "pattern", "excluded"),
    [
        ("and_tag_name_is", "v1.0", "TAG_NAME", r"^v1\.0$", False),
        ("and_tag_name_is_not", "v1.0", "TAG_NAME", r"^v1\.0$", True),
        ("and_tag_name_matches", "^v", "TAG_NAME", "^v", False),
        ("and_tag_name_does_not_match", "^v", "TAG_NAME", "^v", True),
        ("and_release_name_is", "One (final)", "RELEASE_NAME", r"^One \(final\)$", False),
        ("and_release_name_is_not", "One", "RELEASE_NAME", "^One$", True),
        ("and_release_name_matches", "^One", "RELEASE_NAME", "^One", False),
        ("and_release_name_does_not_match", "^One", "RELEASE_NAME", "^One", True),
    ],
)
def test_what_a_method_adds(method: str, argument: str, filter_type: str, pattern: str, excluded: Any) -> None:
    built = getattr(RELEASES, method)(argument)

    added = built.filters[-1]
    assert (added.type.value, added.pattern, added.exclude_matched_pattern) == (filter_type, pattern, excluded)
    assert type(built) is type(RELEASES)
    assert built.problems() == ()


def test_filters_on_code_are_not_offered() -> None:
    assert not hasattr(RELEASES, "and_branch_is")
    assert not hasattr(RELEASES, "and_file_under")
