"""The work of CloudFormation on one custom resource, as its stack shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from webhook_constructs.testing.local._deployment.custom_resources import (
    CustomResourceFailed,
    Request,
    Sending,
    generated_id,
)
from webhook_constructs.testing.local._deployment.stack_pass import Outcome

__all__ = ["CUSTOM", "STACK", "Record", "ResourceWork", "is_custom", "new_record"]

STACK = "AWS::CloudFormation::Stack"

CUSTOM = "AWS::CloudFormation::CustomResource"

Record = dict[str, Any]
"""What MiniStack keeps of a resource or a stack."""


def is_custom(resource_type: str) -> bool:
    """Check whether a resource is a custom resource."""
    return resource_type.startswith("Custom::") or resource_type == CUSTOM


class Shows(Protocol):
    """What shows the work on the resources of a stack, and sends its events."""

    name: str

    def show_event(self, logical_id: str, resource_type: str, status: str, reason: str = "", pid: str = "") -> None:
        """Add an event of a resource."""

    def list_record(self, logical_id: str, record: Record) -> None:
        """List a resource among those of the stack."""

    def send(self, request: Request) -> Sending | None:
        """Send an event; None if the resource is complete without one."""


class ResourceWork:
    """The work on one custom resource, shown as events and as the status of its record."""

    def __init__(
        self,
        operation: Shows,
        logical_id: str,
        verb: str,
        begin: Callable[[], tuple[Record, Request | None]],
        *,
        is_listed: bool = True,
    ) -> None:
        """Keep how to begin.

        Args:
            operation: The operation on the stack.
            logical_id: The resource.
            verb: CREATE, UPDATE or DELETE.
            begin: Makes the record to show, and the request to send; None if the resource stays as it is.
            is_listed: Whether the stack lists the record. Default: it does.
        """
        self.logical_id = logical_id
        self.record: Record = {}
        self.was_sent = False
        self._operation = operation
        self._verb = verb
        self._begin = begin
        self._is_listed = is_listed

    def start(self) -> Sending | Outcome:
        self.record, request = self._begin()
        unchanged = self.record["PhysicalResourceId"], self.record["Attributes"]
        if request is None:
            return unchanged
        self._show("IN_PROGRESS")
        self.was_sent = True
        sending = self._operation.send(request)
        if sending is None:
            self._show("COMPLETE")
            return unchanged
        return sending

    def finish(self, outcome: Outcome) -> None:
        if self._verb != "DELETE":
            self.record["PhysicalResourceId"], self.record["Attributes"] = outcome
        self._show("COMPLETE")

    def fail(self, error: Exception) -> None:
        physical_id = error.physical_id if isinstance(error, CustomResourceFailed) else None
        if self._verb == "CREATE":
            self.record["PhysicalResourceId"] = physical_id or ""
        self.was_sent = self.was_sent and physical_id is not None
        self._show("FAILED", str(error))

    def cancel(self) -> str:
        reason = "Resource creation cancelled" if self._verb == "CREATE" else "Resource update cancelled"
        if self._verb == "CREATE":
            self.record["PhysicalResourceId"] = generated_id(self._operation.name, self.logical_id)
        self._show("FAILED", reason)
        return reason

    def _show(self, step: str, reason: str = "") -> None:
        if not self.record:  # its properties cannot be resolved
            self._operation.show_event(self.logical_id, CUSTOM, f"{self._verb}_{step}", reason)
            return
        self.record.update(ResourceStatus=f"{self._verb}_{step}", ResourceStatusReason=reason)
        if self._is_listed:
            self._operation.list_record(self.logical_id, self.record)
        self._operation.show_event(
            self.logical_id,
            self.record["ResourceType"],
            self.record["ResourceStatus"],
            reason,
            self.record["PhysicalResourceId"],
        )


def new_record(logical_id: str, resource_type: str, properties: dict[str, Any]) -> Record:
    return {
        "PhysicalResourceId": "",
        "ResourceType": resource_type,
        "ResourceStatus": "",
        "LogicalResourceId": logical_id,
        "Properties": properties,
        "Attributes": {},
    }
