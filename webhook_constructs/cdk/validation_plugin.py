"""The rules as a policy validation plugin of the CDK: for the webhooks of every template, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import aws_cdk as cdk
import jsii

from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.finding import CRASHED, UNREADABLE, WRONG_SHAPE
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.lint.rules import RULES, RULES_ACROSS
from webhook_constructs.template_files.search import Templates, read_templates
from webhook_constructs.templates.cloud_assembly import MANIFEST
from webhook_constructs.templates.judging import JudgedWebhook, PlacedFinding, judge_templates
from webhook_constructs.templates.places import property_path
from webhook_constructs.version import package_version

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
        """The version of this package; `unknown` where its metadata is missing."""
        return package_version()

    @property
    def rule_ids(self) -> list[str]:
        """The ids of the rules."""
        return [
            CRASHED.id,
            UNREADABLE.id,
            WRONG_SHAPE.id,
            *(rule.id for rule in RULES),
            *(rule.id for rule in RULES_ACROSS),
        ]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Apply the rules; the CDK calls this."""
        found = _read(context.template_paths)
        paths = [file.path for file in found.files]
        judged = judge_templates([file.template for file in found.files], [str(each) for each in paths])
        placed = [(finding, each) for each in judged.webhooks for finding in each.findings]
        violations = [_violation(finding, paths[each.index], each) for finding, each in placed]
        success = all(each.finding.severity is not Severity.ERROR for each, _ in placed)
        unread = [_not_read(each) for each in dict.fromkeys([*found.broken, *found.unread])]
        return cdk.PolicyValidationPluginReport(success=success, violations=[*violations, *unread])


def _read(paths: Sequence[str]) -> Templates:
    """Read the templates of some stacks as the command does: with what the cloud assemblies around them say and have.

    The CDK names neither the templates of nested stacks nor those of products and StackSets.
    """
    files = [Path(path) for path in paths]
    folders = dict.fromkeys(file.parent for file in files)
    return read_templates([*(each for each in folders if (each / MANIFEST).exists()), *files])


def _not_read(unread: Skipped) -> cdk.PolicyViolation:
    return cdk.PolicyViolation(
        rule_name=UNREADABLE.id,
        description=f"{UNREADABLE.name}: no webhook of this file is judged: {unread}",
        severity=UNREADABLE.severity.value,
        violating_resources=[cdk.PolicyViolatingResource(template_path=unread.what, locations=[])],
    )


def _violation(placed: PlacedFinding, path: Path, judged: JudgedWebhook) -> cdk.PolicyViolation:
    finding = placed.finding
    place = property_path(placed.steps[len(judged.steps) :])
    resource = cdk.PolicyViolatingResource(
        resource_logical_id=judged.webhook.logical_id, template_path=str(path), locations=[place]
    )
    return cdk.PolicyViolation(
        rule_name=finding.id,
        description=f"{finding.name}: {finding.message}",
        fix=finding.fix,
        severity=finding.severity.value,
        violating_resources=[resource],
    )
