from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import UnresolvedValue

_PULL_REQUESTS = (
    "PULL_REQUEST_CREATED, PULL_REQUEST_UPDATED, PULL_REQUEST_REOPENED, PULL_REQUEST_MERGED, PULL_REQUEST_CLOSED"
)
_ALL = f"PUSH, {_PULL_REQUESTS}, RELEASED, PRERELEASED, WORKFLOW_JOB_QUEUED"
_QUEUE = "PUSH, with HEAD_REF ^refs/heads/gh-readonly-queue/: that is where a merge queue pushes"


def _event(written: str, meant: str) -> Bad:
    """One unknown name, and what is to be written."""
    says = f"filter_groups[0][0]: CodeBuild documents no event {written!r}; write {meant}"
    return Bad(webhook({"EVENT": written}), says)


CASES = Cases(
    bad={
        "lower-case": _event("push", "PUSH"),
        "hyphens": _event("pull-request-created", "PULL_REQUEST_CREATED"),
        "alternatives": _event("PUSH|RELEASED|PUSH", "PUSH,RELEASED"),
        "anchors": _event("^PUSH$", "PUSH"),
        "blanks-for-commas": _event("PUSH PULL_REQUEST_CREATED", "PUSH,PULL_REQUEST_CREATED"),
        "as-github-says": _event("pull_request_opened", "PULL_REQUEST_CREATED"),
        "merge-queue": _event("MERGE_GROUP", _QUEUE),
        "merge-queue-as-github-says": _event("merge_group", _QUEUE),
        "cut-short": _event("WORKFLOW_JOB", "WORKFLOW_JOB_QUEUED"),
        "last-word": _event("MERGED", "PULL_REQUEST_MERGED"),
        "several-begin-so": _event("PULL_REQUEST", f"one or more of {_PULL_REQUESTS}"),
        "typo": _event("RELEASE", "RELEASED"),
        "typo-in-the-last-word": _event("PULL_REQUEST_CREATE", "PULL_REQUEST_CREATED"),
        "nearest-would-mislead": _event("PULL_REQUEST_OPEN", f"one or more of {_PULL_REQUESTS}"),
        "nothing-like-it": _event("TAG", f"one or more of {_ALL}"),
        "pattern": _event(".*", f"one or more of {_ALL}"),
        "unprintable": _event("a\nb", f"one or more of {_ALL}"),
        "long": Bad(
            webhook({"EVENT": "X" * 1_000}),
            f"filter_groups[0][0]: CodeBuild documents no event '{'X' * 199}...; write one or more of {_ALL}",
        ),
        "trailing-comma": Bad(
            webhook({"HEAD_REF": "a", "EVENT": "PUSH, RELEASED, "}),
            "filter_groups[0][1]: there is nothing before or after a comma of 'PUSH,RELEASED,'; take the comma out",
        ),
        "empty": Bad(
            webhook({"EVENT": "PUSH"}, {"EVENT": " "}),
            f"filter_groups[1][0]: the EVENT filter names no event, got ''; write one or more of {_ALL}",
        ),
        "comma-alone": Bad(
            webhook({"EVENT": ","}),
            f"filter_groups[0][0]: the EVENT filter names no event, got ','; write one or more of {_ALL}",
        ),
        "several": Bad(
            webhook({"EVENT": "PUSH,,push,Released,push"}),
            (
                (
                    "filter_groups[0][0]: there is nothing before or after a comma of 'PUSH,,push,Released,push'; "
                    "take the comma out"
                ),
                "filter_groups[0][0]: CodeBuild documents no event 'push'; write PUSH",
                "filter_groups[0][0]: CodeBuild documents no event 'Released'; write RELEASED",
            ),
        ),
        "second-event-filter": Bad(
            webhook({"EVENT": "PUSH", "!EVENT 2": "NOPE"}),
            f"filter_groups[0][1]: CodeBuild documents no event 'NOPE'; write one or more of {_ALL}",
        ),
    },
    good={
        "all": Good(webhook({"EVENT": _ALL})),
        "one": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED"})),
    },
    near_misses={
        "blanks": Good(webhook({"EVENT": " PUSH ,\tRELEASED\n"})),
        "twice": Good(webhook({"EVENT": "PUSH,PUSH"})),
        "no-event-filter": Good(webhook({"HEAD_REF": "push"})),
    },
    unresolved={
        "token": Good(webhook({"EVENT": TOKEN})),
        "token-among-others": Good(webhook({"EVENT": f"push,{TOKEN},"})),
        "function": Good(webhook({"EVENT": UnresolvedValue('{"Ref": "Events"}')})),
    },
)
