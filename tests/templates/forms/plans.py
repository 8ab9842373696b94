"""Plans with webhooks and projects, and what becomes of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from webhook_constructs.cli.explain.answers import Webhooks, read_webhooks
from webhook_constructs.cli.lint.template_findings import lint_files
from webhook_constructs.core import Verdict, WebhookEvent, WebhookSettings
from webhook_constructs.lint.findings.located_findings import LintReport
from webhook_constructs.lint.selection import Selection
from webhook_constructs.template_files.search import read_templates
from webhook_constructs.templates.forms.file_form import read_form
from webhook_constructs.templates.template_webhooks import TemplateWebhook

from .written_forms import project_of, resource_of, terraform_values

__all__ = ["GITHUB", "LOOSE", "PUSH", "decided", "ids", "linted", "project", "read", "webhook"]

GITHUB = {"type": "GITHUB", "location": "https://github.com/acme/api.git"}
PUSH = {"type": "EVENT", "pattern": "PUSH", "exclude_matched_pattern": False}
LOOSE = {"type": "HEAD_REF", "pattern": "refs/heads/main", "exclude_matched_pattern": False}


def webhook(*filters: dict[str, Any], name: str = "ci", **values: Any) -> dict[str, Any]:
    groups = [{"filter": list(filters)}] if filters else []
    return resource_of(
        "aws_codebuild_webhook", name, {**terraform_values(WebhookSettings()), "filter_group": groups, **values}
    )


def project(name: str = "api", resource: str = "api", **values: Any) -> dict[str, Any]:
    return resource_of("aws_codebuild_project", resource, project_of(name, GITHUB, **values))


def read(body: dict[str, Any]) -> dict[str, TemplateWebhook]:
    reading = read_form(body)
    assert reading is not None
    assert reading.unread == ()
    return {each.name: each for each in reading.template.webhooks or ()}


def linted(folder: Path, body: Any, **layout: Any) -> LintReport:
    path = folder / "plan.json"
    path.write_text(json.dumps(body, **layout))
    return lint_files(read_templates([path]), Selection())


def ids(report: LintReport) -> list[str]:
    return [each.finding.id for each in report.findings]


def decided(folder: Path, body: Any, event: WebhookEvent) -> list[Verdict]:
    path = folder / "decided.json"
    path.write_text(json.dumps(body))
    return [each.verdict for each in Webhooks(read_webhooks(path)).answers(event)]
