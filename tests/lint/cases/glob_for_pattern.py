from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_STAR = "write .* for any characters"


def _says(pattern: str, reading: str, fix: str) -> str:
    return f"filter_groups[0][1]: {pattern} holds a glob and is read as a regular expression, in which {reading}; {fix}"


def _bad(filter_type: str, pattern: str, reading: str, fix: str, event: str = "PUSH") -> Bad:
    return Bad(webhook({"EVENT": event, filter_type: pattern}), _says(pattern, reading, fix))


def _good(filter_type: str, *patterns: str) -> Good:
    return Good(webhook(*({"EVENT": "PUSH", filter_type: pattern} for pattern in patterns)))


CASES = Cases(
    bad={
        "folder": _bad(
            "FILE_PATH", "docker/*", "* repeats the / before it", f'use and_file_path_glob("docker/*"), or {_STAR}'
        ),
        "folder-kept-out": _bad(
            "!FILE_PATH",
            "^docs/*$",
            "* repeats the / before it",
            f'use and_file_path_glob_not("docs/*"), or {_STAR}',
        ),
        "ending": _bad(
            "FILE_PATH", "src/*.py", "* repeats the / before it", f'use and_file_path_glob("src/*.py"), or {_STAR}'
        ),
        "files-that-begin-with-a-dash": _bad(
            "FILE_PATH", "src/_*.py", "* repeats the _ before it", f'use and_file_path_glob("src/_*.py"), or {_STAR}'
        ),
        "dash-amid-a-name": _bad(
            "FILE_PATH", "src/a-*b", "* repeats the - before it", f'use and_file_path_glob("src/a-*b"), or {_STAR}'
        ),
        "zero-at-the-end": _bad(
            "FILE_PATH", "data/0*", "* repeats the 0 before it", f'use and_file_path_glob("data/0*"), or {_STAR}'
        ),
        "among-alternatives": _bad("FILE_PATH", "^(src|test)/*", "* repeats the / before it", _STAR),
        "escaped-slash": _bad(
            "FILE_PATH", r"src\/*", r"* repeats the \/ before it", f'use and_file_path_glob("src/*"), or {_STAR}'
        ),
        "from-here": _bad(
            "FILE_PATH",
            "./cdk/*",
            "./ is any character and a slash",
            'use and_file_path_glob("cdk/*"), or leave ./ out',
        ),
        "folder-from-here": _bad("FILE_PATH", "^./cdk/.*", "./ is any character and a slash", "leave ./ out"),
        "braces": _bad(
            "FILE_PATH",
            "src/{api,web}/app.py",
            "{api,web} is that very text",
            'use and_file_path_glob("src/api/app.py", "src/web/app.py"), or write (api|web)',
        ),
        "braces-in-a-pattern": _bad("FILE_PATH", r"src/.*\.{ts,tsx}$", "{ts,tsx} is that very text", "write (ts|tsx)"),
        "star-and-braces": _bad(
            "FILE_PATH",
            "src/*.{ts,tsx}",
            "* repeats the / before it",
            f'use and_file_path_glob("src/*.ts", "src/*.tsx"), or {_STAR}',
        ),
        "brace-that-is-never-closed": _bad("FILE_PATH", "src/*{ts", "* repeats the / before it", _STAR),
        "branch": _bad(
            "HEAD_REF",
            "^refs/heads/release-*",
            "* repeats the - before it",
            f'use and_branch_glob("release-*"), or {_STAR}',
        ),
        "bare-branch": _bad(
            "HEAD_REF", "release/*", "* repeats the / before it", f'use and_branch_glob("release/*"), or {_STAR}'
        ),
        "branches": _bad("HEAD_REF", "^refs/heads/(release|hotfix)-*$", "* repeats the - before it", _STAR),
        "tag": _bad("HEAD_REF", "^refs/tags/v*", "* repeats the v before it", f'use and_tag_glob("v*"), or {_STAR}'),
        "tag-kept-out": _bad(
            "!HEAD_REF",
            "^refs/tags/v*",
            "* repeats the v before it",
            f'use and_tag_glob_not("v*"), or {_STAR}',
        ),
        "tag-of-a-pull-request-kept-out": _bad(
            "!HEAD_REF",
            "^refs/tags/v*",
            "* repeats the v before it",
            "take the filter out: only pushes are about tags",
            event="PULL_REQUEST_CREATED",
        ),
        "base": _bad(
            "BASE_REF",
            "^refs/heads/rel*/v?.x$",
            "* repeats the l before it",
            f'use and_base_branch_glob("rel*/v?.x"), or {_STAR}',
            event="PULL_REQUEST_CREATED",
        ),
        "tag-of-a-release": _bad("TAG_NAME", "v*", "* repeats the v before it", _STAR, event="RELEASED"),
        "message": _bad("COMMIT_MESSAGE", "^release*", "* repeats the e before it", _STAR),
        "dot-of-a-version": _bad(
            "HEAD_REF",
            r"^refs/tags/v1\.*$",
            r"* repeats the \. before it",
            f'use and_tag_glob("v1.*"), or {_STAR}',
        ),
    },
    good={
        "patterns": _good(
            "FILE_PATH", "^docs/.*", r"\.md$", "a+", "[a-z]*", "ya?ml", r"^src/[^/]*\.py$", "^(a/)*b$", r"^\d*/x"
        ),
        "refs": _good(
            "HEAD_REF", "^refs/heads/.*", "^refs/heads/release-.*", "^refs/tags/v[0-9]*$", "^refs/heads/a{2,3}$"
        ),
        "messages": _good("COMMIT_MESSAGE", r"\[skip ci\]", "^fix: *", "^feat!*:", "{a,b}", r"colou*r\b"),
    },
    near_misses={
        "glob-that-nothing-passes": _good("HEAD_REF", "^refs/heads/*$", "^main*$"),
        "glob-on-tags-that-no-pull-request-passes": Good(
            webhook({"EVENT": "PULL_REQUEST_CREATED", "HEAD_REF": "^refs/tags/v*"})
        ),
        "slashes": _good("FILE_PATH", "^/*docs/", "src//*x"),
        "filled-up": _good("FILE_PATH", "^data/0*-x", r"^src/_*init\.py$", "^-*$", "^_*x-", "-*a"),
        "star-amid-a-pattern": _good("FILE_PATH", "^a*b[0-9]", "^(ab*)", "x|ab*", "^ab*c", "^.*ab*"),
        "escaped-braces": _good("FILE_PATH", r"\{a,b\}", "[{]a,b}", "{ab}", "{a,[0-9]+}", "{a.*,b}", "a}", "{a,b"),
        "dot-and-slash": _good("FILE_PATH", r"^\./x", "a./x"),
        "refused": _good("FILE_PATH", "*.md", "src/**/x"),
        "account": _good("ACTOR_ACCOUNT_ID", "12*"),
        "event": Good(webhook({"EVENT": "PUSH*"})),
        "too-long-to-read": _good("FILE_PATH", f"{'a' * 50_001}/*"),
    },
    unresolved={"token": _good("FILE_PATH", f"^{TOKEN}/")},
)
