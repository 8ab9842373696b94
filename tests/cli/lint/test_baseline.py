"""Findings that are known already: only new ones are shown and count."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import OPEN, REFUSED, template, webhook, write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

WRITTEN = "webhook-constructs: 2 findings written to known.json: give it to --baseline\n"


def known(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]), Web=webhook("web", groups=[REFUSED]))
    assert command.run("lint", "t.json", "--write-baseline", "known.json") == (0, "", WRITTEN)


def test_what_is_in_the_baseline_is_counted_and_not_shown(command: Command, tmp_path: Path) -> None:
    known(command, tmp_path)

    told = "2 webhooks: nothing new found; 2 findings in the baseline\n"
    assert command("lint", "t.json", "--baseline", "known.json", "--fail-on", "info") == told


def test_a_baseline_names_what_is_known_in_an_order_that_stays(command: Command, tmp_path: Path) -> None:
    known(command, tmp_path)

    written = json.loads((tmp_path / "known.json").read_text())

    assert written["version"] == 1
    assert [(each["id"], each["where"], each["setting"]) for each in written["findings"]] == [
        ("WH101", "t.json/Web", "filter_groups[0]"),
        ("WH201", "t.json/Api", "filter_groups[0][1]"),
    ]
    assert written["findings"][0].keys() == {"id", "where", "setting", "message"}


def test_entries_survive_lines_that_move(command: Command, tmp_path: Path) -> None:
    known(command, tmp_path)
    moved = json.dumps(json.loads((tmp_path / "t.json").read_text()), indent=4)
    write(tmp_path / "t.json", f"\n\n\n{moved}")

    assert command("lint", "t.json", "--baseline", "known.json").endswith("2 findings in the baseline\n")


def test_a_new_finding_and_a_pattern_that_was_changed_count(command: Command, tmp_path: Path) -> None:
    known(command, tmp_path)
    wider = [OPEN[0], {**OPEN[1], "Pattern": "54321"}]
    template(
        tmp_path / "t.json",
        Api=webhook(groups=[wider]),
        Web=webhook("web", groups=[REFUSED]),
        New=webhook("new", groups=[OPEN]),
    )

    code, out, err = command.run(
        "lint", "t.json", "--baseline", "known.json", "--format", "json", "--fail-on", "warning"
    )

    answer = json.loads(out)
    assert code == 1
    assert [(each["subject"], each["id"]) for each in answer["findings"]] == [("Api", "WH201"), ("New", "WH201")]
    assert answer["inBaseline"] == 1
    note = "known.json: 1 entry is not among the findings: --write-baseline takes them out"
    assert err == f"webhook-constructs: note: {note}\n"


def test_a_finding_that_is_there_twice_is_known_as_often_as_it_was(command: Command, tmp_path: Path) -> None:
    known(command, tmp_path)
    written = json.loads((tmp_path / "known.json").read_text())
    once, twice = written["findings"][:1], written["findings"] * 2
    for entries, code in ((once, 1), (twice, 0)):
        write(tmp_path / "known.json", {"version": 1, "findings": entries})
        assert command.run("lint", "t.json", "--baseline", "known.json", "--fail-on", "warning")[0] == code


def test_no_baseline_is_written_of_what_could_not_be_read(command: Command, tmp_path: Path) -> None:
    template(tmp_path / "t.json", Api=webhook(groups=[OPEN]))
    write(tmp_path / "u.json", "{")

    code, out, _ = command.run("lint", "t.json", "u.json", "--write-baseline", "known.json")

    assert code == 2
    assert "WH201" in out
    assert not (tmp_path / "known.json").exists()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "it cannot be read: No such file or directory"),
        ("{", "it is no JSON"),
        ("[]", "it is no baseline of version 1: write one with --write-baseline"),
        ('{"version": 2}', "it is no baseline of version 1: write one with --write-baseline"),
        ('{"version": 1}', "findings: expected a list, got None"),
        (
            '{"version": 1, "findings": [{}]}',
            "findings[0]: expected an object with id, where, setting, message, got {}",
        ),
        (
            '{"version": 1, "findings": [{"id": 1, "where": "", "setting": "", "message": ""}]}',
            "findings[0]: id: expected a string, got 1",
        ),
    ],
)
def test_a_baseline_that_cannot_be_used_is_refused(
    command: Command, tmp_path: Path, text: str | None, says: str
) -> None:
    template(tmp_path / "t.json", Api=webhook())
    if text is not None:
        write(tmp_path / "known.json", text)

    told = command.refused("lint", "t.json", "--baseline", "known.json")

    assert told == f"webhook-constructs: known.json: {says}\n"


def test_a_baseline_is_either_read_or_written(command: Command) -> None:
    told = command.refused("lint", ".", "--baseline", "a", "--write-baseline", "a")

    assert told.endswith("--baseline and --write-baseline: give one of them\n")
