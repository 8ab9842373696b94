"""Payloads of GitHub and GitHub Enterprise."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from tests.core.deliveries import COMMIT, GITHUB_JOB, GITHUB_PULL_REQUEST, GITHUB_PUSH, OCTOKIT, changed
from webhook_constructs.core import ApproverRole, EventAction, FilterType, SourceProvider, WebhookEvent
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import read_event

NO_EVENT = "is no event of CodeBuild"
EXPECTED = {
    "PULL_REQUEST_CREATED refs/heads/changes into refs/heads/master": 11,
    "PULL_REQUEST_UPDATED refs/heads/changes into refs/heads/master": 1,
    "PULL_REQUEST_REOPENED refs/heads/changes into refs/heads/master": 2,
    "PULL_REQUEST_CLOSED refs/heads/changes into refs/heads/master": 4,
    "PUSH refs/heads/master": 2,
    "PUSH refs/tags/simple-tag": 6,
    "PUSH refs/tags/simple-tag (deleted)": 6,
    "RELEASED 0.0.1": 1,
    "PRERELEASED 0.0.1": 2,
    "no label of the job begins with codebuild-, as those for runners of CodeBuild do": 2,
    f"GitHub's pull_request with action assigned {NO_EVENT}": 4,
    f"GitHub's pull_request with action converted_to_draft {NO_EVENT}": 3,
    f"GitHub's pull_request with action labeled {NO_EVENT}": 4,
    f"GitHub's pull_request with action locked {NO_EVENT}": 2,
    f"GitHub's pull_request with action ready_for_review {NO_EVENT}": 3,
    f"GitHub's pull_request with action review_request_removed {NO_EVENT}": 1,
    f"GitHub's pull_request with action review_requested {NO_EVENT}": 1,
    f"GitHub's pull_request with action unassigned {NO_EVENT}": 4,
    f"GitHub's pull_request with action unlabeled {NO_EVENT}": 4,
    f"GitHub's pull_request with action unlocked {NO_EVENT}": 2,
    f"GitHub's release with action created {NO_EVENT}": 3,
    f"GitHub's release with action deleted {NO_EVENT}": 2,
    f"GitHub's release with action edited {NO_EVENT}": 2,
    f"GitHub's release with action published {NO_EVENT}": 10,
    f"GitHub's workflow_job with action completed {NO_EVENT}": 2,
    f"GitHub's workflow_job with action in_progress {NO_EVENT}": 6,
    f"GitHub's workflow_job with action waiting {NO_EVENT}": 1,
}
READ = frozenset({"push", "pull_request", "release", "workflow_job"})


def samples() -> list[tuple[str, dict[str, Any]]]:
    """Every sample of the npm package, of github.com and of each version of GitHub Enterprise."""
    files = sorted(OCTOKIT.glob("*/index.json"))
    assert files, f"{OCTOKIT} is not there: make setup installs it"
    return [
        (definition["name"], payload)
        for file in files
        for definition in json.loads(file.read_text())
        for payload in definition["examples"]
    ]


def test_every_sample_is_read_or_set_aside_with_a_reason() -> None:
    read = [read_event("GitHub", name, payload) for name, payload in samples() if name in READ]

    assert Counter(each.reason if isinstance(each, IgnoredEvent) else str(each) for each in read) == EXPECTED


def test_what_other_events_send_is_set_aside_by_its_name() -> None:
    others = {(name, read_event("GitHub", name, payload)) for name, payload in samples() if name not in READ}

    said = {name: each.reason for name, each in others if isinstance(each, IgnoredEvent)}
    assert {name: text.partition(";")[0] for name, text in said.items()} == {
        name: f"GitHub's {name} {NO_EVENT}" for name, _ in others
    }
    assert len(others) > 50


def read(payload: dict[str, Any], event: str = "push", **given: Any) -> WebhookEvent:
    found = WebhookEvent.from_github(event, payload, **given)
    assert found is not None
    return found


def names(event: WebhookEvent, filter_type: FilterType) -> list[str]:
    return [assumption.id for about, assumption in event.assumptions if about is filter_type]


def test_a_push() -> None:
    event = read(GITHUB_PUSH)

    assert event.action is EventAction.PUSH
    assert event.provider is SourceProvider.GITHUB
    assert (event.head_ref, event.actor, event.message) == ("refs/heads/main", "583231", "Add a shelf")
    assert event.files == ("shelf.txt", "wall.txt", "hole.txt")
    assert (event.repository_name, event.organization_name) == ("shop", "acme")
    assert event.has_all_files
    assert event.doubts == ()
    assert names(event, FilterType.FILE_PATH) == ["pushed-files"]


def test_a_push_of_a_tag_without_commits_says_nothing_of_files() -> None:
    event = read({**GITHUB_PUSH, "ref": "refs/tags/v1", "created": True, "commits": []})

    assert event.head_ref == "refs/tags/v1"
    assert event.files is None
    assert names(event, FilterType.FILE_PATH) == []
    assert event.message == "Add a shelf"


@pytest.mark.parametrize(("member", "name"), [("created", "files-of-new-branch"), ("forced", "files-of-forced-push")])
def test_the_files_of_an_unusual_push_are_an_assumption(member: str, name: str) -> None:
    assert names(read({**GITHUB_PUSH, member: True}), FilterType.FILE_PATH) == ["pushed-files", name]


def test_a_deletion_is_in_doubt() -> None:
    event = read({**GITHUB_PUSH, "deleted": True, "after": "0" * 40, "commits": [], "head_commit": None})

    assert str(event) == "PUSH refs/heads/main (deleted)"
    assert event.message is None
    assert [about for about, _ in event.doubts] == [FilterType.EVENT, FilterType.FILE_PATH]


@pytest.mark.parametrize(
    "commits",
    [[COMMIT] * 2_048, [COMMIT, {**COMMIT, "modified": [f"{number}.txt" for number in range(2_999)]}]],
    ids=["commits", "files of a commit"],
)
def test_a_payload_that_is_full_may_not_name_every_file(commits: list[Any]) -> None:
    assert not read({**GITHUB_PUSH, "commits": commits}).has_all_files


def test_a_payload_that_is_nearly_full_names_every_file() -> None:
    commit = {**COMMIT, "modified": [f"{number}.txt" for number in range(2_998)]}

    assert read({**GITHUB_PUSH, "commits": [COMMIT] * 2_046 + [commit]}).has_all_files


def test_what_the_caller_knows_counts() -> None:
    event = read(GITHUB_PUSH, files=["a.txt"], message="Another")

    assert (event.files, event.message) == (("a.txt",), "Another")
    assert names(event, FilterType.FILE_PATH) == []


@pytest.mark.parametrize(
    ("action", "merged", "expected"),
    [
        ("opened", False, EventAction.PULL_REQUEST_CREATED),
        ("synchronize", False, EventAction.PULL_REQUEST_UPDATED),
        ("reopened", False, EventAction.PULL_REQUEST_REOPENED),
        ("closed", False, EventAction.PULL_REQUEST_CLOSED),
        ("closed", True, EventAction.PULL_REQUEST_MERGED),
    ],
)
def test_a_pull_request(action: str, merged: bool, expected: EventAction) -> None:  # noqa: FBT001 - a parameter of the test
    payload = changed({**GITHUB_PULL_REQUEST, "action": action}, "pull_request.merged", merged)
    event = read(payload, "pull_request")

    assert event.action is expected
    assert (event.head_ref, event.base_ref) == ("refs/heads/shelf", "refs/heads/main")
    assert (event.files, event.message, event.organization_name) == (None, None, None)
    assert (event.from_fork, event.author_role) == (False, None)


@pytest.mark.parametrize("repo", [None, {"full_name": "ada/shop"}])
def test_a_pull_request_of_a_fork_which_may_be_gone(repo: Any) -> None:
    event = read(changed(GITHUB_PULL_REQUEST, "pull_request.head.repo", repo), "pull_request", files=["a"], message="b")

    assert event.from_fork is True
    assert (event.files, event.message) == (("a",), "b")


def test_an_account_that_is_gone_is_not_known() -> None:
    assert read(changed(GITHUB_PULL_REQUEST, "sender", None), "pull_request").actor is None


def test_a_payload_that_leaves_out_the_repository_of_the_branch_does_not_say_whether_it_is_a_fork() -> None:
    payload = changed(GITHUB_PULL_REQUEST, "pull_request.head", {"ref": "shelf"})

    assert read(payload, "pull_request").from_fork is None


@pytest.mark.parametrize(
    ("owner", "author", "expected"),
    [
        ({"type": "User", "id": 7}, {"id": 7}, ApproverRole.GITHUB_ADMIN),
        ({"type": "User", "id": 7}, {"id": 77}, None),
        ({"type": "Organization", "id": 7}, {"id": 7}, None),
        ({"id": 7}, {"id": 7}, None),
        (None, {"id": 7}, None),
        ({"type": "User", "id": 7}, None, None),
    ],
)
@pytest.mark.parametrize("association", ["OWNER", "MEMBER", "CONTRIBUTOR", "NONE"])
def test_only_the_role_of_the_owner_of_a_users_own_repository_is_certain(
    owner: Any, author: Any, expected: ApproverRole | None, association: str
) -> None:
    payload = changed(changed(GITHUB_PULL_REQUEST, "repository.owner", owner), "pull_request.user", author)
    event = read(changed(payload, "pull_request.author_association", association), "pull_request")

    assert event.author_role is expected


def test_a_job_for_a_runner_of_codebuild() -> None:
    event = read(GITHUB_JOB, "workflow_job")

    assert event.action is EventAction.WORKFLOW_JOB_QUEUED
    assert event.workflow_name == "CI"


def test_a_release_may_have_no_title() -> None:
    release = {"action": "released", "release": {"tag_name": "v1", "name": None}}
    event = read({**GITHUB_JOB, **release}, "release")

    assert (event.tag_name, event.release_name) == ("v1", None)
