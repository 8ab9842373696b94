"""What the physical ID of a ``Custom::CodeBuildWebhook`` says.

CloudFormation sends a Delete for an ID that an Update has left behind, for the ID in the answer of a failed Create,
and for an ID of its own where a Create was canceled or never answered. The ID must therefore say whether there is
something of ours to delete, and where. It is the name of the project, with optional marks:

==============================  ========================================================================
``project``                     the webhook of this project; ours
``project@region``              the same, where the region is not the function's own
``project#adopted``             the webhook of this project; it existed before us and is never deleted
``project#moved-from=old:1f2e`` created by an update that left the webhook of project ``old`` for
                                CloudFormation to delete at the end; if the update is rolled back before, that
                                one still exists, and its fingerprint identifies it. ``old+adopted`` where that
                                one was adopted
``project#not-created``         nothing: a Create that failed before it created anything
==============================  ========================================================================

A project name holds only letters, digits, ``-`` and ``_``, so no mark can be part of one.

An ID cannot say whether another resource has adopted the webhook since, or whether the update that gave the ID was
rolled back. A Delete asks CloudFormation for that (``stack``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["PROJECT_NAME", "PhysicalId", "ProjectRef", "fingerprint", "is_generated"]

PROJECT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}")

_ADOPTED = "adopted"
_NOT_CREATED = "not-created"
_MOVED_FROM = "moved-from="
_WAS_ADOPTED = f"+{_ADOPTED}"
_SUFFIX = re.compile(r"[A-Z0-9]{8,}")


@dataclass(frozen=True, slots=True)
class ProjectRef:
    """A project, and its region where that is not the function's own."""

    name: str
    region: str | None = None

    @classmethod
    def parse(cls, text: str) -> ProjectRef:
        """Read a reference as an ID writes it."""
        name, _, region = text.partition("@")
        return cls(name, region or None)

    def __str__(self) -> str:
        """Return the reference as an ID writes it."""
        return f"{self.name}@{self.region}" if self.region else self.name


@dataclass(frozen=True, slots=True)
class PhysicalId:
    """A physical resource ID, read.

    Attributes:
        project: The project that the webhook belongs to.
        is_adopted: Whether the webhook existed before the resource.
        is_created: Whether there is a webhook.
        left: What the last move left behind, as the mark says it; empty where there was no move.
    """

    project: ProjectRef
    is_adopted: bool = False
    is_created: bool = True
    left: str = ""

    @classmethod
    def parse(cls, text: str) -> PhysicalId:
        """Read an ID that this function answered with, or any other text as the name of a project."""
        project, *marks = text.split("#")
        left = next((mark[len(_MOVED_FROM) :] for mark in marks if mark.startswith(_MOVED_FROM)), "")
        return cls(ProjectRef.parse(project), _ADOPTED in marks, _NOT_CREATED not in marks, left)

    @property
    def is_ours(self) -> bool:
        """Whether the webhook may be deleted."""
        is_name = PROJECT_NAME.fullmatch(self.project.name) is not None
        return self.is_created and not self.is_adopted and is_name

    def ours(self) -> PhysicalId:
        """Return the ID of the same webhook as one that may be deleted."""
        return replace(self, is_adopted=False)

    def moved_to(self, project: ProjectRef, webhook: dict[str, Any] | None, *, is_adopted: bool) -> PhysicalId:
        """Return the ID of the webhook of another project that an update of this one creates or adopts.

        Args:
            project: The other project.
            webhook: The webhook that stays behind, as CodeBuild shows it; None where there is none.
            is_adopted: Whether the new one existed before.
        """
        if webhook is None:
            return PhysicalId(project, is_adopted)
        mark = _WAS_ADOPTED if self.is_adopted else ""
        return PhysicalId(project, is_adopted, left=f"{self.project}{mark}:{fingerprint(webhook)}")

    @property
    def left_project(self) -> ProjectRef | None:
        """The project that the last move left; None where there was no move."""
        return ProjectRef.parse(self.left.partition(":")[0].partition("+")[0]) if self.left else None

    def left_behind(self, project: ProjectRef, webhook: dict[str, Any]) -> PhysicalId | None:
        """Return the ID of the webhook that the last move left, if CodeBuild shows that very one on a project."""
        left, _, known = self.left.partition(":")
        where, _, mark = left.partition("+")
        if where != str(project) or known != fingerprint(webhook):
            return None
        return PhysicalId(project, mark == _ADOPTED)

    def __str__(self) -> str:
        """Return the ID as CloudFormation keeps it."""
        marks = (
            f"{_MOVED_FROM}{self.left}" if self.left else "",
            _ADOPTED if self.is_adopted else "",
            "" if self.is_created else _NOT_CREATED,
        )
        return "#".join([str(self.project), *filter(None, marks)])


def is_generated(physical_id: str, stack_id: str, logical_id: str) -> bool:
    """Whether CloudFormation made up an ID itself: the Create was canceled, or never answered.

    Such an ID is ``<stack>-<logical id>-<suffix>``, cut where it is long [assumed: generated-id].
    """
    stack_name = stack_id.rpartition(":stack/")[2].partition("/")[0]
    head, _, suffix = physical_id.rpartition("-")
    stack, _, resource = head.rpartition("-")
    is_whole = bool(stack and resource) and stack_name.startswith(stack) and logical_id.startswith(resource)
    return is_whole and _SUFFIX.fullmatch(suffix) is not None


def fingerprint(webhook: dict[str, Any]) -> str:
    """Return what distinguishes a webhook from every other that its project ever had [assumed: secret-date]."""
    made = webhook.get("lastModifiedSecret")
    text = f"{webhook.get('url', '')} {made.isoformat() if made is not None else ''}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
