"""What is found: by the rules, and by the tool itself."""

from __future__ import annotations

from dataclasses import dataclass

from webhook_constructs.lint.rule import Location, Severity

__all__ = [
    "CRASHED",
    "DELETED",
    "EDITED",
    "IMMUTABLE_ROLE",
    "NOT_CREATED",
    "NOT_JUDGED",
    "TOOL_FINDINGS",
    "UNREADABLE",
    "WRONG_SHAPE",
    "Finding",
    "ToolFinding",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in the settings of a webhook.

    Attributes:
        id: The ID of the rule, such as `WH201`. Its meaning never changes.
        name: The name of the rule, such as `unanchored-actor`.
        severity: How bad it is.
        location: Where in the settings it is.
        message: The fact, with the values it is about.
        fix: How to fix it.

    Examples:
        >>> from webhook_constructs import WebhookSettings, lint
        >>> finding = lint(WebhookSettings(branch_filter="main"))[0]
        >>> finding.id, finding.name
        ('WH203', 'unanchored-ref')
    """

    id: str
    name: str
    severity: Severity
    location: Location
    message: str
    fix: str

    def __str__(self) -> str:
        """Return it on one line."""
        return f"{self.id} {self.name}: {self.location}: {self.message}; {self.fix}"


@dataclass(frozen=True, slots=True)
class ToolFinding:
    """What such findings have in common.

    Attributes:
        id: The id.
        name: The name.
        severity: How bad it is.
    """

    id: str
    name: str
    severity: Severity

    def finding(self, message: str, fix: str, location: Location | None = None) -> Finding:
        """Make the finding.

        Args:
            message: The fact, with the values it is about.
            fix: What to do, as an order.
            location: The place. Default: it is about the webhook.
        """
        return Finding(self.id, self.name, self.severity, location or Location(), message, fix)


CRASHED = ToolFinding("WH001", "rule-crashed", Severity.WARNING)
"""A rule, or what looks for double builds, has crashed."""

UNREADABLE = ToolFinding("WH002", "unreadable-webhook", Severity.WARNING)
"""A webhook cannot be read."""

DELETED = ToolFinding("WH003", "deleted-outside", Severity.WARNING)
"""A webhook that its stack has made is not there."""

EDITED = ToolFinding("WH004", "edited-outside", Severity.WARNING)
"""A webhook is not set as its stack says."""

NOT_CREATED = ToolFinding("WH005", "not-created", Severity.ERROR)
"""CodeBuild could not create a webhook."""

NOT_JUDGED = ToolFinding("WH006", "not-judged-in-full", Severity.WARNING)
"""Judging a webhook takes more than it may."""

IMMUTABLE_ROLE = ToolFinding("WH007", "immutable-role", Severity.WARNING)
"""The role of a handler gets no policy from the app."""

WRONG_SHAPE = ToolFinding("WH008", "wrong-shape", Severity.ERROR)
"""CloudFormation refuses the way in which a part of a webhook is written."""

TOOL_FINDINGS = (CRASHED, UNREADABLE, DELETED, EDITED, NOT_CREATED, NOT_JUDGED, IMMUTABLE_ROLE, WRONG_SHAPE)
