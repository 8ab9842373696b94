"""The rules as a policy validation plugin of the CDK: for the webhooks of every template, whoever wrote them."""

from __future__ import annotations

import importlib.metadata
import json
from pathlib import Path
from typing import TYPE_CHECKING

import aws_cdk as cdk
import jsii

from webhook_constructs.core.template_webhooks import PROJECT_TYPE, template_webhooks
from webhook_constructs.lint import Context, Severity, lint
from webhook_constructs.lint.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webhook_constructs.core.template_webhooks import TemplateWebhook
    from webhook_constructs.lint import Finding

__all__ = ["WebhookValidationPlugin"]

_PROPERTIES = {
    "filter_groups": "FilterGroups",
    "branch_filter": "BranchFilter",
    "build_type": "BuildType",
    "scope": "ScopeConfiguration",
    "manual_creation": "ManualCreation",
    "pull_request_build_policy": "PullRequestBuildPolicy",
}


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
        return [rule.id for rule in RULES]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Apply the rules; the CDK calls this."""
        found = [each for path in context.template_paths for each in _findings(path)]
        return cdk.PolicyValidationPluginReport(
            success=all(finding.severity is not Severity.ERROR for finding, _ in found),
            violations=[_violation(finding, resource) for finding, resource in found],
        )


def _findings(path: str) -> Iterator[tuple[Finding, cdk.PolicyViolatingResource]]:
    for webhook in template_webhooks(json.loads(Path(path).read_text(encoding="utf-8"))):
        for finding in _judged(webhook):
            yield (
                finding,
                cdk.PolicyViolatingResource(
                    resource_logical_id=webhook.logical_id,
                    template_path=path,
                    locations=[_place(finding, webhook)],
                ),
            )


def _judged(webhook: TemplateWebhook) -> tuple[Finding, ...]:
    if webhook.settings is None:
        return ()
    context = Context(webhook.source_type, webhook.agent_token_type, webhook.keeps_secret)
    return lint(webhook.settings, context)


def _place(finding: Finding, webhook: TemplateWebhook) -> str:
    """Name a place in the settings as a place in the template."""
    member, bracket, indices = str(finding.location).partition("[")
    within = _PROPERTIES.get(member, "")
    parts = ["Properties", "Triggers" if webhook.resource_type == PROJECT_TYPE else "", within + bracket + indices]
    return ".".join(part for part in parts if part)


def _violation(finding: Finding, resource: cdk.PolicyViolatingResource) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=finding.id,
        description=f"{finding.name}: {finding.message}",
        fix=finding.fix,
        severity=finding.severity.value,
        violating_resources=[resource],
    )
