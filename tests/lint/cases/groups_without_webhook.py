from __future__ import annotations

from tests.lint.case import Bad, Cases, Good, webhook
from webhook_constructs.lint import Context

_OFF = Context(is_of_triggers=True, is_switched_off=True)
_SAYS = (
    "webhook: Triggers has FilterGroups and no Webhook: true, which CloudFormation refuses; "
    "write Webhook: true in Triggers, or remove FilterGroups"
)

CASES = Cases(
    bad={
        "one-group": Bad(webhook({"EVENT": "PUSH"}), _SAYS, _OFF),
        "groups": Bad(webhook({"EVENT": "PUSH"}, {"EVENT": "RELEASED"}), _SAYS, _OFF),
    },
    good={
        "switched-on": Good(webhook({"EVENT": "PUSH"}), Context(is_of_triggers=True)),
        "of-this-package": Good(webhook({"EVENT": "PUSH"})),
    },
    near_misses={"no-groups": Good(webhook(), Context(is_of_triggers=True))},
    unresolved={"nothing-known": Good(webhook({"EVENT": "PUSH"}), Context(unknown=frozenset({"filter_groups"})))},
)
