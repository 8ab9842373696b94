"""The verdicts of a replay in a file, and what differs from them when the same deliveries are replayed again.

The file names deliveries, their events and the verdicts of webhooks. It holds nothing else of the deliveries.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from webhook_constructs.cli.input_file import InputFileError, read_input
from webhook_constructs.core import Verdict, WebhookConstructsError
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.core.values.wire import as_mapping, as_mappings
from webhook_constructs.template_files.template_file import reason

from .report import Report, subject_of

__all__ = ["Difference", "SavedVerdicts", "SavedVerdictsError"]

_VERSION = 1
_VERDICTS = {each.value: each for each in Verdict}


class SavedVerdictsError(WebhookConstructsError):
    """A file of verdicts cannot be read or written; the text names it, and says why."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A verdict that differs.

    Attributes:
        delivery: What names the delivery.
        event: The event, on one line, or why CodeBuild ignores it.
        webhook: The webhook.
        expected: The verdict in the file.
        found: The verdict now.
    """

    delivery: str
    event: str
    webhook: str
    expected: Verdict
    found: Verdict


@dataclass(frozen=True, slots=True)
class SavedVerdicts:
    """The verdicts of webhooks for some deliveries.

    A webhook that is not named for a delivery starts no build for it.

    Attributes:
        verdicts: The verdicts by webhooks, by deliveries.
        events: The events, by deliveries.
    """

    verdicts: Mapping[str, Mapping[str, Verdict]]
    events: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Iterable[Report], deliveries: Path) -> SavedVerdicts:
        """Collect the verdicts of a replay.

        Args:
            reports: What becomes of each delivery.
            deliveries: The file or folder of the deliveries, which is not a part of their names.
        """
        verdicts: dict[str, dict[str, Verdict]] = {}
        events: dict[str, str] = {}
        for each in reports:
            name = _below(each.label or "", deliveries)
            verdicts[name] = dict(_verdicts(each))
            events[name] = each.event.reason if isinstance(each.event, IgnoredEvent) else str(each.event)
        return cls(verdicts, events)

    @classmethod
    def read(cls, path: Path) -> SavedVerdicts:
        """Read a file that `write` has written.

        Args:
            path: The file.

        Raises:
            SavedVerdictsError: It cannot be read, or holds something else.
        """
        try:
            content = json.loads(read_input(str(path)))
        except (InputFileError, ValueError, RecursionError) as error:
            raise _unusable(path, str(error)) from None
        if as_mapping(content).get("version") != _VERSION:
            raise _unusable(path, f"it is no file of verdicts of version {_VERSION}: write it with replay --save")
        verdicts: dict[str, dict[str, Verdict]] = {}
        for delivery in as_mappings(content.get("deliveries")):
            found = as_mapping(delivery.get("webhooks"))
            unknown = [value for value in found.values() if not isinstance(value, str) or value not in _VERDICTS]
            if unknown or not isinstance(delivery.get("delivery"), str):
                raise _unusable(path, f"a delivery has no name, or a verdict is unknown: {shown(delivery)}")
            verdicts[delivery["delivery"]] = {str(name): _VERDICTS[value] for name, value in found.items()}
        return cls(verdicts)

    def write(self, path: Path) -> None:
        """Write the verdicts to a file.

        Args:
            path: The file, which is replaced if it is there.

        Raises:
            SavedVerdictsError: It cannot be written.
        """
        deliveries = [
            {"delivery": name, "event": self.events.get(name, ""), "webhooks": {each: its[each].value for each in its}}
            for name, its in self.verdicts.items()
        ]
        text = json.dumps({"version": _VERSION, "deliveries": deliveries}, indent=2)
        try:
            path.write_text(f"{text}\n", encoding="utf-8")
        except (OSError, ValueError) as error:
            msg = f"{path}: it cannot be written: {reason(error)}"
            raise SavedVerdictsError(msg) from None

    def differences(self, found: SavedVerdicts) -> Iterator[Difference]:
        """Return what differs for the deliveries that both have, in their order.

        Args:
            found: The verdicts now.
        """
        for delivery, there in found.verdicts.items():
            wanted = self.verdicts.get(delivery)
            for webhook in dict.fromkeys((*there, *wanted)) if wanted is not None else ():
                expected, now = (each.get(webhook, Verdict.NO_BUILD) for each in (wanted or {}, there))
                if expected is not now:
                    yield Difference(delivery, found.events[delivery], webhook, expected, now)

    def without(self, others: SavedVerdicts) -> list[str]:
        """Return the deliveries that others do not have.

        Args:
            others: The other verdicts.
        """
        return [each for each in self.verdicts if each not in others.verdicts]


def _verdicts(report: Report) -> Iterator[tuple[str, Verdict]]:
    """Return the verdicts with the names of the webhooks; of several of one name, each with its number."""
    times: Counter[str] = Counter()
    for answer in report.answers:
        name = subject_of(answer.placed)
        times[name] += 1
        yield (name if times[name] == 1 else f"{name} #{times[name]}"), answer.verdict


def _below(label: str, deliveries: Path) -> str:
    """Return the name of a delivery without the path of the file or folder that all are in."""
    return label.removeprefix(str(deliveries)).replace(os.sep, "/").lstrip("/:") or deliveries.name


def _unusable(path: Path, why: str) -> SavedVerdictsError:
    return SavedVerdictsError(f"{path}: {why}")
