"""Many deliveries as a table."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import TO_MAIN, template, webhook, write
from tests.core.events.test_github import samples
from tests.github_payloads import opened, push
from webhook_constructs.core import FilterGroup, WebhookSettings, decide
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import read_event

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

HERE = {"Type": "GITHUB", "Location": "https://github.com/acme/api.git"}
CREATED = [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED"}]
DOCS = [*CREATED, {"Type": "FILE_PATH", "Pattern": "^docs/"}]


@pytest.fixture
def deliveries(tmp_path: Path) -> Path:
    told = [push(), push("refs/heads/topic"), opened(), opened("labeled")]
    return write(tmp_path / "d.jsonl", "".join(f"{json.dumps(each)}\n" for each in told))


@pytest.fixture
def webhooks(tmp_path: Path) -> Path:
    return template(
        tmp_path / "t.json",
        Api=webhook("api", groups=[TO_MAIN, CREATED], Source=HERE),
        Web=webhook("web", Source=HERE),
        Docs=webhook("docs", groups=[DOCS], Source=HERE),
    )


COUNTS = "4 deliveries: builds 2 (1 of them if the author may approve), no build 2 (no event of CodeBuild: 1)\n"
INTO = "refs/heads/topic into refs/heads/main"


def test_a_row_is_for_a_delivery_and_names_the_webhooks(command: Command, deliveries: Path, webhooks: Path) -> None:
    assert command("replay", deliveries, webhooks) == (
        f"builds     {deliveries}:1  PUSH refs/heads/main: api (Api), web (Web)\n"
        f"builds     {deliveries}:3  PULL_REQUEST_CREATED {INTO}: api (Api)\n{COUNTS}"
    )


def test_all_rows_are_printed_for_those_who_ask(command: Command, deliveries: Path, webhooks: Path) -> None:
    assert command("replay", deliveries, webhooks, "--all") == (
        f"builds     {deliveries}:1  PUSH refs/heads/main: api (Api), web (Web)\n"
        f"no build   {deliveries}:1  PUSH refs/heads/main: docs (Docs)\n"
        f"no build   {deliveries}:2  PUSH refs/heads/topic: api (Api), web (Web), docs (Docs)\n"
        f"builds     {deliveries}:3  PULL_REQUEST_CREATED {INTO}: api (Api)\n"
        f"undecided  {deliveries}:3  PULL_REQUEST_CREATED {INTO}: docs (Docs)\n"
        f"no build   {deliveries}:3  PULL_REQUEST_CREATED {INTO}: web (Web)\n"
        f"no build   {deliveries}:4  GitHub's pull_request with action labeled is no event of CodeBuild\n{COUNTS}"
    )


def test_json_has_every_verdict(command: Command, deliveries: Path, webhooks: Path) -> None:
    told = json.loads(command("replay", deliveries, webhooks, "--format", "json"))["deliveries"]

    assert [(each["delivery"], each["verdict"]) for each in told] == [
        (f"{deliveries}:1", "BUILDS"),
        (f"{deliveries}:2", "NO_BUILD"),
        (f"{deliveries}:3", "BUILDS"),
        (f"{deliveries}:4", "NO_BUILD"),
    ]
    assert {found["project"]: (found["verdict"], found["builds"]) for found in told[2]["webhooks"]} == {
        "api": ("BUILDS", True),
        "web": ("NO_BUILD", False),
        "docs": ("UNDECIDED", None),
    }
    assert {found["project"]: found["assumptions"] for found in told[2]["webhooks"]} == {
        "api": ["comment-approval"],
        "web": [],
        "docs": [],
    }
    assert told[3]["ignored"] == "GitHub's pull_request with action labeled is no event of CodeBuild"


def test_the_folder_of_the_cdk_is_the_default(
    command: Command, deliveries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template(tmp_path / "cdk.out" / "t.json", Api=webhook("api", Source=HERE))
    monkeypatch.chdir(tmp_path)

    assert command("replay", deliveries.name).startswith("builds     d.jsonl:1  PUSH refs/heads/main: api (Api)\n")


def test_the_name_of_the_event_can_be_given(command: Command, tmp_path: Path, webhooks: Path) -> None:
    body = write(tmp_path / "body.json", {key: value for key, value in push().items() if key != "before"})

    assert "does not say which event it is of" in command.refused("replay", body, webhooks)
    assert command("replay", body, webhooks, "--event-name", "push").startswith("builds ")
    assert "give --event-name as well" in command.refused("replay", body, webhooks, "--git-host", "github")


def test_a_comment_that_approves_is_undecided(command: Command, tmp_path: Path, webhooks: Path) -> None:
    comment = {"action": "created", "issue": {"pull_request": {}}, "comment": {"body": "/codebuild_run(4d8c7f1)"}}
    body = write(tmp_path / "comment.json", comment)
    named = ("--event-name", "issue_comment")

    (row, counts) = command("replay", body, webhooks, *named, "--all").splitlines()

    assert row.startswith(f"undecided  {body}  a comment with /codebuild_run(...) approves a pull request if its ")
    assert counts == "1 delivery: undecided 1"
    assert command("explain", webhooks, "--event", body, *named).startswith("undecided: a comment with /codebuild_run(")


GROUPS: dict[str, list[dict[str, Any]]] = {
    "pushes": [{"Type": "EVENT", "Pattern": "PUSH"}],
    "tags": [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/tags/"}],
    "master": [{"Type": "EVENT", "Pattern": "PUSH"}, {"Type": "HEAD_REF", "Pattern": "^refs/heads/master$"}],
    "requests": [{"Type": "EVENT", "Pattern": "PULL_REQUEST_CREATED,PULL_REQUEST_CLOSED"}],
    "files": [{"Type": "EVENT", "Pattern": "PULL_REQUEST_REOPENED"}, {"Type": "FILE_PATH", "Pattern": "^a"}],
    "releases": [{"Type": "EVENT", "Pattern": "RELEASED,PRERELEASED"}],
}


@pytest.fixture(scope="module")
def all_samples(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, dict[str, Any]]]]:
    """The sample deliveries of github.com and of GitHub Enterprise, as GitHub's API returns each."""
    found = samples()
    lines = (
        json.dumps({"event": name, "request": {"headers": {"X-GitHub-Event": name}, "payload": payload}})
        for name, payload in found
    )
    path = tmp_path_factory.mktemp("samples") / "samples.jsonl"
    return write(path, "\n".join(lines)), found


def replayed(command: Command, path: Path, groups: dict[str, list[dict[str, Any]]]) -> dict[tuple[int, str], str]:
    """The verdict of each delivery that is an event of CodeBuild, at each webhook."""
    made = template(path.parent / "t.json", **{name: webhook(name, groups=[each]) for name, each in groups.items()})
    told = json.loads(command("replay", path, made, "--format", "json"))["deliveries"]
    assert len(told) == 726
    return {
        (number, found["project"]): found["verdict"] for number, each in enumerate(told) for found in each["webhooks"]
    }


def decided(
    found: list[tuple[str, dict[str, Any]]], groups: dict[str, list[dict[str, Any]]]
) -> dict[tuple[int, str], str]:
    """What `decide` says of each of them."""
    settings = {name: WebhookSettings((FilterGroup.from_cfn(each),)) for name, each in groups.items()}
    read = {number: read_event("GitHub", name, payload) for number, (name, payload) in enumerate(found)}
    return {
        (number, name): decide(each, event).verdict.value
        for number, event in read.items()
        if not isinstance(event, IgnoredEvent)
        for name, each in settings.items()
    }


MUTATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "another-tag": ("tags", {"Pattern": "^refs/tags/v"}),
    "another-branch": ("master", {"Pattern": "^refs/heads/main$"}),
    "every-ref": ("master", {"Pattern": "^refs/"}),
    "all-but-one-branch": ("master", {"ExcludeMatchedPattern": True}),
    "fewer-actions": ("requests", {"Pattern": "PULL_REQUEST_CREATED"}),
    "more-actions": ("requests", {"Pattern": "PULL_REQUEST_CREATED,PULL_REQUEST_CLOSED,PULL_REQUEST_REOPENED"}),
    "a-branch-for-files": ("files", {"Type": "HEAD_REF", "Pattern": "^refs/heads/changes$"}),
    "fewer-releases": ("releases", {"Pattern": "RELEASED"}),
    "no-releases": ("releases", {"Pattern": "PUSH"}),
}
"""The group of each mutation, and what it changes of the last filter there."""


def mutated(name: str, change: dict[str, Any]) -> list[dict[str, Any]]:
    *others, last = GROUPS[name]
    return [*others, {**last, **change}]


def test_726_deliveries_have_the_verdicts_of_decide_and_a_changed_filter_flips_the_rows_that_decide_flips(
    command: Command, all_samples: Any
) -> None:
    """Each mutation is a webhook beside the one that it changes."""
    path, found = all_samples
    groups = {**GROUPS, **{case: mutated(*mutation) for case, mutation in MUTATIONS.items()}}

    told = replayed(command, path, groups)

    assert told == decided(found, groups)
    assert len(told) == 35 * len(groups)
    flips = {
        case: Counter(
            f"{verdict} to {told[row, case]}"
            for (row, group), verdict in told.items()
            if group == name and verdict != told[row, case]
        )
        for case, (name, _) in MUTATIONS.items()
    }
    assert flips == {
        "another-tag": {"BUILDS to NO_BUILD": 6, "UNDECIDED to NO_BUILD": 6},
        "another-branch": {"BUILDS to NO_BUILD": 2},
        "every-ref": {"NO_BUILD to BUILDS": 6, "NO_BUILD to UNDECIDED": 6},
        "all-but-one-branch": {"BUILDS to NO_BUILD": 2, "NO_BUILD to BUILDS": 6, "NO_BUILD to UNDECIDED": 6},
        "fewer-actions": {"BUILDS to NO_BUILD": 4},
        "more-actions": {"NO_BUILD to BUILDS": 2},
        "a-branch-for-files": {"UNDECIDED to BUILDS": 2},
        "fewer-releases": {"BUILDS to NO_BUILD": 2},
        "no-releases": {"BUILDS to NO_BUILD": 3, "NO_BUILD to BUILDS": 8, "NO_BUILD to UNDECIDED": 6},
    }


def test_a_changed_filter_flips_no_row_of_another_webhook(command: Command, all_samples: Any) -> None:
    path, _ = all_samples
    changed = {**GROUPS, "master": mutated(*MUTATIONS["every-ref"])}

    before, after = replayed(command, path, GROUPS), replayed(command, path, changed)

    assert {name for row, name in before if before[row, name] != after[row, name]} == {"master"}
