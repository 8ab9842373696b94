from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_MAIN, _DEVELOP = "^refs/heads/main$", "^refs/heads/develop$"
_MERGED = "PULL_REQUEST_MERGED"


def _says(branch: str, other: str = "filter_groups[1]", place: str = "filter_groups[0]") -> str:
    return (
        f"{place}: a merge into a branch such as refs/heads/{branch} can pass this group as PUSH and {other} as "
        "PULL_REQUEST_MERGED, which starts two builds; take one of the two events out: a merge is also a push"
    )


CASES = Cases(
    bad={
        "one-branch": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": _MERGED, "BASE_REF": _MAIN}), _says("main")
        ),
        "one-of-several-branches": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(main|develop)$"},
                {"EVENT": _MERGED, "BASE_REF": "^refs/heads/(trunk|develop)$"},
            ),
            _says("develop"),
        ),
        "branches-of-two-patterns": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/rel.*-x$"},
                {"EVENT": _MERGED, "BASE_REF": "^refs/heads/release/[0-9]"},
            ),
            _says("release/0-x"),
        ),
        "branch-that-is-not-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN}, {"EVENT": _MERGED, "BASE_REF": "^refs/heads/main"}),
            _says("maina"),
        ),
        "any-branch-in-one-group": Bad(webhook({"EVENT": f"PUSH,{_MERGED}"}), _says("main", "once more")),
        "head-of-the-merge": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": _MERGED, "HEAD_REF": "^refs/heads/topic"}),
            _says("main"),
        ),
        "second-group": Bad(
            webhook({"EVENT": "RELEASED"}, {"EVENT": _MERGED, "BASE_REF": _MAIN}, {"EVENT": "PUSH"}),
            _says("main", "filter_groups[1]", "filter_groups[2]"),
        ),
        "same-files": Bad(
            webhook(
                {"EVENT": "PUSH", "FILE_PATH": "^src/"}, {"EVENT": _MERGED, "BASE_REF": _MAIN, "FILE_PATH": "^src/"}
            ),
            _says("main"),
        ),
        "once-for-a-webhook": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": _MERGED}, {"EVENT": f"PUSH,{_MERGED}"}),
            _says("main"),
        ),
    },
    good={
        "other-branches": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _DEVELOP}, {"EVENT": _MERGED, "BASE_REF": _MAIN})),
        "no-push": Good(webhook({"EVENT": f"{_MERGED},PULL_REQUEST_CREATED"})),
        "no-merge": Good(webhook({"EVENT": "PUSH,PULL_REQUEST_CLOSED"})),
    },
    near_misses={
        "tags": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"}, {"EVENT": _MERGED})),
        "kept-out": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN}, {"EVENT": _MERGED, "BASE_REF": _MAIN})),
        "other-actors": Good(
            webhook(
                {"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$"},
                {"EVENT": _MERGED, "BASE_REF": _MAIN, "ACTOR_ACCOUNT_ID": "^2$"},
            )
        ),
        "heads-of-pull-requests-in-one-group": Good(webhook({"EVENT": f"PUSH,{_MERGED}", "HEAD_REF": _MAIN})),
        "too-big-for-an-answer": Good(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(a|b)*a(a|b){14}$"},
                {"EVENT": _MERGED, "BASE_REF": "^refs/heads/(a|b)*b(a|b){14}$"},
            )
        ),
    },
    unresolved={
        "head": Good(webhook({"EVENT": "PUSH", "HEAD_REF": TOKEN}, {"EVENT": _MERGED, "BASE_REF": _MAIN})),
        "base": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": _MERGED, "BASE_REF": TOKEN})),
        "event": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": TOKEN, "BASE_REF": _MAIN})),
        "files": Good(webhook({"EVENT": "PUSH", "FILE_PATH": TOKEN}, {"EVENT": _MERGED, "FILE_PATH": "^a$"})),
    },
)
