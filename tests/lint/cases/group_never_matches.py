from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

_CREATED, _UPDATED, _MERGED = "PULL_REQUEST_CREATED", "PULL_REQUEST_UPDATED", "PULL_REQUEST_MERGED"
_PULL_REQUEST = f"{_CREATED},{_UPDATED}"
_MAIN, _DEVELOP = "^refs/heads/main$", "^refs/heads/develop$"
_SO = "so nothing passes the group"
_ANCHORS = r"write ^ only at the start and $ only at the end, or \^ and \$ for the characters"
_PATH = "write the path as git shows it, from the root of the repository, such as docs/index.md"
_REF = "refs/heads/<branch> or refs/tags/<tag>"


def _both(one: str, other: str) -> str:
    return f"filter_groups[0][2]: nothing passes both filter_groups[0][1] ({one}) and this filter ({other})"


CASES = Cases(
    bad={
        "nothing-matches": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "$x"}),
            f"filter_groups[0][1]: nothing at all matches $x, {_SO}; {_ANCHORS}",
        ),
        "anchor-in-the-middle": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "refs/heads/^main$"}),
            f"filter_groups[0][1]: nothing at all matches refs/heads/^main$, {_SO}; {_ANCHORS}",
        ),
        "everything-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!COMMIT_MESSAGE": ".*"}),
            f"filter_groups[0][1]: every COMMIT_MESSAGE matches .*, which is kept out, {_SO}; "
            "write what is to be kept out, or take the filter out",
        ),
        "every-account-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "^[0-9]+$"}),
            f"filter_groups[0][1]: every ACTOR_ACCOUNT_ID matches ^[0-9]+$, which is kept out, {_SO}; "
            "write what is to be kept out, or take the filter out",
        ),
        "every-branch-kept-out": Bad(
            webhook({"EVENT": _PULL_REQUEST, "!HEAD_REF": "^refs/heads/.+$"}),
            f"filter_groups[0][1]: every HEAD_REF of a pull request matches ^refs/heads/.+$, which is kept out, {_SO}; "
            "write what is to be kept out, or take the filter out",
        ),
        "bare-branch": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^main$"}),
            f"filter_groups[0][1]: HEAD_REF of a push is {_REF}, which ^main$ never matches, {_SO}; "
            'write ^refs/heads/main$, or use and_branch_is("main")',
        ),
        "bare-branches": Bad(
            webhook({"EVENT": "PUSH,PULL_REQUEST_CREATED", "HEAD_REF": "^main$|^develop$"}),
            f"filter_groups[0][1]: HEAD_REF of a push or a pull request is {_REF}, which ^main$|^develop$ never "
            f"matches, {_SO}; make a group of its own for the pull requests, and filter there by BASE_REF: "
            'and_base_branch_is("develop", "main"), or ^refs/heads/(develop|main)$; for the pushes use '
            'and_branch_is("develop", "main")',
        ),
        "bare-target": Bad(
            webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^main$"}),
            "filter_groups[0][1]: HEAD_REF of a pull request is refs/heads/<branch>, which ^main$ never matches, "
            f'{_SO}; filter by BASE_REF: and_base_branch_is("main"), or ^refs/heads/main$',
        ),
        "bare-topic": Bad(
            webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^topic$"}),
            "filter_groups[0][1]: HEAD_REF of a pull request is refs/heads/<branch>, which ^topic$ never matches, "
            f'{_SO}; write ^refs/heads/topic$, or use and_branch_is("topic")',
        ),
        "bare-head-beside-a-base": Bad(
            webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^develop$", "BASE_REF": _MAIN}),
            "filter_groups[0][1]: HEAD_REF of a pull request is refs/heads/<branch>, which ^develop$ never matches, "
            f'{_SO}; write ^refs/heads/develop$, or use and_branch_is("develop")',
        ),
        "bare-base": Bad(
            webhook({"EVENT": _MERGED, "BASE_REF": "^(main|release/.+)$"}),
            "filter_groups[0][1]: BASE_REF of a pull request is refs/heads/<branch>, which ^(main|release/.+)$ never "
            f"matches, {_SO}; write ^refs/heads/(main|release/.+)$",
        ),
        "part-of-a-ref": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^heads/main$"}),
            f"filter_groups[0][1]: HEAD_REF of a push is {_REF}, which ^heads/main$ never matches, {_SO}; "
            'write ^refs/heads/main$, or use and_branch_is("main")',
        ),
        "branch-without-a-name": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/$"}),
            f"filter_groups[0][1]: HEAD_REF of a push is {_REF}, which ^refs/heads/$ never matches, {_SO}; "
            "write it for whole refs, such as ^refs/heads/main$",
        ),
        "tag-of-a-pull-request": Bad(
            webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^refs/tags/v"}),
            "filter_groups[0][1]: HEAD_REF of a pull request is refs/heads/<branch>, which ^refs/tags/v never matches, "
            f"{_SO}; write it for PUSH, in a group of its own: only pushes are about tags",
        ),
        "ref-of-a-ref": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "refs/heads/refs/heads/main"}),
            "filter_groups[0][1]: refs/heads/refs/heads/main asks for refs/heads/ or refs/tags/ twice, which no "
            f"HEAD_REF of a push has, {_SO}; write refs/heads/ or refs/tags/ once",
        ),
        "path-from-the-root": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^/docs/"}),
            "filter_groups[0][1]: no FILE_PATH matches ^/docs/: a path begins neither with / nor with ./ and does not "
            f"end with /, {_SO}; {_PATH}",
        ),
        "folder-that-ends": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/$"}),
            "filter_groups[0][1]: no FILE_PATH matches ^docs/$: a path begins neither with / nor with ./ and does not "
            f"end with /, {_SO}; write ^docs/",
        ),
        "folder-from-the-root-that-ends": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^/docs/$"}),
            "filter_groups[0][1]: no FILE_PATH matches ^/docs/$: a path begins neither with / nor with ./ and does not "
            f"end with /, {_SO}; {_PATH}",
        ),
        "branch-that-ends-with-a-slash": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/release/$"}),
            f"filter_groups[0][1]: HEAD_REF of a push is {_REF}, which ^refs/heads/release/$ never matches, {_SO}; "
            "write ^refs/heads/release/",
        ),
        "no-account": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^$"}),
            f"filter_groups[0][1]: no ACTOR_ACCOUNT_ID matches ^$, {_SO}; "
            "write what it is to match, or take the filter out",
        ),
        "several-in-one-group": Bad(
            webhook({"EVENT": _PULL_REQUEST}, {"EVENT": _PULL_REQUEST, "HEAD_REF": "a^", "BASE_REF": "$a"}),
            (
                f"filter_groups[1][1]: nothing at all matches a^, {_SO}; {_ANCHORS}",
                f"filter_groups[1][2]: nothing at all matches $a, {_SO}; {_ANCHORS}",
            ),
        ),
        "branch-and-tag": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN, "HEAD_REF 2": "^refs/tags/v"}),
            f"{_both(f'HEAD_REF matches {_MAIN}', 'HEAD_REF matches ^refs/tags/v')}; put them into two groups",
        ),
        "two-branches": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN, "HEAD_REF 2": _DEVELOP}),
            f"{_both(f'HEAD_REF matches {_MAIN}', f'HEAD_REF matches {_DEVELOP}')}; "
            'use and_branch_is("main", "develop")',
        ),
        "two-actors": Bad(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^1$", "ACTOR_ACCOUNT_ID 2": "^2$"}),
            f"{_both('ACTOR_ACCOUNT_ID matches ^1$', 'ACTOR_ACCOUNT_ID matches ^2$')}; "
            'use and_actor_account_is("1", "2")',
        ),
        "included-and-excluded": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/", "!FILE_PATH": "^docs/"}),
            f"{_both('FILE_PATH matches ^docs/', 'FILE_PATH does not match ^docs/')}; take one of the two out",
        ),
        "three-together": Bad(
            webhook(
                {
                    "EVENT": "PUSH",
                    "HEAD_REF": "^refs/heads/v[12]$",
                    "!HEAD_REF": "^refs/heads/v1$",
                    "!HEAD_REF 2": "^refs/heads/v2$",
                }
            ),
            "filter_groups[0]: no HEAD_REF passes all of filter_groups[0][1] (HEAD_REF matches ^refs/heads/v[12]$), "
            "filter_groups[0][2] (HEAD_REF does not match ^refs/heads/v1$), filter_groups[0][3] (HEAD_REF does not "
            "match ^refs/heads/v2$); put them into several groups",
        ),
        "event-not-known": Bad(
            webhook({"EVENT": TOKEN, "HEAD_REF": _MAIN, "HEAD_REF 2": _DEVELOP}),
            f"{_both(f'HEAD_REF matches {_MAIN}', f'HEAD_REF matches {_DEVELOP}')}; put them into two groups",
        ),
    },
    good={
        "branch": Good(webhook({"EVENT": "PUSH", "HEAD_REF": _MAIN})),
        "branch-but-one": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/", "!HEAD_REF": _MAIN})),
        "two-files": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "^docs/", "FILE_PATH 2": "^src/"})),
        "no-tags": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": "^refs/tags/.*"})),
        "word": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": r"\bdeploy\b", "HEAD_REF": r"^refs/heads/main\z"})),
        "alternatives": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"{_MAIN}|^refs/tags/v"})),
    },
    near_misses={
        "every-number-kept-out-at-another-host": Good(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "^[0-9]+$"}, provider=SourceProvider.BITBUCKET)
        ),
        "dead-for-one-of-its-events": Good(webhook({"EVENT": f"PUSH,{_CREATED}", "HEAD_REF": "^refs/tags/v"})),
        "branch-within-a-branch": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/x/refs/heads/main$"})),
        "no-anchor": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "main$"})),
        "every-file-kept-out": Good(webhook({"EVENT": "PUSH", "!FILE_PATH": ".*"})),
        "empty-message": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "^$"})),
        "empty-pattern": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": ""})),
        "refused-pattern": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^(main"})),
        "ref-of-a-release": Good(webhook({"EVENT": "RELEASED", "HEAD_REF": "^main$"})),
        "unknown-event": Good(webhook({"EVENT": "PUSHED", "HEAD_REF": "^main$"})),
        "login": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^octocat$", "ACTOR_ACCOUNT_ID 2": "^1$"})),
        "account-of-atlassian": Good(
            webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": "^5b10a2"}, provider=SourceProvider.BITBUCKET)
        ),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"^{TOKEN}$", "HEAD_REF 2": _MAIN})),
        "event": Good(webhook({"EVENT": TOKEN, "HEAD_REF": "^main$"})),
        "two-tokens": Good(webhook({"EVENT": "PUSH", "HEAD_REF": f"^{TOKEN}$", "!HEAD_REF": f"^x{TOKEN}$"})),
    },
)
