"""The records of acceptance runs on accounts, in `docs/records`, and what they say of an assumption."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.record import FORMAT, Result
from tests.acceptance.redaction import Redaction

__all__ = ["RECORDS", "RecordError", "Sighting", "fold", "sightings"]

RECORDS = Path(__file__).resolve().parent.parent / "docs" / "records"
_MEMBERS = {"format", "date", "backend", "region", "hosts", "hooks", "versions", "tests", "assumptions"}


class RecordError(Exception):
    """A file is no record that can be published."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a run on an account has seen.

    Attributes:
        result: Whether the assumption holds.
        answer: What the service did.
        where: The region, the date and the version.
    """

    result: Result
    answer: str
    where: str


def fold(file: Path) -> Path:
    """Check a record, put it beside the others, and return where.

    Raises:
        RecordError: It is none of an account, or it says something confidential.
    """
    record = _read(file)
    RECORDS.mkdir(exist_ok=True)
    hosts = "-".join(record["hosts"]).lower().replace("_", "-")
    target = RECORDS / f"{record['date']}-{record['region']}-{hosts}.json"
    target.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")
    return target


def sightings() -> dict[str, list[Sighting]]:
    """Return what the records say, by the ID of the assumption, the oldest first."""
    found: dict[str, list[Sighting]] = {}
    for file in sorted(RECORDS.glob("*.json")):
        for name, sighting in _sightings(_read(file)):
            found.setdefault(name, []).append(sighting)
    return found


def _sightings(record: Mapping[str, Any]) -> Iterator[tuple[str, Sighting]]:
    where = f"{record['region']}, {record['date']}, version {record['versions']['webhook-constructs']}"
    for name, seen in record["assumptions"].items():
        result = Result(seen["result"])
        if result is not Result.NOT_TRIED:
            yield name, Sighting(result, seen["answer"], where)


def _read(file: Path) -> dict[str, Any]:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        msg = f"{file} cannot be read: {error}"
        raise RecordError(msg) from None
    if not isinstance(record, dict) or record.keys() != _MEMBERS or record["format"] != FORMAT:
        msg = f"{file} is no record of this version: it has format {FORMAT} and {', '.join(sorted(_MEMBERS))}"
        raise RecordError(msg)
    if record["backend"] != "AWS":
        msg = f"{file} is of the embedded AWS, which says nothing of AWS: run make acceptance AWS=1"
        raise RecordError(msg)
    if Redaction({}).value(record) != record:
        msg = f"{file} has what looks like a secret, an account ID or a URL: it was not written by make acceptance"
        raise RecordError(msg)
    return record
