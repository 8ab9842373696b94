from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope
from webhook_constructs.lint import Context

_GLOBAL = WebhookScope.github_global("enterprise")
_JOBS = {"EVENT": "WORKFLOW_JOB_QUEUED"}


def _says(got: str) -> str:
    return (
        "manual_creation: AWS's page says that a webhook with scope GITHUB_GLOBAL is added at GitHub by hand, got "
        f"{got}; "
        "set manual_creation=True and secret=True, and add the hook with what the secret then holds"
    )


CASES = Cases(
    bad={
        "not-said": Bad(webhook(_JOBS, scope=_GLOBAL), _says("None")),
        "automatic": Bad(webhook(_JOBS, scope=_GLOBAL, manual_creation=False), _says("False")),
        "name-is-a-token": Bad(webhook(_JOBS, scope=WebhookScope.github_global(TOKEN)), _says("None")),
    },
    good={
        "manual": Good(webhook(_JOBS, scope=_GLOBAL, manual_creation=True)),
        "no-scope": Good(webhook(_JOBS)),
    },
    near_misses={
        "of-triggers-which-is-another-fault": Good(webhook(_JOBS, scope=_GLOBAL), Context(is_of_triggers=True)),
        "organization": Good(webhook(_JOBS, scope=WebhookScope.github_organization("acme"))),
        "server-where-it-is-by-hand-in-any-case": Good(
            webhook(
                _JOBS,
                scope=WebhookScope.github_global("enterprise", domain="https://git.example.com"),
                provider=SourceProvider.GITHUB_ENTERPRISE,
            )
        ),
    },
    unresolved={"host-not-known": Good(webhook(_JOBS, scope=_GLOBAL, provider=None))},
)
