"""Findings as the CDK shows them: on the construct that they are about."""

from __future__ import annotations

import re
from collections.abc import Iterable

import aws_cdk as cdk
from constructs import Construct, IConstruct

from webhook_constructs.lint import Finding, Severity
from webhook_constructs.lint.engine import described_crash
from webhook_constructs.lint.findings.finding import CRASHED

__all__ = ["annotate", "annotate_beside", "crash_finding"]

_TOKEN = re.compile(r"[$#]\{Token\[[^]]*\]\}")  # its number changes with unrelated code


def annotate(construct: Construct | IConstruct, findings: Iterable[Finding], about: str | None = None) -> None:
    """Add findings to a construct.

    An error stops the CDK CLI. A warning can be acknowledged, by `Annotations.acknowledge_warning` and by
    `Validations.acknowledge`, under the id ``webhook-constructs::WHnnn``, on the construct or on anything around it.

    Args:
        construct: The construct.
        findings: The findings.
        about: What they are about. Default: the construct itself, and the place in its settings is named.
    """
    for finding in findings:
        text = _text(finding, about)
        if finding.severity is Severity.ERROR:
            cdk.Annotations.of(construct).add_error(f"{finding.id} {text}")
        elif not _is_acknowledged_on_the_app(construct, finding, text):
            _add(construct, finding, text)


def _is_acknowledged_on_the_app(construct: IConstruct, finding: Finding, text: str) -> bool:
    """Check whether the app itself has acknowledged a finding, which the CDK overlooks for what is in the app.

    The CDK tells nobody what is acknowledged, but adds nothing to a construct that has acknowledged it. So the app is
    given the finding as well: no file shows what is said of the app itself. Before aws-cdk-lib 2.271, the CDK forgets
    what was acknowledged on the construct itself, and so the finding stays.
    """
    root = construct.node.root
    if not isinstance(root, cdk.App) or root is construct:
        return False
    _add(root, finding, text)
    return not any(text in str(entry.data) for entry in root.node.metadata)


def _add(construct: IConstruct, finding: Finding, text: str) -> None:
    """Add a warning or an info, unless it is acknowledged."""
    annotations, tag = cdk.Annotations.of(construct), f"webhook-constructs::{finding.id}"
    if finding.severity is Severity.WARNING:
        annotations.add_warning_v2(tag, text)
    elif hasattr(annotations, "add_info_v2"):
        annotations.add_info_v2(tag, text)
    else:  # aws-cdk-lib before 2.230
        annotations.add_info(f"{finding.id} {text}")


def annotate_beside(
    webhook: Construct | IConstruct, path: str, construct: Construct | IConstruct, findings: Iterable[Finding]
) -> None:
    """Add findings about a webhook to another construct, because the webhook's own stage is finished.

    What is acknowledged on the webhook is not added. The CDK tells nobody what is acknowledged, but what is it does not
    take; so the webhook is given the finding as well, where no file will show it any more.

    Args:
        webhook: The webhook.
        path: Its path.
        construct: The construct that is yet to be synthesized.
        findings: What was found.
    """
    for finding in findings:
        annotate(webhook, [finding], path)
        text = _text(finding, path)
        if any(text in str(entry.data) for entry in webhook.node.metadata):
            annotate(construct, [finding], path)


def crash_finding(error: Exception) -> Finding:
    """Report a crash while examining the app, and where, without the message, which could hold anything."""
    message = f"looking for double builds crashed with {described_crash(error)}"
    fix = f"report it, and acknowledge {CRASHED.id} until it is mended"
    return CRASHED.finding(message, fix)


def _text(finding: Finding, about: str | None) -> str:
    text = f"{finding.name}: {about or finding.location}: {finding.message}; {finding.fix}"
    return _TOKEN.sub("(known on deployment)", text)
