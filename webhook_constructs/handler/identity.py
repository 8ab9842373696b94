"""What the physical id of a ``Custom::CodeBuildWebhook`` says.

CloudFormation sends a Delete for an id that an Update has left behind, for the id that a failed Create answered
with, and for an id of its own making where a Create never answered. The id must therefore tell whether there was
something of ours to delete, and where. It is the name of the project, and may bear marks:

==============================  ========================================================================
``project``                     the webhook of this project; ours
``project@region``              the same, where the region is not the function's own
``project#adopted``             the webhook of this project; it was there before us and is never deleted
``project#moved-from=old:1f2e`` made by an update that left the webhook of project ``old`` for CloudFormation
                                to delete at the end; if the update is rolled back before, that one is still
                                there, and is known by its fingerprint. ``old+adopted`` where that one was
                                adopted
``project#not-created``         nothing: a Create that failed before it made anything
==============================  ========================================================================

A project name holds only letters, digits, ``-`` and ``_``, and so none of the signs that marks are made of. An id of
CloudFormation's own making reads as a project that does not exist, or as no name of one where it is too long: there is
nothing to delete.

Whether another resource has taken the webhook over since, or the update that gave the id was rolled back, no id can
tell: a Delete asks CloudFormation (``stack``).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["PROJECT_NAME", "PhysicalId", "Place", "fingerprint"]

PROJECT_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{1,149}")

_ADOPTED = "adopted"
_NOT_CREATED = "not-created"
_MOVED_FROM = "moved-from="
_WAS_ADOPTED = f"+{_ADOPTED}"


@dataclass(frozen=True, slots=True)
class Place:
    """A project, and its region where that is not the function's own."""

    project_name: str
    region: str | None = None

    @classmethod
    def parse(cls, text: str) -> Place:
        """Read a place."""
        project_name, _, region = text.partition("@")
        return cls(project_name, region or None)

    def __str__(self) -> str:
        """Return the place as an id names it."""
        return f"{self.project_name}@{self.region}" if self.region else self.project_name


@dataclass(frozen=True, slots=True)
class PhysicalId:
    """A physical resource id, read.

    Attributes:
        place: The project whose webhook it is.
        is_adopted: Whether the webhook was there before.
        is_created: Whether there is a webhook.
        left: What the last move has left behind, as the mark says it; empty where there was none.
    """

    place: Place
    is_adopted: bool = False
    is_created: bool = True
    left: str = ""

    @classmethod
    def parse(cls, text: str) -> PhysicalId:
        """Read an id that this function answered with, or any other text as the name of a project."""
        place, *marks = text.split("#")
        left = next((mark[len(_MOVED_FROM) :] for mark in marks if mark.startswith(_MOVED_FROM)), "")
        return cls(Place.parse(place), _ADOPTED in marks, _NOT_CREATED not in marks, left)

    @property
    def is_ours(self) -> bool:
        """Whether the webhook may be deleted."""
        is_name = PROJECT_NAME.fullmatch(self.place.project_name) is not None
        return self.is_created and not self.is_adopted and is_name

    def ours(self) -> PhysicalId:
        """Name the same webhook as one that may be deleted."""
        return replace(self, is_adopted=False)

    def moved_to(self, place: Place, webhook: dict[str, Any] | None, *, is_adopted: bool) -> PhysicalId:
        """Name the webhook of another project that an update of this one makes or takes over.

        Args:
            place: The other project.
            webhook: The webhook that is left behind, as CodeBuild shows it; None where there is none.
            is_adopted: Whether the new one was there before.
        """
        if webhook is None:
            return PhysicalId(place, is_adopted)
        mark = _WAS_ADOPTED if self.is_adopted else ""
        return PhysicalId(place, is_adopted, left=f"{self.place}{mark}:{fingerprint(webhook)}")

    @property
    def left_place(self) -> Place | None:
        """The project that the last move has left; None where there was no move."""
        return Place.parse(self.left.partition(":")[0].partition("+")[0]) if self.left else None

    def left_behind(self, place: Place, webhook: dict[str, Any]) -> PhysicalId | None:
        """Name a webhook that CodeBuild shows on a project, if it is the one that the last move has left there."""
        left, _, known = self.left.partition(":")
        where, _, mark = left.partition("+")
        if where != str(place) or known != fingerprint(webhook):
            return None
        return PhysicalId(place, mark == _ADOPTED)

    def __str__(self) -> str:
        """Return the id as CloudFormation keeps it."""
        marks = (
            f"{_MOVED_FROM}{self.left}" if self.left else "",
            _ADOPTED if self.is_adopted else "",
            "" if self.is_created else _NOT_CREATED,
        )
        return "#".join([str(self.place), *filter(None, marks)])


def fingerprint(webhook: dict[str, Any]) -> str:
    """Tell one webhook of a project from every other that the project ever had [assumed: secret-date]."""
    made = webhook.get("lastModifiedSecret")
    text = f"{webhook.get('url', '')} {made.isoformat() if made is not None else ''}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]
