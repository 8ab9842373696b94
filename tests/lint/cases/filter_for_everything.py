from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook

_PULL_REQUEST = "PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED"
_ANCHORS = r"write ^ only at the start and $ only at the end, or \^ and \$ for the characters"
_OUT = "take the filter out, or write what is to pass"


def _every(values: str, pattern: str) -> str:
    return f"filter_groups[0][1]: every {values} matches {pattern}, so the filter lets everything pass; {_OUT}"


_EVERYTHING = [
    r"^\C*$",
    r"^\C+$",
    r"^[\pL\PL]+$",
    r"^\pL*",
    r"\PN|\pN",
    r"(?i)[^é]|é",
    r"^\PL*$|\pL",
]
_SOMETHING = [
    r"^\pL+$",
    r"^\C{3}$",
    r"^\PL+$",
    r"\pN",
    r"^[^\pL]",
    r"^\pN+\C$",
    r"\B\pN",
    r"(?i)^\p{Lu}",
]
_NO_ACCENT = "(?i)^[^é]+$"  # which every name of a repository matches, and not every name of a workflow
_TYPES = {"REPOSITORY_NAME": "PUSH", "ORGANIZATION_NAME": "PUSH", "WORKFLOW_NAME": "WORKFLOW_JOB_QUEUED"}

CASES = Cases(
    bad={
        **{
            f"{of}-{each}": Bad(webhook({"EVENT": event, of: each}), _every(of, each))
            for of, event in _TYPES.items()
            for each in _EVERYTHING
        },
        **{
            f"branch-filter-{each}": Bad(
                webhook(branch_filter=each),
                f"branch_filter: every branch matches {each}, so the branch filter lets everything pass; leave the "
                "branch filter out, or write which branches are to pass",
            )
            for each in (".*", "^.*$", "(?s).*", "^", "main|.*")
        },
        **{
            f"any-repository-{pattern}": Bad(
                webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "REPOSITORY_NAME": pattern}),
                _every("REPOSITORY_NAME", pattern),
            )
            for pattern in ("[^/]+", r"^[\w.-]+$", r"\S", _NO_ACCENT)
        },
        "any-file": Bad(webhook({"EVENT": "PUSH", "FILE_PATH": ".*"}), _every("FILE_PATH", ".*")),
        "any-character-of-a-file": Bad(webhook({"EVENT": "PUSH", "FILE_PATH": "[^/]$"}), _every("FILE_PATH", "[^/]$")),
        "any-message": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "(?s)^.*$"}), _every("COMMIT_MESSAGE", "(?s)^.*$")
        ),
        "any-workflow": Bad(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": "^.+$"}), _every("WORKFLOW_NAME", "^.+$")
        ),
        "any-ref": Bad(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/"}), _every("HEAD_REF of a push", "^refs/")),
        "any-branch-of-pull-requests": Bad(
            webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^refs/heads/.+"}),
            _every("HEAD_REF of a pull request", "^refs/heads/.+"),
        ),
        "any-base": Bad(
            webhook({"EVENT": _PULL_REQUEST, "BASE_REF": "^refs/heads/"}),
            _every("BASE_REF of a pull request", "^refs/heads/"),
        ),
        "event-not-known": Bad(webhook({"EVENT": TOKEN, "HEAD_REF": ".*"}), _every("HEAD_REF", ".*")),
        "bare-branch-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!HEAD_REF": "^main$"}),
            "filter_groups[0][1]: HEAD_REF of a push is refs/heads/<branch> or refs/tags/<tag>, which ^main$ never "
            "matches, so the filter keeps nothing out; write ^refs/heads/main$, or use "
            'and_branch_is_not("main")',
        ),
        "tags-of-pull-requests-kept-out": Bad(
            webhook({"EVENT": _PULL_REQUEST, "!HEAD_REF": "^refs/tags/.*"}),
            "filter_groups[0][1]: HEAD_REF of a pull request is refs/heads/<branch>, which ^refs/tags/.* never "
            "matches, so the filter keeps nothing out; take the filter out: only pushes are about tags",
        ),
        "nobody-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "$1^"}),
            f"filter_groups[0][1]: nothing at all matches $1^, so the filter keeps nothing out; {_ANCHORS}",
        ),
        "folder-that-ends-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!FILE_PATH": "^docs/$"}),
            "filter_groups[0][1]: no FILE_PATH matches ^docs/$: a path begins neither with / nor with ./ and does not "
            "end with /, so the filter keeps nothing out; write ^docs/",
        ),
        "no-file-kept-out": Bad(
            webhook({"EVENT": "PUSH", "!FILE_PATH": r"^\./buildspec\.yml$"}),
            r"filter_groups[0][1]: no FILE_PATH matches ^\./buildspec\.yml$: a path begins neither with / nor with ./ "
            "and does not end with /, so the filter keeps nothing out; write the path as git shows it, from the root "
            "of the repository, such as docs/index.md",
        ),
    },
    good={
        "branch": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/main$"})),
        "no-tags": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/"})),
        "no-tags-as-documented": Good(webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/.*"})),
        "tags-kept-out": Good(webhook({"EVENT": f"PUSH,{_PULL_REQUEST}", "!HEAD_REF": "^refs/tags/.*"})),
        "no-filter": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        **{
            f"{mark}{of}-{each}": Good(webhook({"EVENT": event, f"{mark}{of}": each}))
            for of, event in _TYPES.items()
            for each in _SOMETHING
            for mark in ("", "!")
        },
        "workflow-without-an-accent": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": _NO_ACCENT})),
        "branch-filter": Good(webhook(branch_filter="^main$")),
        "branch-filter-for-one-folder": Good(webhook(branch_filter="^release/.*")),
        "no-tags-of-pushes": Good(webhook({"EVENT": f"PUSH,{_PULL_REQUEST}", "HEAD_REF": "^refs/heads/"})),
        "one-line": Good(webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "^.*$"})),
        "title-is-there": Good(webhook({"EVENT": "RELEASED", "RELEASE_NAME": ".+"})),
        "anybody": Good(webhook({"EVENT": "PUSH", "ACTOR_ACCOUNT_ID": ".*"})),
        "login-kept-out": Good(webhook({"EVENT": "PUSH", "!ACTOR_ACCOUNT_ID": "octocat"})),
        "glob": Good(webhook({"EVENT": "RELEASED", "TAG_NAME": "v*"})),
        "everything-kept-out": Good(webhook({"EVENT": "PUSH", "!HEAD_REF": ".*"})),
        "empty-pattern": Good(webhook({"EVENT": "PUSH", "HEAD_REF": ""})),
        "odd-branches": Good(webhook({"EVENT": _PULL_REQUEST, "HEAD_REF": "^refs/heads/.*~"})),
        "file-in-a-folder": Good(webhook({"EVENT": "PUSH", "FILE_PATH": "/|~"})),
        "letters-of-any-script": Good(webhook({"EVENT": "PUSH", "FILE_PATH": r"\pL|~"})),
        "another-event-as-well": Good(webhook({"EVENT": "PUSHED,PULL_REQUEST_CREATED", "HEAD_REF": "^refs/heads/"})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": "PUSH", "FILE_PATH": f".*{TOKEN}"})),
        "event": Good(webhook({"EVENT": TOKEN, "HEAD_REF": "^refs/heads/"})),
    },
)
