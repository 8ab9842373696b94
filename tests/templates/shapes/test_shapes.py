"""Templates in the shapes of public ones: what is found in them, what is open, and what builds for four events.

`shapes.txt` and `slips.txt` have a section for each: its name, the template, and after a line of dashes what is to be
said of it. A line of findings has the place, the severity, the rule and the values that it depends on. `slips.txt` has
templates with one slip each, as people make them in writing, and some that only look as if they had one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from webhook_constructs.cli.explain.answers import WORDS, Webhooks, read_webhooks
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.core import EventAction, WebhookEvent
from webhook_constructs.lint.findings.located_findings import LintReport, TemplateLocation
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.template_files.yaml_template import parse_yaml

FILES = [Path(__file__).with_name(name) for name in ("shapes.txt", "slips.txt")]
_SECTION = re.compile(r"^=== (\S+)\n(.*?)^-----\n(.*?)(?=^=== |\Z)", re.DOTALL | re.MULTILINE)
_VALUES = re.compile(r" \((with .*)\)$")
EVENTS = {
    "main": WebhookEvent.push(branch="main", files=["src/app.py"], actor="12345", message="x"),
    "topic": WebhookEvent.push(branch="topic", files=["src/app.py"], actor="12345", message="x"),
    "tag": WebhookEvent.push(tag="v1.2.3", files=["src/app.py"], actor="12345", message="x"),
    "pull request": WebhookEvent.pull_request(
        EventAction.PULL_REQUEST_CREATED, base="main", head="topic", files=["src/app.py"], actor="12345", message="x"
    ),
}


def sections() -> list[tuple[str, str, list[str]]]:
    found = [each for file in FILES for each in _SECTION.findall(file.read_text(encoding="utf-8"))]
    return [(name, text, expected.split("\n")[:-1]) for name, text, expected in found]


def bodies() -> Iterator[tuple[str, Any]]:
    """Return the templates that can be read, by their names."""
    for name, text, expected in sections():
        if not any(each.startswith("unread: ") for each in expected):
            yield name, parse_yaml(text).body


def said_of(path: Path) -> list[str]:
    """Return what is said of a template."""
    report = lint_files(read_templates([path]), Selection())
    if report.unread:
        return [f"unread: {each.line}:{each.column} {each.why}" for each in report.unread]
    return [*_linted(report), *_decided(path)]


def _linted(report: LintReport) -> list[str]:
    found = []
    for each in report.findings:
        assert isinstance(each.place, TemplateLocation)
        values = _VALUES.search(each.finding.message)
        text = f"{each.place.line}:{each.place.column} {each.finding.severity} {each.finding.id}"
        found.append(f"{text} {values[1]}" if values else text)
    found += [f"open: {each.line}:{each.column} {each.why}" for each in report.undecided]
    return [*found, *(f"note: {each.partition(':')[2]}" for each in report.notes)]


def _decided(path: Path) -> list[str]:
    webhooks = Webhooks(read_webhooks(path))
    verdicts: dict[str, list[str]] = {}
    for name, event in EVENTS.items():
        for answer in webhooks.answers(event):
            verdicts.setdefault(answer.placed.webhook.name, []).append(f"{name} {WORDS[answer.verdict]}")
    return [f"{webhook}: {', '.join(each)}" for webhook, each in verdicts.items()]


@pytest.mark.parametrize(("name", "text", "expected"), [pytest.param(*each, id=each[0]) for each in sections()])
def test_a_template_is_judged_and_decided_as_a_careful_reader_would(
    name: str, text: str, expected: list[str], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text)

    assert said_of(path) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_template_in_another_encoding_and_with_other_line_ends_is_judged_alike(encoding: str, tmp_path: Path) -> None:
    different = []
    for name, text, expected in sections():
        path = tmp_path / name
        path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
        if said_of(path) != expected:
            different.append(name)

    assert different == []


def test_there_are_more_than_forty_shapes_and_forty_slips() -> None:
    assert [len(_SECTION.findall(file.read_text(encoding="utf-8"))) > 40 for file in FILES] == [True, True]
