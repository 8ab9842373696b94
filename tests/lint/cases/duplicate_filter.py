from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_MAIN = "^refs/heads/main$"
_FIX = "take one of the two out, or write what it was to say"

CASES = Cases(
    bad={
        "twice": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN, "HEAD_REF 2": _MAIN}),
            f"filter_groups[0][2]: the filter says the same as filter_groups[0][1] (HEAD_REF matches {_MAIN}); {_FIX}",
        ),
        "three-times": Bad(
            webhook(
                {"EVENT": "PUSH"},
                {"!FILE_PATH": "^docs/", "EVENT": "PUSH", "!FILE_PATH 2": "^docs/", "!FILE_PATH 3": "^docs/"},
            ),
            tuple(
                f"filter_groups[1][{place}]: the filter says the same as filter_groups[1][0] "
                f"(FILE_PATH does not match ^docs/); {_FIX}"
                for place in (2, 3)
            ),
        ),
        "same-token": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": f"^{TOKEN}$", "HEAD_REF 2": f"^{TOKEN}$"}),
            "filter_groups[0][2]: the filter says the same as filter_groups[0][1] "
            f"(HEAD_REF matches ^{TOKEN}$); {_FIX}",
        ),
    },
    good={
        "two-filters": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/", "FILE_PATH 2": "^src/"})),
        "two-types": Good(webhook({"EVENT": "PULL_REQUEST_CREATED", "HEAD_REF": _MAIN, "BASE_REF": _MAIN})),
    },
    near_misses={
        "two-groups": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN}, {"EVENT": "PUSH", "HEAD_REF": _MAIN})),
        "included-and-excluded": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN, "!HEAD_REF": _MAIN})),
        "two-event-filters": Good(webhook({"EVENT": "PUSH", "EVENT 2": "PUSH"})),
        "written-otherwise": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "^(a|b)$", "FILE_PATH 2": "^(b|a)$"})),
    },
    unresolved={"two-tokens": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"^{TOKEN}$", "HEAD_REF 2": _MAIN}))},
)
