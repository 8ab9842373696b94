from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_FIX = "write one EVENT filter, with commas between the events that are to start a build"

CASES = Cases(
    bad={
        "two": Bad(
            webhook({"EVENT": "PUSH", "EVENT 2": "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED"}),
            "filter_groups[0]: the group has 2 EVENT filters, got 'PUSH' and "
            f"'PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED', and no page of AWS says what that means; {_FIX}",
        ),
        "three-apart": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH", "HEAD_REF": "a", "!EVENT": "PUSH", "EVENT 3": TOKEN}),
            f"filter_groups[1]: the group has 3 EVENT filters, got 'PUSH' and 'PUSH' and '{TOKEN}', "
            f"and no page of AWS says what that means; {_FIX}",
        ),
    },
    good={
        "one": Good(webhook({"EVENT": "PUSH,RELEASED"})),
        "groups-of-their-own": Good(webhook({"EVENT": "PUSH"}, {"EVENT": "RELEASED"})),
    },
    near_misses={
        "two-of-another-type": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "a", "!HEAD_REF 2": "b"})),
        "none": Good(webhook({"HEAD_REF": "a"})),
    },
    unresolved={"token": Good(webhook({"EVENT": f"{TOKEN},PUSH"}))},
)
