"""Assertions on which event starts a build, and what a failure says."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cdk.apps import add_webhook, imported, make_stack
from webhook_constructs import (
    ApproverRole,
    EventAction,
    FilterGroup,
    WebhookConstructsError,
    WebhookEvent,
    WebhookSettings,
    decide,
)
from webhook_constructs.testing import assert_builds, assert_no_build, assert_waits, pull_request, push

PUSHES = FilterGroup.in_event_of(EventAction.PUSH)
ON_MAIN = WebhookSettings((PUSHES.and_branch_is("main").and_file_under("services/api"),))
API, DOCS = ["services/api/app.py"], ["docs/index.md"]


def test_what_is_so_passes() -> None:
    assert_builds(ON_MAIN, push(files=API))
    assert_no_build(ON_MAIN, push(files=DOCS))
    assert_no_build(ON_MAIN, push("topic"))


PULL_REQUESTS = WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CREATED),))
STRANGER, COLLEAGUE = pull_request(author_role="none"), pull_request(author_role=ApproverRole.GITHUB_WRITE)


def test_what_waits_for_approval_starts_no_build_yet() -> None:
    assert_waits(PULL_REQUESTS, STRANGER)
    assert_no_build(PULL_REQUESTS, STRANGER)
    assert_builds(PULL_REQUESTS, COLLEAGUE)
    assert_builds(PULL_REQUESTS, pull_request(author_role="none", approved=True))


@pytest.mark.parametrize(
    ("settings", "event"),
    [
        pytest.param(PULL_REQUESTS, COLLEAGUE, id="builds"),
        pytest.param(PULL_REQUESTS, push(), id="no-build"),
        pytest.param(
            WebhookSettings((FilterGroup.in_event_of(EventAction.PULL_REQUEST_CLOSED),)),
            pull_request(EventAction.PULL_REQUEST_CLOSED, author_role="none"),
            id="undecided",
        ),
    ],
)
def test_what_does_not_wait_fails_and_shows_the_trace(settings: WebhookSettings, event: WebhookEvent) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_waits(settings, event)

    assert str(caught.value) == f"expected a build that waits for approval\n{decide(settings, event)}"


def test_a_construct_is_taken_for_its_settings() -> None:
    stack = make_stack()
    webhook = add_webhook(stack, imported(stack), filter_groups=ON_MAIN.filter_groups)

    assert_builds(webhook, push(files=API))
    assert_no_build(webhook, push(files=DOCS))
    with pytest.raises(AssertionError) as caught:
        assert_builds(webhook, push(files=DOCS))
    assert str(caught.value) == f"expected a build\n{decide(ON_MAIN, push(files=DOCS))}"


def test_a_failure_shows_the_trace() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_builds(ON_MAIN, push(files=DOCS))
    assert str(caught.value) == f"expected a build\n{decide(ON_MAIN, push(files=DOCS))}"

    with pytest.raises(AssertionError) as caught:
        assert_no_build(ON_MAIN, push(files=API))
    assert str(caught.value) == f"expected no build\n{decide(ON_MAIN, push(files=API))}"


@pytest.mark.parametrize("check", [assert_builds, assert_no_build])
def test_what_is_undecided_fails_either_way_and_says_what_to_give(check: Any) -> None:
    with pytest.raises(AssertionError, match="the changed files are not known: give files"):
        check(ON_MAIN, push())


def test_an_event_that_is_ignored_starts_no_build() -> None:
    ignored = WebhookEvent.from_github("issues", {})

    assert_no_build(ON_MAIN, ignored)
    with pytest.raises(AssertionError) as caught:
        assert_builds(ON_MAIN, ignored)
    assert str(caught.value) == (
        "expected a build\nno build: CodeBuild takes no such event, which from_github and the like read as None"
    )
    with pytest.raises(AssertionError, match=r"^expected a build that waits for approval\nno build: "):
        assert_waits(PULL_REQUESTS, ignored)


def test_what_is_no_settings_is_refused() -> None:
    with pytest.raises(WebhookConstructsError, match="not the settings of a webhook, got PushGroup"):
        assert_builds(PUSHES, push())  # type: ignore[arg-type]
    for check in (assert_builds, assert_no_build, assert_waits):
        with pytest.raises(WebhookConstructsError, match="not the settings of a webhook, got 'x'"):
            check("x", None)  # type: ignore[arg-type]


GIVE_ROLE = (
    '  the event does not say who the author is: give author_role="none" for a stranger, or the role of the author'
)


def test_waiting_for_an_author_who_is_not_known_says_how_to_name_one() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_waits(PULL_REQUESTS, pull_request())

    assert str(caught.value).splitlines()[-1] == GIVE_ROLE
    for check, event in (
        (assert_waits, pull_request(author_role=ApproverRole.GITHUB_WRITE)),
        (assert_no_build, pull_request()),
    ):
        with pytest.raises(AssertionError) as other:
            check(PULL_REQUESTS, event)
        assert GIVE_ROLE not in str(other.value)


FAILING = """
from webhook_constructs import EventAction, FilterGroup, WebhookSettings
from webhook_constructs.testing import assert_builds, push

def test_main_builds():
    settings = WebhookSettings((FilterGroup.in_event_of(EventAction.PUSH).and_branch_is("main"),))
    assert_builds(settings, push("mian"))
"""


def test_pytest_points_to_the_test_and_shows_every_line(tmp_path: Path) -> None:
    (tmp_path / "test_webhook.py").write_text(FAILING)
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "test_webhook.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )

    shown = [line for line in done.stdout.splitlines() if line.startswith((">", "E", "test_webhook.py:"))]
    assert shown == [
        '>       assert_builds(settings, push("mian"))',
        "E       AssertionError: expected a build",
        "E       no build: PUSH refs/heads/mian",
        "E         filter_groups[0]: failed",
        "E           passed       EVENT is PUSH",
        "E           FAILED       HEAD_REF matches ^refs/heads/main$",
        "E                          tried: refs/heads/mian",
        "E                          would match: refs/heads/main",
        "test_webhook.py:7: AssertionError",
    ]
