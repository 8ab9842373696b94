"""A comment that approves a pull request starts a build, though it is no event that a filter could name."""

from __future__ import annotations

from typing import Any

import pytest

from webhook_constructs.core import WebhookEvent
from webhook_constructs.core.events.event_names import IgnoredEvent
from webhook_constructs.core.events.webhook_event import read_event

APPROVAL = "LGTM\n/codebuild_run(4d8c7f1)"


def at_github(text: Any = APPROVAL, action: str = "created", **issue: Any) -> dict[str, Any]:
    return {"action": action, "issue": {"pull_request": {"url": "x"}, **issue}, "comment": {"body": text}}


def at_gitlab(text: Any = APPROVAL, **others: Any) -> dict[str, Any]:
    return {"object_kind": "note", "object_attributes": {"note": text}, "merge_request": {"iid": 1}, **others}


def at_bitbucket(text: Any = APPROVAL, **others: Any) -> dict[str, Any]:
    return {"pullrequest": {"id": 1}, "comment": {"content": {"raw": text}}, **others}


COMMENTS = {
    ("GitHub", "issue_comment"): at_github,
    ("GitLab", "Note Hook"): at_gitlab,
    ("Bitbucket", "pullrequest:comment_created"): at_bitbucket,
}


def read(host: str, name: str, payload: dict[str, Any]) -> IgnoredEvent:
    found = read_event(host, name, payload)
    assert isinstance(found, IgnoredEvent)
    return found


@pytest.mark.parametrize("sender", COMMENTS, ids=str)
def test_a_comment_that_approves_may_start_a_build(sender: tuple[str, str]) -> None:
    found = read(*sender, COMMENTS[sender]())

    assert found.may_approve
    assert found.reason == (
        "a comment with /codebuild_run(...) approves a pull request if its author has an approver role; whether that "
        "starts a build is the verdict on the event of the pull request, as one that is approved"
    )


@pytest.mark.parametrize("text", ["LGTM", "codebuild_run(4d8c7f1)", "", None, 5, {}])
@pytest.mark.parametrize("sender", COMMENTS, ids=str)
def test_any_other_comment_starts_nothing(sender: tuple[str, str], text: Any) -> None:
    host, name = sender
    assert read(host, name, COMMENTS[sender](text)) == IgnoredEvent(f"{host}'s {name} is no event of CodeBuild")


@pytest.mark.parametrize(
    ("sender", "payload"),
    [
        (("GitHub", "issue_comment"), at_github(pull_request=None)),
        (("GitHub", "issue_comment"), at_github(action="deleted")),
        (("GitLab", "Note Hook"), at_gitlab(merge_request=None)),
        (("Bitbucket", "pullrequest:comment_created"), at_bitbucket(pullrequest=[])),
        (("GitHub", "commit_comment"), at_github()),
        (("Bitbucket", "pullrequest:comment_updated"), {"comment": []}),
    ],
    ids=["issue", "deleted", "commit", "no-pull-request", "commit-comment", "update"],
)
def test_a_comment_on_something_else_approves_nothing(sender: tuple[str, str], payload: dict[str, Any]) -> None:
    found = read(*sender, payload)

    assert not found.may_approve
    assert found.reason.endswith(" is no event of CodeBuild")


def test_it_is_no_event_for_filters() -> None:
    assert WebhookEvent.from_github("issue_comment", at_github()) is None
