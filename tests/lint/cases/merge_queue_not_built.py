from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

_PULL_REQUESTS = {"EVENT": "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"}
_QUEUE = "^refs/heads/gh-readonly-queue/"


def _says(place: str) -> str:
    return (
        f"{place}: a merge queue waits for checks of a push to refs/heads/gh-readonly-queue/<base>/..., and no group "
        'passes it; add a group for PUSH that uses and_branch_glob("gh-readonly-queue/**"), or '
        "HEAD_REF ^refs/heads/gh-readonly-queue/"
    )


CASES = Cases(
    bad={
        "head-of-a-pull-request": Bad(webhook({**_PULL_REQUESTS, "HEAD_REF": _QUEUE}), _says("filter_groups[0][1]")),
        "base-of-a-pull-request": Bad(
            webhook({**_PULL_REQUESTS, "BASE_REF": f"{_QUEUE}main/"}), _says("filter_groups[0][1]")
        ),
        "kept-out": Bad(webhook(_PULL_REQUESTS, {"EVENT": "PUSH", "!HEAD_REF": _QUEUE}), _says("filter_groups[1][1]")),
        "kept-out-beside-other-branches": Bad(
            webhook(
                _PULL_REQUESTS,
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/", "!HEAD_REF": "gh-readonly-queue/"},
                {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"},
            ),
            _says("filter_groups[1][2]"),
        ),
        "kept-out-up-to-the-end": Bad(
            webhook(_PULL_REQUESTS, {"EVENT": "PUSH", "!HEAD_REF": f"{_QUEUE}.*$"}), _says("filter_groups[1][1]")
        ),
        "named-without-a-slash": Bad(
            webhook({**_PULL_REQUESTS, "!HEAD_REF": "^refs/heads/gh-readonly-queue"}), _says("filter_groups[0][1]")
        ),
        "host-not-known": Bad(
            webhook({**_PULL_REQUESTS, "HEAD_REF": _QUEUE}, provider=None), _says("filter_groups[0][1]")
        ),
    },
    good={
        "built": Good(webhook(_PULL_REQUESTS, {"EVENT": "PUSH", "HEAD_REF": _QUEUE})),
        "one-base": Good(webhook(_PULL_REQUESTS, {"EVENT": "PUSH", "HEAD_REF": f"{_QUEUE}main/"})),
        "no-queue": Good(webhook(_PULL_REQUESTS, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"})),
    },
    near_misses={
        "built-by-another-group": Good(
            webhook({**_PULL_REQUESTS, "!HEAD_REF": _QUEUE}, {"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"})
        ),
        "no-pull-requests": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": _QUEUE})),
        "other-host": Good(
            webhook({**_PULL_REQUESTS, "HEAD_REF": _QUEUE}, provider=SourceProvider.GITLAB),
        ),
        "refused": Good(webhook({**_PULL_REQUESTS, "HEAD_REF": f"{_QUEUE}(?=x)"})),
    },
    unresolved={
        "events": Good(webhook(_PULL_REQUESTS, {"EVENT": TOKEN}, {**_PULL_REQUESTS, "!HEAD_REF": _QUEUE})),
        "pattern": Good(webhook({**_PULL_REQUESTS, "HEAD_REF": TOKEN})),
    },
)
