"""The support matrix as a page of the documentation, `docs/support-matrix.md`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from webhook_constructs.core.service.enums import EventAction, FilterType, SourceProvider
from webhook_constructs.core.service.support_matrix import Support, SupportCell, event_support, filter_support

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["support", "support_matrix_page"]

_WORSE = list(Support)
_MARKS = {
    Support.DOCUMENTED: "yes",
    Support.UNDOCUMENTED: "?",
    Support.DISPUTED: "yes/no",
    Support.UNSUPPORTED: "no",
    Support.REFUSED: "**no**",
}
_HEAD = """\
# Support matrix

Which git host sends which event, and which filter can be in a group with which event. A filter has to be allowed for
all events of its group. This page is made from the table that the library itself goes by, by
`make pages`.

| mark | meaning |
| --- | --- |
| yes | a page of AWS says that it works |
| ? | not documented |
| yes/no | pages of AWS disagree |
| no | a page of AWS says that it works with others only |
| **no** | refused: CodeBuild was observed to reject this combination |

The service gave its rule when it was seen to refuse: "Make sure input filter types are supported by all the EVENT types
specified." `FilterGroup.problems()` goes by that rule: it reports a filter with an event that it is for at no git host.
What the service answers to an event that a git host does not have is not known, and is no problem there.
"""


def support_matrix_page() -> str:
    """Render the page.

    Returns:
        Markdown, with a note below each table for every mark that needs one.
    """
    sections = [
        _HEAD,
        "## Events\n",
        _table("event", EventAction, SourceProvider, lambda event, provider: event_support(provider, event)),
    ]
    for provider in SourceProvider:
        sections += [
            f"## Filters at {provider}\n",
            _table("filter", FilterType, EventAction, lambda each, event, host=provider: support(host, event, each)),
        ]
    return "\n".join(sections)


def support(provider: SourceProvider, event: EventAction, filter_type: FilterType) -> SupportCell:
    """Return a cell of the table.

    Args:
        provider: The git host.
        event: An event of the group.
        filter_type: A filter of the group.

    Returns:
        What is known of the event at the git host or of the filter with the event, whichever is worse, with the notes
        and sources of both where both have something to say.

    Examples:
        >>> cell = support(SourceProvider.GITHUB_ENTERPRISE, EventAction.PULL_REQUEST_MERGED, FilterType.FILE_PATH)
        >>> print(cell.support)
        pages disagree
    """
    cells = (filter_support(provider, event, filter_type), event_support(provider, event))
    better, worse = sorted(cells, key=lambda cell: _WORSE.index(cell.support))
    if better.note is None:
        return worse
    notes = dict.fromkeys(note for note in (worse.note, better.note) if note is not None)
    sources = dict.fromkeys(source for cell in (worse, better) for source in cell.source.split(", http"))
    return SupportCell(
        worse.support,
        ", ".join(source if source.startswith("http") else f"http{source}" for source in sources),
        "; ".join(notes),
    )


def _table(
    corner: str,
    rows: Iterable[EventAction] | Iterable[FilterType],
    columns: Iterable[EventAction] | Iterable[SourceProvider],
    cell: Callable[..., SupportCell],
) -> str:
    notes: dict[str, int] = {}
    headings = list(columns)
    lines = [f"| {corner} | {' | '.join(headings)} |", f"| --- |{' --- |' * len(headings)}"]
    for row in rows:
        marks = [_mark(cell(row, column), notes) for column in headings]
        lines.append(f"| {row} | {' | '.join(marks)} |")
    lines.append("")
    lines += [f"{number}. {note}" for note, number in notes.items()]
    return "\n".join([*lines, ""])


def _mark(cell: SupportCell, notes: dict[str, int]) -> str:
    source = ", ".join(f"<{each}>" if each.startswith("https://") else each for each in cell.source.split(", "))
    note = f"{cell.note or cell.support} ({source})"
    number = notes.setdefault(note, len(notes) + 1)
    return f"{_MARKS[cell.support]} ({number})"
