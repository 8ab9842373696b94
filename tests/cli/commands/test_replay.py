"""Many deliveries as a table."""

from __future__ import annotations

import json
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


COUNTS = "4 deliveries: builds 2, no build 2 (no event of CodeBuild: 1)\n"
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


@pytest.mark.parametrize(
    ("name", "place", "pattern"),
    [
        ("tags", 1, "^refs/tags/v"),
        ("master", 1, "^refs/heads/main$"),
        ("requests", 0, "PULL_REQUEST_CREATED"),
        ("files", 0, "PULL_REQUEST_UPDATED"),
        ("releases", 0, "RELEASED"),
    ],
)
def test_726_deliveries_have_the_verdicts_of_decide_and_a_changed_filter_flips_the_rows_that_decide_flips(
    command: Command, all_samples: Any, name: str, place: int, pattern: str
) -> None:
    path, found = all_samples
    changed = {**GROUPS, name: [dict(each) for each in GROUPS[name]]}
    changed[name][place]["Pattern"] = pattern

    before, after = replayed(command, path, GROUPS), replayed(command, path, changed)

    assert before == decided(found, GROUPS)
    assert len(before) == 35 * len(GROUPS)
    expected = decided(found, changed)
    flipped = {row for row in before if before[row] != after[row]}
    assert flipped == {row for row in before if before[row] != expected[row]}
    assert flipped
    assert {webhook_name for _, webhook_name in flipped} == {name}
