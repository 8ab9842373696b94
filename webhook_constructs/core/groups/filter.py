"""One filter of a filter group."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from webhook_constructs.core.errors import FilterError
from webhook_constructs.core.service.enums import FilterType
from webhook_constructs.core.values.arguments import require_choice, require_flag, require_text
from webhook_constructs.core.values.frozen import frozen
from webhook_constructs.core.values.unresolved import Text, UnresolvedValue, is_unresolved
from webhook_constructs.core.values.wire import Node, WireForm

__all__ = ["Filter", "event_names_of"]

_UNKNOWN = "Fn::Unknown"  # no function of CloudFormation


@frozen
@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """One condition on an event.

    A filter accepts every pattern, valid or not, so that a template or a live webhook can be read and judged. The
    builders of `FilterGroup` reject what is wrong.

    Two filters are equal if they mean the same. Blanks and the order of the names in an EVENT filter do not count.

    Attributes:
        type: What the filter looks at.
        pattern: An RE2 pattern that is searched in the value, or for EVENT a list of event names separated by commas.
            Blanks around the names are taken out.
        exclude_matched_pattern: Whether the filter passes when the pattern does not match. Default: it passes when
            the pattern matches.

    Raises:
        FilterError: The type is not a filter type, or the pattern is not a string.

    Examples:
        >>> Filter(FilterType.EVENT, "PUSH, PULL_REQUEST_CREATED").pattern
        'PUSH,PULL_REQUEST_CREATED'
        >>> print(Filter(FilterType.FILE_PATH, "^docs/", exclude_matched_pattern=True))
        FILE_PATH does not match ^docs/
    """

    type: FilterType
    pattern: Text
    exclude_matched_pattern: bool = False

    def __post_init__(self) -> None:
        """Refuse what can be no filter, and take the blanks out of a list of event names."""
        if type(self.type) is not FilterType:
            object.__setattr__(self, "type", require_choice(FilterType, self.type, "filter type", FilterError))
        require_text(self.pattern, f"pattern of {self.type}", FilterError)
        require_flag(self.exclude_matched_pattern, "exclude_matched_pattern", FilterError)
        if self.type is FilterType.EVENT and isinstance(self.pattern, str) and not is_unresolved(self.pattern):
            names = ",".join(name.strip() for name in self.pattern.split(","))
            object.__setattr__(self, "pattern", names)

    @classmethod
    def unknown(cls, place: str) -> Filter:
        """Return what stands in the place of a filter, or of the filters of a group, of which nothing is known.

        Whether an event passes it is undecided.

        Args:
            place: Where it is written, such as `FilterGroups[0][1]`.

        Examples:
            >>> print(Filter.unknown("FilterGroups[0][1]"))
            FilterGroups[0][1], which is not known
        """
        return cls(FilterType.EVENT, UnresolvedValue.from_cfn({_UNKNOWN: place}))

    @classmethod
    def read(cls, node: Node) -> Filter:
        """Read a filter of a document in either form.

        Args:
            node: The filter in the document.

        Returns:
            The filter, which the service may still refuse.

        Raises:
            WebhookConstructsError: The shape is wrong or the filter type is not known.
        """
        members = node.members(("type", "pattern", "excludeMatchedPattern"))
        excluded = members.get("excludeMatchedPattern")
        return cls(
            type=node.required(members, "type").choice(FilterType),
            pattern=node.required(members, "pattern").text_or_function(),
            exclude_matched_pattern=False if excluded is None else excluded.flag(),
        )

    def write(self, form: WireForm) -> dict[str, Any]:
        """Write the filter in the API's form or in a template's.

        Args:
            form: The form to write. Only a template can hold a pattern that is a function.

        Returns:
            A new object; `excludeMatchedPattern` is left out where it is false.
        """
        pattern = self.pattern.to_cfn() if isinstance(self.pattern, UnresolvedValue) else self.pattern
        written: dict[str, Any] = {form.key("type"): self.type.value, form.key("pattern"): pattern}
        if self.exclude_matched_pattern:
            written[form.key("excludeMatchedPattern")] = True
        return written

    @property
    def is_unknown(self) -> bool:
        """Whether nothing is known of it."""
        return isinstance(self.pattern, UnresolvedValue) and _UNKNOWN in self.pattern.to_cfn()

    @property
    def event_names(self) -> tuple[str, ...] | None:
        """The names that an EVENT filter lists, known events or not. None if they are unresolved.

        Empty for every other filter.
        """
        if self.type is not FilterType.EVENT:
            return ()
        if isinstance(self.pattern, UnresolvedValue) or is_unresolved(self.pattern):
            return None
        return tuple(dict.fromkeys(name for name in self.pattern.split(",") if name))

    def __eq__(self, other: object) -> bool:
        """Compare what the filters say."""
        if not isinstance(other, Filter):
            return NotImplemented
        return self._written() == other._written() or self._canonical() == other._canonical()

    def __hash__(self) -> int:
        """Hash what the filter says."""
        return hash(self._canonical())

    def __str__(self) -> str:
        """Return the filter in words."""
        if isinstance(self.pattern, UnresolvedValue) and self.is_unknown:
            return f"{self.pattern.to_cfn()[_UNKNOWN]}, which is not known"
        if self.type is FilterType.EVENT:
            verb = "is none of" if self.exclude_matched_pattern else "is"
        else:
            verb = "does not match" if self.exclude_matched_pattern else "matches"
        return f"{self.type} {verb} {self.pattern}"

    def _written(self) -> tuple[object, ...]:
        return (self.type, self.pattern, self.exclude_matched_pattern)

    def _canonical(self) -> tuple[object, ...]:
        names = self.event_names
        said = frozenset(names) if names else self.pattern
        return (self.type, said, self.exclude_matched_pattern)


def event_names_of(filters: Iterable[Filter]) -> tuple[str, ...] | None:
    """Return the names of the events that the filters of a group list; empty if none is an EVENT filter.

    None where they are not known: a name is unresolved, or the group has several EVENT filters or one that excludes
    [assumed: several-event-filters, excluded-event].
    """
    listed = [each for each in filters if each.type is FilterType.EVENT]
    if not listed:
        return ()
    return listed[0].event_names if len(listed) == 1 and not listed[0].exclude_matched_pattern else None
