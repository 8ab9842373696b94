"""The rules as a page of the documentation, `docs/rules.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tools.assumptions_page import with_links
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.rules import ALL_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from webhook_constructs.lint.rule import Rule

__all__ = ["rules_page"]

_HEAD = """\
# Rules

The findings on the settings of a webhook, and the reasons. This page is made from the rules themselves, by `make
pages`.

A finding has an id that never changes its meaning, so that [it can be
acknowledged](guides/findings.md#acknowledge-a-warning).

| severity | meaning |
| --- | --- |
| error | The service refuses the webhook: documented by AWS, or observed in the service. It cannot be acknowledged. |
| warning | The webhook does something else than it seems to, or nobody knows what the service does with it. |
| info | Good to know. |

Certainty is how sure it is that the service behaves as the rule takes for granted:

| certainty | meaning |
| --- | --- |
| documented | A page of AWS or of the git host says so. |
| observed | Observed in the service, and reported in public. |
| verified | It follows from RE2 or from the settings alone, whatever the service does. |
| inferred | It follows from what is documented, but no page says it. |
| unknown | No source says what the service does, or sources disagree. That is what the rule warns of. |

Whatever cannot be decided is met with silence: a value that is known only when the stack is deployed (a CDK token, a
function of a template), a pattern that RE2 refuses (other than by the rule that says so), a question about patterns
that is too big. What [takes more than it may](#wh006-not-judged-in-full) is named. No finding does not mean that
nothing is wrong.
"""


def rules_page(rules: Iterable[Rule[Any]] = ALL_RULES) -> str:
    """Render the page.

    Args:
        rules: The rules. Default: all of them.

    Returns:
        Markdown: what a finding is and how to acknowledge it, a table, and each rule's page.
    """
    pages = rule_pages(rules).values()
    lines = [
        "| id | name | severity | certainty | what it finds |",
        "| --- | --- | --- | --- | --- |",
        *(
            f"| [{page.id}]({page.file.removeprefix('rules.md')}) | {page.name} | {page.severity} "
            f"| {page.certainty or ''} | {page.summary} |"
            for page in pages
        ),
        "",
    ]
    return "\n".join([_HEAD, *lines, *(with_links(page.section) for page in pages)])
