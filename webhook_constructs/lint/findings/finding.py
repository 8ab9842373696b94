"""What a rule finds, how bad it is, and where."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

__all__ = ["Finding", "Location", "Problem", "Severity"]


class Severity(str, Enum):
    """How bad a finding is."""

    ERROR = "error"
    """The service refuses the webhook: a page of AWS says so, or it has been seen."""

    WARNING = "warning"
    """The webhook does something else than it seems to, or nobody knows what the service does with it."""

    INFO = "info"
    """Good to know."""

    def __str__(self) -> str:
        """Return the word."""
        return self.value


@dataclass(frozen=True, slots=True)
class Location:
    """A place in the settings of a webhook.

    Attributes:
        group: Index of the filter group. Default: the finding is not about one group.
        filter: Index of the filter in its group. Default: the finding is about the whole group.
        member: Name of another setting, such as `branch_filter`. Default: none.

    Examples:
        >>> str(Location(0, 2)), str(Location(1)), str(Location(member="branch_filter")), str(Location())
        ('filter_groups[0][2]', 'filter_groups[1]', 'branch_filter', 'webhook')
    """

    group: int | None = None
    filter: int | None = None
    member: str | None = None

    def __str__(self) -> str:
        """Name the place as Python code would."""
        if self.group is None:
            return self.member or "webhook"
        return f"filter_groups[{self.group}]" + ("" if self.filter is None else f"[{self.filter}]")


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says of one place.

    Attributes:
        location: The place.
        message: The fact, with the values it is about.
        fix: What to do, as an order.
    """

    location: Location
    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a webhook.

    Attributes:
        id: The id of the rule, such as `WH201`. It never changes its meaning.
        name: The name of the rule, such as `unanchored-actor`.
        severity: How bad it is.
        location: The place in the settings.
        message: The fact, with the values it is about.
        fix: What to do, as an order.

    Examples:
        >>> print(Finding("WH404", "no-filter", Severity.INFO, Location(), "every push starts a build", "add a group"))
        WH404 no-filter: webhook: every push starts a build; add a group
    """

    id: str
    name: str
    severity: Severity
    location: Location
    message: str
    fix: str

    def __str__(self) -> str:
        """Return it on one line."""
        return f"{self.id} {self.name}: {self.location}: {self.message}; {self.fix}"
