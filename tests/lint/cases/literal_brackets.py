from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook


def _says(word: str, pattern: str, fix: str) -> str:
    return f"filter_groups[0][1]: {word} in {pattern} is any one of these characters, not that text; {fix}"


def _good(filter_type: str, *patterns: str) -> Good:
    return Good(webhook(*({"EVENT": "PUSH", filter_type: pattern} for pattern in patterns)))


CASES = Cases(
    bad={
        "skip-ci": Bad(
            webhook({"EVENT": "PUSH", "!COMMIT_MESSAGE": "[skip ci]"}),
            _says(
                "[skip ci]",
                "[skip ci]",
                r'write \[skip ci\], or use and_commit_message_contains_not("[skip ci]")',
            ),
        ),
        "as-on-the-page-of-aws-without-backslashes": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "[CodeBuild]"}),
            _says(
                "[CodeBuild]", "[CodeBuild]", r'write \[CodeBuild\], or use and_commit_message_contains("[CodeBuild]")'
            ),
        ),
        "branches-between-bars": Bad(
            webhook({"EVENT": "PUSH", "HEAD_REF": "^refs/heads/[main|dev]$"}),
            "filter_groups[0][1]: [main|dev] in ^refs/heads/[main|dev]$ is any one of these characters, not one of "
            "these words; write ^refs/heads/(main|dev)$",
        ),
        "folders-between-bars": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": "^[src|lib]/[app|web]/"}),
            "filter_groups[0][1]: [src|lib] in ^[src|lib]/[app|web]/ is any one of these characters, not one of these "
            "words; write ^(src|lib)/(app|web)/",
        ),
        "several": Bad(
            webhook({"EVENT": "PUSH", "!COMMIT_MESSAGE": "(?i)^([skip ci]|[ci-skip]|[wip])"}),
            _says(
                "[skip ci]",
                "(?i)^([skip ci]|[ci-skip]|[wip])",
                r"write \[skip ci\] and \[ci-skip\] and \[wip\]",
            ),
        ),
        "alternatives": Bad(
            webhook({"EVENT": "PUSH", "!COMMIT_MESSAGE": "[skip ci]|[wip]"}),
            _says(
                "[skip ci]",
                "[skip ci]|[wip]",
                r'write \[skip ci\] and \[wip\], or use and_commit_message_contains_not("[skip ci]", "[wip]")',
            ),
        ),
        "one-after-another": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "[deploy].*[prod]"}),
            _says("[deploy]", "[deploy].*[prod]", r"write \[deploy\] and \[prod\]"),
        ),
        "anchored": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": "^[CodeBuild] deploy"}),
            _says("[CodeBuild]", "^[CodeBuild] deploy", r"write \[CodeBuild\]"),
        ),
        "with-releases": Bad(
            webhook({"EVENT": "PUSH,RELEASED", "COMMIT_MESSAGE": "[skip ci]"}),
            _says("[skip ci]", "[skip ci]", r"write \[skip ci\]"),
        ),
        "workflow": Bad(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": "^[CI job] "}),
            _says("[CI job]", "^[CI job] ", r"write \[CI job\]"),
        ),
        "path": Bad(
            webhook({"EVENT": "PUSH", "FILE_PATH": r"^pages/[slug]/[id]\.tsx$"}),
            _says("[slug]", r"^pages/[slug]/[id]\.tsx$", r"write \[slug\] and \[id\]"),
        ),
        "word-boundary": Bad(
            webhook({"EVENT": "PUSH", "COMMIT_MESSAGE": r"\b[deploy]\b"}),
            _says("[deploy]", r"\b[deploy]\b", r"write \[deploy\]"),
        ),
    },
    good={
        "escaped": _good("COMMIT_MESSAGE", r"\[skip ci\]", r"\[CodeBuild]", r"\Q[skip ci]\E"),
        "classes": _good(
            "COMMIT_MESSAGE", "[a-z]+", "^[A-Z]+-[0-9]+", "[abc]", "[xyz]", "[aeiou]", "[^skip]", r"[\w-]"
        ),
        "no-brackets": _good("COMMIT_MESSAGE", "skip ci"),
    },
    near_misses={
        "cases": _good("COMMIT_MESSAGE", "[Ss]kip", "[SsKk]", "[AaCcKk]", "[fF][iI][xX]"),
        "part-of-a-word": _good("COMMIT_MESSAGE", "gr[aey]y", "relea[szt]", "[prt]eview"),
        "repeated": _good("FILE_PATH", "^[acgt]+$", "[skip]*", "[skip]{2}"),
        "ranges": _good("FILE_PATH", "^[a-fx-z]/", "[A-Fa-f0-9]/", "[0-9a-z_-]"),
        "digits": _good("COMMIT_MESSAGE", "[135]", "[1 2]", "[de]"),
        "one-letter-of-some": _good("FILE_PATH", "^env/[dqp]/", r"^part-[adf]\.csv$", "^shards/[acegik]/", "^u/[id]/"),
        "one-letter-in-a-workflow": Good(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": "^job-[xyzq]$", "WORKFLOW_NAME 2": "^[CI] "})
        ),
        "one-letter-of-a-message": _good("COMMIT_MESSAGE", "^[FBR]: "),
        "branches-have-none": _good("HEAD_REF", "^refs/heads/[dev]/"),
        "bars-between-ranges-and-letters": _good("HEAD_REF", "^refs/heads/[a-z|A-Z]+/", r"^refs/heads/[\w|.]+/"),
        "refused": _good("COMMIT_MESSAGE", "[skip-ci]"),
    },
    unresolved={"token": _good("COMMIT_MESSAGE", f"[skip ci]{TOKEN}")},
)
