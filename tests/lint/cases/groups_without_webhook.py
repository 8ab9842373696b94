from __future__ import annotations

from dataclasses import replace

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.core import SourceProvider, WebhookScope
from webhook_constructs.lint import Context

_OFF = Context(is_of_triggers=True, is_switched_off=True)
_SAYS = (
    "webhook: Triggers has FilterGroups and no Webhook: true, which CloudFormation refuses; "
    "write Webhook: true in Triggers, or remove FilterGroups"
)

CASES = Cases(
    bad={
        "one-group": Bad(webhook({"EVENT": "PUSH"}), _SAYS, _OFF),
        "scope-not-known": Bad(webhook({"EVENT": "PUSH"}), _SAYS, replace(_OFF, unknown=frozenset({"scope"}))),
        "groups": Bad(webhook({"EVENT": "PUSH"}, {"EVENT": "RELEASED"}), _SAYS, _OFF),
    },
    good={
        "switched-on": Good(webhook({"EVENT": "PUSH"}), Context(is_of_triggers=True)),
        "of-this-package": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={
        "no-groups": Good(webhook(), Context(is_of_triggers=True)),
        "triggers-that-are-not-possible": Good(
            webhook({"EVENT": "PUSH"}, provider=SourceProvider.GITHUB_ENTERPRISE), _OFF
        ),
        "scope-that-is-not-possible": Good(
            webhook({"EVENT": "WORKFLOW_JOB_QUEUED"}, scope=WebhookScope.github_global("acme")), _OFF
        ),
    },
    unresolved={"nothing-known": Good(webhook({"EVENT": "PUSH"}), Context(unknown=frozenset({"filter_groups"})))},
)
