"""What the physical id of a ``Custom::CodeBuildWebhook`` says.

CloudFormation sends a Delete for an id that an Update has left behind, for the id that a failed Create answered
with, and for an id of its own making where a Create never answered. The id alone must therefore tell whether there
is something of ours to delete:

===========================  ===========================================================================
``project``                  the webhook of this project; ours
``project#adopted``          the webhook of this project; it was there before us and is never deleted
``project#moved-from=old``   the webhook of this project; ours. It was made by an update that left the one of
                             project ``old`` for CloudFormation to delete at the end; if the update is rolled
                             back before, that one is still ours
``project#not-created``      nothing: a Create that failed before it made anything
===========================  ===========================================================================

A project name holds only letters, digits, ``-`` and ``_``, so ``#`` cannot be part of one. An id of
CloudFormation's own making reads as a project that does not exist, which is what a Delete makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PhysicalId"]

_ADOPTED = "adopted"
_NOT_CREATED = "not-created"
_MOVED_FROM = "moved-from="


@dataclass(frozen=True, slots=True)
class PhysicalId:
    """A physical resource id, read."""

    project_name: str
    mark: str = ""

    @classmethod
    def parse(cls, text: str) -> PhysicalId:
        """Read an id that this function answered with, or any other text as the name of a project."""
        project_name, _, mark = text.partition("#")
        return cls(project_name, mark)

    @classmethod
    def not_created(cls, project_name: str) -> PhysicalId:
        """Name a Create that failed before there was anything to delete."""
        return cls(project_name, _NOT_CREATED)

    def moved_to(self, project_name: str) -> PhysicalId:
        """Name the webhook of another project that an update of this one makes."""
        return PhysicalId(project_name, f"{_MOVED_FROM}{self.project_name}")

    @property
    def is_ours(self) -> bool:
        """Whether the webhook may be deleted."""
        return self.mark not in {_ADOPTED, _NOT_CREATED}

    @property
    def moved_from(self) -> str | None:
        """The project whose webhook the update that made this one left behind."""
        return self.mark[len(_MOVED_FROM) :] if self.mark.startswith(_MOVED_FROM) else None

    def __str__(self) -> str:
        """Return the id as CloudFormation keeps it."""
        return f"{self.project_name}#{self.mark}" if self.mark else self.project_name
