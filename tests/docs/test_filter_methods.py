"""The table of the guide on filter groups: which method is for what."""

from __future__ import annotations

import re
from pathlib import Path

from webhook_constructs import FilterGroup

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "filter-groups.md"
GROUPS = {
    "pushes": FilterGroup.on_push(),
    "pull requests": FilterGroup.on_pull_request(),
    "releases": FilterGroup.on_release(),
    "queued jobs": FilterGroup.on_workflow_job(),
}
OPPOSITE = re.compile(r"_not(_under|_match)?$")


def rows() -> dict[str, set[str]]:
    """The methods of the table by the events of their rows."""
    table = GUIDE.read_text(encoding="utf-8").partition("## Choose a filter")[2].partition("\n## ")[0]
    found: dict[str, set[str]] = {}
    for line in table.splitlines():
        if line.startswith("| the "):
            _, events, *methods = line.strip("|").split("|")
            found.setdefault(events.strip(), set()).update(re.findall(r"`(and_\w+)`", " ".join(methods)))
    return found


def methods_of(group: object) -> set[str]:
    return {name for name in dir(group) if name.startswith("and_") and not OPPOSITE.search(name)}


def test_a_group_has_the_methods_of_the_rows_for_its_events_and_no_others() -> None:
    for event, group in GROUPS.items():
        listed = {
            name for events, names in rows().items() if events == "all" or event in events.split(", ") for name in names
        }
        assert (event, listed) == (event, methods_of(group))


def test_the_opposites_that_the_guide_names_are_there() -> None:
    named = re.findall(r"`(and_\w+)`", GUIDE.read_text(encoding="utf-8"))

    assert {name for name in named if not any(hasattr(group, name) for group in GROUPS.values())} == set()
    assert any(OPPOSITE.search(name) for name in named)
