"""Findings as the CDK shows them: on the construct that they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import aws_cdk as cdk

from webhook_constructs.lint import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from constructs import Construct

    from webhook_constructs.lint import Finding

__all__ = ["annotate"]

_TOKEN = re.compile(r"[$#]\{Token\[[^]]*\]\}")  # its number changes with unrelated code


def annotate(construct: Construct, findings: Iterable[Finding]) -> None:
    """Add findings to a construct.

    An error stops the CDK CLI. A warning can be acknowledged, by `Annotations.acknowledge_warning` and by
    `Validations.acknowledge`, under the id ``webhook-constructs::WHnnn``.
    """
    for finding in findings:
        annotations = cdk.Annotations.of(construct)
        text = _TOKEN.sub(
            "(known on deployment)", f"{finding.name}: {finding.location}: {finding.message}; {finding.fix}"
        )
        if finding.severity is Severity.ERROR:
            annotations.add_error(f"{finding.id} {text}")
        elif finding.severity is Severity.WARNING:
            annotations.add_warning_v2(f"webhook-constructs::{finding.id}", text)
        elif hasattr(annotations, "add_info_v2"):
            annotations.add_info_v2(f"webhook-constructs::{finding.id}", text)
        else:  # aws-cdk-lib before 2.230
            annotations.add_info(f"{finding.id} {text}")
