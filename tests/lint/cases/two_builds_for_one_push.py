from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_FIX = "name the branches to build on PUSH (and_branch_is), or take one of the two events out"
_UPDATED = "PULL_REQUEST_UPDATED"
_SIX = "^refs/heads/(a|b|c|d|e|f)$"


def _says(place: int, other: int) -> str:
    return (
        f"filter_groups[{place}]: a push to a branch with an open pull request can pass this group as PUSH and "
        f"filter_groups[{other}] as PULL_REQUEST_UPDATED, which starts two builds; {_FIX}"
    )


CASES = Cases(
    bad={
        "one-group": Bad(
            webhook({"EVENT": f"PUSH,{_UPDATED}"}),
            "filter_groups[0]: a push to a branch with an open pull request can pass this group as PUSH and once more "
            f"as PULL_REQUEST_UPDATED, which starts two builds; {_FIX}",
        ),
        "any-branch": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"}, {"EVENT": _UPDATED, "BASE_REF": "^refs/heads/main$"}
            ),
            _says(0, 1),
        ),
        "group-with-the-fewest-filters-is-named": Bad(
            webhook(
                {"EVENT": _UPDATED},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/feature/", "COMMIT_MESSAGE": "build"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/release/"},
            ),
            _says(2, 0),
        ),
        "all-but-one": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/heads/main$"}, {"EVENT": _UPDATED}), _says(0, 1)
        ),
        "six-names": Bad(webhook({"EVENT": "PUSH", "HEAD_REF": _SIX}, {"EVENT": _UPDATED}), _says(0, 1)),
        "other-folders-of-one-push": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^a/"}, {"EVENT": _UPDATED, "FILE_PATH": "^b/"}), _says(0, 1)
        ),
        "raw-pattern": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/[a-z]+/[0-9]+$"}, {"EVENT": _UPDATED}), _says(0, 1)
        ),
        "raw-patterns-that-meet": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(a|b)[0-9]+$"}, {"EVENT": _UPDATED, "HEAD_REF": "/b[1-3]*$"}
            ),
            _says(0, 1),
        ),
        "same-raw-patterns": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/a[0-9]+$", "FILE_PATH": "^a/"},
                {"EVENT": _UPDATED, "HEAD_REF": "^refs/heads/a[0-9]+$", "FILE_PATH": "^a/"},
            ),
            _says(0, 1),
        ),
        "pattern-that-is-not-anchored": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "-[0-9]+$"}, {"EVENT": _UPDATED}), _says(0, 1)
        ),
        "unknown-events-beside": Bad(
            webhook({"EVENT": TOKEN}, {"EVENT": "PUSH"}, {"EVENT": _UPDATED}),
            _says(1, 2),
        ),
    },
    good={
        "push-to-main-and-pull-requests": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"}, {"EVENT": f"PULL_REQUEST_CREATED,{_UPDATED}"})
        ),
        "one-event-each": Good(webhook({"EVENT": "PUSH"}, {"EVENT": "PULL_REQUEST_CREATED"})),
        "merge-queue": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/gh-readonly-queue/"}, {"EVENT": _UPDATED})
        ),
        "tags-alone": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"}, {"EVENT": _UPDATED})),
        "one-branch-in-both": Good(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/topic$"},
                {"EVENT": _UPDATED, "HEAD_REF": "^refs/heads/topic$", "BASE_REF": "^refs/heads/main$"},
            )
        ),
    },
    near_misses={
        "six-names-of-which-five-are-let-through": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": _SIX}, {"EVENT": _UPDATED, "!HEAD_REF": "^refs/heads/a$"})
        ),
        "six-names-without-their-prefix": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^(a|b|c|d|e|f)$"}, {"EVENT": _UPDATED})
        ),
        "raw-patterns-that-do-not-meet": Good(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/a[0-9]+$"},
                {"EVENT": _UPDATED, "!HEAD_REF": "^refs/heads/[a-c]"},
            )
        ),
        "all-branches-are-excluded": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/heads/"}, {"EVENT": _UPDATED})),
        "six-tags": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/tags/(a|b|c|d|e|f)$"}, {"EVENT": _UPDATED})),
        "other-accounts": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$"}, {"EVENT": _UPDATED, "ACTOR_ACCOUNT_ID": "^(2|3)$"})
        ),
        "other-messages": Good(
            webhook(
                {"EVENT": "PUSH", "COMMIT_MESSAGE": r"\[build\]"}, {"EVENT": _UPDATED, "!COMMIT_MESSAGE": r"\[build\]"}
            )
        ),
        "other-heads": Good(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/release/"},
                {"EVENT": _UPDATED, "HEAD_REF": "^refs/heads/feature/"},
            )
        ),
    },
    unresolved={
        "head": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"^refs/heads/{TOKEN}$"}, {"EVENT": _UPDATED})),
        "message": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": TOKEN}, {"EVENT": _UPDATED})),
        "events": Good(webhook({"EVENT": TOKEN})),
    },
)
