from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import UnresolvedValue

_FIX = "use a filter on HEAD_REF (and_branch_is) in the groups in its place"

CASES = Cases(
    bad={
        "both": Bad(
            webhook({"EVENT": "PUSH"}, branch_filter="^main$"),
            f"branch_filter: there is a branch filter beside a filter group, got '^main$'; {_FIX}",
        ),
        "several-groups": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "RELEASED"}, branch_filter=""),
            f"branch_filter: there is a branch filter beside 2 filter groups, got ''; {_FIX}",
        ),
        "token-in-a-text": Bad(
            webhook({"EVENT": "PUSH"}, branch_filter=f"^{TOKEN}$"),
            f"branch_filter: there is a branch filter beside a filter group, got '^{TOKEN}$'; {_FIX}",
        ),
    },
    good={
        "groups": Good(webhook({"EVENT": "PUSH"})),
        "branch-filter": Good(webhook(branch_filter="^main$")),
    },
    near_misses={"neither": Good(webhook())},
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH"}, branch_filter=TOKEN)),
        "function": Good(webhook({"EVENT": "PUSH"}, branch_filter=UnresolvedValue('{"Ref": "Branch"}'))),
    },
)
