"""The records of acceptance runs on accounts, in `docs/records`, and what they say of an assumption."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.acceptance.record import FORMAT, Result
from tests.acceptance.redaction import Redaction

__all__ = ["RECORDS", "RecordError", "Sighting", "fold", "sightings"]

RECORDS = Path(__file__).resolve().parent.parent / "docs" / "records"
_MEMBERS = {"format", "date", "backend", "region", "hosts", "hooks", "versions", "tests", "assumptions"}


_RESULTS = tuple(each.value for each in Result)
_DATE, _REGION = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[a-z0-9-]{1,40}")
_HOST, _VERSION = re.compile(r"[A-Z_]{1,40}"), re.compile(r"[0-9A-Za-z.+-]{1,40}")


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


def _is_well_formed(record: Mapping[str, Any]) -> bool:
    """Check the members that become the name of a file or a part of the page: strangers send records."""
    date, region, hosts, versions, found = (
        record[name] for name in ("date", "region", "hosts", "versions", "assumptions")
    )
    return (
        _has_form(_DATE, date)
        and _has_form(_REGION, region)
        and isinstance(hosts, list)
        and all(_has_form(_HOST, each) for each in hosts)
        and isinstance(versions, dict)
        and all(_has_form(_VERSION, each) for each in versions.values())
        and "webhook-constructs" in versions
        and isinstance(found, dict)
        and all(_is_observation(each) for each in found.values())
    )


def _is_observation(value: object) -> bool:
    if not isinstance(value, dict) or value.keys() != {"result", "answer"}:
        return False
    return value["result"] in _RESULTS and isinstance(value["answer"], str) and value["answer"].isprintable()


def _has_form(form: re.Pattern[str], value: object) -> bool:
    return isinstance(value, str) and form.fullmatch(value) is not None


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
    if not _is_well_formed(record):
        msg = f"{file} has a member of another form than make acceptance writes"
        raise RecordError(msg)
    return record
