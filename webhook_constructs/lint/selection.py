"""Which findings somebody wants to see, and which ones somebody has said why they are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from webhook_constructs.core.errors import WebhookConstructsError
from webhook_constructs.core.values.arguments import shown
from webhook_constructs.lint.findings.finding import TOOL_FINDINGS, Finding

from .rule import Severity
from .rules import ALL_RULES

__all__ = ["METADATA_KEY", "RULE_IDS", "Selection", "SelectionError", "Suppression", "suppressions_of"]

RULE_IDS = (*(each.id for each in TOOL_FINDINGS), *sorted(rule.id for rule in ALL_RULES))
"""The ids that findings can have."""

METADATA_KEY = "webhook-constructs"
"""The key in the `Metadata` of a resource under which findings on it are ignored."""

_MEMBERS = ("id", "reason")
_MOST_NAMED = 3


class SelectionError(WebhookConstructsError):
    """What is selected or ignored cannot be, such as an id that there is not."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """A finding that is left out, unless it is an error.

    Attributes:
        id: Its id.
        reason: Why it is left out.
        subjects: What it is left out of, as a pattern of the shell on logical ids, names of projects, and the paths of
            constructs and of those around them. Default: everything.
    """

    id: str
    reason: str
    subjects: str = "*"

    @classmethod
    def parse(cls, written: object, *more: str, place: str = "") -> Suppression:
        """Read one.

        Args:
            written: An object with id and reason.
            more: Other members that it must have.
            place: What an error text begins with. Default: nothing.

        Raises:
            SelectionError: It is none, it gives no reason, or there is no such id.
        """
        expected = (*_MEMBERS, *more)
        if not isinstance(written, Mapping) or set(written) != set(expected):
            msg = f"{place}expected an object with {', '.join(expected[:-1])} and {expected[-1]}, got {shown(written)}"
            raise SelectionError(msg)
        for name in expected:
            if not isinstance(written[name], str) or not written[name].strip():
                msg = f"{place}{name} must be a text that is not empty, got {shown(written[name])}"
                raise SelectionError(msg)
        if written["id"] not in RULE_IDS:
            raise _no_such(written["id"], place)
        return cls(**written)

    def is_about(self, finding: Finding, names: Iterable[str | None]) -> bool:
        """Check whether it names a finding, which is left out then unless it is an error: these have no second opinion.

        Args:
            finding: The finding.
            names: What its webhook is called.
        """
        return self.id == finding.id and any(name is not None and fnmatchcase(name, self.subjects) for name in names)

    def leaves_out(self, finding: Finding, names: Iterable[str | None]) -> bool:
        """Check whether a finding is left out.

        Args:
            finding: The finding.
            names: What its webhook is called.
        """
        return finding.severity is not Severity.ERROR and self.is_about(finding, names)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which findings are wanted.

    Attributes:
        select: Beginnings of ids, such as `WH2` or `WH201`, of which one must fit. Default: all are wanted.
        ignore: Beginnings of ids of which none may fit. Default: none.
        suppressions: Findings on some webhooks that are left out. Default: none.

    Raises:
        SelectionError: No id begins like this.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    suppressions: tuple[Suppression, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what no id begins with."""
        for prefix in (*self.select, *self.ignore):
            if not prefix or not any(each.startswith(prefix) for each in RULE_IDS):
                raise _no_such(prefix)

    def takes(self, finding_id: str) -> bool:
        """Check whether findings with an id are wanted.

        Examples:
            >>> chosen = Selection(select=("WH2",), ignore=("WH201",))
            >>> chosen.takes("WH202"), chosen.takes("WH201"), chosen.takes("WH301")
            (True, False, False)
        """
        return (not self.select or finding_id.startswith(self.select)) and not finding_id.startswith(self.ignore)


def suppressions_of(resource: Mapping[str, Any]) -> tuple[Suppression, ...]:
    """Read what the `Metadata` of a resource of a template leaves out.

    Args:
        resource: The resource.

    Raises:
        SelectionError: It cannot be read, it gives no reason, or there is no such id.

    Examples:
        >>> ignored = {"ignore": [{"id": "WH201", "reason": "the ids are of the organization"}]}
        >>> [each.id for each in suppressions_of({"Metadata": {"webhook-constructs": ignored}})]
        ['WH201']
    """
    metadata = resource.get("Metadata")
    written = metadata.get(METADATA_KEY) if isinstance(metadata, Mapping) else None
    if written is None:
        return ()
    ignored = written.get("ignore") if isinstance(written, Mapping) and set(written) == {"ignore"} else None
    if not isinstance(ignored, list):
        msg = f"expected an object with a list of what to ignore, got {shown(written)}"
        raise SelectionError(msg)
    return tuple(Suppression.parse(each, place=f"ignore[{index}]: ") for index, each in enumerate(ignored))


def _no_such(finding_id: str, place: str = "") -> SelectionError:
    asked = finding_id.upper()
    equal = {each: [one == other for one, other in zip(asked, each, strict=False)] for each in RULE_IDS}
    near = [each for each in RULE_IDS if sum(equal[each]) >= len(each) - 1]
    near.sort(key=lambda each: (sum(equal[each]), equal[each]), reverse=True)  # the first characters count most
    advice = f"did you mean {', '.join(near[:_MOST_NAMED])}?" if near else "webhook-constructs rules lists them"
    return SelectionError(f"{place}there is no rule {shown(finding_id)}: {advice}")
