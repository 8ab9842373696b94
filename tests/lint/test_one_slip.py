"""A slip gives one finding, as bad as it is, with a fix that mends it."""

from __future__ import annotations

import pytest

from tests.lint.case import webhook
from webhook_constructs.core import SourceProvider
from webhook_constructs.lint import lint

PUSH, CREATED = "PUSH", "PULL_REQUEST_CREATED"
NO_PROVIDER = None


def found(event: str, filter_type: str, pattern: str, provider: SourceProvider | None) -> list[str]:
    settings = webhook({"EVENT": event, filter_type: pattern}, provider=provider)
    return [f"{each.id} {each.severity}" for each in lint(settings)]


@pytest.mark.parametrize(
    ("event", "filter_type", "pattern", "expected"),
    [
        # A glob
        (PUSH, "HEAD_REF", "^refs/heads/*$", "WH301 warning"),
        (PUSH, "HEAD_REF", "^main*$", "WH301 warning"),
        (CREATED, "BASE_REF", "^refs/heads/*$", "WH301 warning"),
        (CREATED, "HEAD_REF", "^refs/tags/v*", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/*", "WH308 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/release-*$", "WH308 warning"),
        (PUSH, "HEAD_REF", "refs/heads/release-*", "WH308 warning"),
        (PUSH, "HEAD_REF", "release/*", "WH308 warning"),
        (PUSH, "HEAD_REF", "refs/heads/{main,develop}", "WH308 warning"),
        (CREATED, "BASE_REF", "refs/heads/release-*", "WH308 warning"),
        # A name where there is no number
        (PUSH, "!ACTOR_ACCOUNT_ID", "octocat", "WH307 warning"),
        (PUSH, "!ACTOR_ACCOUNT_ID", "octocat|hubot", "WH307 warning"),
        (PUSH, "ACTOR_ACCOUNT_ID", "octocat", "WH307 warning"),
        # A missing anchor
        (PUSH, "HEAD_REF", "refs/heads/main", "WH203 warning"),
        (PUSH, "HEAD_REF", "refs/heads/main$", "WH203 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/main|develop$", "WH203 warning"),
        (PUSH, "HEAD_REF", "refs/heads/(main$|release/.*)", "WH203 warning"),
        (PUSH, "HEAD_REF", "heads/feature/.*", "WH203 warning"),
        # What no ref can be
        (PUSH, "HEAD_REF", "refs/head/main$", "WH301 warning"),
        (PUSH, "HEAD_REF", "ref/heads/main", "WH301 warning"),
        (PUSH, "HEAD_REF", "refs/branches/main", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/heads//main$", "WH301 warning"),
        (PUSH, "HEAD_REF", "refs/heads//main", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/tags//v1", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/ main$", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/main $", "WH301 warning"),
        (PUSH, "HEAD_REF", "^refs/heads/main:develop$", "WH301 warning"),
        (CREATED, "BASE_REF", "refs/head/main$", "WH301 warning"),
        # Every ref, as git allows them
        (CREATED, "HEAD_REF", "^refs/heads/[^ ]+$", "WH302 warning"),
        # An anchor that is missing before a name for many
        (PUSH, "HEAD_REF", "refs/heads/.*", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/heads/.+", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/heads/feature/.*", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/heads/feature/", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/heads/(feature|fix)/.*", "WH203 info"),
        (PUSH, "HEAD_REF", "(refs/heads/feature/|refs/tags/v).*", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/tags/.*", "WH203 info"),
        (PUSH, "HEAD_REF", "refs/tags/v[0-9]+", "WH203 info"),
        (CREATED, "BASE_REF", "refs/heads/release/.*", "WH203 info"),
        # Any branch, where the event is about branches alone
        (CREATED, "HEAD_REF", "^refs/heads/.*", "WH302 info"),
        (CREATED, "HEAD_REF", "^refs/heads/.*$", "WH302 info"),
        (CREATED, "BASE_REF", "^refs/heads/.+$", "WH302 info"),
        (CREATED, "HEAD_REF", "refs/heads/.*", "WH302 info"),
        (CREATED, "HEAD_REF", r"^refs\/heads\/.*", "WH302 info"),
        (CREATED, "HEAD_REF", "^refs/heads/", "WH302 info"),
        (CREATED, "HEAD_REF", ".*", "WH302 warning"),
        (CREATED, "HEAD_REF", "^refs/", "WH302 warning"),
    ],
)
def test_a_slip_gives_one_finding(event: str, filter_type: str, pattern: str, expected: str) -> None:
    assert found(event, filter_type, pattern, SourceProvider.GITHUB) == [expected]


@pytest.mark.parametrize("filter_type", ["ACTOR_ACCOUNT_ID", "!ACTOR_ACCOUNT_ID"])
@pytest.mark.parametrize("provider", [NO_PROVIDER, *SourceProvider])
def test_a_login_gives_one_finding_at_every_git_host(filter_type: str, provider: SourceProvider | None) -> None:
    assert len(found(PUSH, filter_type, "octocat", provider)) == 1
    assert len(found(PUSH, filter_type, "ada.lovelace@example.com", provider)) == 1


@pytest.mark.parametrize(
    ("event", "pattern", "fix"),
    [
        (PUSH, "^refs/head/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^ref/heads/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^ref/head/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^heads/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^head/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/branch/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/branches/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/remotes/origin/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^origin/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^/refs/heads/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs//heads/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^Refs/Heads/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "refs/head/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "ref/heads/topic", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "refs/head/feature/.*", "write ^refs/heads/feature/.*"),
        (PUSH, "^refs/head/feature/", "write ^refs/heads/feature/"),
        (PUSH, "^refs/heads//topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "refs/heads//topic", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/heads/feature//x$", 'write ^refs/heads/feature/x$, or use and_branch_is("feature/x")'),
        (PUSH, "^refs/heads/ topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (
            PUSH,
            "^refs/heads/(topic |other )$",
            'write ^refs/heads/(topic|other)$, or use and_branch_is("other", "topic")',
        ),
        (PUSH, "^refs/heads/my topic$", "write it for whole refs, such as ^refs/heads/main$"),
        (PUSH, r"^refs\/head\/topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (PUSH, "^refs/head/(a|b)$", 'write ^refs/heads/(a|b)$, or use and_branch_is("a", "b")'),
        (PUSH, "^refs/head/a$|^refs/head/b$", 'write ^refs/heads/a$|^refs/heads/b$, or use and_branch_is("a", "b")'),
        (
            PUSH,
            "(^refs/head/a$|^refs/head/b$)",
            'write (^refs/heads/a$|^refs/heads/b$), or use and_branch_is("a", "b")',
        ),
        (PUSH, "^refs/head/release/.*", "write ^refs/heads/release/.*"),
        (PUSH, "^refs/tag/v1$", 'write ^refs/tags/v1$, or use and_tag_is("v1")'),
        (PUSH, "^tags/v.*", "write ^refs/tags/v.*"),
        (PUSH, "^tag/v.*", "write ^refs/tags/v.*"),
        (CREATED, "^refs/tag/v1$", "write it for PUSH, in a group of its own: only pushes are about tags"),
        (CREATED, "^refs/head/main$", 'filter by BASE_REF: and_base_branch_is("main"), or ^refs/heads/main$'),
        (PUSH, "^v[0-9]+", "write ^refs/heads/v[0-9]+; for tags write ^refs/tags/v[0-9]+"),
        (PUSH, r"^\d+\.\d+$", r"write ^refs/heads/\d+\.\d+$; for tags write ^refs/tags/\d+\.\d+$"),
        (
            PUSH,
            "^v1$",
            'write ^refs/heads/v1$, or use and_branch_is("v1"); for tags write ^refs/tags/v1$, or use and_tag_is("v1")',
        ),
        (PUSH, "^topic$", 'write ^refs/heads/topic$, or use and_branch_is("topic")'),
        (CREATED, "^v[0-9]+", "write ^refs/heads/v[0-9]+"),
        (PUSH, "^refs/heads/topic$\n", "write ^refs/heads/topic$, without the line break"),
        (
            PUSH,
            "^refs/head/topic$\n",
            'write ^refs/heads/topic$, or use and_branch_is("topic")',
        ),
        (PUSH, "^refs/heads/topic$ ", "write ^refs/heads/topic$"),
        (PUSH, "^refs/heads/a$ | ^refs/heads/b$", "write ^refs/heads/a$|^refs/heads/b$"),
        (PUSH, r"/^refs\/heads\/topic$/", "write ^refs/heads/topic$"),
        (PUSH, "^$", "write it for whole refs, such as ^refs/heads/main$"),
        (PUSH, "^refs/heads/${Branch}$", "write the value itself"),
        (PUSH, "^refs/heads/*$", 'use and_branch_glob("*"), or write .* for any characters'),
        (PUSH, "^main*$", 'use and_branch_glob("main*"), or write .* for any characters'),
    ],
)
def test_the_fix_of_a_ref_that_is_none_names_the_ref_that_was_meant(event: str, pattern: str, fix: str) -> None:
    (finding,) = lint(webhook({"EVENT": event, "HEAD_REF": pattern}))

    assert (finding.id, finding.fix) == ("WH301", fix)


@pytest.mark.parametrize(
    ("pattern", "written"),
    [
        ("^refs/heads/(main|develop)|release/.+$", "^refs/heads/((main|develop)|release/.+)$"),
        ("^refs/heads/main|develop$", "^refs/heads/(main|develop)$"),
        ("^refs/tags/v1|v2$", "^refs/tags/(v1|v2)$"),
    ],
)
def test_where_a_bar_splits_the_whole_pattern_the_fix_puts_parentheses_around_the_alternatives(
    pattern: str, written: str
) -> None:
    (finding,) = lint(webhook({"EVENT": PUSH, "HEAD_REF": pattern}))

    assert finding.id == "WH203"
    assert finding.fix == f"put the alternatives into parentheses, because | splits the whole pattern: write {written}"
    assert lint(webhook({"EVENT": PUSH, "HEAD_REF": written})) == ()


@pytest.mark.parametrize("pattern", ["^refs/heads/main|^refs/heads/develop$", "^refs/heads/main|refs/heads/develop$"])
def test_alternatives_that_are_whole_refs_are_not_put_into_parentheses(pattern: str) -> None:
    (finding,) = lint(webhook({"EVENT": PUSH, "HEAD_REF": pattern}))

    assert finding.fix.startswith("use and_branch_is, or write ^refs/heads/name$")


@pytest.mark.parametrize("pattern", ["refs/heads/.*", "refs/heads/feature/.*", "refs/tags/v[0-9]+"])
def test_the_fix_of_a_prefix_without_a_start_is_the_start(pattern: str) -> None:
    (finding,) = lint(webhook({"EVENT": PUSH, "HEAD_REF": pattern}))

    assert finding.fix == f"write ^{pattern}"
    assert lint(webhook({"EVENT": PUSH, "HEAD_REF": f"^{pattern}"})) == ()


@pytest.mark.parametrize(
    ("pattern", "written"),
    [("123, 456", "^(123|456)$"), ("^(123,456)$", "^(123|456)$"), ("^12345 $", "^12345$"), (" 12345", "^12345$")],
)
def test_ids_with_blanks_and_commas_are_no_logins_and_the_fix_has_them_as_alternatives(
    pattern: str, written: str
) -> None:
    (finding,) = lint(webhook({"EVENT": PUSH, "ACTOR_ACCOUNT_ID": pattern}))

    assert (finding.id, finding.fix) == ("WH307", f"write {written}")
    assert finding.message.endswith("ids at GitHub are numbers, without blanks and commas")
    assert lint(webhook({"EVENT": PUSH, "ACTOR_ACCOUNT_ID": written})) == ()
