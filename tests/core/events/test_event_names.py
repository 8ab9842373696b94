"""The names of the events of git hosts: those that are no event of CodeBuild, and those that are none at all."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.core.deliveries import OCTOKIT
from webhook_constructs.core import WebhookEvent, WebhookEventError
from webhook_constructs.core.events.event_names import EVENT_NAMES, IgnoredEvent, check_event_name, host_of_event

if TYPE_CHECKING:
    from collections.abc import Callable

READERS: dict[str, Callable[..., WebhookEvent | None]] = {
    "GitHub": WebhookEvent.from_github,
    "GitLab": WebhookEvent.from_gitlab,
    "Bitbucket": WebhookEvent.from_bitbucket,
}
OF_CODEBUILD = {
    *("push", "pull_request", "release", "workflow_job"),
    *("Push Hook", "Tag Push Hook", "Merge Request Hook", "Job Hook", "Release Hook"),
    *("repo:push", "pullrequest:created", "pullrequest:updated", "pullrequest:fulfilled", "pullrequest:rejected"),
}
IGNORED = [(host, name) for host, names in EVENT_NAMES.items() for name in sorted(names - OF_CODEBUILD)]


@pytest.mark.parametrize(("host", "name"), IGNORED)
def test_what_a_host_sends_and_codebuild_ignores_is_none(host: str, name: str) -> None:
    assert READERS[host](name, {}) is None
    assert host_of_event(name) == host


def test_every_event_of_codebuild_is_one_of_a_host() -> None:
    assert not OF_CODEBUILD.difference(*EVENT_NAMES.values())


def test_no_two_hosts_have_one_name() -> None:
    assert len(frozenset().union(*EVENT_NAMES.values())) == sum(map(len, EVENT_NAMES.values()))


@pytest.mark.parametrize(
    ("host", "name", "says"),
    [
        ("GitHub", "psuh", "did you mean 'push'?"),
        ("GitHub", "Push", "did you mean 'push'?"),
        ("GitHub", " push\n", "did you mean 'push'?"),
        ("GitHub", "pull request", "did you mean 'pull_request'?"),
        ("GitHub", "issue", "did you mean 'issues' or 'sub_issues'?"),
        ("GitHub", "starr", "did you mean 'star'?"),
        ("GitHub", "Push Hook", "GitLab does"),
        ("GitHub", "repo:push", "Bitbucket does"),
        ("GitLab", "push hook", "did you mean 'Push Hook'?"),
        ("GitLab", "Push", "did you mean 'Push Hook'?"),
        ("GitLab", "merge_request", "did you mean 'Merge Request Hook'?"),
        ("GitLab", "Tag push Hook", "did you mean 'Tag Push Hook'?"),
        ("GitLab", "push", "GitHub does"),
        ("Bitbucket", "repo:Push", "did you mean 'repo:push'?"),
        ("Bitbucket", "repo push", "did you mean 'repo:push'?"),
        (
            "Bitbucket",
            "pull_request:created",
            "did you mean 'pullrequest:created', 'pullrequest:rejected' or 'pullrequest:updated'?",
        ),
        ("Bitbucket", "push", "GitHub does"),
        *(
            (host, "zzzzz", "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key")
            for host in EVENT_NAMES
        ),
    ],
)
def test_a_name_that_a_host_does_not_have_is_an_error(host: str, name: str, says: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        READERS[host](name, {})

    as_of = "" if says.endswith(" does") else " as of November 2026"
    assert str(caught.value).startswith(f"{host} sends no event {name!r}{as_of}: {says}")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("push hook", "did you mean 'Push Hook' (GitLab)?"),
        ("PUSH", "did you mean 'push' (GitHub)?"),
        ("tag_push", "did you mean 'Tag Push Hook' (GitLab) or 'push' (GitHub)?"),
        ("pr:opened", "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key of the delivery says"),
    ],
)
def test_a_name_that_no_host_has_is_an_error(name: str, says: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        host_of_event(name)

    assert str(caught.value) == f"no git host of CodeBuild sends an event {name!r} as of November 2026: {says}"


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("GitHub", "commit_signature"),
        ("GitHub", "psuh"),
        ("GitHub", "pull_request_approval"),
        ("GitHub", "custom_image"),
        ("GitLab", "Runner Hook"),
        ("Bitbucket", "repo:archived"),
    ],
)
def test_an_event_that_a_host_has_added_is_ignored_where_the_caller_says_so(host: str, name: str) -> None:
    expected = f"{host}'s {name} was no event of {host} or CodeBuild as of November 2026"

    assert IgnoredEvent.added_since(host, name) == IgnoredEvent(expected)


GIVE = "give what the header X-GitHub-Event, X-Gitlab-Event or X-Event-Key of the delivery says"


@pytest.mark.parametrize(
    ("host", "name", "says"),
    [
        ("GitHub", "Push", " as of November 2026: did you mean 'push'?"),
        ("GitHub", "pull-request", " as of November 2026: did you mean 'pull_request'?"),
        ("GitHub", "Push Hook", ": GitLab does"),
        ("GitLab", "push hook", " as of November 2026: did you mean 'Push Hook'?"),
        ("GitLab", "push", ": GitHub does"),
        ("Bitbucket", "repo_push", " as of November 2026: did you mean 'repo:push'?"),
        *(("GitHub", name, f" as of November 2026: {GIVE}") for name in ("", " ", "--")),
    ],
)
def test_no_known_event_is_one_that_a_host_has_added(host: str, name: str, says: str) -> None:
    with pytest.raises(WebhookEventError) as caught:
        IgnoredEvent.added_since(host, name)

    assert str(caught.value) == f"{host} sends no event {name!r}{says}"


def test_whatever_octokit_has_a_sample_of_is_a_name() -> None:
    definitions = [each for file in OCTOKIT.glob("*/index.json") for each in json.loads(file.read_text())]

    assert definitions
    for definition in definitions:
        check_event_name(definition["name"], "GitHub")
