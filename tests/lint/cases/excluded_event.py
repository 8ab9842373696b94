from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_SAYS = (
    "and no page of AWS says what that means; list the events that are to start a build, without "
    "exclude_matched_pattern"
)

CASES = Cases(
    bad={
        "push": Bad(
            webhook({"!EVENT": "PUSH"}),
            f"filter_groups[0][0]: the EVENT filter excludes 'PUSH', {_SAYS}",
        ),
        "beside-another": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH,RELEASED", "!EVENT": "RELEASED,"}),
            f"filter_groups[1][1]: the EVENT filter excludes 'RELEASED,', {_SAYS}",
        ),
        "token": Bad(
            webhook({"!EVENT": TOKEN}),
            f"filter_groups[0][0]: the EVENT filter excludes '{TOKEN}', {_SAYS}",
        ),
    },
    good={"listed": Good(webhook({"EVENT": "PUSH"})), "none": Good(webhook())},
    near_misses={"other-filter-excludes": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/"}))},
    unresolved={"token": Good(webhook({"EVENT": TOKEN, "!HEAD_REF": TOKEN}))},
)
