from __future__ import annotations

from tests.lint.case import TOKEN, BadAcross, CasesAcross, GoodAcross, webhook
from webhook_constructs.lint import Context

_MANUAL = webhook({"EVENT": "PUSH"}, manual_creation=True)


def _says(others: str) -> str:
    return (
        f"secret: CodeBuild shows a webhook's secret once, and the place for it is that of {others} as well; "
        "give each a secret of its own (secret=True makes one)"
    )


CASES = CasesAcross(
    bad={
        "two": BadAcross(
            [_MANUAL, _MANUAL],
            {0: _says("Stack/Web"), 1: _says("Stack/Api")},
            [Context(same_secret=("Stack/Web",)), Context(same_secret=("Stack/Api",))],
        ),
        "three": BadAcross([_MANUAL], {0: _says("A and B")}, [Context(same_secret=("A", "B"))]),
        "events-are-not-known": BadAcross([webhook({"EVENT": TOKEN})], {0: _says("A")}, [Context(same_secret=("A",))]),
    },
    good={"one": GoodAcross([_MANUAL], [Context(path="Stack/Webhook", keeps_secret=True)]), "nothing": GoodAcross([])},
    near_misses={
        "a-secret-each": GoodAcross([_MANUAL, _MANUAL], [Context(path="A", keeps_secret=True), Context(path="B")])
    },
    unresolved={"nothing-is-known-of-the-secrets": GoodAcross([_MANUAL, _MANUAL])},
)
