"""Groups for pushes and pull requests."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import EventAction, FilterGroup

BOTH = FilterGroup.in_event_of(EventAction.PUSH, EventAction.PULL_REQUEST_UPDATED)
PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
PULL_REQUESTS = FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED)

OFFERED_TO_BOTH = [
    ("and_branch_is", ("main",), "HEAD_REF", "^refs/heads/main$", False),
    ("and_branch_is", ("main", "release/1.x"), "HEAD_REF", r"^refs/heads/(main|release/1\.x)$", False),
    ("and_branch_is_not", ("main",), "HEAD_REF", "^refs/heads/main$", True),
    ("and_any_branch", (), "HEAD_REF", "^refs/heads/", False),
    ("and_branch_glob", ("release/*",), "HEAD_REF", "^refs/heads/release/[^/]*$", False),
    ("and_branch_glob_not", ("release/*",), "HEAD_REF", "^refs/heads/release/[^/]*$", True),
    ("and_tag_is_not", ("v1",), "HEAD_REF", "^refs/tags/v1$", True),
    ("and_tag_glob_not", ("v*",), "HEAD_REF", "^refs/tags/v[^/]*$", True),
    ("and_head_ref_matches", ("^refs/heads/release/",), "HEAD_REF", "^refs/heads/release/", False),
    ("and_head_ref_does_not_match", ("^refs/tags/",), "HEAD_REF", "^refs/tags/", True),
    ("and_file_path_is", ("docs/[id].md",), "FILE_PATH", r"^docs/\[id\]\.md$", False),
    ("and_file_path_is_not", ("buildspec.yml",), "FILE_PATH", r"^buildspec\.yml$", True),
    ("and_file_under", ("services/api",), "FILE_PATH", "^services/api/", False),
    ("and_file_under", ("services/api/", "lib"), "FILE_PATH", "^(services/api|lib)/", False),
    ("and_file_not_under", ("docs",), "FILE_PATH", "^docs/", True),
    ("and_file_path_glob", ("services/**/*.py",), "FILE_PATH", r"^services/([^/]+/)*[^/]*\.py$", False),
    ("and_file_path_glob_not", ("*.md",), "FILE_PATH", r"^[^/]*\.md$", True),
    ("and_file_path_matches", ("^src/",), "FILE_PATH", "^src/", False),
    ("and_file_path_does_not_match", ("^src/",), "FILE_PATH", "^src/", True),
    ("and_commit_message_contains", ("[deploy]", "now?"), "COMMIT_MESSAGE", r"(\[deploy\]|now\?)", False),
    ("and_commit_message_contains_not", ("[skip ci]",), "COMMIT_MESSAGE", r"\[skip ci\]", True),
    ("and_commit_message_matches", ("^fix",), "COMMIT_MESSAGE", "^fix", False),
    ("and_commit_message_does_not_match", ("^fix",), "COMMIT_MESSAGE", "^fix", True),
]
OFFERED_TO_PUSHES = [
    ("and_tag_is", ("v1.0",), "HEAD_REF", r"^refs/tags/v1\.0$", False),
    ("and_any_tag", (), "HEAD_REF", "^refs/tags/", False),
    ("and_tag_glob", ("v*",), "HEAD_REF", "^refs/tags/v[^/]*$", False),
]
OFFERED_TO_PULL_REQUESTS = [
    ("and_base_branch_is", ("main",), "BASE_REF", "^refs/heads/main$", False),
    ("and_base_branch_is_not", ("main",), "BASE_REF", "^refs/heads/main$", True),
    ("and_base_branch_glob", ("release/*",), "BASE_REF", "^refs/heads/release/[^/]*$", False),
    ("and_base_branch_glob_not", ("release/*",), "BASE_REF", "^refs/heads/release/[^/]*$", True),
    ("and_base_ref_matches", ("^refs/heads/",), "BASE_REF", "^refs/heads/", False),
    ("and_base_ref_does_not_match", ("^refs/heads/",), "BASE_REF", "^refs/heads/", True),
]


@pytest.mark.parametrize(
    ("group", "method", "arguments", "filter_type", "pattern", "excluded"),
    [
        *((group, *row) for row in OFFERED_TO_BOTH for group in (BOTH, PUSHES, PULL_REQUESTS)),
        *((PUSHES, *row) for row in OFFERED_TO_PUSHES),
        *((PULL_REQUESTS, *row) for row in OFFERED_TO_PULL_REQUESTS),
    ],
)
def test_what_a_method_adds(  # noqa: PLR0913, PLR0917
    group: FilterGroup, method: str, arguments: tuple[str, ...], filter_type: str, pattern: str, excluded: Any
) -> None:
    built = getattr(group, method)(*arguments)

    added = built.filters[-1]
    assert (added.type.value, added.pattern, added.exclude_matched_pattern) == (filter_type, pattern, excluded)
    assert type(built) is type(group)
    assert built.problems() == ()


def test_a_folder_is_not_its_namesakes() -> None:
    pattern = PUSHES.and_file_under("services/api").filters[1].pattern

    assert pattern == "^services/api/"
    assert not "services/api-v2/app.py".startswith(pattern.removeprefix("^"))


@pytest.mark.parametrize("group", [BOTH, PULL_REQUESTS])
def test_pull_requests_have_no_tags(group: FilterGroup) -> None:
    assert not any(hasattr(group, method) for method, *_ in OFFERED_TO_PUSHES)


@pytest.mark.parametrize("group", [BOTH, PUSHES])
def test_pushes_have_no_base(group: FilterGroup) -> None:
    assert not any(hasattr(group, method) for method, *_ in OFFERED_TO_PULL_REQUESTS)
