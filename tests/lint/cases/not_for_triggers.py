from __future__ import annotations

from tests.lint.case import TOKEN, Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope
from webhook_constructs.lint import Context

_TRIGGERS = Context(is_of_triggers=True)
_ENTERPRISE = SourceProvider.GITHUB_ENTERPRISE
_GLOBAL = WebhookScope.github_global("acme")
_JOBS = {"EVENT": "WORKFLOW_JOB_QUEUED"}
_FIX = (
    "remove Triggers from the project, and create the webhook with CodeBuildWebhook, or with "
    "aws codebuild create-webhook --manual-creation"
)
_SERVER = f"webhook: CloudFormation supports no Triggers for a project with source type GITHUB_ENTERPRISE; {_FIX}"
_SCOPE = f"scope: CloudFormation supports no Triggers with scope GITHUB_GLOBAL, whose webhook is added by hand; {_FIX}"

CASES = Cases(
    bad={
        "enterprise": Bad(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE), _SERVER, _TRIGGERS),
        "enterprise-without-groups": Bad(webhook(provider=_ENTERPRISE), _SERVER, _TRIGGERS),
        "global": Bad(webhook(_JOBS, scope=_GLOBAL), _SCOPE, _TRIGGERS),
        "global-of-a-host-that-is-not-known": Bad(webhook(_JOBS, scope=_GLOBAL, provider=None), _SCOPE, _TRIGGERS),
        "both-are-one-finding": Bad(
            webhook(
                _JOBS, scope=WebhookScope.github_global("a", domain="https://git.example.com"), provider=_ENTERPRISE
            ),
            _SERVER,
            _TRIGGERS,
        ),
        "name-is-a-token": Bad(webhook(_JOBS, scope=WebhookScope.github_global(TOKEN)), _SCOPE, _TRIGGERS),
    },
    good={
        "github": Good(webhook({"EVENT": "PUSH"}), _TRIGGERS),
        "enterprise-by-this-package": Good(webhook({"EVENT": "PUSH"}, provider=_ENTERPRISE)),
    },
    near_misses={
        "organization": Good(webhook(_JOBS, scope=WebhookScope.github_organization("acme")), _TRIGGERS),
        "group": Good(
            webhook({"EVENT": "PUSH"}, scope=WebhookScope.gitlab_group("a"), provider=SourceProvider.GITLAB), _TRIGGERS
        ),
        "manual-and-global-by-this-package": Good(webhook(_JOBS, scope=_GLOBAL, manual_creation=True)),
    },
    unresolved={
        "host": Good(webhook({"EVENT": "PUSH"}, provider=None), _TRIGGERS),
        "scope": Good(webhook(_JOBS, scope=_GLOBAL), Context(is_of_triggers=True, unknown=frozenset({"scope"}))),
    },
)
