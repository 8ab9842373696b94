"""What the physical id of a ``Custom::CodeBuildWebhook`` says.

CloudFormation sends a Delete for an id that an Update has left behind, for the id that a failed Create answered
with, and for an id of its own making where a Create never answered. The id alone must therefore tell whether there
is something of ours to delete. It is the name of the project, and may bear marks:

===========================  ===========================================================================
``project``                  the webhook of this project; ours
``project#adopted``          the webhook of this project; it was there before us and is never deleted
``project#moved-from=old``   made by an update that left the webhook of project ``old`` for CloudFormation
                             to delete at the end; if the update is rolled back before, that one is still
                             there. ``old+adopted`` where that one was adopted
``project#not-created``      nothing: a Create that failed before it made anything
===========================  ===========================================================================

A project name holds only letters, digits, ``-`` and ``_``, so neither ``#`` nor ``+`` can be part of one. An id of
CloudFormation's own making reads as a project that does not exist, which is what a Delete makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

__all__ = ["PhysicalId"]

_ADOPTED = "adopted"
_NOT_CREATED = "not-created"
_MOVED_FROM = "moved-from="
_WAS_ADOPTED = f"+{_ADOPTED}"


@dataclass(frozen=True, slots=True)
class PhysicalId:
    """A physical resource id, read.

    Attributes:
        project_name: The project whose webhook it is.
        is_adopted: Whether the webhook was there before.
        is_created: Whether there is a webhook.
        left: The project, with ``+adopted`` where that applies, whose webhook was left behind by the last move.
    """

    project_name: str
    is_adopted: bool = False
    is_created: bool = True
    left: str = ""

    @classmethod
    def parse(cls, text: str) -> PhysicalId:
        """Read an id that this function answered with, or any other text as the name of a project."""
        project_name, *marks = text.split("#")
        left = next((mark[len(_MOVED_FROM) :] for mark in marks if mark.startswith(_MOVED_FROM)), "")
        return cls(project_name, _ADOPTED in marks, _NOT_CREATED not in marks, left)

    @property
    def is_ours(self) -> bool:
        """Whether the webhook may be deleted."""
        return self.is_created and not self.is_adopted

    def ours(self) -> PhysicalId:
        """Name the same webhook as one that may be deleted."""
        return replace(self, is_adopted=False)

    def moved_to(self, project_name: str, *, is_adopted: bool) -> PhysicalId:
        """Name the webhook of another project that an update of this one makes or takes over."""
        left = f"{self.project_name}{_WAS_ADOPTED if self.is_adopted else ''}"
        return PhysicalId(project_name, is_adopted, left=left)

    def left_on(self, project_name: str) -> PhysicalId | None:
        """Name the webhook that the last move left on a project; None if it left none there."""
        left, _, mark = self.left.partition("+")
        return PhysicalId(left, mark == _ADOPTED) if left and left == project_name else None

    def __str__(self) -> str:
        """Return the id as CloudFormation keeps it."""
        marks = (
            f"{_MOVED_FROM}{self.left}" if self.left else "",
            _ADOPTED if self.is_adopted else "",
            "" if self.is_created else _NOT_CREATED,
        )
        return "#".join([self.project_name, *filter(None, marks)])
