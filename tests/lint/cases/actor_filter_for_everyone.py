from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookSettings

_FIX = "use and_actor_account_is, or leave the filter out and require approval of pull requests"
_NUMBERS = "every number, and so every account id of GitHub and GitLab"
_GITHUB = "the id of every account that GitHub gives out now"


def _says(pattern: str, everybody: str = _GITHUB, place: str = "filter_groups[0][1]") -> str:
    return f"{place}: the pattern {pattern} matches {everybody}, so the filter keeps nobody out; {_FIX}"


def _says_many(pattern: str) -> str:
    says = f"the pattern {pattern} matches more than a million account ids, so it names nobody"
    return f"filter_groups[0][1]: {says}; {_FIX}"


def _deep(pattern: str) -> str:
    return "(" * 101 + pattern + ")" * 101


_BIG = r"^(x{0,1000}\d{8}|y{0,1000}|z{0,1000}|w{0,1000}|q{0,999})$"
_BIG_LIST = "^(" + "|".join(map(str, range(353454709, 993454709, 1280000))) + r"|\d{8})$"


_NAMES = [str(each) for each in range(353454709, 993454709, 1600000)]
_LISTED = "|".join(f"^{each}$" for each in _NAMES)
_BESIDE_A_LIST = [
    f"^123[0-9]{{6}}$|{_LISTED}",
    rf"{_LISTED}|^123\d{{6}}$",
    rf"^987\d{{6}}|{_LISTED}",
    rf"^(?:{'|'.join(_NAMES)}|123\d{{6}})$",
    rf"{_LISTED}|^1\d{{6}}23$",
    rf"(?:{_LISTED}|(?:^[45]6\pN{{5}}7\pN$))",
    f"^1[0-3][^x]{{5}}[03]7?$|{'|'.join(_NAMES)}",
]
"""A filter for a thousandth to a hundredth of all new accounts, and a list of 400 beside it."""


def _actor(pattern: str, provider: SourceProvider | None = SourceProvider.GITHUB) -> WebhookSettings:
    return webhook({"EVENT": "PULL_REQUEST_CREATED", "ACTOR_ACCOUNT_ID": pattern}, provider=provider)


CASES = Cases(
    bad={
        "anything": Bad(_actor(".*"), _says(".*")),
        "something": Bad(_actor(".+"), _says(".+")),
        "digits": Bad(_actor(r"^\d+$"), _says(r"^\d+$")),
        "digits-without-anchors": Bad(_actor("[0-9]+"), _says("[0-9]+")),
        "digits-or-nothing": Bad(_actor("^[0-9]*$"), _says("^[0-9]*$")),
        "digits-of-any-script": Bad(_actor("^[[:digit:]]{1,20}$"), _says("^[[:digit:]]{1,20}$")),
        "nine-digits": Bad(_actor("^[0-9]{9}$"), _says("^[0-9]{9}$")),
        "only-a-start": Bad(_actor("^"), _says("^")),
        "empty-alternative": Bad(_actor("^12345$|"), _says("^12345$|")),
        "not-a-login": Bad(_actor("[^a-z]"), _says("[^a-z]")),
        "host-not-known": Bad(_actor(r"^\d+$", None), _says(r"^\d+$", _NUMBERS)),
        "gitlab": Bad(_actor("^[1-9]", SourceProvider.GITLAB), _says("^[1-9]", _NUMBERS)),
        "enterprise": Bad(_actor("^[1-9][0-9]*$", SourceProvider.GITHUB_ENTERPRISE), _says("^[1-9][0-9]*$", _NUMBERS)),
        "bitbucket": Bad(_actor(".*", SourceProvider.BITBUCKET), _says(".*", "every account id of Atlassian")),
        "bitbucket-by-its-characters": Bad(
            _actor("^[0-9a-f:-]+$", SourceProvider.BITBUCKET), _says("^[0-9a-f:-]+$", "every account id of Atlassian")
        ),
        "numbers-of-any-script": Bad(_actor(r"^\pN+$"), _says(r"^\pN+$")),
        "decimal-numbers": Bad(_actor(r"^\p{Nd}+$"), _says(r"^\p{Nd}+$")),
        "no-letters": Bad(_actor(r"^[^\pL]+$"), _says(r"^[^\pL]+$")),
        "no-letter": Bad(_actor(r"^\PL+$"), _says(r"^\PL+$")),
        "bytes": Bad(_actor(r"^\C+$"), _says(r"^\C+$")),
        "all-but-a-letter-of-either-case": Bad(_actor("(?i)^[^é]+$"), _says("(?i)^[^é]+$")),
        "bytes-in-number": Bad(_actor(r"^\C{9}$"), _says(r"^\C{9}$")),
        "inside-a-number": Bad(_actor(r"\d\B\d"), _says(r"\d\B\d")),
        "no-greek-letters": Bad(_actor(r"^[^\p{Greek}\p{Cyrillic}]*$"), _says(r"^[^\p{Greek}\p{Cyrillic}]*$")),
        "all-but-a-class-without": Bad(_actor(r"^\p{^L}+$"), _says(r"^\p{^L}+$")),
        "letters-or-numbers": Bad(_actor(r"^(\pL|\pN)+$"), _says(r"^(\pL|\pN)+$")),
        "too-deep-to-read": Bad(_actor("(" * 200 + "[0-9]+" + ")" * 200), _says("(" * 200 + "[0-9]+" + ")" * 200)),
        "too-big": Bad(_actor("^[0-9]{1,999}$" + "|x{999}" * 5), _says("^[0-9]{1,999}$" + "|x{999}" * 5)),
        "nine-digits-that-begin-with-one": Bad(_actor("^1[0-9]{8}$"), _says_many("^1[0-9]{8}$")),
        "numbers-of-any-script-after-two-digits": Bad(_actor(r"^12\pN*$"), _says_many(r"^12\pN*$")),
        "all-but-those-that-begin-with-1": Bad(_actor("^[^1]"), _says_many("^[^1]")),
        "nine-digits-or-more": Bad(_actor("^1[0-9]{8,}$"), _says_many("^1[0-9]{8,}$")),
        "all-that-begin-with-1": Bad(_actor("^1[0-9]+$"), _says_many("^1[0-9]+$")),
        "a-digit": Bad(_actor("[0-8]"), _says_many("[0-8]")),
        "two-digits": Bad(_actor("[1-9]{2}"), _says_many("[1-9]{2}")),
        "a-short-id-without-anchors": Bad(_actor("123"), _says_many("123")),
        "too-deep-eight-digits": Bad(_actor(_deep(r"^\d{8}$")), _says_many(_deep(r"^\d{8}$"))),
        "too-deep-nine-digits": Bad(_actor(_deep(r"^1\d{8}$")), _says_many(_deep(r"^1\d{8}$"))),
        "too-big-eight-digits": Bad(_actor(_BIG), _says_many(_BIG)),
        "too-big-eight-digits-of-a-list": Bad(_actor(_BIG_LIST), _says_many(_BIG_LIST)),
        "every-new-id-of-bitbucket": Bad(_actor(":", SourceProvider.BITBUCKET), _says_many(":")),
        "every-old-id-of-bitbucket": Bad(_actor("^[^:]+$", SourceProvider.BITBUCKET), _says_many("^[^:]+$")),
        "a-letter-at-bitbucket": Bad(_actor("[a-f]", SourceProvider.BITBUCKET), _says_many("[a-f]")),
        "a-letter-at-bitbucket-too-deep": Bad(
            _actor(_deep("^[0-9a-f]{24}$"), SourceProvider.BITBUCKET), _says_many(_deep("^[0-9a-f]{24}$"))
        ),
        **{
            f"a-million-beside-a-list-{index}": Bad(_actor(each), _says_many(each))
            for index, each in enumerate(_BESIDE_A_LIST)
        },
        "eight-digits": Bad(_actor(r"^\d{8}$"), _says_many(r"^\d{8}$")),
        "seven-digits-or-one-name": Bad(_actor("^([0-9]{7}|12345)$"), _says_many("^([0-9]{7}|12345)$")),
        "numbers-of-any-script-in-number": Bad(_actor(r"^2\pN{7,8}$"), _says_many(r"^2\pN{7,8}$")),
        "not-followed-by-three": Bad(_actor("^[1-9][0-9]{6}[^3]$"), _says_many("^[1-9][0-9]{6}[^3]$")),
        "old-ids-of-bitbucket": Bad(_actor("^[0-9a-f]{24}$", SourceProvider.BITBUCKET), _says_many("^[0-9a-f]{24}$")),
        "nine-digits-on-a-server-of-ones-own": Bad(
            _actor("^[0-9]{9}$", SourceProvider.GITHUB_ENTERPRISE), _says_many("^[0-9]{9}$")
        ),
        "one-of-two-is-open-only": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "12345", "ACTOR_ACCOUNT_ID 2": ".*"}),
            _says(".*", place="filter_groups[0][2]"),
        ),
    },
    good={
        "names": Good(_actor("^(1|2)$")),
        "no-actor": Good(webhook({"EVENT": "PUSH"})),
        "open": Good(_actor("12345")),
    },
    near_misses={
        "excluded": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": ".*"})),
        "five-digits": Good(_actor("^[0-9]{5}$")),
        "numbers-at-bitbucket": Good(_actor(r"^\d+$", SourceProvider.BITBUCKET)),
        "another-filter-names": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ".*", "ACTOR_ACCOUNT_ID 2": "^12345$"})
        ),
        "empty-is-for-another-rule": Good(_actor("")),
        "numbers-of-another-script": Good(_actor(r"^\p{Nl}+$")),
        "letters-of-any-script": Good(_actor(r"^\pL+$")),
        "another-names-in-odd-ways": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^\pN+$", "ACTOR_ACCOUNT_ID 2": r"^12345\b"})
        ),
    },
    unresolved={
        "token": Good(_actor(f"{TOKEN}|")),
        "token-besides": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ".*", "ACTOR_ACCOUNT_ID 2": TOKEN})),
    },
)
