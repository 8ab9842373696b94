from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookSettings

_FIX = "use and_actor_account_is, or write ^(id1|id2)$"


_MANY, _UNNAMED = "matches ten account ids or more", "accounts that it does not name"


def _says(
    pattern: str,
    place: str = "filter_groups[0][1]",
    flaw: str = "is not anchored at both ends",
    effect: str = "accounts whose id contains a match",
) -> str:
    return f"{place}: the pattern {pattern} {flaw}, so {effect} pass; {_FIX}"


def _actor(pattern: str) -> WebhookSettings:
    return webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": pattern})


def _deep(pattern: str) -> str:
    return "(" * 200 + pattern + ")" * 200


def _repeats(pattern: str) -> str:
    return _says(pattern, flaw="has a part of any length between its anchors")


LIST = "|".join(str(each) for each in range(353454709, 993454709, 58181818))
LONG_LIST = "|".join(f"^{each}$" for each in range(353454709, 993454709, 4266666))
TOO_BIG = r"(\C{4}[0-4]{9}|\Q12\E){2}[12]*?[5]+?"
NOT_KNOWN_TO_END = [
    "^(?:1|23){1,9}[0-9]{1,9}(1|2){3,}$",
    r"^(?:1|23){1,9}[0-9]{1,9}(1|2){3,}\z",
    r"^(?:1|23){1,8}\d{1,9}(?:12|3){3,}$",
    "^(12|3){1,9}[0-9]{1,9}(5|6){2,}7$",
    "^(?:1|23){1,9}[0-9]{1,9}[12]{3,}$",
    "^(?:1|23){1,9}[0-9a-f]{1,9}(1|2){3,}$",
    r"^(?:1|23){1,9}\pN{1,9}(1|2){3,}$",
]
TEN = "|".join(str(each) for each in range(353454709, 363454709, 1000000))
TEN_OF_BITBUCKET = "|".join(
    [*(f"5d5355e8c6b9320d9ea5b2{each:02x}" for each in range(161, 166))]
    + [f"557058:295406f3-a1fc-4733-b906-dd15d021bd{each:02x}" for each in range(161, 166)]
)
IN_LINES = {
    "both": "(?m)^(%s)$",
    "each": "(?m:^)(%s)(?m:$)",
    "and-dots": "(?ms)^(?:%s)$",
    "start": r"(?m)^(?P<ids>%s)\z",
    "end": r"\A(?:%s)(?m:$)",
    "twice": "(?m)^^(((%s)))$$",
}
IN_WORDS = {
    "words": r"\b(%s)\b",
    "word": r"^(%s)\b",
    "separators": "(^|,)(%s)(,|$)",
    "blanks": r"^\s*(%s)[ ,;]*$",
    "not-a-digit": "(?:^|[^0-9])(%s)(?:$|[^0-9])",
}
IN_ANY_CASE = ("(?i)^(%s)$", "(?i:^(?:%s)$)", r"(?i)\A(%s)\z", "^(?i)(?:%s)$", "^((?i)%s)$", "(?is)^(?P<ids>%s)$")
HOSTS_OF_ATLASSIAN = (SourceProvider.BITBUCKET, SourceProvider.GITLAB, None)
BIG_AND_ANCHORED = f"^({LONG_LIST}|x{{1000}}|y{{1000}}|z{{1000}}|w{{1000}}|v{{1000}}|12345[0-9]{{2}})$"

CASES = Cases(
    bad={
        "no-anchor": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345"}), _says("12345")),
        "one-anchor-each": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^12345|67890$"}), _says("^12345|67890$")),
        "one-alternative-without-an-end": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^12345(|67890$)"}), _says("^12345(|67890$)")
        ),
        "words-at-gitlab": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"\b12345\b"}, provider=SourceProvider.GITLAB),
            _says(r"\b12345\b"),
        ),
        "numbers-of-any-script-after-a-name": Bad(_actor(r"^12345\pN*$"), _repeats(r"^12345\pN*$")),
        "anything-but-letters": Bad(_actor(r"^12345\PL*$"), _repeats(r"^12345\PL*$")),
        "bytes": Bad(_actor(r"^12345\C*$"), _repeats(r"^12345\C*$")),
        "inside-a-number": Bad(_actor(r"12345\B"), _says(r"12345\B")),
        "too-deep-to-read": Bad(_actor("(" * 200 + "12345" + ")" * 200), _says("(" * 200 + "12345" + ")" * 200)),
        "nine-digit-ids": Bad(_actor(LIST), _says(LIST)),
        "nine-digit-ids-with-one-anchor": Bad(_actor(f"({LIST})$"), _says(f"({LIST})$")),
        "nine-digit-ids-with-an-anchor-at-each-end": Bad(_actor(f"^{LIST}$"), _says(f"^{LIST}$")),
        "one-open-id-in-a-long-list": Bad(_actor(f"{LONG_LIST}|12345"), _says(f"{LONG_LIST}|12345")),
        "too-big-and-open": Bad(_actor(TOO_BIG), _says(TOO_BIG)),
        "too-deep-nine-digits": Bad(_actor(_deep("353454709")), _says(_deep("353454709"))),
        "too-deep-and-anchored-ten-ids": Bad(
            _actor(BIG_AND_ANCHORED), _says(BIG_AND_ANCHORED, flaw=_MANY, effect=_UNNAMED)
        ),
        "beside-what-is-too-large-to-be-judged": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": r"\pL{300}|."}), _says("12345")
        ),
        "beside-an-empty-pattern": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": ""}), _says("12345")
        ),
        "beside-what-is-too-deep-for-eight-digits": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": _deep(r"^\d{8}$")}),
            _says("12345"),
        ),
        **{
            f"beside-{name}": Bad(
                webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "1234", "ACTOR_ACCOUNT_ID 2": pattern}), _says("1234")
            )
            for name, pattern in {
                "bytes": r"^\C+$",
                "bytes-in-number": r"^\C{9}$",
                "numbers-of-any-script": r"^\pN+$",
                "decimal-numbers": r"^\p{Nd}+$",
                "anything-but-letters": r"^\PL+$",
                "anything-but-one-letter": "(?i)^[^é]+$",
            }.items()
        },
        **{each: Bad(_actor(each), _says(each, flaw=_MANY, effect=_UNNAMED)) for each in NOT_KNOWN_TO_END},
        "lines-without-an-end": Bad(_actor(f"(?m)^({TEN})"), _says(f"(?m)^({TEN})")),
        "lines-at-gitlab": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"(?m)^({TEN})$"}, provider=SourceProvider.GITLAB),
            _says(f"(?m)^({TEN})$"),
        ),
        "any-case-without-a-start": Bad(
            webhook(
                {"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"(?i)({TEN_OF_BITBUCKET})$"}, provider=SourceProvider.BITBUCKET
            ),
            _says(f"(?i)({TEN_OF_BITBUCKET})$"),
        ),
        "beside-what-is-too-deep": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "1234", "ACTOR_ACCOUNT_ID 2": _deep("^9[0-9]*1[0-9]34$")}),
            _says("1234"),
        ),
        "four-digits-after-a-name": Bad(_actor(r"^12345\d{4}$"), _says(r"^12345\d{4}$", flaw=_MANY, effect=_UNNAMED)),
        "digits-in-number": Bad(
            _actor(r"^1234[0-9]{2}(?:x|\s+|,*)?$"), _says(r"^1234[0-9]{2}(?:x|\s+|,*)?$", flaw=_MANY, effect=_UNNAMED)
        ),
        "five-digits": Bad(_actor("^[0-9]{5}$"), _says("^[0-9]{5}$", flaw=_MANY, effect=_UNNAMED)),
        "anything-before": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^.*12345$"}),
            _repeats("^.*12345$"),
        ),
        "digits-within": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1234[0-9]*5|67890)$"}), _repeats("^(1234[0-9]*5|67890)$")
        ),
        "several-ids-in-a-row": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(12345|678(9|0)?)+$"}), _repeats("^(12345|678(9|0)?)+$")
        ),
        "repeat-of-a-repeat": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^((12345){2}){1,}$"}), _repeats("^((12345){2}){1,}$")
        ),
        "one-digit-more-or-less": Bad(_actor("^[0-9]?12345$"), _says("^[0-9]?12345$", flaw=_MANY, effect=_UNNAMED)),
        "bitbucket": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^5b10a2844c.*$"}, provider=SourceProvider.BITBUCKET),
            _repeats("^5b10a2844c.*$"),
        ),
        "second-group": Bad(
            webhook(
                {"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$", "ACTOR_ACCOUNT_ID": "^12345"},
            ),
            _says("^12345", "filter_groups[1][2]"),
        ),
        "two-in-one-group": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": "67890$"}),
            (_says("12345"), _says("67890$", "filter_groups[0][2]")),
        ),
    },
    good={
        "grouped": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1|2)$"})),
        "each-anchored": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$|^2$"})),
        "no-actor": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        **{f"ten-in-lines-{name}": Good(_actor(each % TEN)) for name, each in IN_LINES.items()},
        **{
            f"ten-in-lines-{name}-host-not-known": Good(
                webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": each % TEN}, provider=None)
            )
            for name, each in IN_LINES.items()
        },
        **{f"ten-{name}": Good(_actor(each % TEN)) for name, each in IN_WORDS.items()},
        **{
            f"{each}-{provider}": Good(
                webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": each % TEN_OF_BITBUCKET}, provider=provider)
            )
            for each in IN_ANY_CASE
            for provider in HOSTS_OF_ATLASSIAN
        },
        "a-long-list-of-whole-ids": Good(_actor(LONG_LIST)),
        "only-ids-of-a-length-that-nobody-has": Good(_actor(r"^\d{24}$")),
        "a-letter-and-a-dollar-sign": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^12345\d\$"}, provider=None)
        ),
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
        "nine-ids": Good(_actor("^12345[1-9]$")),
        "sixteen-ids-that-are-spelled-out": Good(_actor("^(1|2)(3|4)(5|6)(7|8)$")),
        "lines": Good(_actor("(?m)^12345$")),
        "words": Good(_actor(r"\b12345\b")),
        "word-or-end": Good(_actor(r"^12345\b")),
        "separators": Good(_actor("(^|,)12345(,|$)")),
        "separators-around-two": Good(_actor("(^|,)(12345|67890)(,|$)")),
        "inside-a-number-that-is-named": Good(_actor(r"^2\B3$")),
        "numbers-at-bitbucket": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^\d+$"}, provider=SourceProvider.BITBUCKET)
        ),
        "too-deep-to-read-and-anchored": Good(_actor(_deep("^12345$"))),
        "beside-what-is-too-deep-and-anchored": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "1234", "ACTOR_ACCOUNT_ID 2": _deep("^12345$")})
        ),
        "refused": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(?=12345)"})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"{TOKEN}|2"})),
        "token-besides": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": TOKEN})),
    },
)
