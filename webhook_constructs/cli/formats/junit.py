"""Findings as results of tests in JUnit's XML, which nearly every CI shows.

There is no standard. What is written is what both the schema of Jenkins and GitLab read:
https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd
and https://docs.gitlab.com/ci/testing/unit_test_reports/ [doc].
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from webhook_constructs.core.values.arguments import one_line
from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding, Skipped

from .text import place_of

__all__ = ["junit_xml"]

_NAME = "webhook-constructs"
_MOST = 2_000


def junit_xml(outcome: LintReport) -> str:
    """Return a document with a test case for each finding, and for what cannot be read, or not in full.

    Errors and warnings are failures, what is an info passes, what cannot be read is an error, and what is not judged in
    full is skipped. Where there is none of these, one case that passes says how many webhooks were judged.

    Args:
        outcome: What was found.
    """
    cases = list(_cases(outcome)) or [_case("lint", f"{outcome.webhooks} webhooks")]
    counts = {
        "tests": str(len(cases)),
        "failures": str(sum(each.find("failure") is not None for each in cases)),
        "errors": str(len(outcome.unread)),
    }
    suites = ET.Element("testsuites", {"name": _NAME, **counts})
    suite = ET.SubElement(suites, "testsuite", {"name": _NAME, **counts, "skipped": str(len(outcome.undecided))})
    suite.extend(cases)
    ET.indent(suites)
    written: bytes = ET.tostring(suites, encoding="us-ascii", xml_declaration=True)
    return f"{written.decode()}\n"


def _cases(outcome: LintReport) -> Iterator[ET.Element]:
    for located in outcome.findings:
        yield _finding(located)
    for unread in outcome.unread:
        yield _skipped("unread", unread, "error")
    for undecided in outcome.undecided:
        yield _skipped("not-judged-in-full", undecided, "skipped")


def _finding(located: LocatedFinding) -> ET.Element:
    finding = located.finding
    case = _case(f"{finding.id} {finding.name}", f"{place_of(located.place)}: {located.subject}: {located.setting}")
    told = one_line(f"{finding.message}; {finding.fix}", _MOST)
    if finding.severity is Severity.INFO:
        ET.SubElement(case, "system-out").text = f"{finding.severity}: {told}"
    else:
        ET.SubElement(case, "failure", {"type": str(finding.severity), "message": told})
    return case


def _skipped(name: str, skipped: Skipped, tag: str) -> ET.Element:
    case = _case(name, str(skipped))
    ET.SubElement(case, tag, {"message": one_line(skipped.why, _MOST)})
    return case


def _case(classname: str, name: str) -> ET.Element:
    return ET.Element("testcase", {"classname": classname, "name": one_line(name, _MOST)})
