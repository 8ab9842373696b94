from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_MAIN = "^refs/heads/main$"
_FIX = "take one of the two out, or write what it was to say"

CASES = Cases(
    bad={
        "twice": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": "PUSH", "HEAD_REF": _MAIN}),
            f"filter_groups[1]: the group says the same as filter_groups[0]; {_FIX}",
        ),
        "in-another-order": Bad(
            webhook(
                {"EVENT": "PUSH"},
                {"EVENT": "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED", "BASE_REF": _MAIN},
                {"BASE_REF": _MAIN, "EVENT": "PULL_REQUEST_UPDATED,PULL_REQUEST_CREATED"},
                {"EVENT": "PUSH"},
            ),
            (
                f"filter_groups[2]: the group says the same as filter_groups[1]; {_FIX}",
                f"filter_groups[3]: the group says the same as filter_groups[0]; {_FIX}",
            ),
        ),
        "same-token": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": TOKEN}, {"EVENT": "PUSH", "HEAD_REF": TOKEN}),
            f"filter_groups[1]: the group says the same as filter_groups[0]; {_FIX}",
        ),
    },
    good={
        "one": Good(webhook({"EVENT": "PUSH"})),
        "two": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": "PUSH", "HEAD_REF": "^refs/tags/v1$"})),
    },
    near_misses={
        "excluded": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": "PUSH", "!HEAD_REF": _MAIN})),
        "written-otherwise": Good(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^(a|b)$"}, {"EVENT": "PUSH", "FILE_PATH": "^(b|a)$"})
        ),
    },
    unresolved={"token": Good(webhook({"EVENT": "PUSH", "HEAD_REF": TOKEN}, {"EVENT": "PUSH", "HEAD_REF": _MAIN}))},
)
