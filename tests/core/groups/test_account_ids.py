"""What account IDs look like: one table, and what is told in it more broadly and more narrowly agrees."""

from __future__ import annotations

import pytest

from webhook_constructs.core import Pattern, SourceProvider, is_disjoint, is_subset, is_unsatisfiable
from webhook_constructs.core.groups.account_ids import account_ids
from webhook_constructs.core.patterns.code_points import CodePoints

NUMBERS = ["1", "583231", "198982749", "1234567890123456789"]
OF_ATLASSIAN = ["5d5355e8c6b9320d9ea5b28d", "5b10a2844c20165700ede21g", "557058:295406f3-a1fc-4733-b906-dd15d021bd79"]
LOGINS = ["octocat", "OctoCat", "dependabot[bot]", "me@example.com", "0123", ""]
each_host = pytest.mark.parametrize("provider", [None, *SourceProvider], ids=str)


@pytest.mark.parametrize(
    ("provider", "expected"),
    [
        (None, NUMBERS + OF_ATLASSIAN),
        (SourceProvider.GITHUB, NUMBERS),
        (SourceProvider.GITHUB_ENTERPRISE, NUMBERS),
        (SourceProvider.BITBUCKET, OF_ATLASSIAN),
        (SourceProvider.GITLAB, NUMBERS + OF_ATLASSIAN),
    ],
    ids=str,
)
def test_ids_are_told_from_logins(provider: SourceProvider | None, expected: list[str]) -> None:
    every = Pattern(account_ids(provider).every)

    assert list(filter(every.search, NUMBERS + OF_ATLASSIAN + LOGINS)) == expected


@each_host
def test_the_ids_of_strangers_are_ids_that_are_counted(provider: SourceProvider | None) -> None:
    ids = account_ids(provider)
    narrow = [ids.strangers, *(form for form, _ in ids.forms)]

    assert [is_subset(Pattern(each), Pattern(ids.every)) for each in narrow] == [True] * len(narrow)
    mixed = [Pattern(each) for each in ids.counted if each != "[a-z:]"]
    assert [is_subset(each, Pattern(ids.every)) for each in mixed] == [True]
    assert [is_disjoint(each, Pattern(ids.longer)) for each in mixed] == [True]


@each_host
def test_ids_are_made_of_their_characters(provider: SourceProvider | None) -> None:
    ids = account_ids(provider)
    texts = filter(Pattern(ids.every).search, NUMBERS + OF_ATLASSIAN)

    assert [text for text in texts if CodePoints.of_text(text) & ids.characters != CodePoints.of_text(text)] == []
    assert [form for form, _ in ids.forms if is_unsatisfiable(Pattern(form))] == []
