from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

_FIX = "use and_actor_account_is, or write ^(id1|id2)$"


def _says(pattern: str, place: str = "filter_groups[0][1]", flaw: str = "is not anchored at both ends") -> str:
    return f"{place}: the pattern {pattern} {flaw}, so accounts whose id contains a match pass; {_FIX}"


def _repeats(pattern: str) -> str:
    return _says(pattern, flaw="has a part of any length between its anchors")


CASES = Cases(
    bad={
        "no-anchor": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345"}), _says("12345")),
        "one-anchor-each": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1|2$"}), _says("^1|2$")),
        "one-alternative-without-an-end": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^12345(|67890$)"}), _says("^12345(|67890$)")
        ),
        "escaped-end": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^12345\d\$"}, provider=None), _says(r"^12345\d\$")
        ),
        "lines": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(?m)^12345$"}), _says("(?m)^12345$")),
        "words": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"\b12345\b"}), _says(r"\b12345\b")),
        "anything-before": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^.*12345$"}),
            _repeats("^.*12345$"),
        ),
        "digits-within": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1[0-9]*5|67890)$"}), _repeats("^(1[0-9]*5|67890)$")
        ),
        "several-ids-in-a-row": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(12345|678(9|0)?)+$"}), _repeats("^(12345|678(9|0)?)+$")
        ),
        "repeat-of-a-repeat": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^((12345){2}){1,}$"}), _repeats("^((12345){2}){1,}$")
        ),
        "one-digit-more-or-less": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^[0-9]?12345$"}), _repeats("^[0-9]?12345$")
        ),
        "bitbucket": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^5b10a2844c.*$"}, provider=SourceProvider.BITBUCKET),
            _repeats("^5b10a2844c.*$"),
        ),
        "second-group": Bad(
            webhook(
                {"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$", "ACTOR_ACCOUNT_ID": "^12"},
            ),
            _says("^12", "filter_groups[1][2]"),
        ),
        "two-in-one-group": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": "5$"}),
            (_says("12345"), _says("5$", "filter_groups[0][2]")),
        ),
    },
    good={
        "grouped": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1|2)$"})),
        "each-anchored": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$|^2$"})),
        "no-actor": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        "nobody-at-all-passes": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"})),
        "excluded": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "12345"})),
        "anchors-of-the-text": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"\A(?:1|2)\z"})),
        "everyone-is-for-another-rule": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ".*"})),
        "empty-is-for-another-rule": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ""})),
        "another-filter-names": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": "^12345$"})
        ),
        "a-way-that-never-matches": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^12345$|$67890"})),
        "nothing-after-the-end": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^12345$\d*"})),
        "blanks-that-no-id-holds": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^\s*12345[ ,;]*$"})),
        "optional-digit-of-two": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1?2345$"})),
        "digits-in-number": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^1234[0-9]{2}(?:x|\s+|,*)?$"})),
        "numbers-at-bitbucket": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^\d+$"}, provider=SourceProvider.BITBUCKET)
        ),
        "too-deep-to-read": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(" * 200 + "12345" + ")" * 200})),
        "no-table-of-the-characters": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^12345\pN*$"})),
        "refused": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(?=12345)"})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"{TOKEN}|2"})),
        "token-besides": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": TOKEN})),
    },
)
