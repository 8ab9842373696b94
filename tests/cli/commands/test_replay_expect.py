"""The verdicts of a replay in a file, and what differs from them later."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.commands.test_replay import CREATED, HERE, deliveries, webhooks
from tests.cli.conftest import TO_MAIN, template, webhook, write
from tests.github_payloads import opened, push

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

__all__ = ["deliveries", "webhooks"]  # the fixtures

INTO = "refs/heads/topic into refs/heads/main"


@pytest.fixture
def saved(command: Command, deliveries: Path, webhooks: Path, tmp_path: Path) -> Path:
    file = tmp_path / "verdicts.json"
    command("replay", deliveries, webhooks, "--save", file)
    return file


def test_the_file_has_verdicts_and_nothing_else_of_the_deliveries(saved: Path, tmp_path: Path) -> None:
    written = json.loads(saved.read_text())

    assert written == {
        "version": 1,
        "deliveries": [
            {
                "delivery": "1",
                "event": "PUSH refs/heads/main",
                "webhooks": {"api (Api)": "BUILDS", "web (Web)": "BUILDS", "docs (Docs)": "NO_BUILD"},
            },
            {
                "delivery": "2",
                "event": "PUSH refs/heads/topic",
                "webhooks": dict.fromkeys(("api (Api)", "web (Web)", "docs (Docs)"), "NO_BUILD"),
            },
            {
                "delivery": "3",
                "event": f"PULL_REQUEST_CREATED {INTO}",
                "webhooks": {"api (Api)": "BUILDS", "web (Web)": "NO_BUILD", "docs (Docs)": "UNDECIDED"},
            },
            {
                "delivery": "4",
                "event": "GitHub's pull_request with action labeled is no event of CodeBuild",
                "webhooks": {},
            },
        ],
    }
    assert str(tmp_path) not in saved.read_text()


def test_the_same_webhooks_are_as_expected(command: Command, deliveries: Path, webhooks: Path, saved: Path) -> None:
    assert command("replay", deliveries, webhooks, "--expect", saved) == (
        f"4 deliveries: every verdict is as in {saved}\n"
    )


def test_what_differs_is_printed(command: Command, deliveries: Path, saved: Path, tmp_path: Path) -> None:
    """The webhook of docs is gone, one is new, and one builds no longer for pushes."""
    changed = template(
        tmp_path / "changed.json",
        Api=webhook("api", groups=[CREATED], Source=HERE),
        Web=webhook("web", Source=HERE),
        New=webhook("new", groups=[TO_MAIN], Source=HERE),
    )

    assert command.run("replay", deliveries, changed, "--expect", saved) == (
        1,
        (
            "no build   1  PUSH refs/heads/main: api (Api), expected builds\n"
            "builds     1  PUSH refs/heads/main: new (New), expected no build\n"
            f"no build   3  PULL_REQUEST_CREATED {INTO}: docs (Docs), expected undecided\n"
            f"4 deliveries: 3 verdicts differ from {saved}\n"
        ),
        "",
    )
    code, out, _ = command.run("replay", deliveries, changed, "--expect", saved, "--format", "json")
    assert code == 1
    assert json.loads(out)["differences"][0] == {
        "delivery": "1",
        "event": "PUSH refs/heads/main",
        "webhook": "api (Api)",
        "expected": "BUILDS",
        "found": "NO_BUILD",
    }


def test_deliveries_that_only_one_side_has_are_named(command: Command, webhooks: Path, tmp_path: Path) -> None:
    folder, file = tmp_path / "deliveries", tmp_path / "verdicts.json"
    write(folder / "a.json", push())
    write(folder / "b.json", opened())
    command("replay", folder, webhooks, "--save", file)
    (folder / "b.json").rename(folder / "c.json")

    code, out, _ = command.run("replay", folder, webhooks, "--expect", file)

    assert (code, out) == (
        1,
        (
            f"not compared: c.json is not in {file}\n"
            f"not compared: b.json is in {file} alone\n"
            f"2 deliveries: every verdict is as in {file}, 2 not compared\n"
        ),
    )


def test_the_folder_of_the_deliveries_does_not_count(
    command: Command, deliveries: Path, webhooks: Path, saved: Path, tmp_path: Path
) -> None:
    moved = tmp_path / "elsewhere" / "d.jsonl"
    moved.parent.mkdir()
    deliveries.rename(moved)

    assert command("replay", moved, webhooks, "--expect", saved).endswith(f"every verdict is as in {saved}\n")


def test_a_file_can_be_replaced_by_what_differs(
    command: Command, deliveries: Path, webhooks: Path, saved: Path, tmp_path: Path
) -> None:
    changed = template(tmp_path / "changed.json", Api=webhook("api", Source=HERE))

    assert command.run("replay", deliveries, changed, "--expect", saved, "--save", saved)[0] == 1
    assert command.run("replay", deliveries, changed, "--expect", saved)[0] == 0
    assert command.run("replay", deliveries, webhooks, "--expect", saved)[0] == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "Expecting property name"),
        ("[]", "it is no file of verdicts of version 1: write it with replay --save"),
        ('{"version": 2}', "it is no file of verdicts of version 1: write it with replay --save"),
        (
            '{"version": 1, "deliveries": [{"delivery": "1", "webhooks": {"a": "MAYBE"}}]}',
            "a delivery has no name, or a verdict is unknown: {'delivery': '1', 'webhooks': {'a': 'MAYBE'}}",
        ),
    ],
)
def test_another_file_is_refused(  # noqa: PLR0913, PLR0917 - a case and four fixtures
    command: Command, deliveries: Path, webhooks: Path, tmp_path: Path, content: str, why: str
) -> None:
    file = write(tmp_path / "other.json", content)

    refused = command.refused("replay", deliveries, webhooks, "--expect", file)

    assert refused.startswith(f"webhook-constructs: {file}: {why}")


def test_a_file_that_is_not_there_and_one_that_cannot_be_written(
    command: Command, deliveries: Path, webhooks: Path, tmp_path: Path
) -> None:
    nowhere = tmp_path / "nowhere" / "v.json"

    assert command.refused("replay", deliveries, webhooks, "--expect", nowhere) == (
        f"webhook-constructs: {nowhere}: it cannot be read: No such file or directory\n"
    )
    code, _, err = command.run("replay", deliveries, webhooks, "--save", nowhere)
    assert (code, err) == (2, f"webhook-constructs: {nowhere}: it cannot be written: No such file or directory\n")
