"""What a pattern that did not match would have matched."""

from __future__ import annotations

import pytest

from webhook_constructs.core import EventAction, Filter, FilterGroup, FilterType, WebhookEvent, WebhookSettings, decide
from webhook_constructs.core.decisions.near_miss import near_miss

MANY = "|".join(f"name-{number}" for number in range(60))
DEEP = "(" * 900 + "[0-9]" + ")" * 900
HARD = "^" + "".join(f"[^{chr(0x4E00 + index)}]" for index in range(2_000)) + "$"


@pytest.mark.parametrize(
    ("filter_type", "pattern", "tried", "expected"),
    [
        ("HEAD_REF", "^refs/heads/main$", "refs/heads/mian", "would match: refs/heads/main"),
        ("HEAD_REF", "^main$", "refs/heads/main", "it would match the bare name main, and HEAD_REF is the whole ref,"),
        (
            "BASE_REF",
            "^Main$",
            "refs/heads/main",
            "it would match the bare name main but for upper and lower case, and BASE_REF is the whole ref",
        ),
        ("HEAD_REF", "MAIN$", "refs/heads/main", "it matches refs/heads/main but for upper and lower"),
        ("HEAD_REF", "^refs/heads/v1$", "refs/tags/v1", "it matches the branch of that name, and this is a tag"),
        ("HEAD_REF", "^refs/tags/v1$", "refs/heads/v1", "it matches the tag of that name, and this is a branch"),
        (
            "HEAD_REF",
            "^refs/heads/Main$",
            "refs/heads/main",
            "it matches refs/heads/main but for upper and lower",
        ),
        (
            "HEAD_REF",
            "^main$",
            "refs/heads/topic",
            "it matches no ref at all: HEAD_REF begins with",
        ),
        ("BASE_REF", "^release-[0-9]+$", "refs/heads/x", "it matches no ref at all: BASE_REF begins with"),
        ("RELEASE_NAME", "^main$", "topic", "would match: main"),
        ("HEAD_REF", "^refs/heads/(a|b|c|d)$", "refs/heads/e", "would match: refs/heads/"),
        ("HEAD_REF", "/release-[0-9]+$", "refs/heads/x", "would match: refs/tags/release-0"),
        ("FILE_PATH", "^/docs/", "docs/a.md", "it matches /docs/a.md, and paths begin at the root of"),
        (
            "FILE_PATH",
            "^./docs/",
            "docs/a.md",
            "it matches ./docs/a.md, and paths begin at the root of",
        ),
        ("FILE_PATH", r"\.py$", "a.js", "would match: a value that ends with .py"),
        ("FILE_PATH", "docs", "a.js", "would match: a value that contains docs"),
        ("COMMIT_MESSAGE", "^$", "Fix", "would match: an empty text"),
        ("FILE_PATH", "^$a", "a.js", "it matches nothing at all"),
        (
            "ACTOR_ACCOUNT_ID",
            "^(ada|grace)$",
            "583231",
            "it is for a login, and ACTOR_ACCOUNT_ID is the id of",
        ),
        ("ACTOR_ACCOUNT_ID", "^(ada|5832310)$", "583231", "would match: 5832310, ada"),
        (
            "ACTOR_ACCOUNT_ID",
            "^(583231|9919)$",
            "ada",
            "it is for account ids that are numbers, as GitHub and GitLab have them, and not for ada",
        ),
        ("ACTOR_ACCOUNT_ID", "^(583231|557058:9)$", "ada", "would match: 557058:9, 583231"),
        ("ACTOR_ACCOUNT_ID", "^[a-z]+$", "583231", "would match: "),
        ("ACTOR_ACCOUNT_ID", "^ada$", "557058:9", "would match: ada"),
        ("COMMIT_MESSAGE", "^Fix$", "Fix\n\nIt was broken", "it matches the first line, Fix, and the message goes on"),
        ("COMMIT_MESSAGE", "^Mend$", "Fix\n\nIt was broken", "would match: Mend"),
        ("RELEASE_NAME", f"^({MANY})$", "other", "would match: name-0, name-1, name-10 and 57 more"),
    ],
)
def test_what_is_said(filter_type: str, pattern: str, tried: str, expected: str) -> None:
    said = near_miss(Filter(FilterType(filter_type), pattern), (tried,))

    assert said is not None
    assert said.startswith(expected)


@pytest.mark.parametrize(
    ("filter_type", "pattern", "expected"),
    [
        ("HEAD_REF", "^refs/heads/feature/[^/]*$", "would match: refs/heads/feature/a"),
        ("HEAD_REF", "^refs/heads/(feature/|main)$", "would match: refs/heads/main"),
        ("HEAD_REF", "^(main|refs/heads/main)$", "would match: refs/heads/main"),
        ("HEAD_REF", "^refs/heads/[^a-z]+$", "would match: refs/heads/!"),
        ("HEAD_REF", "^refs/heads/.[.]lock$", "it matches no ref at all: HEAD_REF begins with"),
        ("HEAD_REF", "^refs/heads/feature/$", "it matches no ref at all: HEAD_REF begins with"),
        ("TAG_NAME", "^v[0-9]+[.]$", "it matches no name of a branch or tag"),
        ("FILE_PATH", "^docs/[^/]*$", "would match: docs/a"),
        ("FILE_PATH", "^docs/$", "it matches no path at all: a path begins at the root of the repo"),
        ("FILE_PATH", "^[.]{1,2}(/x)?$", "it matches no path at all: a path begins at the root of the repo"),
        ("FILE_PATH", "^[.]+/?$", "would match: ..."),
        ("COMMIT_MESSAGE", "^[^b]$", "would match: a"),
    ],
)
def test_what_would_match_can_be_what_is_looked_at(filter_type: str, pattern: str, expected: str) -> None:
    said = near_miss(Filter(FilterType(filter_type), pattern), ("refs/tags/other",))

    assert said is not None
    assert said.startswith(expected)


def test_what_a_branch_filter_would_match_is_a_bare_name() -> None:
    said = [
        near_miss(Filter(FilterType.HEAD_REF, pattern), ("topic",))
        for pattern in ("^release/[^/]*$", "^release/$", "^(release/|main)$", "^refs/heads/topic$")
    ]

    assert said == [
        "would match: release/a",
        "it matches no name of a branch or tag",
        "would match: main",
        "it matches the whole ref refs/heads/topic, and what is looked at is the bare name, topic",
    ]


def test_the_nearest_names_come_first() -> None:
    said = near_miss(Filter(FilterType.HEAD_REF, "^refs/heads/(a|develop|main|x|y)$"), ("refs/heads/devlop",))

    assert said is not None
    assert said.startswith("would match: refs/heads/develop, ")
    assert said.endswith(" and 2 more")


def test_a_message_of_megabytes_takes_no_time_out_of_proportion() -> None:
    """Comparing the whole of it with each text would take hours."""
    each = Filter(FilterType.COMMIT_MESSAGE, f"^({MANY.partition('|name-50')[0]}|{'b' * 5_000})$")

    assert near_miss(each, ("ab" * 4_000_000,)) is not None


def test_of_no_value_the_names_are_in_order() -> None:
    assert near_miss(Filter(FilterType.FILE_PATH, "^(b|a)$"), ()) == "would match: a, b"


@pytest.mark.parametrize("filter_type", [FilterType.FILE_PATH, FilterType.HEAD_REF])
@pytest.mark.parametrize("pattern", [HARD, r"\C[0-9]z", DEEP], ids=["too much work", "no text", "too deep"])
def test_where_nothing_can_be_said_nothing_is(pattern: str, filter_type: FilterType) -> None:
    assert near_miss(Filter(filter_type, pattern), ("refs/heads/a",)) is None


def test_only_an_inclusion_that_failed_is_a_near_miss() -> None:
    group = FilterGroup.in_event_of(EventAction.PUSH).and_branch_is_not("main")
    decision = decide(WebhookSettings((group,)), WebhookEvent.push(branch="main"))
    other = decide(WebhookSettings((group,)), WebhookEvent.release(tag_name="v1"))

    assert [trace.near_miss for trace in decision.groups[0].filters] == [None, None]
    assert [trace.near_miss for trace in other.groups[0].filters] == [None, None]
