"""What three ways to look at one app say of its webhooks: the constructs, `lint cdk.out`, and the plugin."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import aws_cdk as cdk
from aws_cdk import cx_api

from webhook_constructs import WebhookValidationPlugin
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.lint.findings.finding import NOT_JUDGED
from webhook_constructs.lint.findings.located_findings import TemplateLocation
from webhook_constructs.lint.rules import RULES_ACROSS
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.template_webhooks import template_webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

__all__ = ["Found", "Told", "look"]

Found: TypeAlias = "set[tuple[str, str]]"
"""Rules, each with the path of the construct that it speaks of."""

_CONTEXT = ("aws:cdk:enable-path-metadata",)  # which the CLI of the CDK sets
_ACKNOWLEDGE = re.compile(r"\[ack: webhook-constructs::(WH\d{3})\]")
_TOGETHER = {rule.id for rule in RULES_ACROSS}
_ERROR = re.compile(r"(WH\d{3}) ")


@dataclass(frozen=True)
class Told:
    """What is said of an app.

    Attributes:
        constructs: What is annotated.
        lint: What `lint` says of its cloud assembly.
        plugin: What the plugin reports.
        ours: The paths of the webhooks of this package.
        projects: The paths of the projects whose `Triggers` make a webhook.
    """

    constructs: Found
    lint: Found
    plugin: Found
    ours: set[str]
    projects: set[str]

    def of_webhooks(self, found: Found) -> Found:
        """What is said of webhooks. Of `Triggers`, constructs say nothing but what they do together with others."""
        return {
            (rule, path) for rule, path in found if path in self.ours or (path in self.projects and rule in _TOGETHER)
        }


def look(make: Callable[[cdk.App], object], folder: Path) -> Told:
    """Make an app, synthesize it with the plugin, and gather what is said of it."""
    app = cdk.App(outdir=str(folder), context=dict.fromkeys(_CONTEXT, True))
    cdk.Validations.of(app).add_plugins(WebhookValidationPlugin())
    make(app)
    with suppress(RuntimeError):  # the plugin has reported an error
        app.synth()
    assembly = cx_api.CloudAssembly(str(folder))
    paths: dict[bool, set[str]] = {True: set(), False: set()}
    for file in read_templates([folder]).files:
        for webhook in template_webhooks(file.body):
            paths[webhook.is_ours].add(webhook.name)
    return Told(
        set(_annotated(assembly)), set(_linted(folder)), set(_reported(folder)), ours=paths[True], projects=paths[False]
    )


def _annotated(assembly: cx_api.CloudAssembly) -> Iterator[tuple[str, str]]:
    for stack in assembly.stacks_recursively:
        for message in stack.messages:
            text = str(message.entry.data)
            found = _ACKNOWLEDGE.search(text) or _ERROR.match(text)
            if found is not None:
                yield found[1], message.id.removeprefix("/")


def _linted(folder: Path) -> Iterator[tuple[str, str]]:
    outcome = lint_files(read_templates([folder]), Selection())
    assert outcome.unread == ()
    for each in outcome.findings:
        assert isinstance(each.place, TemplateLocation)
        yield each.finding.id, (each.place.construct_path or each.place.logical_id).removesuffix("/Resource")
    if outcome.undecided:  # of which `lint` names the place in the file
        yield NOT_JUDGED.id, ""


def _reported(folder: Path) -> Iterator[tuple[str, str]]:
    reports = json.loads((folder / "validation-report.json").read_text())["pluginReports"]
    for report in reports:
        for each in report["violations"] if report["pluginName"] == "webhook-constructs" else ():
            for where in each["violatingConstructs"]:
                path = where.get("constructPath") or where["cloudFormationResource"]["logicalId"]
                is_whole = each["ruleName"] != NOT_JUDGED.id
                yield each["ruleName"], path.removesuffix("/Resource") if is_whole else ""
