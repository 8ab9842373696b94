from __future__ import annotations

from typing import TYPE_CHECKING

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import WebhookScope

if TYPE_CHECKING:
    from webhook_constructs.core import WebhookSettings

_ORGANIZATION, _ENTERPRISE = WebhookScope.github_organization("acme"), WebhookScope.github_global("acme")
_BOTH = "start and at the end"


def _of(pattern: str, filter_type: str = "REPOSITORY_NAME", event: str = "WORKFLOW_JOB_QUEUED") -> WebhookSettings:
    scope = _ORGANIZATION if filter_type.endswith("REPOSITORY_NAME") else _ENTERPRISE
    return webhook({"EVENT": event, filter_type: pattern}, scope=scope, manual_creation=scope is _ENTERPRISE)


def _bad(pattern: str, ends: str, more: str, what: str = "repository") -> Bad:
    return Bad(
        _of(pattern, f"{what.upper()}_NAME"),
        f"filter_groups[0][1]: the pattern {pattern} is not anchored at the {ends}, so the {what} {more} passes too; "
        f"use and_{what}_name_is, or write ^name$ or ^(name|other)$",
    )


CASES = Cases(
    bad={
        "names": _bad("api|web", _BOTH, "api-2"),
        "one-name": _bad("api", _BOTH, "api-2"),
        "no-end": _bad("^api", "end", "api-2"),
        "no-start": _bad("api$", "start", "x-api"),
        "one-anchor-in-each-alternative": _bad("^api|web$", _BOTH, "api-2"),
        "in-parentheses": _bad("(api|web)", _BOTH, "api-2"),
        "prefix-without-a-start": _bad("team-a-", "start", "x-team-a-a"),
        "dots": _bad(r"^acme\.api", "end", "acme.api-2"),
        "organization": _bad("acme", _BOTH, "acme-2", "organization"),
        "push": Bad(
            _of("api", event="PUSH"),
            "filter_groups[0][1]: the pattern api is not anchored at the start and at the end, so the repository api-2 "
            "passes too; use and_repository_name_is, or write ^name$ or ^(name|other)$",
        ),
    },
    good={
        "name": Good(_of("^api$")),
        "names": Good(_of("^(api|web)$")),
        "prefix": Good(_of("^team-a-")),
        "anything": Good(_of("^api.*")),
        "organization": Good(_of("^acme$", "ORGANIZATION_NAME")),
    },
    near_misses={
        "excluded": Good(_of("api", "!REPOSITORY_NAME")),
        "every-repository": Good(_of(".*")),
        "with-its-owner": Good(_of("acme/api")),
        "workflow": Good(webhook({"EVENT": "WORKFLOW_JOB_QUEUED", "WORKFLOW_NAME": "deploy"})),
        "one-letter-is-a-prefix": Good(_of("^a")),
        "glob": Good(_of("api-*")),
        "refused": Good(_of("(?=api)")),
    },
    unresolved={"token": Good(_of(f"api-{TOKEN}"))},
)
