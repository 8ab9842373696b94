from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import template, webhook, write
from tests.github_payloads import COMMON, opened, push
from webhook_constructs.cli.explain.deliveries import Delivery, Given, read_deliveries
from webhook_constructs.cli.explain.delivery_files import DeliveryFileError
from webhook_constructs.core import EventAction, WebhookConstructsError
from webhook_constructs.core.events.event_names import IgnoredEvent

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def read_delivery(path: Path, event_name: str | None = None) -> Delivery:
    """Read the one delivery of a file."""
    (found,) = read_deliveries([path], Given(event_name))
    return found


SAMPLES = [
    sample
    for file in ("bitbucket.json", "gitlab.json")
    for sample in json.loads((Path(__file__).parents[2] / "core" / "data" / "payloads" / file).read_text())[
        "deliveries"
    ]
]
RELEASE = {**COMMON, "action": "released", "release": {"tag_name": "v1", "name": "One", "prerelease": False}}


@pytest.mark.parametrize(
    ("payload", "action"),
    [
        pytest.param(push(), EventAction.PUSH, id="push"),
        pytest.param(opened(), EventAction.PULL_REQUEST_CREATED, id="pull-request"),
        pytest.param(RELEASE, EventAction.RELEASED, id="release"),
    ],
)
def test_what_a_payload_is_of_is_told_from_what_it_holds(tmp_path: Path, payload: Any, action: EventAction) -> None:
    delivery = read_delivery(write(tmp_path / "p.json", payload))

    assert not isinstance(delivery.event, IgnoredEvent)
    assert delivery.event.action is action
    assert str(delivery.repository) == "github.com/acme/api"


def test_what_codebuild_ignores_says_why(tmp_path: Path) -> None:
    delivery = read_delivery(write(tmp_path / "p.json", opened("labeled")))

    assert delivery.event == IgnoredEvent("GitHub's pull_request with action labeled is no event of CodeBuild")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample['event']}-{sample['what']}")
def test_samples_of_the_other_hosts_are_told_apart(tmp_path: Path, sample: dict[str, Any]) -> None:
    path, name = write(tmp_path / "p.json", sample["payload"]), sample["event"]
    named = read_delivery(path, name)

    if "project" in sample["payload"] or "repository" in sample["payload"]:
        assert named.repository is not None
        assert named.repository.owner == "acme"
    if name.startswith("pullrequest:") or isinstance(named.event, IgnoredEvent):
        return
    assert read_delivery(path) == named


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param({"pullrequest": {}, "repository": {}, "actor": {}}, id="bitbucket-does-not-say-what-happened"),
        pytest.param({**opened(), "review": {}}, id="review"),
        pytest.param({"object_kind": "note"}, id="gitlab-note"),
        pytest.param({}, id="nothing"),
    ],
)
def test_what_cannot_be_told_must_be_named(tmp_path: Path, payload: Any) -> None:
    with pytest.raises(
        DeliveryFileError, match=r"p\.json does not say which event it is of: give its name: --event-name"
    ):
        read_delivery(write(tmp_path / "p.json", payload))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeliveryFileError, match=r"p\.json cannot be read: No such file or directory"):
        read_delivery(tmp_path / "p.json")


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '"push"', "null", "[" * 100_000, '{"ref": 1, "before": 1, "after": 1}']
)
def test_what_is_no_payload_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(WebhookConstructsError):
        read_delivery(write(tmp_path / "p.json", content))


def test_a_payload_without_an_address_is_of_any_repository(tmp_path: Path) -> None:
    repository = {"name": "api", "full_name": "acme/api"}

    assert read_delivery(write(tmp_path / "p.json", {**push(), "repository": repository})).repository is None


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("push hook", "did you mean 'Push Hook' (GitLab)?"),
        ("Push", "did you mean 'push' (GitHub)?"),
        ("psuh", "did you mean 'push' (GitHub)?"),
        ("merge request hook", "did you mean 'Merge Request Hook' (GitLab)?"),
        ("repo:Push", "did you mean 'repo:push' (Bitbucket)?"),
        ("pull-request", "did you mean 'pull_request' (GitHub)?"),
        ("", "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key of the delivery says"),
    ],
)
def test_a_name_that_no_git_host_has_is_refused(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(WebhookConstructsError) as caught:
        read_delivery(write(tmp_path / "p.json", push()), name)

    assert str(caught.value).splitlines() == [
        f"no git host of CodeBuild sends an event {name!r} as of November 2026: {says}",
        "If a git host has added the event since then, say which: --git-host github, gitlab or bitbucket",
    ]


def test_an_event_that_a_git_host_has_added_is_ignored(command: Command, tmp_path: Path) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", {"action": "created"})
    asked = ("explain", path, "--event", event, "--event-name", "commit_signature")

    refused = command.refused(*asked)
    assert refused.endswith(
        "\nIf a git host has added the event since then, say which: --git-host github, gitlab or bitbucket\n"
    )
    assert command(*asked, "--git-host", "github") == (
        "no build: GitHub's commit_signature was no event of GitHub or CodeBuild as of November 2026\n"
    )


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (["--event-name", "Push"], "GitHub sends no event 'Push' as of November 2026: did you mean 'push'?"),
        (["--event-name", "Push Hook"], "GitHub sends no event 'Push Hook': GitLab does"),
        ([], "Error: --git-host says who sends an event that has a name: give --event-name as well"),
    ],
)
def test_a_git_host_is_no_way_to_another_event(command: Command, tmp_path: Path, given: list[str], says: str) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", push())

    assert says in command.refused("explain", path, "--event", event, "--git-host", "github", *given)


def test_a_known_event_of_the_git_host_is_read(command: Command, tmp_path: Path) -> None:
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", push())
    asked = ("explain", path, "--event", event, "--event-name", "push")

    assert command(*asked, "--git-host", "github") == command(*asked)


def test_what_a_merge_queue_asks_for_is_answered_with_the_push_that_it_makes(tmp_path: Path) -> None:
    delivery = read_delivery(write(tmp_path / "p.json", {"action": "checks_requested"}), "merge_group")

    assert delivery.event == IgnoredEvent(
        "GitHub's merge_group is no event of CodeBuild; the merge queue pushes the same commit to "
        "refs/heads/gh-readonly-queue/<base>/..., so build it with a group for PUSH that uses "
        'and_branch_glob("gh-readonly-queue/**"), which is HEAD_REF ^refs/heads/gh-readonly-queue/'
    )


def test_the_body_of_a_merge_queue_says_what_it_is_and_is_answered_in_full(command: Command, tmp_path: Path) -> None:
    body = {"action": "checks_requested", "merge_group": {}, "sender": {"id": 1}}
    path, event = template(tmp_path / "t.json", Api=webhook()), write(tmp_path / "p.json", body)
    told = " ".join(command("explain", path, "--event", event).split())

    assert told.endswith('and_branch_glob("gh-readonly-queue/**"), which is HEAD_REF ^refs/heads/gh-readonly-queue/')


@pytest.mark.parametrize("name", ["issues", "star", "ping", "Note Hook", "System Hook", "repo:fork", "issue:created"])
def test_what_a_git_host_sends_for_nothing_codebuild_builds_is_ignored(tmp_path: Path, name: str) -> None:
    delivery = read_delivery(write(tmp_path / "p.json", {}), name)

    assert isinstance(delivery.event, IgnoredEvent)
    assert delivery.event.reason.endswith(f"'s {name} is no event of CodeBuild")
