from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook


def _ref(
    pattern: str,
    ends: str,
    more: str,
    *,
    method: str = "and_branch_is_not",
    place: str = "filter_groups[0][1]",
) -> str:
    beginning = "refs/tags/" if "tag" in method else "refs/heads/"
    return (
        f"{place}: the pattern {pattern} is not anchored at the {ends}, so {more} is kept out too; "
        f"use {method}, or write ^{beginning}name$, and .* wherever anything may stand"
    )


def _actor(
    pattern: str,
    flaw: str = "is not anchored at both ends",
    effect: str = "accounts whose id contains a match",
    place: str = "filter_groups[0][1]",
) -> str:
    return (
        f"{place}: the pattern {pattern} {flaw}, so {effect} are kept out too; "
        "use and_actor_account_is_not, or write ^(id1|id2)$"
    )


CASES = Cases(
    bad={
        "branch": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "refs/heads/main"}),
            _ref("refs/heads/main", "start and at the end", "refs/heads/main-2"),
        ),
        "end-of-a-name": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "main$"}), _ref("main$", "start", "refs/heads/x-main")
        ),
        "version": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": r"^refs/tags/v\d+\.\d+"}),
            _ref(r"^refs/tags/v\d+\.\d+", "end", "refs/tags/v0.0-2", method="and_tag_is_not"),
        ),
        "base": Bad(
            webhook({"EVENT": "PULL_REQUEST_CREATED", "!BASE_REF": "^refs/heads/main"}),
            _ref("^refs/heads/main", "end", "refs/heads/main-2", method="and_base_branch_is_not"),
        ),
        "actor": Bad(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "12345"}), _actor("12345")),
        "actor-of-any-length": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "^12345.*$"}),
            _actor("^12345.*$", "has a part of any length between its anchors"),
        ),
        "actor-of-millions-of-ids": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "123"}),
            _actor("123", "matches more than a million account ids", "accounts that it does not name"),
        ),
        "actor-of-ten-ids": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": r"^1234\d$"}),
            _actor(r"^1234\d$", "matches ten account ids or more", "accounts that it does not name"),
        ),
        "all-of-them": Bad(
            webhook(
                {"EVENT": "PUSH"},
                {
                    "EVENT": "PULL_REQUEST_CREATED",
                    "!ACTOR_ACCOUNT_ID": "12345",
                    "ACTOR_ACCOUNT_ID": "^1$",
                    "!HEAD_REF": "^refs/heads/a",
                    "!HEAD_REF 2": "^refs/heads/ab",
                    "!BASE_REF": "main$",
                },
            ),
            (
                _actor("12345", place="filter_groups[1][1]"),
                _ref("^refs/heads/ab", "end", "refs/heads/ab-2", place="filter_groups[1][4]"),
                _ref(
                    "main$", "start", "refs/heads/x-main", method="and_base_branch_is_not", place="filter_groups[1][5]"
                ),
            ),
        ),
    },
    good={
        "branch": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/heads/main$"})),
        "actor": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "^(1|2)$"})),
        "tags": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/.*"})),
    },
    near_misses={
        "asked-for": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "refs/heads/main", "ACTOR_ACCOUNT_ID": "12345"})),
        "prefix": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/heads/dependabot/"})),
        "everyone": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": ".*"})),
        "every-ref": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "refs/"})),
        "no-ref-at-all": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^main"})),
        "files": Good(webhook({"EVENT": "PUSH", "!FILE_PATH": "README"})),
    },
    unresolved={
        "branch": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": f"refs/heads/{TOKEN}"})),
        "actor": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": TOKEN})),
    },
)
