from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import UnresolvedValue

_END = "if the service takes it; write a pattern, or leave the filter out"

CASES = Cases(
    bad={
        "takes-everything": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": ""}),
            f"filter_groups[0][1]: the pattern of HEAD_REF is empty and matches everything: everything passes, {_END}",
        ),
        "keeps-everything-out": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH", "HEAD_REF": "a", "!FILE_PATH": ""}),
            f"filter_groups[1][2]: the pattern of FILE_PATH is empty and matches everything: nothing passes, {_END}",
        ),
    },
    good={
        "pattern": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"})),
        "no-pattern": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        "everything": Good(webhook({"EVENT": "PUSH", "HEAD_REF": ".*"})),
        "empty-text": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "^$"})),
        "event": Good(webhook({"EVENT": ""})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "HEAD_REF": TOKEN})),
        "function": Good(webhook({"EVENT": "PUSH", "HEAD_REF": UnresolvedValue('{"Ref": "Branch"}')})),
    },
)
