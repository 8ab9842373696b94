from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_MERGED, _CREATED = "PULL_REQUEST_MERGED", "PULL_REQUEST_CREATED"
_MAIN = "^refs/heads/main$"


def _says(names: str, fix: str, place: str = "filter_groups[0][1]") -> str:
    return (
        f"{place}: HEAD_REF of a pull request is the branch it comes from, so pull requests from {names} pass, and not "
        f"those into {names}; {fix}"
    )


_TO_MAIN = 'filter by BASE_REF: and_base_branch_is("main"), or ^refs/heads/main$'

CASES = Cases(
    bad={
        "merged": Bad(webhook({"EVENT": _MERGED, "HEAD_REF": _MAIN}), _says("main", _TO_MAIN)),
        "not-anchored": Bad(webhook({"EVENT": _MERGED, "HEAD_REF": "refs/heads/main"}), _says("main", _TO_MAIN)),
        "bare": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": _CREATED, "FILE_PATH": "^src/", "HEAD_REF": "main"}),
            _says("main", _TO_MAIN, "filter_groups[1][2]"),
        ),
        "several": Bad(
            webhook({"EVENT": f"{_CREATED},PULL_REQUEST_UPDATED", "HEAD_REF": "^refs/heads/(master|develop)$"}),
            _says(
                "develop, master",
                'filter by BASE_REF: and_base_branch_is("develop", "master"), or ^refs/heads/(develop|master)$',
            ),
        ),
        "with-pushes": Bad(
            webhook({"EVENT": f"PUSH,{_CREATED}", "HEAD_REF": _MAIN, "!HEAD_REF": "^refs/tags/"}),
            _says(
                "main",
                "make a group of its own for the pull requests, and filter there by BASE_REF: "
                'and_base_branch_is("main"), or ^refs/heads/main$',
            ),
        ),
    },
    good={
        "base": Good(webhook({"EVENT": _MERGED, "BASE_REF": _MAIN})),
        "pushes": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN})),
        "topic": Good(webhook({"EVENT": _CREATED, "HEAD_REF": "^refs/heads/feature/"})),
        "no-ref": Good(webhook({"EVENT": _CREATED})),
    },
    near_misses={
        "both": Good(webhook({"EVENT": _CREATED, "HEAD_REF": "^refs/heads/develop$", "BASE_REF": _MAIN})),
        "excluded": Good(webhook({"EVENT": _CREATED, "!HEAD_REF": _MAIN})),
        "topic-as-well": Good(webhook({"EVENT": _CREATED, "HEAD_REF": "^refs/heads/(main|topic)$"})),
        "no-name": Good(webhook({"EVENT": _CREATED, "HEAD_REF": "^refs/heads/(main|develop)-[0-9]+$"})),
        "no-ref-matches": Good(webhook({"EVENT": _CREATED, "HEAD_REF": "^main$"})),
        "two-heads": Good(webhook({"EVENT": _CREATED, "HEAD_REF": _MAIN, "HEAD_REF 2": "^refs/heads/"})),
        "release-as-well": Good(webhook({"EVENT": f"RELEASED,{_CREATED}", "HEAD_REF": _MAIN})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": _MERGED, "HEAD_REF": f"^refs/heads/(main|{TOKEN})$"})),
        "event": Good(webhook({"EVENT": TOKEN, "HEAD_REF": _MAIN})),
    },
)
