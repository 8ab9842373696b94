"""What CloudFormation says of a stack: its events, and how an operation on it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Deployment", "StackEvent"]


@dataclass(frozen=True, slots=True)
class StackEvent:
    """One line of a stack's history.

    Attributes:
        logical_id: The name of the resource in the template; the stack's own name for events of the stack.
        physical_id: The id of the real thing, or "" when there is none (yet).
        resource_type: Such as ``AWS::CodeBuild::Project``.
        status: Such as ``CREATE_FAILED``.
        reason: Why, or "".
    """

    logical_id: str
    physical_id: str
    resource_type: str
    status: str
    reason: str

    @classmethod
    def from_api(cls, event: Mapping[str, Any]) -> StackEvent:
        """Read one entry of DescribeStackEvents."""
        return cls(
            logical_id=event["LogicalResourceId"],
            physical_id=event.get("PhysicalResourceId", ""),
            resource_type=event["ResourceType"],
            status=event["ResourceStatus"],
            reason=event.get("ResourceStatusReason", ""),
        )

    @property
    def failed(self) -> bool:
        """Whether the resource or the stack failed here."""
        return self.status.endswith("_FAILED")

    def __str__(self) -> str:
        """Return the event as one line of a report."""
        return f"{self.logical_id} ({self.resource_type}) {self.status}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Deployment:
    """How a deployment ended.

    Attributes:
        status: The status that the stack ended in, such as ``UPDATE_COMPLETE``.
        outputs: The stack's outputs by their key.
        events: The stack events of this operation, oldest first; none when there was nothing to update.
    """

    status: str
    outputs: Mapping[str, str]
    events: tuple[StackEvent, ...]
