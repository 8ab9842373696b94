"""The rules as a policy validation plugin of the CDK: for the webhooks of every template, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import aws_cdk as cdk
import jsii

from webhook_constructs.lint import Severity
from webhook_constructs.lint.findings.finding import CRASHED, NOT_JUDGED, UNREADABLE, WRONG_SHAPE
from webhook_constructs.lint.findings.located_findings import Skipped
from webhook_constructs.lint.rules import RULES, RULES_ACROSS
from webhook_constructs.template_files.search import Templates, read_templates
from webhook_constructs.templates.cloud_assembly import MANIFEST
from webhook_constructs.templates.judging import JudgedWebhook, PlacedFinding, judge_templates
from webhook_constructs.templates.places import property_path
from webhook_constructs.templates.unseen import UnseenPart
from webhook_constructs.version import package_version

__all__ = ["WebhookValidationPlugin"]

if not hasattr(cdk, "IPolicyValidationPlugin"):
    _TOO_OLD = "WebhookValidationPlugin needs IPolicyValidationPlugin of aws-cdk-lib, which came with 2.257: upgrade it"
    raise ImportError(_TOO_OLD)


@jsii.implements(cdk.IPolicyValidationPlugin)
class WebhookValidationPlugin:
    """A policy validation plugin that lints the templates of an app.

    It reads what the construct cannot see: `Triggers` of any project, and what an escape hatch writes into a template.
    It needs aws-cdk-lib 2.257 or newer. An error fails synthesis. To acknowledge a warning, call
    ``Validations.of(scope).acknowledge`` with the ID ``webhook-constructs::WHnnn``. An info with the ID WH006 names
    what was not judged because only the deployment knows it.

    Args:
        strict: Whether synthesis also fails if something could not be read or was not judged in full, even if that is
            acknowledged. Default: it does not.

    Examples:
        >>> import aws_cdk as cdk
        >>> from webhook_constructs import WebhookValidationPlugin
        >>> app = cdk.App()
        >>> cdk.Validations.of(app).add_plugins(WebhookValidationPlugin())
    """

    def __init__(self, *, strict: bool = False) -> None:
        """Judge the templates of an app or stage."""
        self._is_strict = strict

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
            NOT_JUDGED.id,
            WRONG_SHAPE.id,
            *(rule.id for rule in RULES),
            *(rule.id for rule in RULES_ACROSS),
        ]

    def validate(self, context: cdk.IPolicyValidationContext) -> cdk.PolicyValidationPluginReport:
        """Apply the rules; the CDK calls this."""
        found = _read(context.template_paths)
        paths = [file.path for file in found.files]
        judged = judge_templates([file.template for file in found.files], [str(each) for each in paths])
        placed = [
            (finding, each)
            for each in judged.webhooks
            for finding in each.findings
            if finding.finding.id != NOT_JUDGED.id
        ]
        violations = [_violation(finding, paths[each.index], each) for finding, each in placed]
        not_judged = [
            *(_not_judged(paths[each.index], each) for each in judged.webhooks if each.not_judged),
            *(_unseen(paths[each.index], each) for each in judged.unseen),
            *(_not_read(each) for each in dict.fromkeys([*found.broken, *found.unread])),
        ]
        has_errors = any(each.finding.severity is Severity.ERROR for each, _ in placed)
        success = not has_errors and not (self._is_strict and not_judged)
        return cdk.PolicyValidationPluginReport(success=success, violations=[*violations, *not_judged])


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


def _not_judged(path: Path, judged: JudgedWebhook) -> cdk.PolicyViolation:
    """Return that a webhook is not judged in full: a warning if its patterns are too large, as they can be changed."""
    is_too_large = any(each.finding.id == NOT_JUDGED.id for each in judged.findings)
    severity = NOT_JUDGED.severity if is_too_large else Severity.INFO
    return _skipped("; ".join(judged.not_judged), severity, path, judged.webhook.logical_id)


def _unseen(path: Path, part: UnseenPart) -> cdk.PolicyViolation:
    """Return that nobody sees a part of a template. The CDK names no file where there is no resource."""
    _, *resource = map(str, part.steps[:2])
    why = part.why if resource else f"{path}: {part.why}"
    return _skipped(why, Severity.INFO, path, *resource)


def _skipped(why: str, severity: Severity, path: Path, resource: str | None = None) -> cdk.PolicyViolation:
    place = cdk.PolicyViolatingResource(
        resource_logical_id=resource, template_path=str(path), locations=["Properties"] if resource else []
    )
    return cdk.PolicyViolation(
        rule_name=NOT_JUDGED.id,
        description=f"{NOT_JUDGED.name}: {why}",
        severity=severity.value,
        violating_resources=[place],
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
