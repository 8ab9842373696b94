from __future__ import annotations

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.lint import Context

_PUSH = webhook({"EVENT": "PUSH"})
_SAYS = (
    "webhook: a project can have one webhook, and the project's own Triggers make one as well; "
    "take the webhook out of the project's Triggers: in the CDK, "
    "webhook and webhook_filters of its source; where the CDK adds Triggers by itself (a source without a repository, "
    'as Source.git_hub(owner="acme")), use organization_source(SourceProvider.GITHUB)'
)
_TRIGGERS = Context(has_triggers=True)

CASES = CasesAcross(
    bad={
        "triggers": BadAcross([_PUSH], {0: _SAYS}, [_TRIGGERS]),
        "on-the-second": BadAcross([_PUSH, _PUSH], {1: _SAYS}, [Context(), _TRIGGERS]),
        "events-are-not-known": BadAcross([webhook({"EVENT": TOKEN})], {0: _SAYS}, [_TRIGGERS]),
    },
    good={"no-triggers": GoodAcross([_PUSH], [Context(has_triggers=False)]), "nothing": GoodAcross([])},
    near_misses={"another-webhook": GoodAcross([_PUSH], [Context(other_webhooks=("Stack/Other",))])},
    unresolved={"nothing-is-known-of-the-project": GoodAcross([_PUSH])},
)
