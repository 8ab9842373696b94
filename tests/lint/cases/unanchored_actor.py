from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_FIX = "use and_actor_account_is, or write ^(id1|id2)$"


def _says(pattern: str, place: str = "filter_groups[0][1]") -> str:
    return (
        f"{place}: the pattern {pattern} is not anchored at both ends, so accounts whose id contains a match pass; "
        + _FIX
    )


CASES = Cases(
    bad={
        "no-anchor": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345"}), _says("12345")),
        "one-anchor-each": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1|2$"}), _says("^1|2$")),
        "second-group": Bad(
            webhook(
                {"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$", "ACTOR_ACCOUNT_ID": "^12"},
            ),
            _says("^12", "filter_groups[1][2]"),
        ),
    },
    good={
        "grouped": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1|2)$"})),
        "each-anchored": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$|^2$"})),
        "no-actor": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        "excluded": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "12345"})),
        "anchors-of-the-text": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"\A(?:1|2)\z"})),
    },
    unresolved={"token": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"{TOKEN}|2"}))},
)
