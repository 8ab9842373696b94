from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_PULL_REQUEST = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
_PUSH_TO_MAIN = {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"}


def _says(group: int, other: int, said: str) -> str:
    return (
        f"filter_groups[{group}]: whatever passes the group passes filter_groups[{other}] anyway ({said}); "
        f"take the group out, or narrow filter_groups[{other}]"
    )


CASES = Cases(
    bad={
        "later-group": Bad(webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH"}), _says(0, 1, "EVENT is PUSH")),
        "earlier-group": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"}, {**_PUSH_TO_MAIN, "FILE_PATH": "^src/"}),
            _says(1, 0, "EVENT is PUSH and HEAD_REF matches ^refs/heads/"),
        ),
        "branch-of-several": Bad(
            webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(develop|main)$"}),
            _says(0, 1, "EVENT is PUSH and HEAD_REF matches ^refs/heads/(develop|main)$"),
        ),
        "more-events": Bad(
            webhook(
                {"EVENT": _PULL_REQUEST, "BASE_REF": "^refs/heads/main$"},
                {"EVENT": f"PUSH,{_PULL_REQUEST}", "!HEAD_REF": "^refs/tags/"},
            ),
            _says(
                0,
                1,
                "EVENT is PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED and HEAD_REF does not match ^refs/tags/",
            ),
        ),
        "the-same-written-otherwise": Bad(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/v[12]$"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/v(1|2)$"},
            ),
            _says(1, 0, "EVENT is PUSH and HEAD_REF matches ^refs/heads/v[12]$"),
        ),
        "every-covered-group": Bad(
            webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH"}, {"EVENT": "PUSH", "COMMIT_MESSAGE": r"\[build\]"}),
            (_says(0, 1, "EVENT is PUSH"), _says(2, 1, "EVENT is PUSH")),
        ),
        "token-in-what-is-covered": Bad(
            webhook({**_PUSH_TO_MAIN, "FILE_PATH": f"^{TOKEN}/"}, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"}),
            _says(0, 1, "EVENT is PUSH and HEAD_REF matches ^refs/heads/"),
        ),
    },
    good={
        "two-branches": Good(webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/develop$"})),
        "other-events": Good(webhook({"EVENT": "PUSH"}, {"EVENT": _PULL_REQUEST}, {"EVENT": "WORKFLOW_JOB_QUEUED"})),
        "two-services": Good(
            webhook({**_PUSH_TO_MAIN, "FILE_PATH": "^services/api/"}, {**_PUSH_TO_MAIN, "FILE_PATH": "^services/web/"})
        ),
        "branches-and-marked-commits": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/.*"}, {"EVENT": "PUSH", "COMMIT_MESSAGE": r"\[build\]"})
        ),
        "one-group": Good(webhook(_PUSH_TO_MAIN)),
    },
    near_misses={
        "equal": Good(webhook(_PUSH_TO_MAIN, dict(reversed(_PUSH_TO_MAIN.items())))),
        "nothing-passes": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^main$"}, {"EVENT": "PUSH"})),
        "one-event-more": Good(webhook({"EVENT": f"PUSH,{_PULL_REQUEST}", "FILE_PATH": "^src/"}, {"EVENT": "PUSH"})),
        "covered-by-two-together": Good(
            webhook(
                {"EVENT": "PUSH", "HEAD_REF": "^refs/(heads|tags)/v1$"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/tags/"},
            )
        ),
        "one-file-kept-out": Good(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^src/"}, {"EVENT": "PUSH", "!FILE_PATH": "^docs/"})
        ),
        "samples-pass-and-others-do-not": Good(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/[ab]$"}, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/a"})
        ),
        "no-events": Good(webhook({"HEAD_REF": "^refs/heads/main$"}, {"EVENT": ""})),
        "beyond-the-first-64": Good(
            webhook(*({"EVENT": "PUSH", "HEAD_REF": f"^refs/heads/v{each}$"} for each in range(64)), {"EVENT": "PUSH"})
        ),
    },
    unresolved={
        "token": Good(webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH", "HEAD_REF": f"^refs/heads/{TOKEN}$"})),
        "event": Good(webhook({**_PUSH_TO_MAIN, "EVENT": TOKEN}, {"EVENT": "PUSH"})),
        "covering": Good(webhook(_PUSH_TO_MAIN, {"EVENT": "PUSH", "FILE_PATH": f"^{TOKEN}/"})),
    },
)
