from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import UnresolvedValue

_SAYS = (
    "branch_filter: the branch filter is empty; leave it out to take every branch, or use a filter group to take some"
)

CASES = Cases(
    bad={
        "empty": Bad(webhook(branch_filter=""), _SAYS),
        "beside-a-group": Bad(webhook({"EVENT": "PUSH"}, branch_filter=""), _SAYS),
    },
    good={"branch": Good(webhook(branch_filter="^main$")), "none": Good(webhook())},
    near_misses={"everything": Good(webhook(branch_filter=".*")), "blank": Good(webhook(branch_filter=" "))},
    unresolved={
        "token": Good(webhook(branch_filter=TOKEN)),
        "function": Good(webhook(branch_filter=UnresolvedValue('{"Ref": "Branch"}'))),
    },
)
