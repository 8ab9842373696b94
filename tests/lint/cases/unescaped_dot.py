from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook


def _bad(pattern: str, fix: str, filter_type: str = "FILE_PATH") -> Bad:
    said = f"filter_groups[0][1]: the dot in {pattern} is any character; {fix}"
    return Bad(webhook({"EVENT": "PUSH", filter_type: pattern}), said)


def _good(*patterns: str) -> Good:
    return Good(webhook(*({"EVENT": "PUSH", "FILE_PATH": pattern} for pattern in patterns)))


CASES = Cases(
    bad={
        "file": _bad("^src/app.py$", r'write ^src/app\.py$, or use and_file_path_is("src/app.py")'),
        "file-kept-out": _bad(
            "^buildspec.yml$",
            r'write ^buildspec\.yml$, or use and_file_path_is_not("buildspec.yml")',
            "!FILE_PATH",
        ),
        "anywhere": _bad("buildspec.yml", r"write buildspec\.yml"),
        "ending": _bad(".md$", r"write \.md$"),
        "endings": _bad("^src/.*.(py|toml)$", r"write ^src/.*\.(py|toml)$"),
        "endings-without-a-group": _bad(r"^src/.+.(?:py|toml)$", r"write ^src/.+\.(?:py|toml)$"),
        "several": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^.github/(a.yml|b.yml)$"}),
            "filter_groups[0][1]: 3 dots in ^.github/(a.yml|b.yml)$ are any character each; "
            r'write ^\.github/(a\.yml|b\.yml)$, or use and_file_path_is(".github/a.yml", ".github/b.yml")',
        ),
    },
    good={
        "escaped": _good(r"^src/app\.py$", r"^src/app[.]py$", r"\.md$"),
        "any-characters": _good("^src/.*", "^src/.+/x", "^src/.?x", "^a.{2}b"),
        "no-dot": _good("^src/"),
    },
    near_misses={
        "before-no-letter": _good("^src/./x", "^a.$", "^a.[0-9]", r"^a.\.py"),
        "glob": _good("src/*.py", "./cdk/app.py"),
        "quoted": _good(r"^\Qapp.py\E$"),
        "message": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "v1.2"})),
        "refused": _good("app.py("),
    },
    unresolved={"token": _good(f"{TOKEN}.py")},
)
