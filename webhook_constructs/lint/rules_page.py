"""The rules as a page of the documentation, `docs/rules.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from webhook_constructs.lint.findings.own_findings import (
    CRASHED,
    DELETED,
    EDITED,
    NOT_CREATED,
    NOT_JUDGED,
    TOOL_FINDINGS,
    UNREADABLE,
    ToolFinding,
)

from .rules import ALL_RULES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .rule import Rule

__all__ = ["rule_sections", "rules_page"]

_HEAD = """\
# Rules

What is said of the settings of a webhook, and why. This page is made from the rules
themselves, by `make pages`.

A finding has an id that never changes its meaning, so that [it can be
acknowledged](guides/findings.md#acknowledge-a-warning).

| severity | meaning |
| --- | --- |
| error | The service refuses the webhook: a page of AWS says so, or it has been seen. It cannot be acknowledged. |
| warning | The webhook does something else than it seems to, or nobody knows what the service does with it. |
| info | Good to know. |

Certainty is how sure it is that the service behaves as the rule takes for granted:

| certainty | meaning |
| --- | --- |
| documented | A page of AWS or of the git host says so. |
| observed | It has been seen at the service, and reported in public. |
| verified | It follows from RE2 or from the settings alone, whatever the service does. |
| inferred | It follows from what is documented, but no page says it. |
| unknown | No source says what the service does, or sources disagree. That is what the rule warns of. |

Whatever cannot be decided is met with silence: a value that is known only when the stack is deployed (a CDK token, a
function of a template), a pattern that RE2 refuses (other than by the rule that says so), a question about patterns
that is too big. What [takes more than it may](#wh006-not-judged-in-full) is named. No finding does not mean that
nothing is wrong.
"""
_CRASH_PAGE = f"""\
A rule has failed on the settings. It takes the place of what the rule would have said; the findings of the others are
all there.

### What it does

Names the rule that has failed, the kind of the error and the place in the rule. The text of the error is left out,
since it could hold anything.

### Why it matters

What the rule is there to find would go unseen.

### Use instead

Nothing is known to be wrong with the settings. Report it with them, and acknowledge {CRASHED.id} until it is mended.
"""

_UNREADABLE_PAGE = """\
A webhook of a template is not judged, because its settings have not the shape that CloudFormation documents.

### What it does

Names the place and what was expected there, such as a filter type that there is not. It is found where templates are
judged (`WebhookValidationPlugin`, `webhook-constructs lint`), and never on the construct. The plugin also reports a
template that it cannot read, with its file; `lint` names that file and ends with the exit code 2.

### Why it matters

Nothing else is said of the webhook, whatever is wrong with it.

### Use instead

What CloudFormation documents. What of a webhook is known only on deployment is no finding: `lint` names it and judges
the rest.
"""

_DELETED_PAGE = """\
A stack has made a webhook, and its project has none.

### What it does

Finds, where live webhooks are compared with a stack (`webhook-constructs audit --stack`), projects whose webhook is
gone: somebody has deleted it, or CodeBuild has forgotten it because the source of the project changed.

### Why it matters

Nothing starts a build, and nothing says so: CloudFormation compares templates, and a deployment that changes nothing
calls nothing.

### Use instead

Another text for `redeploy_on`, which makes the webhook anew. A project with `Triggers` has no such thing: take them
out, deploy, and put them back.
"""

_EDITED_PAGE = """\
A webhook has other settings than its stack says.

### What it does

Finds, where live webhooks are compared with a stack (`webhook-constructs audit --stack`), settings that are others, and
names both. What the service fills in is no difference, nor is the order of groups and filters. The manual flag cannot
be read back, and is not compared.

### Why it matters

Other events start builds than the code says, and the next deployment may bring the settings back or not.

### Use instead

Another text for `redeploy_on`, which brings the settings back, or the settings that are live, put into the code.
"""

_NOT_CREATED_PAGE = """\
CodeBuild could not create a webhook, and shows it all the same.

### What it does

Finds live webhooks (`webhook-constructs audit`) whose status is CREATE_FAILED, and gives CodeBuild's reason, without
the addresses in it.

### Why it matters

There is no hook at the git host: nothing starts a build.

### Use instead

Mend what the reason names, such as the credential for the git host, delete the webhook and make it anew.

### References

- [Webhook](https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Webhook.html): `status` and `statusMessage`
"""

_NOT_JUDGED_PAGE = """\
Judging a webhook takes more than it may, so a part of it is not judged.

### What it does

Names each pattern that is too large to be judged, which is one that takes more than 1 MB compiled, such as
`\\pL{300}`: no rule says anything about it. It names the patterns that not every rule can read, and those on accounts
and refs of which nobody can tell what they let through, such as `^refs/heads/(c$|(a|b)*a(a|b){14})`. And it names the
webhooks to which not every rule was applied, because the patterns up to there take too much work. The work is counted
in steps, not in time, so the same settings give the same answer on every machine.

`webhook-constructs lint` says the same in its lines "not judged in full", with the file, the line and the resource.

### Why it matters

No finding does not mean that nothing is wrong. A few lines of a template can hold patterns that would take minutes and
gigabytes. Which limit CodeBuild sets is not documented, so it may accept them.

### Use instead

Repeat less in the pattern, use smaller classes of characters, or write several patterns. If there are too many
webhooks, judge fewer at a time.

### References

- [API_WebhookFilter](https://docs.aws.amazon.com/codebuild/latest/APIReference/API_WebhookFilter.html): no limit
"""


_OWN_PAGES: dict[ToolFinding, str] = {
    CRASHED: _CRASH_PAGE,
    UNREADABLE: _UNREADABLE_PAGE,
    DELETED: _DELETED_PAGE,
    EDITED: _EDITED_PAGE,
    NOT_CREATED: _NOT_CREATED_PAGE,
    NOT_JUDGED: _NOT_JUDGED_PAGE,
}


def rules_page(rules: Iterable[Rule[Any]] = ALL_RULES) -> str:
    """Render the page.

    Args:
        rules: The rules. Default: all of them.

    Returns:
        Markdown: what a finding is and how to acknowledge it, a table, and each rule's page.
    """
    ordered = sorted(rules, key=_id)
    lines = [
        "| id | name | severity | certainty | source |",
        "| --- | --- | --- | --- | --- |",
        *(f"| {_link(each.id, each.name)} | {each.name} | {each.severity} | | |" for each in TOOL_FINDINGS),
        *(
            f"| {_link(rule.id, rule.name)} | {rule.name} | {rule.severity} | {rule.certainty} | {_source(rule)} |"
            for rule in ordered
        ),
        "",
    ]
    return "\n".join([_HEAD, *lines, *rule_sections(ordered).values()])


def rule_sections(rules: Iterable[Rule[Any]] = ALL_RULES) -> dict[str, str]:
    """Return the page of each rule, and of what is no rule but has an id, in Markdown.

    Args:
        rules: The rules. Default: all of them.

    Returns:
        The pages by the ids, in the order of these.
    """
    pages = {rule.id: _section(rule) for rule in sorted(rules, key=_id)}
    others = {each.id: f"## {each.id} {each.name}\n\n*{each.severity}*\n\n{page}" for each, page in _OWN_PAGES.items()}
    return {**others, **pages}


def _id(rule: Rule[Any]) -> str:
    return rule.id


def _link(rule_id: str, name: str) -> str:
    return f"[{rule_id}](#{rule_id.lower()}-{name})"


def _source(rule: Rule[Any]) -> str:
    return ", ".join(f"<{each}>" if each.startswith("https://") else each for each in rule.source.split(", "))


def _section(rule: Rule[Any]) -> str:
    """Render the page of a rule as a part of the whole: its headings go one level down."""
    lines = [f"## {rule.id} {rule.name}", "", f"*{rule.severity}, {rule.certainty}*", ""]
    is_code = False
    for line in rule.documentation.splitlines():
        is_code ^= line.startswith("```")
        is_heading = line.startswith("## ") and not is_code
        lines += [f"#{line}", ""] if is_heading else [line]
    return "\n".join([*lines, ""])
