"""The rules as a policy validation plugin of the CDK: for the webhooks of every template, whoever wrote them."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.own_findings import CRASHED, UNREADABLE
from webhook_constructs.lint.rules import RULES, RULES_ACROSS
from webhook_constructs.templates.lint import lint_templates
from webhook_constructs.templates.places import property_path, property_steps
from webhook_constructs.templates.template import Template
from webhook_constructs.templates.template_webhooks import template_webhooks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from webhook_constructs.lint import Finding
    from webhook_constructs.templates.template_webhooks import TemplateWebhook

__all__ = ["WebhookValidationPlugin"]

if not hasattr(cdk, "IPolicyValidationPlugin"):
    _TOO_OLD = "WebhookValidationPlugin needs IPolicyValidationPlugin of aws-cdk-lib, which came with 2.257: upgrade it"
    raise ImportError(_TOO_OLD)


@jsii.implements(cdk.IPolicyValidationPlugin)
class WebhookValidationPlugin:
    """Applies the rules of this package to the templates of an app.

    It sees what the construct cannot: `Triggers` of any project, and what an escape hatch has put into a template. It
    needs aws-cdk-lib 2.257 or newer. Synthesis fails where there is an error; warnings are reported and can be
    acknowledged by ``Validations.of(scope).acknowledge`` under the id ``webhook-constructs::WHnnn``.

    Examples:
        >>> app = cdk.App()  # doctest: +SKIP
        >>> cdk.Validations.of(app).add_plugins(WebhookValidationPlugin())  # doctest: +SKIP
    """

    @property
    def name(self) -> str:
        """The name in the report."""
        return "webhook-constructs"

    @property
    def version(self) -> str:
        """The version of this package."""
        return importlib.metadata.version("webhook-constructs")

    @property
    def rule_ids(self) -> list[str]:
        """The ids of the rules."""
        return [CRASHED.id, UNREADABLE.id, *(rule.id for rule in RULES), *(rule.id for rule in RULES_ACROSS)]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Apply the rules; the CDK calls this."""
        placed = [each for path in _with_nested(context.template_paths) for each in _webhooks_of(path)]
        templates = [Template(json.loads(Path(path).read_text(encoding="utf-8"))) for path, _ in placed]
        found = lint_templates(templates, [(index, webhook) for index, (_, webhook) in enumerate(placed)])
        violations = [
            _violation(finding, path, webhook)
            for (path, webhook), findings in zip(placed, found, strict=True)
            for finding in findings
        ]
        success = all(finding.severity is not Severity.ERROR for findings in found for finding in findings)
        return cdk.PolicyValidationPluginReport(success=success, violations=violations)


def _with_nested(paths: Sequence[str]) -> list[str]:
    """Add the templates of nested stacks, which lie beside those of their parents; the CDK does not name them."""
    folders = dict.fromkeys(Path(path).parent for path in paths)
    nested = [str(path) for folder in folders for path in sorted(folder.glob("*.nested.template.json"))]
    return list(dict.fromkeys([*paths, *nested]))


def _webhooks_of(path: str) -> Iterator[tuple[str, TemplateWebhook]]:
    for webhook in template_webhooks(json.loads(Path(path).read_text(encoding="utf-8"))):
        yield path, webhook


def _violation(finding: Finding, path: str, webhook: TemplateWebhook) -> cdk.PolicyViolation:
    place = property_path(property_steps(finding.location, webhook))
    resource = cdk.PolicyViolatingResource(
        resource_logical_id=webhook.logical_id, template_path=path, locations=[place]
    )
    return cdk.PolicyViolation(
        rule_name=finding.id,
        description=f"{finding.name}: {finding.message}",
        fix=finding.fix,
        severity=finding.severity.value,
        violating_resources=[resource],
    )
