"""A report with something of each kind."""

from __future__ import annotations

from webhook_constructs.lint import Finding, Location, Severity
from webhook_constructs.lint.findings.located_findings import (
    LintReport,
    LiveLocation,
    LocatedFinding,
    Skipped,
    TemplateLocation,
)


def finding(
    severity: Severity = Severity.WARNING, rule: str = "WH201", message: str = "it is open: 100 %, yes"
) -> Finding:
    return Finding(rule, "a-rule", severity, Location(0, 1), message, "close it")


def in_template(found: Finding, line: int = 3) -> LocatedFinding:
    place = TemplateLocation("a b/t,1:x.json", "Api", "Stack/Api/Resource", "Properties.X[0]", line, 7)
    return LocatedFinding(found, "Stack/Api", place)


IN_A_TEMPLATE = in_template(finding())
WITHOUT_A_LINE = LocatedFinding(finding(Severity.ERROR), "Api", TemplateLocation("/t.json", "Api"))
LIVE = LocatedFinding(finding(Severity.INFO, "WH001"), "api", LiveLocation("123456789012", "eu-west-1", "api"))
UNREAD = Skipped("b.json", "it is empty", 2, 5)
UNDECIDED = Skipped("d.json", "Api: BuildType is open", 4, 1)
OUTCOME = LintReport(
    (IN_A_TEMPLATE, WITHOUT_A_LINE, LIVE),
    (UNREAD, Skipped("c", "it is not there")),
    5,
    2,
    undecided=(UNDECIDED,),
)
