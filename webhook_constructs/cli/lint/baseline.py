"""Findings that are known already, in a file: only new ones count."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.core import WebhookConstructsError
from webhook_constructs.core.values.arguments import printable, shown
from webhook_constructs.lint.findings.identities import FindingIdentity
from webhook_constructs.lint.findings.located_findings import LintReport, LocatedFinding

__all__ = ["Baseline", "BaselineError"]

_VERSION = 1
_MEMBERS = FindingIdentity._fields


class BaselineError(WebhookConstructsError):
    """A baseline cannot be read; the text names the file and what is wrong."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """Findings that are known.

    Attributes:
        name: The name of the file.
        known: What each is known by, as often as it was found.
    """

    name: str
    known: tuple[FindingIdentity, ...]

    @classmethod
    def read(cls, name: str) -> Baseline:
        """Read a file that `write_baseline` has written.

        Args:
            name: The name of the file.

        Raises:
            BaselineError: It cannot be read, or is no baseline.
        """
        try:
            written = json.loads(read_input(name))
        except (InputFileError, RecursionError, ValueError) as error:
            why = error if isinstance(error, InputFileError) else "it is no JSON"
            msg = f"{printable(name)}: {why}"
            raise BaselineError(msg) from None
        if not isinstance(written, dict) or written.get("version") != _VERSION:
            msg = f"{printable(name)}: it is no baseline of version {_VERSION}: write one with --write-baseline"
            raise BaselineError(msg)
        entries = written.get("findings")
        if not isinstance(entries, list):
            msg = f"{printable(name)}: findings: expected a list, got {shown(entries)}"
            raise BaselineError(msg)
        return cls(name, tuple(_entry(each, f"{printable(name)}: findings[{i}]") for i, each in enumerate(entries)))

    def applied(self, outcome: LintReport) -> LintReport:
        """Return a report without the findings that are known, as often as they are.

        Args:
            outcome: All that was found.
        """
        left = Counter(self.known)
        new: list[LocatedFinding] = []
        for located in outcome.findings:
            identity = FindingIdentity.of(located)
            if left[identity] > 0:
                left[identity] -= 1
            else:
                new.append(located)
        gone = sum(left.values())
        notes = outcome.notes
        if gone:
            entries = "1 entry is" if gone == 1 else f"{gone} entries are"
            notes = (
                *notes,
                f"{printable(self.name)}: {entries} not among the findings: --write-baseline takes them out",
            )
        return replace(outcome, findings=tuple(new), known=len(outcome.findings) - len(new), notes=notes)

    @staticmethod
    def write(path: Path, findings: Sequence[LocatedFinding]) -> None:
        """Write the findings to a file, in an order that does not change.

        Args:
            path: The file.
            findings: The findings.
        """
        entries = [each._asdict() for each in sorted(map(FindingIdentity.of, findings))]
        text = json.dumps({"version": _VERSION, "findings": entries}, indent=2)
        path.write_text(f"{text}\n", encoding="utf-8")


def _entry(written: Any, place: str) -> FindingIdentity:
    if not isinstance(written, dict) or written.keys() != set(_MEMBERS):
        msg = f"{place}: expected an object with {', '.join(_MEMBERS)}, got {shown(written)}"
        raise BaselineError(msg)
    for name in _MEMBERS:
        if not isinstance(written[name], str):
            msg = f"{place}: {name}: expected a string, got {shown(written[name])}"
            raise BaselineError(msg)
    return FindingIdentity(**written)
