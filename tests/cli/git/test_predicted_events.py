from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.github_payloads import push
from webhook_constructs.cli.git.local_repository import LocalRepository
from webhook_constructs.cli.git.predicted_events import Intent, predicted_events
from webhook_constructs.core import WebhookEvent

if TYPE_CHECKING:
    from tests.cli.conftest import Git

COMMIT: dict[str, Any] = {"id": "2", "message": "Two", "added": ["b"], "modified": [], "removed": []}
GITLAB: dict[str, Any] = {
    "after": "2",
    "commits": [COMMIT],
    "total_commits_count": 1,
    "user_id": 7,
    "project": {"path_with_namespace": "acme/api"},
}
GITHUB = {**push("refs/heads/topic", "Two", "b"), "created": True, "organization": {"login": "acme"}}
TARGET = {"type": "branch", "name": "topic", "target": {"message": "Two"}}
BITBUCKET = {
    "push": {"changes": [{"new": TARGET, "created": True}]},
    "actor": {"account_id": "7"},
    "repository": {"name": "api"},
}


def predicted(git: Git, **intent: Any) -> WebhookEvent:
    (placed,) = predicted_events(LocalRepository(git.folder), Intent(actor="7", **intent))
    return placed.event


@pytest.fixture
def topic(git: Git) -> Git:
    git.commit("One", "a")
    git.is_pushed("main")
    git("switch", "--quiet", "--create", "topic")
    git.commit("Two", "b")
    return git


def test_the_push_of_a_new_branch_is_what_github_sends(topic: Git) -> None:
    assert predicted(topic) == WebhookEvent.from_github("push", GITHUB)


@pytest.mark.parametrize("files", [None, ("x",)])
def test_a_new_branch_without_commits_is_what_github_sends(topic: Git, files: tuple[str, ...] | None) -> None:
    topic.is_pushed("main")

    assert predicted(topic, files=files) == WebhookEvent.from_github("push", {**GITHUB, "commits": []}, files=files)


def test_a_forced_push_is_what_github_sends(topic: Git) -> None:
    topic.is_pushed("topic")
    topic("commit", "--quiet", "--amend", "--message", "Two")
    topic("update-ref", "refs/remotes/origin/topic", topic("commit-tree", "-m", "x", "HEAD^{tree}").strip())

    sent = WebhookEvent.from_github("push", {**GITHUB, "created": False, "forced": True})
    assert sent is not None
    assert predicted(topic, files=sent.files).assumptions != sent.assumptions
    assert predicted(topic).assumptions == sent.assumptions


def test_a_push_is_what_gitlab_sends(topic: Git) -> None:
    topic("remote", "set-url", "origin", "git@gitlab.com:platform/tools/api.git")
    topic("update-ref", "refs/remotes/origin/topic", "main")

    sent = WebhookEvent.from_gitlab("Push Hook", {**GITLAB, "ref": "refs/heads/topic"})
    found = predicted(topic)
    assert sent is not None
    assert (found.assumptions, found.files, found.has_all_files) == (sent.assumptions, sent.files, sent.has_all_files)
    assert found.organization_name == sent.organization_name


def test_a_tag_is_what_gitlab_sends(topic: Git) -> None:
    topic("remote", "set-url", "origin", "git@gitlab.com:acme/api.git")
    topic("tag", "v1")

    sent = WebhookEvent.from_gitlab("Tag Push Hook", {**GITLAB, "ref": "refs/tags/v1"}, files=("b",))
    found = predicted(topic, tag="v1", files=("b",))
    assert found == sent


def test_the_push_of_a_new_branch_is_what_bitbucket_sends(topic: Git) -> None:
    topic("remote", "set-url", "origin", "git@bitbucket.org:acme/api.git")

    assert predicted(topic) == WebhookEvent.from_bitbucket("repo:push", BITBUCKET, files=("b",))


@pytest.mark.parametrize(("host", "has_all"), [("gitlab.com", False), ("bitbucket.org", True), ("github.com", True)])
def test_files_of_more_commits_than_the_payload_holds_are_missing(topic: Git, host: str, *, has_all: bool) -> None:
    topic("remote", "set-url", "origin", f"git@{host}:acme/api.git")
    for number in range(20):
        topic.commit(str(number), f"f{number}")

    found = predicted(topic)

    assert found.has_all_files is has_all
    assert found.files is not None
    assert len(found.files) == (21 if has_all else 20)
    given = predicted(topic, files=("x",))
    assert (given.files, given.has_all_files) == (("x",), True)
