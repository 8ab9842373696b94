from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_MAIN = "^refs/heads/main$"


def _says(place: int, patterns: str, way: str = "and_any_branch() (HEAD_REF ^refs/heads/)") -> str:
    return (
        f"filter_groups[{place}]: the only filters on HEAD_REF exclude ({patterns}), so the push of a tag starts a "
        f"build too; add {way}, or exclude ^refs/tags/ as well"
    )


CASES = Cases(
    bad={
        "branch": Bad(webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN}), _says(0, _MAIN)),
        "two-branches": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": "PUSH", "!HEAD_REF": _MAIN, "!HEAD_REF 2": "^refs/heads/bot/"}),
            _says(1, f"{_MAIN}, ^refs/heads/bot/"),
        ),
        "pull-requests-too": Bad(webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "!HEAD_REF": _MAIN}), _says(0, _MAIN)),
        "releases-too": Bad(
            webhook({"EVENT": "PUSH,RELEASED", "!HEAD_REF": _MAIN}), _says(0, _MAIN, "HEAD_REF ^refs/heads/")
        ),
        "some-tags": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/v[0-9]+$"}), _says(0, "^refs/tags/v[0-9]+$")
        ),
        "excluded-file": Bad(webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN, "!FILE_PATH": "^docs/"}), _says(0, _MAIN)),
    },
    good={
        "branches-alone": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/", "!HEAD_REF": _MAIN})),
        "pull-requests-alone": Good(webhook({"EVENT": "PULL_REQUEST_UPDATED", "!HEAD_REF": _MAIN})),
        "no-filter-on-refs": Good(webhook({"EVENT": "PUSH"})),
        "tags-are-excluded": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/.*"})),
    },
    near_misses={
        "tags-are-excluded-by-another": Good(
            webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN, "!HEAD_REF 2": "refs/tags/"})
        ),
        "tags-are-excluded-by-two": Good(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/v", "!HEAD_REF 2": "^refs/tags/([^v]|$)"})
        ),
        "tags-are-among-what-is-excluded": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/(tags|heads/bot)/"})),
        "files-of-a-tag-are-not-known": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": _MAIN, "FILE_PATH": "^api/"})),
    },
    unresolved={
        "head": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": TOKEN})),
        "events": Good(webhook({"EVENT": TOKEN, "!HEAD_REF": _MAIN})),
    },
)
