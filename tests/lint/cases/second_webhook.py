from __future__ import annotations

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.lint import Context

_PUSH, _RELEASE = webhook({"EVENT": "PUSH"}), webhook({"EVENT": "RELEASED"})


def _says(others: str) -> str:
    return (
        f"webhook: a project can have one webhook, and {others} on the same project; "
        "keep one of them, and put the filter groups of all into it"
    )


CASES = CasesAcross(
    bad={
        "two": BadAcross(
            [_PUSH, _RELEASE],
            {0: _says("Stack/OnRelease is"), 1: _says("Stack/OnPush is")},
            [Context(other_webhooks=("Stack/OnRelease",)), Context(other_webhooks=("Stack/OnPush",))],
        ),
        "one-of-two": BadAcross(
            [_PUSH, _RELEASE], {1: _says("Other is")}, [Context(), Context(other_webhooks=("Other",))]
        ),
        "three": BadAcross([_PUSH], {0: _says("A and B are")}, [Context(other_webhooks=("A", "B"))]),
        "many": BadAcross(
            [_PUSH], {0: _says("A, B, C, D, E and 2 more are")}, [Context(other_webhooks=tuple("ABCDEFG"))]
        ),
        "events-are-not-known": BadAcross(
            [webhook({"EVENT": TOKEN})], {0: _says("Other is")}, [Context(other_webhooks=("Other",))]
        ),
    },
    good={"one": GoodAcross([_PUSH], [Context(path="Stack/Webhook")]), "nothing": GoodAcross([])},
    near_misses={
        "equal-webhooks-of-several-projects": GoodAcross([_PUSH, _PUSH], [Context(path="A"), Context(path="B")])
    },
    unresolved={"nothing-is-known-of-the-project": GoodAcross([_PUSH, _RELEASE])},
)
