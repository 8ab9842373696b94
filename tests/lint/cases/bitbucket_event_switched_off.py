from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings


def _at_bitbucket(*events: str) -> WebhookSettings:
    return webhook(*({"EVENT": event} for event in events), provider=SourceProvider.BITBUCKET)


def _says(events: str, names: str, place: str = "filter_groups[0]") -> str:
    return (
        f"{place}: Bitbucket sends {events} only after somebody switches it on in the hook; select {names} in the hook "
        "of CodeBuild, which Bitbucket shows under Webhooks in the repository settings"
    )


_BOTH = "PULL_REQUEST_CLOSED, PULL_REQUEST_MERGED"

CASES = Cases(
    bad={
        "merged": Bad(_at_bitbucket("PULL_REQUEST_MERGED"), _says("PULL_REQUEST_MERGED", "Merged")),
        "declined": Bad(
            _at_bitbucket("PUSH", "PULL_REQUEST_CREATED,PULL_REQUEST_CLOSED"),
            _says("PULL_REQUEST_CLOSED", "Declined", "filter_groups[1]"),
        ),
        "both": Bad(_at_bitbucket(_BOTH), _says("PULL_REQUEST_MERGED and PULL_REQUEST_CLOSED", "Merged and Declined")),
        "each-group": Bad(
            _at_bitbucket("PULL_REQUEST_MERGED", "PULL_REQUEST_CLOSED"),
            (
                _says("PULL_REQUEST_MERGED", "Merged"),
                _says("PULL_REQUEST_CLOSED", "Declined", "filter_groups[1]"),
            ),
        ),
    },
    good={
        "other-events": Good(_at_bitbucket("PUSH,PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED")),
        "other-host": Good(webhook({"EVENT": _BOTH})),
    },
    near_misses={
        "no-groups": Good(_at_bitbucket()),
        "excluded": Good(webhook({"!EVENT": _BOTH}, provider=SourceProvider.BITBUCKET)),
    },
    unresolved={"event": Good(_at_bitbucket(TOKEN)), "host": Good(webhook({"EVENT": _BOTH}, provider=None))},
)
