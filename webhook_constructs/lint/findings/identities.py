"""What a finding is known by from one run to the next: not by its line, which moves with what stands above it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .located_findings import LocatedFinding

__all__ = ["FindingIdentity", "fingerprints"]


class FindingIdentity(NamedTuple):
    """What a finding is known by.

    Attributes:
        id: The id of its rule.
        where: What its resource is known by: the path of its construct, or the file and the logical id.
        setting: The place in the settings.
        message: The fact, with the values it is about: of a pattern that was changed, the finding is another one.
    """

    id: str
    where: str
    setting: str
    message: str

    @classmethod
    def of(cls, located: LocatedFinding) -> FindingIdentity:
        """Return what a finding is known by."""
        return cls(located.finding.id, located.place.name, str(located.finding.location), located.finding.message)


def fingerprints(findings: Iterable[LocatedFinding]) -> Iterator[str]:
    """Return a fingerprint of each finding; no two of them are equal.

    Args:
        findings: The findings.
    """
    seen: Counter[FindingIdentity] = Counter()
    for identity in map(FindingIdentity.of, findings):
        seen[identity] += 1
        known_by = "\0".join([*identity, str(seen[identity])])
        yield hashlib.sha256(known_by.encode(errors="backslashreplace")).hexdigest()
