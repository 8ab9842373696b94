"""How often each rule has found something."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.cli.conftest import OPEN, REFUSED, template, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


COUNTED = """\
    2  WH201  warning  unanchored-actor     An actor filter that also lets through accounts it does not name.
    1  WH101  error    group-without-event  A filter group that names no event.
3 webhooks: 1 error, 2 warnings
"""


def test_rules_are_counted_and_the_most_frequent_one_is_first(command: Command, tmp_path: Path) -> None:
    given = {name: webhook(name, groups=[group]) for name, group in (("a", REFUSED), ("b", OPEN), ("c", OPEN))}
    template(tmp_path / "t.json", **given)

    assert command.run("lint", "t.json", "--statistics") == (1, COUNTED, "")


def test_json_counts_and_names_what_could_not_be_read(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", B=webhook(groups=[OPEN]))
    write(tmp_path / "u.json", "{")

    code, out, _ = command.run("lint", "t.json", "u.json", "--statistics", "--format", "json")

    answer = json.loads(out)
    assert code == 2
    assert answer["statistics"] == [{"id": "WH201", "name": "unanchored-actor", "severity": "warning", "count": 1}]
    assert [each["what"] for each in answer["unread"]] == ["u.json"]


def test_nothing_to_count_says_how_much_was_looked_at(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", A=webhook())
    write(tmp_path / "u.json", "{")

    assert command("lint", "t.json", "--statistics") == "1 webhook: nothing found\n"
    assert command.run("lint", "t.json", "u.json", "--statistics") == (
        2,
        "1 webhook: nothing found in what could be read\n",
        "webhook-constructs: u.json:1:2: it is no JSON: expecting property name enclosed in double quotes\n",
    )


def test_other_formats_have_no_statistics(command: Command) -> None:
    told = command.refused("lint", ".", "--statistics", "--format", "sarif")

    assert told.endswith("--statistics has the formats text and json, got --format sarif\n")
