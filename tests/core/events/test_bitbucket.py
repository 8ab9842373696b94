"""Payloads of Bitbucket; the data names the samples whose shapes they have."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.deliveries import changed, deliveries, delivery
from webhook_constructs.core import FilterType, SourceProvider, WebhookEvent, WebhookEventError
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import read_event

FROM_SHELF = "refs/heads/shelf into refs/heads/main"
EXPECTED = {
    "repo:push, a branch": "PUSH refs/heads/main",
    "repo:push, a new branch": "PUSH refs/heads/shelf",
    "repo:push, a forced push": "PUSH refs/heads/shelf",
    "repo:push, a tag": "PUSH refs/tags/v1",
    "repo:push, a deleted branch": "PUSH refs/heads/shelf (deleted)",
    "repo:push, two branches at once": "PUSH",
    "repo:push, no branch": "the push changes no branch and no tag",
    "repo:push, an account without an id, as in older samples": "PUSH refs/heads/main",
    "pullrequest:created, opened": f"PULL_REQUEST_CREATED {FROM_SHELF}",
    "pullrequest:created, opened from a fork": f"PULL_REQUEST_CREATED {FROM_SHELF}",
    "pullrequest:created, opened from a fork that is gone": f"PULL_REQUEST_CREATED {FROM_SHELF}",
    "pullrequest:updated, updated": "PULL_REQUEST_UPDATED refs/heads/shelf into refs/heads/main",
    "pullrequest:fulfilled, merged": "PULL_REQUEST_MERGED refs/heads/shelf into refs/heads/main",
    "pullrequest:rejected, declined": "PULL_REQUEST_CLOSED refs/heads/shelf into refs/heads/main",
    "pullrequest:approved, approved": "Bitbucket's pullrequest:approved is no event of CodeBuild",
    "repo:fork, forked": "Bitbucket's repo:fork is no event of CodeBuild",
    "repo:commit_status_created, a status": "Bitbucket's repo:commit_status_created is no event of CodeBuild",
}


def read(event: str, what: str, **given: Any) -> WebhookEvent:
    found = WebhookEvent.from_bitbucket(event, delivery("bitbucket", event, what), **given)
    assert found is not None
    return found


def test_every_sample_is_read_or_set_aside_with_a_reason() -> None:
    found = {
        f"{each['event']}, {each['what']}": read_event("Bitbucket", each["event"], each["payload"])
        for each in deliveries("bitbucket")
    }

    said = {what: each.reason if isinstance(each, IgnoredEvent) else str(each) for what, each in found.items()}
    assert said == EXPECTED


def test_what_is_ignored_is_none() -> None:
    assert WebhookEvent.from_bitbucket("repo:fork", {}) is None


def test_a_push() -> None:
    event = read("repo:push", "a branch")

    assert event.provider is SourceProvider.BITBUCKET
    assert (event.actor, event.message, event.repository_name) == ("5b10a2844c20165700ede21f", "Add a shelf\n", "shop")
    assert event.files is None
    assert event.assumptions == ()
    assert event.doubts == ()


def test_what_the_caller_knows_counts() -> None:
    event = read("repo:push", "a branch", files=["a.txt"], message="Another")

    assert (event.files, event.message) == (("a.txt",), "Another")


@pytest.mark.parametrize(
    ("what", "name"), [("a new branch", "files-of-new-branch"), ("a forced push", "files-of-forced-push")]
)
def test_the_files_of_an_unusual_push_are_an_assumption(what: str, name: str) -> None:
    assert [(about, each.id) for about, each in read("repo:push", what).assumptions] == [(FilterType.FILE_PATH, name)]


def test_a_tag_is_no_new_branch() -> None:
    assert read("repo:push", "a tag", files=["a.txt"]).assumptions == ()


def test_of_several_branches_at_once_nothing_is_known() -> None:
    event = read("repo:push", "two branches at once", files=["a.txt"])

    assert (event.head_ref, event.message, event.files) == (None, None, None)
    assert {about for about, _ in event.doubts} == {
        FilterType.HEAD_REF,
        FilterType.COMMIT_MESSAGE,
        FilterType.FILE_PATH,
    }


def test_an_account_may_have_no_id() -> None:
    assert read("repo:push", "an account without an id, as in older samples").actor is None


@pytest.mark.parametrize("what", ["opened from a fork", "opened from a fork that is gone"])
def test_a_pull_request_of_a_fork_which_may_be_gone(what: str) -> None:
    assert read("pullrequest:created", what).from_fork is True


def test_an_account_that_is_gone_is_not_known() -> None:
    payload = delivery("bitbucket", "pullrequest:created", "opened")
    event = WebhookEvent.from_bitbucket("pullrequest:created", changed(payload, "actor", None))

    assert event is not None
    assert event.actor is None


def test_a_payload_that_leaves_out_the_repository_of_the_branch_does_not_say_whether_it_is_a_fork() -> None:
    payload = delivery("bitbucket", "pullrequest:created", "opened")
    event = WebhookEvent.from_bitbucket(
        "pullrequest:created", changed(payload, "pullrequest.source", {"branch": {"name": "shelf"}})
    )

    assert event is not None
    assert event.from_fork is None


def test_a_pull_request_of_a_branch_of_the_repository() -> None:
    event = read("pullrequest:created", "opened")

    assert (event.from_fork, event.author_role) == (False, None)


def test_what_is_neither_a_branch_nor_a_tag_is_refused() -> None:
    change = delivery("bitbucket", "repo:push", "a branch")["push"]["changes"][0]
    payload = {
        **delivery("bitbucket", "repo:push", "a branch"),
        "push": {"changes": [changed(change, "new.type", "bookmark")]},
    }

    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.from_bitbucket("repo:push", payload)
    assert str(caught.value) == "payload of repo:push: push.changes[0].new.type: expected branch or tag, got a text"
