from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import UnresolvedValue

_LOOKAROUND = "RE2 has no lookaround: match what is to be kept out and exclude what matches"

CASES = Cases(
    bad={
        "lookahead": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(?!main$)"}),
            "filter_groups[0][1]: RE2 refuses the pattern ^refs/heads/(?!main$) at character 13: "
            f"invalid perl operator: (?!; {_LOOKAROUND}",
        ),
        "two-of-them-one-excluded": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH", "!FILE_PATH": "(a", "COMMIT_MESSAGE": "(?<=x)y"}),
            (
                (
                    "filter_groups[1][1]: RE2 refuses the pattern (a at character 1: missing ): (a; something is "
                    "opened here and not closed: for the character itself write a backslash before it"
                ),
                (
                    "filter_groups[1][2]: RE2 refuses the pattern (?<=x)y at character 1: "
                    f"invalid perl operator: (?<=; {_LOOKAROUND}"
                ),
            ),
        ),
        "no-advice": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "v[9-0]"}),
            "filter_groups[0][1]: RE2 refuses the pattern v[9-0] at character 3: invalid character class range: 9-0; "
            "write a pattern that RE2 accepts",
        ),
        "several-lines": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "a\n*?+"}),
            r"filter_groups[0][1]: RE2 refuses the pattern a\n*?+ at character 3: bad repetition operator: *?+; "
            r"there is nothing to repeat, and a pattern is no glob: for any characters write .*, for a star write \*",
        ),
    },
    good={
        "negated-by-exclusion": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/heads/main$"})),
        "re2-alone": Good(webhook({"EVENT": "PUSH", "HEAD_REF": r"^refs/heads/\pL+\z"})),
    },
    near_misses={
        "group-that-is-no-lookahead": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/(?:main)$"})),
        "escaped-lookahead": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": r"\(\?!x\)"})),
        "event-list-is-no-pattern": Good(webhook({"EVENT": "(?!PUSH)"})),
        "empty": Good(webhook({"EVENT": "PUSH", "HEAD_REF": ""})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"^refs/heads/{TOKEN}$"})),
        "function": Good(webhook({"EVENT": "PUSH", "HEAD_REF": UnresolvedValue('{"Ref": "Pattern"}')})),
    },
)
