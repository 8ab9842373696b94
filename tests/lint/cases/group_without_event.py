from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_FIX = "name the events it is for"

CASES = Cases(
    bad={
        "no-event": Bad(
            webhook({"HEAD_REF": "^refs/heads/main$", "FILE_PATH": "^docs/"}),
            f"filter_groups[0]: the group has no EVENT filter, got only HEAD_REF, FILE_PATH; {_FIX}",
        ),
        "no-filter": Bad(
            webhook({"EVENT": "PUSH"}, {}),
            f"filter_groups[1]: the group has no EVENT filter, got no filter; {_FIX}",
        ),
    },
    good={
        "push": Good(webhook({"EVENT": "PUSH"})),
        "event-comes-last": Good(webhook({"HEAD_REF": "^refs/heads/main$", "EVENT": "PUSH"})),
    },
    near_misses={"no-groups": Good(webhook()), "empty-list-of-events": Good(webhook({"EVENT": ""}))},
    unresolved={"token": Good(webhook({"EVENT": TOKEN}))},
)
