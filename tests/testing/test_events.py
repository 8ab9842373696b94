"""Events for tests: the defaults, and that everything given is passed on."""

from __future__ import annotations

import doctest
from typing import Any

import pytest

from webhook_constructs import EventAction, WebhookEvent
from webhook_constructs.core import WebhookEventError
from webhook_constructs.testing import assertions, events, pull_request, push, release, workflow_job

WHERE = {"repository_name": "shop", "organization_name": "acme"}


def test_the_defaults() -> None:
    assert push() == WebhookEvent.push(branch="main")
    assert pull_request() == WebhookEvent.pull_request(EventAction.PULL_REQUEST_CREATED, base="main", head="topic")
    assert release() == WebhookEvent.release(tag_name="v1.0.0")
    assert workflow_job() == WebhookEvent.workflow_job()


def test_what_decides_is_not_made_up() -> None:
    for event in (push(), pull_request(), release(), workflow_job()):
        assert (event.actor, event.files, event.message, event.repository_name) == (None, None, None, None)


def test_everything_given_is_passed_on() -> None:
    merged = EventAction.PULL_REQUEST_MERGED

    assert push("topic", files=["a"], actor="5", message="Fix", deleted=True, **WHERE) == WebhookEvent.push(
        branch="topic", files=["a"], actor="5", message="Fix", deleted=True, **WHERE
    )
    assert push(tag="v1") == WebhookEvent.push(tag="v1")
    everything: dict[str, Any] = {
        "base": "b",
        "head": "h",
        "files": ["a"],
        "actor": "5",
        "message": "Fix",
        "author_role": "GITHUB_READ",
        "from_fork": True,
        "approved": False,
        **WHERE,
    }
    assert pull_request(merged, **everything) == WebhookEvent.pull_request(merged, **everything)
    assert release(
        EventAction.PRERELEASED, tag_name="v2", release_name="Two", actor="5", **WHERE
    ) == WebhookEvent.release(EventAction.PRERELEASED, tag_name="v2", release_name="Two", actor="5", **WHERE)
    assert workflow_job("CI", actor="5", **WHERE) == WebhookEvent.workflow_job(workflow_name="CI", actor="5", **WHERE)


def test_a_branch_and_a_tag_are_refused() -> None:
    with pytest.raises(WebhookEventError, match="a push is of a branch or of a tag"):
        push("main", tag="v1")


def test_the_examples_hold() -> None:
    results = [doctest.testmod(module) for module in (events, assertions)]

    assert [result.failed for result in results] == [0, 0]
    assert all(result.attempted for result in results)
