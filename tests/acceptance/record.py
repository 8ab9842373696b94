"""The record of a run, `acceptance.json`: for each assumption whether it holds, and nothing that is confidential."""

from __future__ import annotations

import json
import platform
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.acceptance.redaction import Redaction

__all__ = ["FORMAT", "Observation", "Record", "Result"]

FORMAT = 1
_CLI = Path(__file__).parents[2] / "node_modules" / "aws-cdk"
_PACKAGES = ("webhook-constructs", "aws-cdk-lib", "boto3")


class Result(Enum):
    """What a run has found out about an assumption."""

    HOLDS = "holds"
    DIFFERS = "differs"
    NOT_TRIED = "not tried"


@dataclass(frozen=True, slots=True)
class Observation:
    """What a run has found out about an assumption.

    Attributes:
        result: Whether it holds.
        answer: What the service did; for what was not tried, why.
    """

    result: Result
    answer: str

    @classmethod
    def of(cls, answer: str, *, holds: bool) -> Observation:
        return cls(Result.HOLDS if holds else Result.DIFFERS, answer)

    @classmethod
    def not_tried(cls, reason: str) -> Observation:
        return cls(Result.NOT_TRIED, reason)


@dataclass(slots=True)
class Record:
    """What a run has found out.

    Attributes:
        backend: ``AWS``, or ``embedded``.
        region: The region.
        hosts: The source types of the projects that were made.
        hooks: Whether the hooks at GitHub were looked at.
        observations: What was found out, by the ID of the assumption.
        tests: How each test ended, by its name: ``passed``, ``failed`` or ``skipped``.
        confidential: What must not be in it, with what stands in its place.
    """

    backend: str
    region: str
    hosts: list[str] = field(default_factory=list)
    hooks: str = ""
    observations: dict[str, Observation] = field(default_factory=dict)
    tests: dict[str, str] = field(default_factory=dict)
    confidential: list[tuple[str, str]] = field(default_factory=list, repr=False)

    def observe(self, name: str, observation: Observation) -> None:
        """Note what was found out; that something differs is not forgotten."""
        former = self.observations.get(name)
        if former is None or former.result is not Result.DIFFERS:
            self.observations[name] = observation

    def keep_confidential(self, *values: str | None, instead: str = "<secret>") -> None:
        """Note what must not be in it."""
        self.confidential += [(value, instead) for value in values if value]

    def to_json(self, not_tried: Mapping[str, str]) -> dict[str, Any]:
        """Return what is written.

        Args:
            not_tried: Every assumption, with the reason why it is not tried where the run has not observed it.
        """
        found = {
            name: self.observations.get(name) or Observation.not_tried(reason) for name, reason in not_tried.items()
        }
        redaction = Redaction.of(self.confidential)
        ends = list(self.tests.values())
        return {
            "format": FORMAT,
            "date": datetime.now(timezone.utc).date().isoformat(),
            "backend": self.backend,
            "region": self.region,
            "hosts": sorted(self.hosts),
            "hooks": self.hooks,
            "versions": {
                **{name: version(name) for name in _PACKAGES},
                "aws-cdk": _version_of_the_cli(),
                "python": platform.python_version(),
            },
            "tests": {
                **{end: ends.count(end) for end in ("passed", "failed", "skipped")},
                "not passed": redaction.value({name: end for name, end in self.tests.items() if end != "passed"}),
            },
            "assumptions": {
                name: {"result": each.result.value, "answer": redaction.text(each.answer)}
                for name, each in sorted(found.items())
            },
        }

    def write(self, file: Path, not_tried: Mapping[str, str]) -> None:
        """Write it."""
        file.write_text(json.dumps(self.to_json(not_tried), indent=2) + "\n", encoding="utf-8")


def _version_of_the_cli() -> str:
    found: str = json.loads((_CLI / "package.json").read_text(encoding="utf-8"))["version"]
    return found
