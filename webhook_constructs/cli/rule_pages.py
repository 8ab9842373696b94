"""What explains a finding: the page of its rule, its address on the web, and what tools sort rules by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.finding import TOOL_FINDINGS
from webhook_constructs.lint.rule import Certainty, Rule
from webhook_constructs.lint.rules import ALL_RULES
from webhook_constructs.version import REPOSITORY

__all__ = ["RulePage", "rule_pages"]


@dataclass(frozen=True, slots=True)
class RulePage:
    """The page of a rule, or of something else that has an id and can be found.

    Attributes:
        id: The id, such as `WH201`.
        name: The name, such as `unanchored-actor`.
        severity: How bad it is.
        text: The text in Markdown, without a heading of its own. Its first line is a sentence that says what is found.
        file: The file below `docs` that has the page, with the anchor there.
        kind: What kind of fault it is: the folder of the rule. Default: something that the tool itself has found.
        certainty: How sure it is. Default: that is not said.
        sources: Where the fact comes from: addresses, or words. Default: from nowhere else.
        security_severity: How much harm it can do, from 0.1 to 10.0. Default: it is no matter of security.
    """

    id: str
    name: str
    severity: Severity
    text: str
    file: str
    kind: str = "tool"
    certainty: Certainty | None = None
    sources: tuple[str, ...] = ()
    security_severity: float | None = None

    @property
    def summary(self) -> str:
        """What is found, in one sentence."""
        return self.text.partition("\n")[0]

    @property
    def address(self) -> str:
        """Its address on the web."""
        return f"{REPOSITORY}/blob/main/docs/{self.file}"

    @property
    def section(self) -> str:
        """The page as a part of the page of all rules, in Markdown."""
        sure = f", {self.certainty}" if self.certainty else ""
        where = ", ".join(f"<{each}>" if each.startswith("https://") else each for each in self.sources)
        head = [f"## {self.id} {self.name}", f"*{self.severity}{sure}*", *([f"Source: {where}"] if where else [])]
        return "\n\n".join([*head, self.text])


def rule_pages(rules: Iterable[Rule[Any]] = ALL_RULES) -> Mapping[str, RulePage]:
    """Return the page of each rule, and of what is no rule but has an id.

    Args:
        rules: The rules. Default: all of them.

    Returns:
        The pages by the ids, in the order of these.
    """
    written = files("webhook_constructs.cli").joinpath("tool_findings.md").read_text(encoding="utf-8")
    texts = re.split(r"^## WH[0-9]+ .*\n\n", written, flags=re.MULTILINE)[1:]
    of_tool = (
        RulePage(each.id, each.name, each.severity, text, _file(each.id, each.name))
        for each, text in zip(TOOL_FINDINGS, texts, strict=True)
    )
    of_rules = (_of(rule) for rule in sorted(rules, key=lambda rule: rule.id))
    return {each.id: each for each in (*of_tool, *of_rules)}


def _of(rule: Rule[Any]) -> RulePage:
    return RulePage(
        rule.id,
        rule.name,
        rule.severity,
        _one_level_down(rule.documentation),
        _file(rule.id, rule.name),
        kind=rule.kind,
        certainty=rule.certainty,
        sources=tuple(rule.source.split(", ")),
        security_severity=rule.security_severity,
    )


def _file(rule_id: str, name: str) -> str:
    """Return the place in the page of all rules, as git hosts name that of a heading."""
    return f"rules.md#{rule_id.lower()}-{name}"


def _one_level_down(markdown: str) -> str:
    """Return the text of a rule as a part of a page: its headings go one level down, with a blank line after each."""
    lines: list[str] = []
    is_code = False
    for written in markdown.splitlines():
        is_code ^= written.startswith("```")
        is_heading = written.startswith("## ") and not is_code
        lines += [f"#{written}", ""] if is_heading else [written]
    return "\n".join([*lines, ""])
