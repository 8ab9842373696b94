from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

_ENTERPRISE, _BITBUCKET = SourceProvider.GITHUB_ENTERPRISE, SourceProvider.BITBUCKET
_NUMBERS = "ids at GitHub are numbers, never logins"
_ANY = "ids are numbers at GitHub and those of Atlassian at Bitbucket, never logins"


def _says(what: str, login: str, effect: str = "passes", ids: str = _NUMBERS) -> str:
    return (
        f"filter_groups[0][1]: no account id matches {what}, so nobody {effect} by it: {ids}; "
        f"write the id that https://api.github.com/users/{login} shows"
    )


CASES = Cases(
    bad={
        "login": Bad(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"}), _says("octocat", "octocat")),
        "login-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "^octocat$"}), _says("^octocat$", "octocat", "is kept out")
        ),
        "bot": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^dependabot\[bot\]$"}),
            _says(r"^dependabot\[bot\]$", "dependabot%5Bbot%5D"),
        ),
        "bot-as-a-class": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "dependabot[bot]"}), _says("dependabot[bot]", "LOGIN")
        ),
        "one-of-several": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(12345|@octocat|hubot)$"}),
            _says("@octocat, hubot in ^(12345|@octocat|hubot)$", "octocat"),
        ),
        "mail": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^me@example\.com$"}),
            _says(r"^me@example\.com$", "LOGIN"),
        ),
        "host-not-known": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^octocat$"}, provider=None),
            _says("^octocat$", "octocat", ids=_ANY),
        ),
        **{
            f"host-not-known-{each}": Bad(
                webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": each}, provider=None), _says(each, login, ids=_ANY)
            )
            for each, login in {
                "OctoCat": "OctoCat",
                "^octo-cat$": "octo-cat",
                "OCTOCAT$": "OCTOCAT",
                "^(octocat|Hubot)$": "Hubot",
                "Octo|Cat": "Cat",
                "@octocat": "octocat",
            }.items()
        },
        "enterprise": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"}, provider=_ENTERPRISE),
            "filter_groups[0][1]: no account id matches octocat, so nobody passes by it: ids at GitHub Enterprise are "
            "numbers, never logins; write the id that /api/v3/users/octocat of the server shows",
        ),
    },
    good={
        "id": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^583231$"})),
        "ids": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(583231|9919)$"})),
        "separators": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(^|,)12345($|,)"})),
        "no-digits-around": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "(^|[^0-9])12345($|[^0-9])"})),
        "words": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"\b12345\b"})),
        "pattern": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": r"^\d+$"})),
        "bitbucket": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"}, provider=_BITBUCKET)),
        "gitlab": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"}, provider=SourceProvider.GITLAB)),
    },
    near_misses={
        "may-be-atlassian": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "octocat"}, provider=None)),
        "atlassian": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(5d5355e8c6b9320d9ea5b28d|557058:295406f3)"}, provider=None)
        ),
        **{
            f"ids-of-any-host-{each}": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": each}, provider=None))
            for each in (
                "5b10a2844c20165700ede21g",
                "^70121:295406f3-a1fc-4733-b906-dd15d021bd79$",
                "(?i)^(5D5355E8C6B9320D9EA5B28D|557058:295406F3-A1FC-4733-B906-DD15D021BD79)$",
                "^(12345|5d5355e8c6b9320d9ea5b28d|712020:0c1f2a34-56b7-489d-8e0f-a1b2c3d4e5f6)$",
                "295406f3-a1fc",
                "^1234567890123456789$",
            )
        },
        "anybody": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ".*"})),
        "nothing-matches": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "1^"})),
        "nothing": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^(1|)$"})),
        "no-id": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^$"})),
        "login-elsewhere": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "octocat"})),
    },
    unresolved={"token": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": f"^(octocat|{TOKEN})$"}))},
)
