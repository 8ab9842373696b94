"""Payloads of GitLab; the data names the samples whose shapes they have."""

from __future__ import annotations

from typing import Any

from tests.core.deliveries import changed, deliveries, delivery
from webhook_constructs.core import FilterType, SourceProvider, WebhookEvent
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import read_event

NO_EVENT = "is no event of CodeBuild"
FROM_MAIN = "refs/heads/shelf into refs/heads/main"
EXPECTED = {
    "Push Hook, a branch": "PUSH refs/heads/main",
    "Push Hook, more commits than the payload holds": "PUSH refs/heads/main",
    "Push Hook, a new branch without commits": "PUSH refs/heads/shelf",
    "Push Hook, a deleted branch": "PUSH refs/heads/shelf (deleted)",
    "Tag Push Hook, a tag": "PUSH refs/tags/v1",
    "Merge Request Hook, opened": f"PULL_REQUEST_CREATED {FROM_MAIN}",
    "Merge Request Hook, updated, a label": f"PULL_REQUEST_UPDATED {FROM_MAIN}",
    "Merge Request Hook, updated, new commits": f"PULL_REQUEST_UPDATED {FROM_MAIN}",
    "Merge Request Hook, reopened": f"PULL_REQUEST_REOPENED {FROM_MAIN}",
    "Merge Request Hook, merged": f"PULL_REQUEST_MERGED {FROM_MAIN}",
    "Merge Request Hook, closed": f"PULL_REQUEST_CLOSED {FROM_MAIN}",
    "Merge Request Hook, approved": f"GitLab's Merge Request Hook with action approved {NO_EVENT}",
    "Merge Request Hook, without an action, as when a pipeline ends": f"GitLab's Merge Request Hook {NO_EVENT}",
    "Merge Request Hook, opened from a fork": f"PULL_REQUEST_CREATED {FROM_MAIN}",
    "Job Hook, pending": "WORKFLOW_JOB_QUEUED Nightly",
    "Job Hook, pending, of an older GitLab": "WORKFLOW_JOB_QUEUED",
    "Job Hook, created, in a pipeline without a name": "WORKFLOW_JOB_QUEUED",
    "Release Hook, created": "RELEASED v1",
    "Release Hook, updated": "RELEASED v1",
    "Release Hook, deleted": f"GitLab's Release Hook with action delete {NO_EVENT}",
    "Note Hook, a comment": f"GitLab's Note Hook {NO_EVENT}",
    "Pipeline Hook, a pipeline": f"GitLab's Pipeline Hook {NO_EVENT}",
}


def read(event: str, what: str, **given: Any) -> WebhookEvent:
    found = WebhookEvent.from_gitlab(event, delivery("gitlab", event, what), **given)
    assert found is not None
    return found


def names(event: WebhookEvent) -> set[tuple[FilterType, str]]:
    return {(about, assumption.id) for about, assumption in event.assumptions}


def test_every_sample_is_read_or_set_aside_with_a_reason() -> None:
    found = {
        f"{each['event']}, {each['what']}": read_event("GitLab", each["event"], each["payload"])
        for each in deliveries("gitlab")
    }

    said = {what: each.reason if isinstance(each, IgnoredEvent) else str(each) for what, each in found.items()}
    assert said == EXPECTED


def test_a_push() -> None:
    event = read("Push Hook", "a branch")

    assert event.provider is SourceProvider.GITLAB
    assert (event.actor, event.message, event.repository_name) == ("4", "Add a shelf\n", "shop")
    assert event.files == ("wall.txt", "shelf.txt", "hole.txt")
    assert event.has_all_files
    assert event.doubts == ()
    assert names(event) == {
        (FilterType.ACTOR_ACCOUNT_ID, "gitlab-actor"),
        (FilterType.REPOSITORY_NAME, "repository-field"),
        (FilterType.FILE_PATH, "pushed-files"),
    }


def test_of_many_commits_the_payload_does_not_name_every_file() -> None:
    assert not read("Push Hook", "more commits than the payload holds").has_all_files


def test_a_branch_without_commits_says_nothing_of_files_and_message() -> None:
    event = read("Push Hook", "a new branch without commits")

    assert (event.files, event.message) == (None, None)


def test_what_the_caller_knows_counts() -> None:
    event = read("Push Hook", "a branch", files=["a.txt"], message="Another")

    assert (event.files, event.message) == (("a.txt",), "Another")
    merge_request = read("Merge Request Hook", "opened", files=["a.txt"], message="Another")
    assert (merge_request.files, merge_request.message) == (("a.txt",), "Another")


def test_the_push_of_a_tag_is_an_assumption() -> None:
    assert (FilterType.EVENT, "gitlab-tag") in names(read("Tag Push Hook", "a tag"))


def test_a_merge_request_is_from_a_fork_if_its_projects_differ() -> None:
    opened = delivery("gitlab", "Merge Request Hook", "opened")
    unknown = WebhookEvent.from_gitlab("Merge Request Hook", changed(opened, "object_attributes.source_project_id"))

    assert read("Merge Request Hook", "opened from a fork").from_fork is True
    assert read("Merge Request Hook", "opened").from_fork is False
    assert unknown is not None
    assert unknown.from_fork is None


def test_an_update_without_new_commits_is_an_assumption() -> None:
    assert (FilterType.EVENT, "gitlab-update") in names(read("Merge Request Hook", "updated, a label"))
    assert (FilterType.EVENT, "gitlab-update") not in names(read("Merge Request Hook", "updated, new commits"))


def test_a_merge_request_has_the_message_of_its_head_commit() -> None:
    assert read("Merge Request Hook", "opened").message == "Add a shelf\n"


def test_a_job_that_is_not_pending_is_in_doubt() -> None:
    assert read("Job Hook", "pending").doubts == ()
    assert [about for about, _ in read("Job Hook", "created, in a pipeline without a name").doubts] == [
        FilterType.EVENT
    ]


def test_a_job_of_an_older_gitlab_names_no_repository() -> None:
    assert read("Job Hook", "pending").repository_name == "shop"
    assert read("Job Hook", "pending, of an older GitLab").repository_name is None


def test_a_release_names_nobody() -> None:
    event = read("Release Hook", "created")

    assert (event.tag_name, event.release_name, event.actor) == ("v1", "One", None)
