"""Events as tests and tools make them."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from webhook_constructs.core import EventAction, FilterType, SourceProvider, WebhookEvent, WebhookEventError

CREATED = EventAction.PULL_REQUEST_CREATED


def test_a_push_of_a_branch() -> None:
    event = WebhookEvent.push(
        branch="main",
        files=["a.txt"],
        actor="5",
        message="Fix",
        repository_name="shop",
        organization_name="acme",
    )

    assert event == WebhookEvent(
        action=EventAction.PUSH,
        head_ref="refs/heads/main",
        files=("a.txt",),
        actor="5",
        message="Fix",
        repository_name="shop",
        organization_name="acme",
    )
    assert str(event) == "PUSH refs/heads/main"


def test_a_push_of_a_tag() -> None:
    assert WebhookEvent.push(tag="v1").head_ref == "refs/tags/v1"


def test_a_deletion_says_so() -> None:
    deletion = WebhookEvent.push(branch="old", deleted=True)

    assert str(deletion) == "PUSH refs/heads/old (deleted)"
    assert deletion.is_deletion
    assert not WebhookEvent.push(branch="old").is_deletion


def test_a_pull_request() -> None:
    event = WebhookEvent.pull_request(CREATED, base="main", head="topic")

    assert str(event) == "PULL_REQUEST_CREATED refs/heads/topic into refs/heads/main"


def test_a_release() -> None:
    assert str(WebhookEvent.release(tag_name="v1")) == "RELEASED v1"
    assert WebhookEvent.release(EventAction.PRERELEASED, tag_name="v1").action is EventAction.PRERELEASED


def test_a_job() -> None:
    assert str(WebhookEvent.workflow_job(workflow_name="CI")) == "WORKFLOW_JOB_QUEUED CI"
    assert str(WebhookEvent.workflow_job()) == "WORKFLOW_JOB_QUEUED"


def test_an_account_id_may_be_a_number() -> None:
    push = WebhookEvent.push(branch="main", actor=583231)
    pull_request = WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="a", head="b", actor=583231)
    release = WebhookEvent.release(tag_name="v1", actor=583231)
    job = WebhookEvent.workflow_job(actor=583231)

    assert [each.actor for each in (push, pull_request, release, job)] == ["583231"] * 4
    assert push == WebhookEvent.push(branch="main", actor="583231")


def test_what_a_filter_looks_at() -> None:
    event = WebhookEvent.push(branch="main", files=["a.txt"])

    assert event.text_for(FilterType.HEAD_REF) == "refs/heads/main"
    assert event.text_for(FilterType.ACTOR_ACCOUNT_ID) is None
    assert event.text_for(FilterType.FILE_PATH) is None


def test_what_is_ignored_is_none() -> None:
    assert WebhookEvent.from_github("issues", {}) is None
    assert WebhookEvent.from_gitlab("Note Hook", {}) is None


def test_an_event_is_a_value() -> None:
    event = WebhookEvent.push(branch="main", files=["a.txt"])

    assert len({event, WebhookEvent.push(branch="main", files=("a.txt",))}) == 1
    assert copy.deepcopy(event) == pickle.loads(pickle.dumps(event)) == event
    with pytest.raises(FrozenInstanceError, match="cannot change 'actor' of a WebhookEvent"):
        event.actor = "5"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({}, "a push is of a branch or of a tag, got branch None and tag None: give one"),
        ({"branch": "main", "tag": "v1"}, "a push is of a branch or of a tag, got branch 'main' and tag 'v1': give"),
        ({"branch": ""}, "branch of an event is no name, got '': give the bare name"),
        ({"tag": 5}, "tag of an event is no name, got 5: give the bare name"),
        (
            {"branch": "refs/heads/main"},
            "branch of an event is a whole ref, got 'refs/heads/main': give the bare name",
        ),
        ({"branch": "main", "deleted": "no"}, "deleted is neither True nor False, got 'no'"),
        ({"branch": "main", "files": "a.txt"}, "files of an event are no list, got 'a.txt': give a list of paths"),
        ({"branch": "main", "files": 5}, "files of an event are no list, got 5: give a list of paths"),
        ({"branch": "main", "files": [5]}, "a changed file is no path, got 5: give paths as texts"),
        ({"branch": "main", "files": [""]}, "a changed file is no path, got '': give paths as texts"),
        (
            {"branch": "main", "files": ["./a"]},
            "a changed file is not in the repository, got './a': paths",
        ),
        (
            {"branch": "main", "actor": 5.0},
            "actor of an event is no text, got 5.0: give a text, or leave it out if not",
        ),
    ],
)
def test_what_is_no_push_is_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.push(**arguments)

    assert str(caught.value).startswith(text)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"has_all_files": "no"}, "has_all_files of an event is neither True nor False, got 'no'"),
        ({"assumptions": 5}, "assumptions of an event is no list, got 5"),
        ({"assumptions": ["fork-head"]}, "assumptions of an event: not a pair of a filter type and an Assumption, got"),
        ({"doubts": "why not"}, "doubts of an event is no list, got 'why not'"),
        ({"doubts": [(FilterType.EVENT,)]}, "doubts of an event: not a pair of a filter type and a text, got ("),
        ({"doubts": [("NOPE", "why not")]}, "no such filter type, got 'NOPE', allowed are EVENT, "),
    ],
)
def test_what_is_no_member_of_an_event_is_refused(arguments: dict[str, Any], text: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent(action=EventAction.PUSH, **arguments)

    assert str(caught.value).startswith(text)


def test_a_doubt_about_the_name_of_a_filter_type_is_about_the_filter_type() -> None:
    event = WebhookEvent(action=EventAction.PUSH, doubts=[("EVENT", "why not")])  # type: ignore[arg-type]

    assert event.doubts == ((FilterType.EVENT, "why not"),)
    assert type(event.doubts[0][0]) is FilterType


def test_the_tag_of_a_release_is_a_bare_name() -> None:
    with pytest.raises(WebhookEventError) as caught:
        WebhookEvent.release(tag_name="refs/tags/v1")

    assert str(caught.value) == "tag_name of an event is a whole ref, got 'refs/tags/v1': give the bare name"


def test_an_event_of_another_kind_is_refused() -> None:
    with pytest.raises(WebhookEventError, match="not an event of a pull request, got PUSH, allowed are PULL_REQ"):
        WebhookEvent.pull_request(EventAction.PUSH, base="main", head="topic")
    with pytest.raises(WebhookEventError, match="no such event, got 'nope', allowed are PUSH, "):
        WebhookEvent.release("nope", tag_name="v1")  # type: ignore[arg-type]


def test_the_name_of_a_provider_is_the_provider() -> None:
    event = WebhookEvent(action=EventAction.PUSH, provider="GITLAB")  # type: ignore[arg-type]

    assert event.provider is SourceProvider.GITLAB
    with pytest.raises(WebhookEventError, match="no such provider, got 'GITEA', allowed are GITHUB, "):
        WebhookEvent(action=EventAction.PUSH, provider="GITEA")  # type: ignore[arg-type]


def test_files_can_be_any_list_of_texts() -> None:
    assert WebhookEvent.push(branch="main", files=(name for name in "ab")).files == ("a", "b")
    with pytest.raises(WebhookEventError, match="files of an event is no list, got 5"):
        WebhookEvent(action=EventAction.PUSH, files=5)  # type: ignore[arg-type]
