from __future__ import annotations

import json
import re
import shlex
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import as_on_a_terminal
from webhook_constructs.cli.rule_pages import rule_pages
from webhook_constructs.lint.selection import RULE_IDS
from webhook_constructs.version import REPOSITORY

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_every_rule_is_listed_with_its_severity(command: Command) -> None:
    lines = command("rules").splitlines()

    assert [line.partition(" ")[0] for line in lines] == list(RULE_IDS)
    width = len("enterprise-secret-without-place") + 1
    assert f"WH101  error    {'group-without-event':{width}} A filter group that names no event." in lines
    assert f"WH404  info     {'no-filter':{width}} A webhook without filters." in lines
    assert f"WH001  warning  {'rule-crashed':{width}} A rule has failed on the settings." in lines


def test_a_page_is_printed_as_it_is_written_where_a_program_reads_it(command: Command) -> None:
    assert command("rules", "WH201") == rule_pages()["WH201"].section


def test_json_has_everything_of_a_rule(command: Command) -> None:
    (rule,) = json.loads(command("rules", "unanchored-actor", "--format", "json"))

    assert rule.pop("text") == rule_pages()["WH201"].text
    assert rule == {
        "id": "WH201",
        "name": "unanchored-actor",
        "severity": "warning",
        "certainty": "observed",
        "kind": "security",
        "securitySeverity": 9.1,
        "summary": "An actor filter that also lets through accounts it does not name.",
        "sources": ["https://www.wiz.io/blog/wiz-research-codebreach-vulnerability-aws-codebuild"],
        "address": f"{REPOSITORY}/blob/main/docs/rules.md#wh201-unanchored-actor",
    }


def test_json_has_every_rule(command: Command) -> None:
    listed = json.loads(command("rules", "--format", "json"))

    assert [each["id"] for each in listed] == list(RULE_IDS)
    assert [each["certainty"] for each in listed][:2] == [None, None]


def test_each_page_begins_with_one_sentence_that_ends(command: Command) -> None:
    summaries = [each["summary"] for each in json.loads(command("rules", "--format", "json"))]

    assert [each for each in summaries if not each.endswith(".") or ". " in each] == []


def test_rules_on_security_and_no_others_say_how_much_harm_there_is() -> None:
    pages = rule_pages().values()

    assert {each.kind for each in pages if each.security_severity is not None} == {"security"}
    assert [each.id for each in pages if each.kind == "security" and each.security_severity is None] == []


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
