from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook


def _says(place: str, pattern: str) -> str:
    return (
        f"{place}: one changed file that matches {pattern} skips the build, whatever else has changed; "
        "name the files to build for with a FILE_PATH filter that includes, such as and_file_under"
    )


CASES = Cases(
    bad={
        "folder": Bad(webhook({"EVENT": "PUSH", "!FILE_PATH": "^docs/"}), _says("filter_groups[0][1]", "^docs/")),
        "releases-too": Bad(
            webhook({"EVENT": "PUSH,RELEASED", "!FILE_PATH": "^docs/"}),
            _says("filter_groups[0][1]", "^docs/").removesuffix(", such as and_file_under"),
        ),
        "once-a-group": Bad(
            webhook(
                {"EVENT": "PUSH", "!FILE_PATH": r"\.md$", "!FILE_PATH 2": "^docs/"},
                {"EVENT": "PULL_REQUEST_CREATED", "HEAD_REF": "^refs/heads/", "!FILE_PATH": "^docs/"},
            ),
            (_says("filter_groups[0][1]", r"\.md$"), _says("filter_groups[1][2]", "^docs/")),
        ),
        "beside-one-that-includes": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^api/", "!FILE_PATH": "^api/docs/"}),
            _says("filter_groups[0][2]", "^api/docs/"),
        ),
        "second-is-not-to-protect": Bad(
            webhook({"EVENT": "PUSH", "!FILE_PATH": "^buildspec.yml$", "!FILE_PATH 2": "^docs/"}),
            _says("filter_groups[0][2]", "^docs/"),
        ),
    },
    good={
        "folder-that-is-included": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/"})),
        "no-files": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "docs/"})),
    },
    near_misses={
        "to-protect-as-aws-advises": Good(webhook({"EVENT": "PULL_REQUEST_CREATED", "!FILE_PATH": "^buildspec.yml$"})),
        "to-protect-both-spellings": Good(webhook({"EVENT": "PULL_REQUEST_CREATED", "!FILE_PATH": r"\.yaml$"})),
        "pattern-that-is-refused": Good(webhook({"EVENT": "PUSH", "!FILE_PATH": "^(?!src/)"})),
    },
    unresolved={"token": Good(webhook({"EVENT": "PUSH", "!FILE_PATH": f"^{TOKEN}/"}))},
)
