"""What a decision says of approval."""

from __future__ import annotations

import pytest

from tests.core.decisions.approval_cases import AT_GITHUB, GROUP, STRANGER, pull_request
from tests.core.decisions.cases import settings
from webhook_constructs.core import (
    ApproverRole,
    CommentApproval,
    PullRequestBuildPolicy,
    SourceProvider,
    WebhookEvent,
    decide,
)

AFTER_HEADING = (
    "  filter_groups[0]: passed\n"
    "    passed       EVENT is PULL_REQUEST_CREATED,PULL_REQUEST_UPDATED,PULL_REQUEST_REOPENED,PULL_REQUEST_MERGED,"
    "PULL_REQUEST_CLOSED\n"
)
INTO = "refs/heads/topic into refs/heads/main"


def test_what_waits_says_what_people_see_and_what_to_do() -> None:
    assert str(decide(AT_GITHUB, STRANGER)) == (
        f"waits for approval: PULL_REQUEST_CREATED {INTO}\n{AFTER_HEADING}"
        "  approval: required, the author has no role\n"
        '    the commit status is failed, "Pull request approval required for starting a build", until somebody with\n'
        "      the role GITHUB_ADMIN, GITHUB_MAINTAIN or GITHUB_WRITE comments /codebuild_run(<sha of the latest\n"
        "      commit>)"
    )


def test_an_author_who_is_not_known_is_an_assumption_with_a_heading_of_its_own() -> None:
    assert str(decide(AT_GITHUB, pull_request("updated"))) == (
        f"build: PULL_REQUEST_UPDATED {INTO}\n{AFTER_HEADING}"
        "  assuming the author may approve:\n"
        "    comment-approval: without the role GITHUB_ADMIN, GITHUB_MAINTAIN or GITHUB_WRITE, the build waits until\n"
        "      somebody with that role comments /codebuild_run(<sha of the latest commit>)"
    )


@pytest.mark.parametrize(
    ("policy", "event", "line"),
    [
        (None, pull_request(author_role="GITHUB_WRITE"), "not needed, the author has the role GITHUB_WRITE"),
        (None, pull_request(author_role="none", approved=True), "given by a comment that names the commit"),
        (
            PullRequestBuildPolicy(CommentApproval.FORK_PULL_REQUESTS),
            pull_request(from_fork=False),
            "not needed, the pull request is not from a fork",
        ),
        (
            PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_ADMIN,)),
            pull_request(author_role="GITHUB_READ"),
            "required, the author has the role GITHUB_READ, and not GITHUB_ADMIN",
        ),
        (
            None,
            pull_request("closed", author_role="none"),
            "undecided, the author has no role; AWS documents approval for open pull requests only",
        ),
    ],
)
def test_why_approval_is_needed_or_not_is_one_line(
    policy: PullRequestBuildPolicy | None, event: WebhookEvent, line: str
) -> None:
    made = settings(GROUP, provider=SourceProvider.GITHUB, pull_request_build_policy=policy)

    assert f"\n  approval: {line}" in str(decide(made, event))


def test_where_nobody_asks_for_approval_nothing_is_said_of_it() -> None:
    disabled = PullRequestBuildPolicy(CommentApproval.DISABLED)

    assert "appro" not in str(decide(settings(GROUP, pull_request_build_policy=disabled), STRANGER))


def test_the_roles_of_the_git_host_are_named_and_all_where_it_is_not_known() -> None:
    everywhere = str(decide(settings(GROUP), STRANGER))
    by_role = str(decide(settings(GROUP), pull_request(author_role="GITLAB_GUEST")))
    mixed = PullRequestBuildPolicy(CommentApproval.ALL_PULL_REQUESTS, (ApproverRole.GITHUB_WRITE,))
    at_bitbucket = settings(GROUP, provider=SourceProvider.BITBUCKET, pull_request_build_policy=mixed)

    for name in ("GITHUB_WRITE", "GITLAB_DEVELOPER", "BITBUCKET_WRITE"):
        assert name in everywhere
    assert "GITLAB_GUEST, and not GITLAB_OWNER, GITLAB_MAINTAINER or GITLAB_DEVELOPER\n" in by_role.replace(
        "\n    GIT", " GIT"
    )
    assert "with\n      the role GITHUB_WRITE comments" in str(decide(at_bitbucket, STRANGER))


def test_no_roles_are_named_that_are_not_known() -> None:
    seen = str(decide(AT_GITHUB, STRANGER, unknown={"approver_roles"}))
    assumed = str(decide(AT_GITHUB, pull_request(), unknown={"approver_roles"}))

    assert "until somebody with an\n      approver role comments /codebuild_run(" in seen
    assert "comment-approval: without an approver role, the build waits until somebody with one comments" in assumed
    assert "GITHUB_" not in seen + assumed
