from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import as_on_a_terminal
from webhook_constructs.cli.commands.rules import rule_sections
from webhook_constructs.lint.selection import RULE_IDS

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_every_rule_is_listed_with_its_severity(command: Command) -> None:
    lines = command("rules").splitlines()

    assert [line.partition(" ")[0] for line in lines] == list(RULE_IDS)
    assert "WH101  error    group-without-event" in lines
    assert "WH201  warning  unanchored-actor" in lines
    assert "WH404  info     no-filter" in lines


def test_a_page_is_printed_as_it_is_written_where_a_program_reads_it(command: Command) -> None:
    assert command("rules", "WH201") == rule_sections()["WH201"]


def test_the_pages_of_several_rules_are_printed(command: Command) -> None:
    printed = command("rules", "WH00", "WH404")

    assert re.findall(r"^## (WH\d+)", printed, re.MULTILINE) == [
        "WH001",
        "WH002",
        "WH003",
        "WH004",
        "WH005",
        "WH006",
        "WH007",
        "WH008",
        "WH404",
    ]


def test_the_example_of_the_help_runs(command: Command) -> None:
    _, _, example = command("rules", "--help").rpartition("  Example:\n")
    _, *arguments = shlex.split(example)

    assert command(*arguments).startswith("## WH201 unanchored-actor\n")


def test_a_rule_that_there_is_not_is_refused_with_those_near_it(command: Command) -> None:
    assert command.refused("rules", "WH2O1").startswith(
        "webhook-constructs: there is no rule 'WH2O1': did you mean WH201"
    )


@pytest.mark.parametrize("no_color", [True, False])
def test_a_page_is_formatted_for_a_narrow_terminal(
    command: Command, monkeypatch: pytest.MonkeyPatch, *, no_color: bool
) -> None:
    as_on_a_terminal(monkeypatch, 40, no_color=no_color)

    printed = command("rules", "WH404")

    plain = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", printed)  # colors, and links
    assert max(map(len, plain.splitlines())) <= 40
    assert "WH404 no-filter" in plain
    assert bool(re.search(r"\x1b\[[0-9;]*3[0-9]m", printed)) is not no_color


@pytest.mark.parametrize("given", ["wh201", "unanchored-actor", "Unanchored-Actor"])
def test_a_rule_is_found_by_its_name_and_in_small_letters(command: Command, given: str) -> None:
    assert command("rules", given) == command("rules", "WH201")
